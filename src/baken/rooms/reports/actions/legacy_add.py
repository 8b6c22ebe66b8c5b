"""Adds what further rows tell to an occurrence: rows of its group, or of another system."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from baken.core.rollups.changes import counting
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import advance
from baken.rooms.reports.actions.legacy_rows import LegacyReport
from baken.rooms.reports.actions.same_event import deaths_in, join
from baken.rooms.reports.models import (
    Damage,
    Injury,
    Occurrence,
    OccurrenceCode,
    OccurrenceStep,
)
from baken.rooms.reports.queries.parts import code_part, harm_parts
from baken.rooms.reports.rules.legacy import (
    fuller_harm,
    severity_of_all,
    systems_together,
    tells,
    worst,
)

if TYPE_CHECKING:
    from baken.rooms.reports.actions.legacy_write import Batch

CLASSES = ("category", "actual_severity", "potential_severity")
IMPORTED = "reports.occurrence.imported"
ADDED = "reports.occurrence.source_added"
EVERYTHING = frozenset({*CLASSES, "injuries", "damages", "subjects", "domains"})


def combined(rows: Sequence[LegacyReport], adds: frozenset[str]) -> LegacyReport:
    """The first row of a group, with what the others add to it."""
    first = rows[0]
    if len(rows) == 1 or not adds:
        return first
    values: dict[str, Any] = {
        name: tuple(dict.fromkeys(code for row in rows for code in getattr(row, name)))
        for name in ("subjects", "domains")
    }
    values |= {name: worst(getattr(row, name) for row in rows) for name in CLASSES}
    for name in ("injuries", "damages"):
        values[name] = tuple(one for row in rows for one in getattr(row, name))
    if {"injuries", "actual_severity"} <= adds:
        outcomes = [one.outcome for one in values["injuries"]]
        values["actual_severity"] = severity_of_all(values["actual_severity"], outcomes)
    return replace(first, **{name: value for name, value in values.items() if name in adds})


def add_rows(batch: Batch, rows_of: Mapping[int, Sequence[LegacyReport]]) -> None:
    """Add rows to occurrences that are there, by row number; each leaves a step in its history.

    What people decided about an occurrence afterwards stays: then only the report is added.
    """
    if not rows_of:
        return
    found = Occurrence.objects.for_system(reason="import").filter(pk__in=list(rows_of))
    touched = _touched(rows_of)
    for one in found.order_by("number").select_for_update(of=("self",)):
        _add(batch, one, rows_of[one.pk], is_touched=one.pk in touched)


def join_events(batch: Batch, groups: Iterable[Collection[int]]) -> dict[int, int]:
    """Let occurrences that a row shows to be one event become one; gives where each went.

    One that people took a step in stays by itself: it is theirs to say so.
    """
    went: dict[int, int] = {}
    for numbers in groups:
        free = sorted(set(numbers) - _touched(numbers))
        found = Occurrence.objects.for_system(reason="import").filter(pk__in=free)
        listed = list(found.order_by("number").select_for_update(of=("self",)))
        for one in listed[1:]:
            change = join(occurrence=one, target=listed[0], actor=batch.actor, at=batch.at)
            advance(record=one, step="same_event", actor=batch.actor, at=batch.at, change=change)
            went[one.pk] = listed[0].pk
    return went


def _touched(numbers: Iterable[int]) -> set[int]:
    """The occurrences in which somebody took a step since they came in."""
    steps = OccurrenceStep.objects.for_system(reason="import").filter(record__in=list(numbers))
    return set(steps.exclude(code__in=(IMPORTED, ADDED)).values_list("record_id", flat=True))


def _add(
    batch: Batch, occurrence: Occurrence, rows: Sequence[LegacyReport], *, is_touched: bool
) -> None:
    name = batch.source.name
    is_other = not tells(occurrence.systems, name)
    adds = EVERYTHING if is_other else batch.source.adds
    if not adds:
        return
    told = combined(rows, batch.source.adds)
    facts: dict[str, Any] = {"source": name, "rows": len(rows)}
    parts: dict[str, Any] = {}
    with counting(occurrence):
        occurrence.systems = systems_together(occurrence.systems, name)
        if not is_touched:
            changed, parts = _changed(occurrence, told, adds, is_other=is_other)
            facts |= changed
        occurrence.save(update_fields=["systems", *CLASSES])
    entry = Entry(
        code="reports.occurrence.source_added",
        from_state=occurrence.state,
        to_state=occurrence.state,
        facts=facts,
        parts=parts,
    )
    append(record=occurrence, actor=batch.actor, at=batch.at, entry=entry)


def _changed(
    occurrence: Occurrence,
    told: LegacyReport,
    adds: frozenset[str],
    *,
    is_other: bool,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Change an occurrence by what a row tells; gives the classes it has now, and all its parts."""
    injuries, damages = _harm(occurrence, told, adds, is_other=is_other)
    classes = {
        name: worst((getattr(occurrence, name), getattr(told, name)))
        for name in CLASSES
        if name in adds
    }
    if {"injuries", "actual_severity"} <= adds:
        severity = severity_of_all(classes["actual_severity"], [one.outcome for one in injuries])
        classes["actual_severity"] = severity
    for name, value in classes.items():
        setattr(occurrence, name, value)
    codes = _codes(occurrence, told, adds)
    facts = {**classes, "injured": len(injuries)}
    return facts, {**harm_parts(injuries, damages), **code_part(codes)}


def _harm(
    occurrence: Occurrence, told: LegacyReport, adds: frozenset[str], *, is_other: bool
) -> tuple[list[Injury], list[Damage]]:
    """The injuries and damages as they are after it; of another system the fuller list stands."""
    from baken.rooms.reports.actions.legacy_write import damage_of, injury_of

    kept: list[Any] = []
    for model, name, made in ((Injury, "injuries", injury_of), (Damage, "damages", damage_of)):
        there: list[Any] = list(model.objects.of(occurrence))
        new = [made(occurrence, one) for one in getattr(told, name)] if name in adds else []
        if is_other and there and new:
            deaths = (deaths_in(there), deaths_in(new))
            new = list(new) if fuller_harm(there, new, deaths) is new else []
            if new:
                model.objects.of(occurrence).delete()
                there = []
        model.objects.bulk_create(new)
        kept.append([*there, *new])
    return kept[0], kept[1]


def _codes(
    occurrence: Occurrence, told: LegacyReport, adds: frozenset[str]
) -> list[tuple[str, str]]:
    there = list(OccurrenceCode.objects.of(occurrence).values_list("scheme", "code"))
    wanted = [
        (scheme, code)
        for scheme, name in (("subject", "subjects"), ("domain", "domains"))
        if name in adds
        for code in getattr(told, name)
    ]
    new = [pair for pair in dict.fromkeys(wanted) if pair not in there]
    OccurrenceCode.objects.bulk_create(
        OccurrenceCode(record=occurrence, scheme=scheme, code=code) for scheme, code in new
    )
    return [*there, *new]
