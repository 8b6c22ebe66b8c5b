"""Counts of occurrences by unit and category, with the small ones hidden.

Closed units count along though the reader cannot open their records; what is hidden because of them
is worked out on the whole of what the reader reaches, so that no other page gives it away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import Count
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor
from baken.core.access.among import Among
from baken.core.access.reach import Confidentiality
from baken.core.export.figures import Branch, Figure
from baken.core.export.small_numbers import figures_of, is_large
from baken.core.records.numbers import floor_number
from baken.core.rollups.totals import Cell, kept_reach, own_sums
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import Tree, UnitView, tree, tree_on
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import COUNT, READ_SUMMARY
from baken.rooms.reports.queries.count_trees import (
    CATEGORIES,
    Counted,
    Grown,
    Ids,
    Sight,
    Told,
    ids_below,
    missing_in,
    others_key,
    own_key,
    top_of,
    tops_of,
)
from baken.rooms.reports.queries.counted import counted_by

__all__ = [
    "CATEGORIES",
    "CountRow",
    "CountTable",
    "Part",
    "count_table",
    "countable_units",
    "table_asked",
    "tree_of_year",
]

COUNTED_FROM = 3  # a battalion, ship or squadron: below, figures without records tell about persons
Row = tuple[Figure, ...]
Part = Literal["itself", "below", "others", "total"]


@dataclass(frozen=True)
class CountRow:
    """The figures of one part: per category and their total. ``opens`` when it can be looked into.

    ``part`` is ``itself``, ``below``, or ``others``: units that did not stand on the day.
    """

    unit: UnitView
    figures: Row
    part: Part = "below"
    opens: bool = False


@dataclass(frozen=True)
class CountTable:
    """A unit's own figures, those of the units directly below it, and their total.

    ``day`` is the one whose tree they are cut by; None where that is today's tree, ``by_today`` where
    it was asked for. Figures ``for_reader_alone`` are not to be handed on: what is hidden of records
    that the reader can open anyway could be computed from them.
    """

    unit: UnitView
    year: int
    rows: tuple[CountRow, ...]
    total: Row
    day: date | None = None
    by_today: bool = False
    for_reader_alone: bool = False


def tree_of_year(year: int) -> Tree:
    """The tree of the last day of a year; of a year that is not over, today's."""
    return tree_on(date(year, 12, 31))


def countable_units(actor: Actor, here: Tree | None = None) -> list[UnitView]:
    """The units whose counts the actor may look into, in order of the tree: today's, or a past one."""
    opens = _sight(actor).opens
    return [unit for unit in (here or tree()).units if unit.id in opens]


def count_table(*, actor: Actor, unit: UnitView, year: int, here: Tree | None = None) -> CountTable:
    """Occurrences that came in during a year, of a unit within reach and of those below it.

    What the actor may read counts, and of closed units everything; merged ones do not count twice.
    ``here`` is the tree they are cut by, in which ``unit`` was found: today's, or that of the year.
    What the actor may look into is that of today in both.
    """
    today, sight = tree(), _sight(actor)
    here = here or today
    past = here is not today
    branch = _branch(actor, today, here, top_of(here, unit, sight.opens), year)
    figures = figures_of(branch)
    special: tuple[tuple[Part, str], ...] = (
        ("itself", own_key(unit)),
        ("others", others_key(unit)),
    )
    rows = [CountRow(unit, figures[key], part=part) for part, key in special if key in figures]
    below = [
        CountRow(one, figures[one.code], opens=one.id in sight.opens) for one in here.children(unit)
    ]
    rows[1:1] = below
    day = date(year, 12, 31) if past else None
    by_today = not past and date(year, 12, 31) < clock.today()
    return CountTable(
        unit=unit,
        year=year,
        rows=tuple(rows),
        total=figures[unit.code],
        day=day,
        by_today=by_today,
        for_reader_alone=is_large(branch),
    )


