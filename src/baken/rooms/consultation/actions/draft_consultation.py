"""Drafts a consultation about a record that the asker reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from baken.core import clock
from baken.core.access import Actor, refuse_unless, signing
from baken.core.links.registry import tie
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference
from baken.core.workflow.advance import Change, begin
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.fields import clean_fields
from baken.rooms.consultation.actions.describe import SEALED, described
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.permits import ASK
from baken.rooms.consultation.queries.choices import choices_of
from baken.rooms.consultation.queries.subjects import CONSULTED
from baken.rooms.consultation.questions import Subject
from baken.rooms.consultation.workflow import DRAFTING
from baken.rooms.org.queries import UnitView
from baken.rooms.org.queries.heirs import why_gone


def draft_consultation(
    *, actor: Actor, unit: UnitView, subject: Subject, fields: Mapping[str, Any], at: datetime
) -> Consultation:
    """A new draft for the unit that asks, about a record that the caller has read.

    It is held as closely as that record. Raises AccessDenied for who does not ask for that unit, and
    FieldsRefused with a message per field.
    Source: domain reference, organisation, section 9.
    """
    record = Consultation(
        number=row_number(at),
        unit_id=unit.id,
        confidentiality=int(subject.record.confidentiality),
        subject_kind=subject.kind,
        asker=actor.person,
        kept_at=at,
        drafted_at=at,
        touched_at=at,
    )
    refuse_unless(actor, ASK, record)
    if gone := why_gone(unit):
        raise FieldsRefused({"unit": gone})
    cleaned = clean_fields(step=DRAFTING, raw=fields, choices_of=choices_of)
    for name, value in described(cleaned, unit, at).items():
        setattr(record, name, value)
    with transaction.atomic():
        record.ref = next_reference(Consultation.prefix, clock.local_date(at))
        begin(
            record=record,
            code="consultation.consultation.drafted",
            actor=signing(actor, ASK, record),
            at=at,
            change=Change(
                facts={"kind": record.kind, "subject_kind": subject.kind},
                words={"title": record.title, "question": record.question},
                seal=SEALED,
            ),
        )
        tie(source=subject.record, relation=CONSULTED, target=record, at=at)
    return record
