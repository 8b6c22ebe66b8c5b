"""Records an inspection of a piece of equipment; one that fails takes it out of use."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from baken.core import clock
from baken.core.access import Actor
from baken.core.files.content import CleanFile
from baken.core.files.store import keep_file
from baken.core.workflow.advance import Change, advance, check_step, locked
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.parts import file_parts
from baken.rooms.org.models import Equipment, Inspection
from baken.rooms.org.queries.codes import codes_of
from baken.rooms.org.queries.equipment import kept_values
from baken.rooms.org.queries.parts import inspection_parts
from baken.rooms.org.rules.things import InspectionRow, inspection_mistakes
from baken.rooms.org.texts import MISTAKES


def inspect_equipment(
    *,
    actor: Actor,
    record: Equipment,
    found: InspectionRow,
    at: datetime,
    document: CleanFile | None = None,
) -> Inspection:
    """Record an inspection that was done, and when it must be done again.

    Failed equipment goes out of use in the same step. Raises AccessDenied, or FieldsRefused with a
    sentence per field: a day in the future, an unknown kind, an inspection that is already there.
    """
    with transaction.atomic():
        fresh = locked(record)
        check_step(record=fresh, step="inspect", actor=actor, at=at)
        _refuse_mistakes(fresh, found, at)
        return note_inspection(record=fresh, found=found, actor=actor, at=at, document=document)


def note_inspection(
    *,
    record: Equipment,
    found: InspectionRow,
    actor: Actor,
    at: datetime,
    document: CleanFile | None = None,
) -> Inspection:
    """Write an inspection that was checked, of equipment that the caller has locked."""
    kept = keep_file(record=record, file=document, actor=actor, at=at) if document else None
    made = Inspection.objects.create(
        record=record,
        kind=found.kind,
        done_on=found.done_on,
        due_on=found.due_on,
        result=found.result,
        inspector=found.inspector or actor.name,
        remarks=found.remarks,
        document=kept,
        noted_by=actor.person,
    )
    values = kept_values(record)
    if found.result == "failed":
        values["out_of_use_on"] = record.out_of_use_on or found.done_on
    change = Change(
        values=values,
        facts={
            "kind": found.kind,
            "result": found.result,
            "done_on": found.done_on.isoformat(),
            "due_on": found.due_on.isoformat() if found.due_on else None,
        },
        words={"inspector": made.inspector, "remarks": found.remarks},
        parts={**inspection_parts([made]), **file_parts([kept] if kept else [])},
    )
    advance(record=record, step=step_of(found), actor=actor, at=at, change=change)
    return made


def step_of(found: InspectionRow) -> str:
    """The step an inspection is: failing one takes the equipment out of use."""
    return "reject" if found.result == "failed" else "inspect"


def _refuse_mistakes(record: Equipment, found: InspectionRow, at: datetime) -> None:
    mistakes = inspection_mistakes(found, clock.local_date(at))
    if found.kind not in codes_of("inspection_kinds"):
        mistakes["kind"] = "unknown"
    known = Inspection.objects.of(record).filter(kind=found.kind, done_on=found.done_on)
    if not mistakes and known.exists():
        mistakes["done_on"] = "again"
    if mistakes:
        raise FieldsRefused({name: str(MISTAKES[code]) for name, code in mistakes.items()})
