"""Begins a sheet for a record of a room above."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from baken.core import clock
from baken.core.access import Actor, refuse_unless, signing
from baken.core.instruments.filling import Filled, work_out
from baken.core.links.registry import tie
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference
from baken.core.workflow.advance import Change, begin
from baken.rooms.library.queries.instruments import instrument
from baken.rooms.sheets.models import Sheet
from baken.rooms.sheets.permits import FILL
from baken.rooms.sheets.queries.subjects import FILLED_IN

SEALED = ("title",)


def begin_sheet(
    *,
    actor: Actor,
    subject: Any,
    serves: str,
    instrument_code: str,
    version: str,
    title: str,
    at: datetime,
    earlier: Sheet | None = None,
) -> Sheet:
    """A new sheet for a record that the caller has locked or just stored, held as closely as that one.

    ``serves`` is the code of the kind of that record. Raises AccessDenied for who may not fill in sheets
    of that unit, and LookupError for an instrument or version that there is none of.
    """
    definition = instrument(instrument_code, version)
    outcome = work_out(definition, Filled())
    record = Sheet(
        number=row_number(at),
        unit_id=subject.unit_id,
        owner_unit_id=subject.owner_unit_id,
        confidentiality=int(subject.confidentiality),
        title=title,
        instrument=instrument_code,
        version=str(definition.head.version),
        sha256=definition.sha256,
        serves=serves,
        earlier=earlier,
        asked=outcome.progress.asked,
        begun_at=at,
        begun_by=actor.person,
        touched_at=at,
    )
    refuse_unless(actor, FILL, record)
    with transaction.atomic():
        record.ref = next_reference(Sheet.prefix, clock.local_date(at))
        begin(
            record=record,
            code="sheets.sheet.begun",
            actor=signing(actor, FILL, record),
            at=at,
            change=Change(
                facts={"instrument": record.instrument, "version": record.version},
                words={"title": record.title},
                seal=SEALED,
            ),
        )
        tie(source=subject, relation=FILLED_IN, target=record, at=at)
    return record
