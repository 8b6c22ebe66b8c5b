"""Adds what further rows tell to an occurrence: rows of its group, or of another system."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from baken.core.rollups.changes import counting
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import advance, locked
from baken.rooms.reports.actions.harm_lists import (
    HARM,
    LISTS,
    Lists,
    fullest_of,
    lists_of,
    stand_as,
    with_told,
)
from baken.rooms.reports.actions.legacy_batch import Batch, codes_of, damage_of, injury_of
from baken.rooms.reports.actions.legacy_rows import LegacyReport
from baken.rooms.reports.actions.merge import join
from baken.rooms.reports.actions.same_event import keep_the_fuller
from baken.rooms.reports.models import (
    Damage,
    Injury,
    Occurrence,
    OccurrenceCode,
    OccurrenceStep,
)
from baken.rooms.reports.queries.merges import ADDED
from baken.rooms.reports.queries.parts import code_part, harm_parts
from baken.rooms.reports.rules.legacy import named_together, names_of, severity_of_all, worst

CLASSES = ("category", "actual_severity", "potential_severity")
IMPORTED = "reports.occurrence.imported"
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

    One that people took a step in stays by itself: it is theirs to say so. The caller has locked
    them all.
    """
    went: dict[int, int] = {}
    for numbers in groups:
        free = sorted(set(numbers) - _touched(numbers))
        found = Occurrence.objects.for_system(reason="import").filter(pk__in=free)
        for one in found.order_by("number")[1:]:
            target = locked(found.get(pk=free[0]))
            change = join(
                occurrence=one,
                target=target,
                actor=batch.actor,
                at=batch.at,
                bring=keep_the_fuller,
            )
            advance(record=one, step="same_event", actor=batch.actor, at=batch.at, change=change)
            went[one.pk] = target.pk
    return went


def _touched(numbers: Iterable[int]) -> set[int]:
    """The occurrences in which somebody took a step since they came in."""
    steps = OccurrenceStep.objects.for_system(reason="import").filter(record__in=list(numbers))
    return set(steps.exclude(code__in=(IMPORTED, ADDED)).values_list("record_id", flat=True))


def _add(
    batch: Batch, occurrence: Occurrence, rows: Sequence[LegacyReport], *, is_touched: bool
) -> None:
    name, names = batch.source.name, names_of(occurrence.systems)
    adds = batch.source.adds if name in names else EVERYTHING
    if not adds:
        return
    told = combined(rows, batch.source.adds)
    facts: dict[str, Any] = {"source": name, "rows": len(rows)}
    changed = Changed()
    with counting(occurrence):
        if not is_touched:
            changed = _changed(occurrence, told, adds, name)
        occurrence.systems = named_together([*names, name])
        occurrence.save(update_fields=["systems", *CLASSES])
    entry = Entry(
        code=ADDED,
        from_state=occurrence.state,
        to_state=occurrence.state,
        facts={**facts, **changed.facts},
        words=changed.words,
        parts=changed.parts,
    )
    append(record=occurrence, actor=batch.actor, at=batch.at, entry=entry)


@dataclass(frozen=True)
class Changed:
    """What a row changed, as the step about it keeps it."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, Any] = field(default_factory=dict)
    parts: Mapping[str, Any] = field(default_factory=dict)


def _changed(
    occurrence: Occurrence, told: LegacyReport, adds: frozenset[str], system: str
) -> Changed:
    """Change an occurrence by what a row tells: the worst class, and the fullest list of harm.

    A system's list grows with each of its rows, in this batch and later ones, and is then held
    against the lists of the others: they tell of the same people. What the row itself told is kept.
    """
    lists, injuries, damages = _harm(occurrence, told, adds, system)
    own = {name: getattr(told, name) for name in CLASSES if name in adds}
    classes = {name: worst((getattr(occurrence, name), value)) for name, value in own.items()}
    if {"injuries", "actual_severity"} <= adds:
        severity = severity_of_all(classes["actual_severity"], [one.outcome for one in injuries])
        classes["actual_severity"] = severity
    for name, value in classes.items():
        setattr(occurrence, name, value)
    codes = _codes(occurrence, told, adds)
    return Changed(
        facts={
            **classes,
            "injured": len(injuries),
            "row_told": {**own, "codes": _codes_told(told, adds)},
        },
        words={LISTS: lists} if any(lists.values()) else {},
        parts={**harm_parts(injuries, damages), **code_part(codes)},
    )


def _harm(
    occurrence: Occurrence, told: LegacyReport, adds: frozenset[str], system: str
) -> tuple[Lists, list[Injury], list[Damage]]:
    """Each system's list of harm, and the injuries and damages as they are after it."""
    made: dict[str, Callable[..., Any]] = {"injuries": injury_of, "damages": damage_of}
    new = {
        name: [make(occurrence, one) for one in getattr(told, name)]
        for name, make in made.items()
        if name in adds
    }
    lists = with_told(lists_of(occurrence), system, new)
    injuries, damages = (
        stand_as(model, occurrence, fullest_of(lists, name)) for name, model in HARM
    )
    return lists, injuries, damages


def _codes_told(told: LegacyReport, adds: frozenset[str]) -> list[list[str]]:
    names = {"subject": "subjects", "domain": "domains"}
    return [list(pair) for pair in dict.fromkeys(codes_of(told)) if names[pair[0]] in adds]


def _codes(
    occurrence: Occurrence, told: LegacyReport, adds: frozenset[str]
) -> list[tuple[str, str]]:
    there = list(OccurrenceCode.objects.of(occurrence).values_list("scheme", "code"))
    wanted = [(scheme, code) for scheme, code in _codes_told(told, adds)]
    new = [pair for pair in wanted if pair not in there]
    OccurrenceCode.objects.bulk_create(
        OccurrenceCode(record=occurrence, scheme=scheme, code=code) for scheme, code in new
    )
    return [*there, *new]
