"""Proposes a measure about a risk or an occurrence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import AccessDenied, Actor, refuse_unless, signing
from baken.core.links.registry import tie
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference
from baken.core.workflow.advance import Change, begin
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.fields import clean_fields
from baken.rooms.measures.actions.describe import (
    described,
    facts_of_description,
    words_of_description,
)
from baken.rooms.measures.models import Measure
from baken.rooms.measures.permits import MANAGE
from baken.rooms.measures.queries.beside import TREATED_BY, beside
from baken.rooms.measures.queries.choices import choices_of
from baken.rooms.measures.queries.terms import decide_by, rises_at, today_of
from baken.rooms.measures.questions import Served
from baken.rooms.measures.workflow import PROPOSING, SEALED
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.heirs import living


def propose_measure(
    *, actor: Actor, serves: Served, fields: Mapping[str, Any], at: datetime
) -> Measure:
    """A new measure about something that the actor has read and manages measures of.

    It stands on the same unit, and is held at least as closely as what it serves. Raises AccessDenied for
    who does not manage the measures there, and FieldsRefused with a sentence per field.
    Source: domain reference, instruments, section 5.
    """
    record = _new(serves, actor, at)
    refuse_unless(actor, MANAGE, record)
    if not serves.manages:
        raise AccessDenied(MANAGE, _("You do not manage what this measure is about."))
    if not serves.is_open:
        raise FieldsRefused({"serves": _("%(ref)s is closed.") % {"ref": serves.ref}})
    cleaned = clean_fields(step=PROPOSING, raw=fields, choices_of=choices_of)
    weight, others = (serves.risk_class, serves.severity), beside([serves.key])
    values = described(cleaned, weight, others, today=today_of(record, at))
    for name, value in values.items():
        setattr(record, name, value)
    with transaction.atomic():
        record.ref = next_reference(Measure.prefix, clock.local_date(at))
        record.due_at = decide_by(record, at)
        record.rises_at = rises_at(record, record.due_at)
        change = Change(
            facts={**facts_of_description(values), "serves": serves.ref},
            words=words_of_description(values),
            seal=SEALED,
        )
        signer = signing(actor, MANAGE, record)
        begin(
            record=record,
            code="measures.measure.proposed",
            actor=signer,
            at=at,
            change=change,
            notice="deciders",
        )
        tie(source=serves.record, relation=TREATED_BY, target=record, at=at)
    return record


def _new(serves: Served, actor: Actor, at: datetime) -> Measure:
    """The measure on the unit of what it serves; of one that is gone, on what went on in its place."""
    here = tree()
    owner = here.by_id[serves.owner_unit] if serves.owner_unit else None
    return Measure(
        number=row_number(at),
        unit_id=serves.unit,
        owner_unit_id=living(owner).id if owner else None,
        confidentiality=serves.confidentiality,
        proposed_at=at,
        proposed_by=actor.person,
        touched_at=at,
    )
