"""Makes a slice of exposure, from nothing or around a risk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from baken.core import clock
from baken.core.access import Actor, refuse_unless, signing
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference
from baken.core.workflow.advance import Change, begin
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.fields import clean_fields
from baken.rooms.org.queries import UnitView
from baken.rooms.org.queries.heirs import why_gone
from baken.rooms.register.actions.describe_slice import described_slice
from baken.rooms.register.actions.take_slice_step import take_slice_step
from baken.rooms.register.models import Risk, Slice
from baken.rooms.register.permits import MANAGE
from baken.rooms.register.queries.choices import choices_of
from baken.rooms.register.workflow import MAKING_SLICE

SEALED = ("group", "task", "place")


def make_slice(
    *,
    actor: Actor,
    unit: UnitView,
    fields: Mapping[str, Any],
    at: datetime,
    risk: Risk | None = None,
) -> Slice:
    """A new slice of a unit; ``risk``, which the caller has read, is put in at once.

    Raises AccessDenied for who does not manage the risks of the unit, and FieldsRefused with a
    sentence per field for what is no slice, or a unit that is no more.
    Source: domain reference, risk management, section 8.
    """
    record = Slice(number=row_number(at), unit_id=unit.id, made_at=at, touched_at=at)
    refuse_unless(actor, MANAGE, record)
    if gone := why_gone(unit):
        raise FieldsRefused({"unit": gone})
    cleaned = clean_fields(step=MAKING_SLICE, raw=fields, choices_of=choices_of)
    values = described_slice(cleaned, unit, at)
    for name, value in values.items():
        setattr(record, name, value)
    with transaction.atomic():
        record.ref = next_reference(Slice.prefix, clock.local_date(at))
        words = {name: values[name] for name in SEALED}
        begin(
            record=record,
            code="register.slice.made",
            actor=signing(actor, MANAGE, record),
            at=at,
            change=Change(words=words, seal=SEALED, parts={"members": []}),
        )
        if risk is None:
            return record
        put_in = {"risk": risk.ref}
        return take_slice_step(actor=actor, record=record, step="add_risk", at=at, fields=put_in)
