"""Brings units and lines of command in line with a file, each with its history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from baken.core import clock
from baken.core.access import Actor
from baken.core.access.reach import SEGMENT
from baken.core.trail.append import Entry, append, append_first_many
from baken.rooms.org.actions.earlier_names import bring_versions, earlier_facts, first_versions
from baken.rooms.org.actions.end_units import end_units
from baken.rooms.org.actions.import_outcome import ImportOutcome, update_row
from baken.rooms.org.actions.versions import founding_parts, keep_versions, turn_page
from baken.rooms.org.models import CommandLine, Unit, UnitVersion
from baken.rooms.org.queries.lives import lives_kept
from baken.rooms.org.queries.parts import line_parts
from baken.rooms.org.queries.periods import standing_last
from baken.rooms.org.rules import LineRow, UnitRow, child_path, parents_first
from baken.rooms.org.rules.lives import Lives, lives_after

Parts = Mapping[str, Any]


def import_units(
    rows: Sequence[UnitRow], *, actor: Actor, at: datetime, outcome: ImportOutcome
) -> None:
    """Make and change units as the rows say; the caller has checked that they are a tree."""
    known = {unit.code: unit for unit in Unit.objects.select_for_update()}
    places = _last_places(known.values())
    ordered = parents_first(rows)
    lives = lives_after(ordered, lives_kept()) if rows else {}
    fresh: list[tuple[Unit, UnitRow]] = []
    changed: list[tuple[Unit, UnitRow, Parts]] = []
    for row in ordered:
        values = _values(row, known)
        unit = known.get(row.code)
        if unit is None:
            known[row.code] = _founded(row, values, places)
            fresh.append((known[row.code], row))
            outcome.note(f"unit {row.code}", "created")
            continue
        verdict, parts = _brought(unit, row, values, clock.local_date(at))
        outcome.note(f"unit {row.code}", verdict)
        if verdict == "changed":
            changed.append((unit, row, parts))
    _keep_history(fresh, changed, lives, actor, at)


def end_imported(
    rows: Sequence[UnitRow], *, actor: Actor, at: datetime, outcome: ImportOutcome
) -> None:
    """Let the units end whose last day by these rows is over; the caller has checked that they can.

    After their lines and posts have come in, so that those end when the file says.
    """
    ending = [row.code for row in rows if row.until is not None]
    if ending:
        for unit in end_units(actor=actor, at=at, among=ending):
            outcome.changes.append(f"unit {unit.code} ended on {unit.ends_on}")


def import_lines(
    rows: Sequence[LineRow], *, actor: Actor, at: datetime, outcome: ImportOutcome
) -> None:
    """Make and change lines of command; one is known by its two units, kind and first day.

    What was withdrawn stays so. The units whose lines came or changed say so in their history.
    """
    if not rows:
        return
    units = {unit.code: unit for unit in Unit.objects.select_for_update()}
    held = standing_last(CommandLine.objects.select_for_update())
    known = {(one.unit_id, one.superior_id, one.kind, one.from_on): one for one in held}
    touched: dict[Unit, list[CommandLine]] = {}
    for row in rows:
        unit, superior = units[row.unit], units[row.superior]
        values = {"until": row.until, "order_ref": row.order_ref, "caveats": row.caveats}
        what = f"line of {row.unit} to {row.superior}"
        line = known.get((unit.pk, superior.pk, row.kind, row.from_on))
        if line is not None:
            verdict = update_row(line, values)
        else:
            ends = {"unit": unit, "superior": superior, "kind": row.kind}
            line, verdict = CommandLine(**ends, from_on=row.from_on, **values), "created"
            line.save(force_insert=True)
        outcome.note(what, verdict)
        if verdict != "unchanged":
            touched.setdefault(unit, []).append(line)
    for unit, lines in touched.items():
        entry = Entry(
            code="org.unit.lines_imported",
            from_state=unit.state,
            to_state=unit.state,
            parts=line_parts(lines),
        )
        append(record=unit, actor=actor, at=at, entry=entry)
    if touched:
        turn_page()


def _last_places(units: Iterable[Unit]) -> dict[str, int]:
    places: dict[str, int] = {}
    for unit in units:
        above = unit.path[:-SEGMENT]
        places[above] = max(places.get(above, 0), int(unit.path[-SEGMENT:]))
    return places


def _brought(
    unit: Unit, row: UnitRow, values: dict[str, Any], today: date
) -> tuple[str, dict[str, Any]]:
    """Bring a unit and its versions in line with its row; gives the verdict and what to vouch for.

    What it is now goes on beside what it was; what it was called before is told afterwards, in place.
    """
    last = values.pop("ends_on")
    parts: dict[str, Any] = {}
    verdicts = [update_row(unit, values)]
    if verdicts == ["changed"]:
        parts = keep_versions([unit], min(today, row.until or today))[unit.pk]
    if unit.state == "existing":  # else its last day stands: the checks have refused another one
        verdicts.append(update_row(unit, {"ends_on": last}))
    if (row.from_on is not None or row.earlier) and (brought := bring_versions(unit, row)):
        verdicts.append("changed")
        parts |= brought
    return "changed" if "changed" in verdicts else "unchanged", parts


def _values(row: UnitRow, known: dict[str, Unit]) -> dict[str, Any]:
    names = ("level", "name_nl", "name_en", "kind", "site", "strength", "restricted", "independent")
    parent = known[row.parent] if row.parent else None
    plain = {name: getattr(row, name) for name in names}
    return {**plain, "ends_on": row.until, "parent": parent}


def _founded(row: UnitRow, values: dict[str, Any], places: dict[str, int]) -> Unit:
    parent = values["parent"]
    above = parent.path if parent else ""
    places[above] = places.get(above, 0) + 1
    return Unit.objects.create(code=row.code, path=child_path(above, places[above]), **values)


def _keep_history(
    fresh: Sequence[tuple[Unit, UnitRow]],
    changed: Sequence[tuple[Unit, UnitRow, Parts]],
    lives: Lives,
    actor: Actor,
    at: datetime,
) -> None:
    """Versions and trail rows of what was made and changed, and a new page for every process."""
    first = [
        list(first_versions(unit, row, lives[row.code].begin, clock.local_date(at)))
        for unit, row in fresh
    ]
    UnitVersion.objects.bulk_create(version for versions in first for version in versions)
    founded = [
        Entry(
            code="org.unit.founded",
            to_state="existing",
            facts=earlier_facts(row),
            parts=founding_parts(versions),
        )
        for (_, row), versions in zip(fresh, first, strict=True)
    ]
    append_first_many(records=[unit for unit, _ in fresh], actor=actor, at=at, entries=founded)
    for unit, row, parts in changed:
        entry = Entry(
            code="org.unit.changed",
            from_state=unit.state,
            to_state=unit.state,
            facts=earlier_facts(row),
            parts=parts,
        )
        append(record=unit, actor=actor, at=at, entry=entry)
    if fresh or changed:
        turn_page()
