"""Brings equipment and its inspections in line with the rows of a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.core.records.numbers import free_row_numbers
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import Change, advance, begin_many, locked
from baken.rooms.org.actions.import_organisation import ImportOutcome
from baken.rooms.org.models import Equipment, Inspection
from baken.rooms.org.queries.equipment import kept_values
from baken.rooms.org.rules.things import EquipmentRow, InspectionRow, is_failed, next_due

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
    refs = [row.code for row in rows]
    found = Equipment.objects.for_system(reason="import").filter(ref__in=refs)
    known = {one.ref: one for one in found}
    fresh = [row for row in rows if row.code not in known]
    _make(fresh, units, sites, actor, at)
    for row in rows:
        if row.code in known:
            values = _values(row, units, sites)
            verdict = _change(locked(known[row.code]), row, values, actor, at)
            outcome.note(f"equipment {row.code}", verdict)
        else:
            outcome.note(f"equipment {row.code}", "created")


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
    begin_many(
        records=records,
        code="org.equipment.imported",
        actor=actor,
        at=at,
        seal=(),
        states=["out_of_use" if record.out_of_use_on else "in_use" for record in records],
        facts=[{"inspections": len(row.inspections)} for row in rows],
    )
    Inspection.objects.bulk_create(
        _inspection(record, one)
        for record, row in zip(records, rows, strict=True)
        for one in row.inspections
    )


def _change(
    record: Equipment, row: EquipmentRow, values: dict[str, Any], actor: Actor, at: datetime
) -> str:
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
    inspected = _inspect(record, row, actor, at)
    taken_out = _take_out(record, row, actor, at)
    return "changed" if different or inspected or taken_out else "unchanged"


def _inspect(record: Equipment, row: EquipmentRow, actor: Actor, at: datetime) -> bool:
    """Add the inspections that are not known yet, as one step."""
    done = set(Inspection.objects.of(record).values_list("kind", "done_on"))
    fresh = [one for one in row.inspections if (one.kind, one.done_on) not in done]
    if not fresh:
        return False
    Inspection.objects.bulk_create(_inspection(record, one) for one in fresh)
    failed = is_failed(Inspection.objects.of(record))
    values = kept_values(record)
    if failed and record.state == "in_use":
        values["out_of_use_on"] = max(one.done_on for one in fresh)
    step = "reject" if failed else "inspect"
    change = Change(values=values, facts={"inspections": len(fresh)})
    advance(record=record, step=step, actor=actor, at=at, change=change)
    return True


def _take_out(record: Equipment, row: EquipmentRow, actor: Actor, at: datetime) -> bool:
    """Take equipment out of use when the file says since when, and it is not yet."""
    if row.out_of_use_on is None or record.state != "in_use":
        return False
    change = Change(values={"out_of_use_on": row.out_of_use_on})
    advance(record=record, step="take_out", actor=actor, at=at, change=change)
    return True


def _out_of_use_on(row: EquipmentRow) -> Any:
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
