"""Brings units and lines of command in line with a file, each with its history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from baken.core import clock
from baken.core.access import Actor
from baken.core.access.reach import SEGMENT
from baken.core.trail.append import Entry, append, append_first_many
from baken.rooms.org.actions.import_outcome import ImportOutcome, update_row
from baken.rooms.org.actions.versions import keep_versions, turn_page, version_of
from baken.rooms.org.models import CommandLine, Unit, UnitVersion
from baken.rooms.org.queries.periods import SINCE_ALWAYS
from baken.rooms.org.rules import LineRow, UnitRow, child_path, parents_first


def import_units(
    rows: Sequence[UnitRow], *, actor: Actor, at: datetime, outcome: ImportOutcome
) -> None:
    """Make and change units as the rows say; the caller has checked that they are a tree."""
    known = {unit.code: unit for unit in Unit.objects.select_for_update()}
    places = _last_places(known.values())
    fresh: list[tuple[Unit, UnitRow]] = []
    changed: list[Unit] = []
    for row in parents_first(rows):
        values = _values(row, known)
        unit = known.get(row.code)
        if unit is None:
            known[row.code] = _founded(row, values, places)
            fresh.append((known[row.code], row))
            outcome.note(f"unit {row.code}", "created")
            continue
        verdict = update_row(unit, values)
        outcome.note(f"unit {row.code}", verdict)
        if verdict == "changed":
            changed.append(unit)
    _keep_history(fresh, changed, actor, at)


def import_lines(rows: Sequence[LineRow], *, outcome: ImportOutcome) -> None:
    """Make and change lines of command; one is known by its two units, kind and first day."""
    units = {unit.code: unit.pk for unit in Unit.objects.all()}
    held = CommandLine.objects.select_for_update()
    known = {(one.unit_id, one.superior_id, one.kind, one.from_on): one for one in held}
    for row in rows:
        unit, superior = units[row.unit], units[row.superior]
        values = {"until": row.until, "order_ref": row.order_ref, "caveats": row.caveats}
        what = f"line of {row.unit} to {row.superior}"
        there = known.get((unit, superior, row.kind, row.from_on))
        if there is not None:
            outcome.note(what, update_row(there, values))
            continue
        CommandLine.objects.create(
            unit_id=unit, superior_id=superior, kind=row.kind, from_on=row.from_on, **values
        )
        outcome.note(what, "created")
    if rows:
        turn_page()


def _last_places(units: Iterable[Unit]) -> dict[str, int]:
    places: dict[str, int] = {}
    for unit in units:
        above = unit.path[:-SEGMENT]
        places[above] = max(places.get(above, 0), int(unit.path[-SEGMENT:]))
    return places


def _values(row: UnitRow, known: dict[str, Unit]) -> dict[str, Any]:
    names = ("level", "name_nl", "name_en", "kind", "site", "strength", "restricted", "independent")
    parent = known[row.parent] if row.parent else None
    return {**{name: getattr(row, name) for name in names}, "parent": parent}


def _founded(row: UnitRow, values: dict[str, Any], places: dict[str, int]) -> Unit:
    parent = values["parent"]
    above = parent.path if parent else ""
    places[above] = places.get(above, 0) + 1
    return Unit.objects.create(code=row.code, path=child_path(above, places[above]), **values)


def _keep_history(
    fresh: Sequence[tuple[Unit, UnitRow]], changed: Sequence[Unit], actor: Actor, at: datetime
) -> None:
    """Versions and trail rows of what was made and changed, and a new page for every process."""
    UnitVersion.objects.bulk_create(
        version_of(unit, row.from_on or SINCE_ALWAYS) for unit, row in fresh
    )
    founded = [Entry(code="org.unit.founded", to_state="existing") for _ in fresh]
    append_first_many(records=[unit for unit, _ in fresh], actor=actor, at=at, entries=founded)
    keep_versions(changed, clock.local_date(at))
    for unit in changed:
        entry = Entry(code="org.unit.changed", from_state=unit.state, to_state=unit.state)
        append(record=unit, actor=actor, at=at, entry=entry)
    if fresh or changed:
        turn_page()
