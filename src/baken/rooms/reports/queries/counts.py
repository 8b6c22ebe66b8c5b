"""Counts of occurrences by unit and category, with the small ones hidden.

Closed units count along though the reader cannot open their records; what is hidden because of them
is worked out on the whole of what the reader reaches, so that no other page gives it away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from baken.core import clock
from baken.core.access import Actor
from baken.core.access.among import Among
from baken.core.export.small_numbers import Branch, Figure, figures_of
from baken.core.records.numbers import floor_number
from baken.rooms.org.queries import Tree, UnitView, tree
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import READ_SUMMARY

CATEGORIES: tuple[int | None, ...] = (0, 1, 2, 3, 4, None)

Row = tuple[Figure, ...]


@dataclass(frozen=True)
class CountRow:
    """The figures of one part: per category and their total. ``opens`` when it can be looked into."""

    unit: UnitView
    figures: Row
    is_itself: bool = False
    opens: bool = False


@dataclass(frozen=True)
class CountTable:
    """A unit's own figures, those of the units directly below it, and their total."""

    unit: UnitView
    year: int
    rows: tuple[CountRow, ...]
    total: Row


def countable_units(actor: Actor) -> list[UnitView]:
    """The units whose counts the actor may look into, in order of the tree."""
    here, reached = tree(), _reached(actor)
    return [unit for unit in here.units if unit.id in reached]


def count_table(*, actor: Actor, unit: UnitView, year: int) -> CountTable:
    """Occurrences that came in during a year, of a unit within reach and of those below it.

    What the actor may read counts, and of closed units everything; merged ones do not count twice.
    """
    here, reached = tree(), _reached(actor)
    top = _top_of(here, unit, reached)
    branch = _branch(here, top, reached, _counts(actor, here, top, reached, year))
    figures = figures_of(branch)
    children = here.children(unit)
    own = [CountRow(unit, figures[_own(unit)], is_itself=True)] if children else []
    below = [CountRow(one, figures[one.code], opens=one.id in reached) for one in children]
    return CountTable(unit, year, (*own, *below), figures[unit.code])


def _reached(actor: Actor) -> frozenset[int]:
    grants = [grant for grant in actor.grants_of(READ_SUMMARY) if grant.reach.ranges]
    return frozenset().union(*(grant.reach.unit_ids for grant in grants))


def _top_of(here: Tree, unit: UnitView, reached: frozenset[int]) -> UnitView:
    """The highest unit above, with nothing closed in between."""
    top = unit
    for one in here.line_up(unit):
        if one.id not in reached:
            break
        top = one
    return top


def _counts(
    actor: Actor, here: Tree, top: UnitView, reached: frozenset[int], year: int
) -> Mapping[tuple[int, int | None], int]:
    """How many occurrences per unit and category; two queries."""
    below = here.ids_in((top.range,))
    seen = Occurrence.objects.visible_to(actor, READ_SUMMARY)
    closed = Occurrence.objects.for_system(reason="count")
    found: Counter[tuple[int, int | None]] = Counter()
    for rows, units in ((seen, below & reached), (closed, below - reached)):
        found.update(_by_unit(rows, units, year))
    return found


def _by_unit(rows: Any, units: frozenset[int], year: int) -> dict[tuple[int, int | None], int]:
    first, last = (floor_number(clock.start_of_day(date(y, 1, 1))) for y in (year, year + 1))
    counted = (
        rows.filter(Among("unit_id", units), number__gte=first, number__lt=last)
        .exclude(state="merged")
        .order_by()
        .values_list("unit_id", "category")
        .annotate(count=Count("pk"))
    )
    return {(unit, category): count for unit, category, count in counted}


def _branch(
    here: Tree,
    unit: UnitView,
    reached: frozenset[int],
    counts: Mapping[tuple[int, int | None], int],
) -> Branch:
    """A unit with all below it; a closed unit is one leaf, whatever lies below it."""
    if unit.id not in reached:
        closed = here.ids_in((unit.range,))
        return Branch(unit.code, _sum(counts, closed))
    children = here.children(unit)
    own = _sum(counts, frozenset({unit.id}))
    if not children:
        return Branch(unit.code, own, known=True)
    parts = [_branch(here, child, reached, counts) for child in children]
    return Branch(unit.code, parts=(Branch(_own(unit), own, known=True), *parts))


def _sum(counts: Mapping[tuple[int, int | None], int], units: frozenset[int]) -> tuple[int, ...]:
    return tuple(sum(counts.get((unit, one), 0) for unit in units) for one in CATEGORIES)


def _own(unit: UnitView) -> str:
    """The key of a unit without what lies below it; no code of a unit holds a line break."""
    return f"{unit.code}\n"
