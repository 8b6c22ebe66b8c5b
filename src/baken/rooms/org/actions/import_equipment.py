"""Brings equipment and its inspections in line with the rows of a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from baken.core.access import Actor
from baken.core.records.numbers import free_row_numbers
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import Change, advance, begin_many, locked
from baken.rooms.org.actions.import_outcome import ImportOutcome
from baken.rooms.org.models import Equipment, Inspection
from baken.rooms.org.queries.equipment import kept_values
from baken.rooms.org.queries.parts import inspection_parts
from baken.rooms.org.rules.things import EquipmentRow, InspectionRow, is_failed, next_due

Done = tuple[int, str, date]
SAME = ("kind", "name", "product_ref", "serial_number", "in_use_on")


def bring_equipment(
    rows: Sequence[EquipmentRow],
    units: dict[str, int],
    sites: dict[str, int],
    actor: Actor,
    at: datetime,
    outcome: ImportOutcome,
) -> None:
    """Make new equipment in bulk with its inspections; change what is there, with its history.

    Equipment whose newest inspection failed comes in out of use. An empty ``out_of_use_on`` leaves
    the state of known equipment as it is. Part of ``import_things``.
    """
    if not rows:
        return
    known = {one.ref: one for one in Equipment.objects.for_system(reason="import")}
    done = _inspections_done()
    _make([row for row in rows if row.code not in known], units, sites, actor, at)
    for row in rows:
        record = known.get(row.code)
        verdict = "created"
        if record is not None:
            values = _values(row, units, sites)
            same = _is_same(record, row, values, done)
            verdict = "unchanged" if same else "changed"
            if not same:
                _change(locked(record), row, values, actor, at)
        outcome.note(f"equipment {row.code}", verdict)


def _inspections_done() -> set[Done]:
    """Of which equipment which kind of inspection was done on which day: all of them, in a query."""
    rows = Inspection.objects.for_system(reason="import")
    return set(rows.values_list("record_id", "kind", "done_on"))


def _is_same(record: Equipment, row: EquipmentRow, values: dict[str, Any], done: set[Done]) -> bool:
    """Whether the row says nothing that is not known of the equipment."""
    alike = all(getattr(record, name) == value for name, value in values.items())
    inspected = all((record.pk, one.kind, one.done_on) in done for one in row.inspections)
    return alike and inspected and not _goes_out(record, row)


def _values(row: EquipmentRow, units: dict[str, int], sites: dict[str, int]) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in SAME}
    return values | {"unit_id": units[row.unit], "site_id": sites[row.site] if row.site else None}


def _make(
    rows: Sequence[EquipmentRow],
    units: dict[str, int],
    sites: dict[str, int],
    actor: Actor,
    at: datetime,
) -> None:
    records = [
        Equipment(
            number=number,
            ref=row.code,
            due_on=next_due(row.inspections),
            out_of_use_on=_out_of_use_on(row),
            **_values(row, units, sites),
        )
        for row, number in zip(rows, free_row_numbers(Equipment, [at] * len(rows)), strict=True)
    ]
    inspections = [
        [_inspection(record, one) for one in row.inspections]
        for record, row in zip(records, rows, strict=True)
    ]
    begin_many(
        records=records,
        code="org.equipment.imported",
        actor=actor,
        at=at,
        seal=(),
        states=["out_of_use" if record.out_of_use_on else "in_use" for record in records],
        facts=[{"inspections": len(found)} for found in inspections],
        parts=[inspection_parts(found) for found in inspections],
    )
    Inspection.objects.bulk_create(one for found in inspections for one in found)


def _change(
    record: Equipment, row: EquipmentRow, values: dict[str, Any], actor: Actor, at: datetime
) -> None:
    different = [name for name, value in values.items() if getattr(record, name) != value]
    for name in different:
        setattr(record, name, values[name])
    if different:
        record.save(update_fields=list(different))
        entry = Entry(
            code="org.equipment.changed",
            from_state=record.state,
            to_state=record.state,
            facts={"fields": [name.removesuffix("_id") for name in different]},
        )
        append(record=record, actor=actor, at=at, entry=entry)
    _inspect(record, row, actor, at)
    if _goes_out(record, row):
        change = Change(values={"out_of_use_on": row.out_of_use_on})
        advance(record=record, step="take_out", actor=actor, at=at, change=change)


def _goes_out(record: Equipment, row: EquipmentRow) -> bool:
    """Whether the file says since when it is out of use, while it is still in use."""
    return row.out_of_use_on is not None and record.state == "in_use"


def _inspect(record: Equipment, row: EquipmentRow, actor: Actor, at: datetime) -> None:
    """Add the inspections that are not known yet, as one step."""
    done = set(Inspection.objects.of(record).values_list("kind", "done_on"))
    fresh = [one for one in row.inspections if (one.kind, one.done_on) not in done]
    if not fresh:
        return
    made = Inspection.objects.bulk_create([_inspection(record, one) for one in fresh])
    failed = is_failed(Inspection.objects.of(record))
    values = kept_values(record)
    if failed and record.state == "in_use":
        values["out_of_use_on"] = max(one.done_on for one in fresh)
    step = "reject" if failed else "inspect"
    facts, parts = {"inspections": len(made)}, inspection_parts(made)
    change = Change(values=values, facts=facts, parts=parts)
    advance(record=record, step=step, actor=actor, at=at, change=change)


def _out_of_use_on(row: EquipmentRow) -> date | None:
    if row.out_of_use_on is None and is_failed(row.inspections):
        return max(one.done_on for one in row.inspections if one.result == "failed")
    return row.out_of_use_on


def _inspection(record: Equipment, one: InspectionRow) -> Inspection:
    return Inspection(
        record=record,
        kind=one.kind,
        done_on=one.done_on,
        due_on=one.due_on,
        result=one.result,
        inspector=one.inspector,
        remarks=one.remarks,
    )
