"""Draws a new bow-tie: its title, its hazard and the moment at which control is lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from baken.core import clock
from baken.core.access import Actor, refuse_unless, signing
from baken.core.access.reach import Confidentiality
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference
from baken.core.workflow.advance import Change, begin
from baken.core.workflow.fields import clean_fields
from baken.rooms.org.queries import UnitView
from baken.rooms.register.models import BowTie
from baken.rooms.register.permits import MANAGE
from baken.rooms.register.queries.bow_tie_choices import bow_tie_codes
from baken.rooms.register.workflow import DRAWING

WORDS = ("title", "top_event", "independence")


def draw_bow_tie(
    *,
    actor: Actor,
    unit: UnitView,
    fields: Mapping[str, Any],
    at: datetime,
    confidentiality: int = Confidentiality.NORMAL,
) -> BowTie:
    """A new bow-tie of a unit, without parts.

    Raises AccessDenied for who does not manage risks there, FieldsRefused with a message per field.
    Source: domain reference, risk management, section 9.
    """
    record = BowTie(
        number=row_number(at),
        unit_id=unit.id,
        confidentiality=confidentiality,
        drawn_at=at,
        touched_at=at,
    )
    refuse_unless(actor, MANAGE, record)
    cleaned = clean_fields(step=DRAWING, raw=fields, choices_of=bow_tie_codes)
    for name, value in cleaned.items():
        setattr(record, name, value)
    with transaction.atomic():
        record.ref = next_reference(BowTie.prefix, clock.local_date(at))
        change = Change(
            facts={"hazard": record.hazard},
            words={name: getattr(record, name) for name in WORDS},
            seal=WORDS,
        )
        begin(
            record=record,
            code="register.bow_tie.drawn",
            actor=signing(actor, MANAGE, record),
            at=at,
            change=change,
        )
    return record
