"""What each older system told of the harm of one occurrence: the fullest list stands, none is lost.

Injuries stand among the words of a step, which can be erased, and never among its facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from baken.core.trail.append import plain_value
from baken.rooms.reports.models import Damage, Injury, Occurrence, OccurrenceStep
from baken.rooms.reports.rules.legacy import fullest

HARM: tuple[tuple[str, Any], ...] = (("injuries", Injury), ("damages", Damage))
LISTS = "harm_lists"
ASIDE = "set_aside"

Row = Mapping[str, Any]
Lists = dict[str, dict[str, list[Row]]]


def values_of(row: Any) -> dict[str, Any]:
    """An injury or damage as plain values, with its own identifier."""
    fields = (one for one in row._meta.concrete_fields if one.name != "record")
    return {one.attname: plain_value(getattr(row, one.attname)) for one in fields}


def told_in(row: Any) -> dict[str, Any]:
    """An injury or damage as plain values, whichever row it stands in."""
    return {name: value for name, value in values_of(row).items() if name != "id"}


def row_from(model: Any, holder: Occurrence, values: Row) -> Any:
    """The injury or damage that these values were of, not yet stored."""
    fields = {one.attname: one for one in model._meta.concrete_fields}
    known = {name: fields[name].to_python(value) for name, value in values.items()}
    return model(record=holder, **known)


def lists_of(occurrence: Occurrence) -> Lists:
    """What each system told of an occurrence so far, by kind of harm and system.

    What stands counts as the list of all the systems together when nothing says whose it was.
    """
    steps = OccurrenceStep.objects.of(occurrence).filter(words__has_key=LISTS)
    newest = steps.order_by("-serial").first()
    if newest is not None:
        return {name: dict(newest.words[LISTS].get(name, {})) for name, _model in HARM}
    stands = {name: _standing(model, occurrence) for name, model in HARM}
    by = occurrence.systems or ""
    return {name: {by: rows} if rows else {} for name, rows in stands.items()}


def with_told(lists: Lists, system: str, told: Mapping[str, Iterable[Any]]) -> Lists:
    """These lists, with what a system tells behind what it told before."""
    found = {name: dict(by_system) for name, by_system in lists.items()}
    for name, rows in told.items():
        values = [told_in(row) for row in rows]
        if values:
            found[name][system] = [*found[name].get(system, ()), *values]
    return found


def lists_together(one: Lists, other: Lists) -> Lists:
    """The lists of two occurrences that are one event; what one system told of both is one list."""
    found = {name: dict(by_system) for name, by_system in one.items()}
    for name, by_system in other.items():
        for system, rows in by_system.items():
            found[name][system] = [*found[name].get(system, ()), *rows]
    return found


def rows_without(rows: Iterable[Row], gone: Iterable[Row]) -> list[Row]:
    """These rows without those others, one for one."""
    found = list(rows)
    for one in gone:
        if one in found:
            found.remove(one)
    return found


def fullest_of(lists: Lists, name: str) -> list[Row]:
    """The list that stands of a kind of harm."""
    return list(fullest(lists[name], lambda row: row.get("outcome") == "death"))


def stand_as(model: Any, occurrence: Occurrence, wanted: list[Row]) -> list[Any]:
    """Let these rows stand with an occurrence; what stands already stays the same row."""
    missing, kept = list(wanted), []
    standing = model.objects.of(occurrence).order_by("pk")
    for row in standing:
        if (told := told_in(row)) in missing:
            missing.remove(told)
            kept.append(row)
    standing.exclude(pk__in=[row.pk for row in kept]).delete()
    made = [row_from(model, occurrence, values) for values in missing]
    model.objects.bulk_create(made)
    return [*kept, *made]


def _standing(model: Any, occurrence: Occurrence) -> list[Row]:
    return [told_in(row) for row in model.objects.of(occurrence).order_by("pk")]