def table_asked(
    *, actor: Actor, code: str = "", year: int, by_today: bool = False
) -> CountTable | None:
    """The table of a unit by its code, or of the first within reach; None when there is none.

    Raises FieldsRefused for a unit out of reach or one that did not stand in that year's tree.
    """
    today = tree()
    here = today if by_today else tree_of_year(year)
    units = countable_units(actor, here)
    if not code.strip():
        return count_table(actor=actor, unit=units[0], year=year, here=here) if units else None
    found = today.find(code)
    then = here.by_id.get(found.id) if found and found.id in _sight(actor).opens else None
    if then is not None:
        return count_table(actor=actor, unit=then, year=year, here=here)
    raise FieldsRefused({"unit": _why_not(actor, found, year)})


def _why_not(actor: Actor, found: UnitView | None, year: int) -> str:
    if found is None or found.id not in _sight(actor).opens:
        return _("There is no unit with this code within your reach.")
    text = _("This unit did not stand on the last day of %(year)s: choose today's organisation.")
    return text % {"year": year}


def _sight(actor: Actor) -> Sight:
    """What the actor reads, and of which units the figures alone: none but the larger open."""
    counted = actor.units_of(COUNT)
    known = tree().by_id if counted else {}
    larger = frozenset(one for one in counted if known[one].level >= COUNTED_FROM)
    return Sight(actor.units_of(READ_SUMMARY), counted, larger)


def _branch(actor: Actor, today: Tree, here: Tree, top: UnitView, year: int) -> Branch:
    """The counts in the tree asked for; in a past one, no more than today's tells."""
    sight = _sight(actor)
    if here is today:
        counted = _counted(actor, sight, ids_below(here, [top], {}), year)
        return Grown(here, counted).branch(top)
    others, tops = missing_in(here, today), tops_of(today, sight.opens)
    ids = ids_below(here, [top], others) | ids_below(today, tops, {})
    counted = _counted(actor, sight, ids, year)
    now = Grown(today, counted)
    branches = [now.branch(one) for one in tops]
    branch = Grown(here, counted, others).branch(top)
    if branch in branches:
        return branch
    return Grown(here, counted, others, Told(branches, now.closed)).branch(top)


def _counted(actor: Actor, sight: Sight, units: Ids, year: int) -> Counted:
    """How many occurrences per unit and category; two queries.

    From the counts that are kept, where these tell the same; else from the records themselves.
    """
    closed = sight.closed(units)
    return Counted(sight, _seen(actor, units, year), _whole(closed, year))


def _seen(actor: Actor, units: Ids, year: int) -> Mapping[tuple[int, int | None], int]:
    """What the actor sees; of units of which that is not all, counted from the records themselves."""
    reach = kept_reach(actor, READ_SUMMARY, Occurrence)
    seen = Occurrence.objects.visible_to(actor, READ_SUMMARY)
    if reach is None:
        return _by_unit(seen, units, year)
    cells = reach.own_sums(root=Occurrence, units=units, months=_months(year))
    if cells is None:
        return _by_unit(seen, units, year)
    partly = units - reach.units
    found = _by_category(cells)
    return {**found, **_by_unit(seen, partly, year)} if partly else found


def _whole(units: Ids, year: int) -> Mapping[tuple[int, int | None], int]:
    if not units:
        return {}
    most = int(Confidentiality.RESTRICTED)
    cells = own_sums(root=Occurrence, units=units, months=_months(year), up_to=most)
    if cells is not None:
        return _by_category(cells)
    return _by_unit(Occurrence.objects.for_system(reason="count"), units, year)


def _months(year: int) -> tuple[int, int]:
    return year * 100 + 1, year * 100 + 12


def _by_category(cells: Mapping[Cell, int]) -> Mapping[tuple[int, int | None], int]:
    counted: Counter[tuple[int, int | None]] = Counter()
    for cell, records in cells.items():
        counted[cell.unit, counted_by(cell.code).category] += records
    return counted


def _by_unit(rows: Any, units: Ids, year: int) -> Mapping[tuple[int, int | None], int]:
    first, last = (floor_number(clock.start_of_day(date(y, 1, 1))) for y in (year, year + 1))
    counted = (
        Occurrence.rolled.counted(rows)
        .filter(Among("unit_id", units), number__gte=first, number__lt=last)
        .order_by()
        .values_list("unit_id", "category")
        .annotate(count=Count("pk"))
    )
    return {(unit, category): count for unit, category, count in counted}
