"""A year of occurrences by month: of a unit itself and of each unit below it, as far as one sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.access.among import Among
from baken.core.records.numbers import numbers_of_month
from baken.core.rollups.totals import kept_reach
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import UnitView, parts_below, tops_below, tree
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import READ_SUMMARY

_ALL = Q()
Cells = Mapping[tuple[int, int], int]


@dataclass(frozen=True)
class MonthRow:
    """How many occurrences per month of one unit: itself, or with all below it."""

    unit: UnitView
    counts: tuple[int, ...]
    itself: bool = False

    @property
    def total(self) -> int:
        """Those of the whole year."""
        return sum(self.counts)


@dataclass(frozen=True)
class MonthTable:
    """A year by month; ``whole`` when the reader sees all that there is of the unit and below it.

    ``months`` are those of the year up to now, as 202611.
    """

    unit: UnitView
    year: int
    months: tuple[int, ...]
    rows: tuple[MonthRow, ...]
    whole: bool

    @property
    def totals(self) -> tuple[int, ...]:
        """Per month all rows together."""
        return tuple(map(sum, zip(*(row.counts for row in self.rows), strict=True)))


def months_asked(*, actor: Actor, code: str = "", year: int, until: int) -> MonthTable | None:
    """The year of a unit by its code, or of the first within reach; None when there is none.

    ``until`` is the last month that can be told (202611). In the tree of today. Merged occurrences do
    not count twice. Raises FieldsRefused for a unit out of reach.
    """
    here, reached = tree(), actor.units_of(READ_SUMMARY)
    if not code.strip():
        unit = next((one for one in here.units if one.id in reached), None)
        return _table(actor, unit, year, until) if unit else None
    found = here.find(code)
    if found is None or not reached & here.ids_in((found.range,)):
        raise FieldsRefused({"unit": _("There is no unit with this code within your reach.")})
    return _table(actor, found, year, until)


def total_of_year(*, actor: Actor, unit: UnitView, year: int) -> int | None:
    """The occurrences of a year of a unit and all below it, where the counts that are kept tell it."""
    inside = dict.fromkeys(tree().ids_in((unit.range,)), unit.id)
    cells = _kept(actor, inside, _all_of(year))
    return None if cells is None else sum(cells.values())


def _table(actor: Actor, unit: UnitView, year: int, until: int) -> MonthTable:
    here = tree()
    months = tuple(month for month in _all_of(year) if month <= until)
    inside = tops_below(unit)
    kept = _kept(actor, inside, months, itself=unit)
    cells = kept if kept is not None else _live(actor, inside, months)
    rows = [
        MonthRow(here.by_id[one], tuple(cells.get((one, m), 0) for m in months), one == unit.id)
        for one in (unit.id, *parts_below(unit))
    ]
    shown = tuple(row for row in rows if row.total or not row.unit.is_dissolved)
    return MonthTable(
        unit, year, months, shown, here.ids_in((unit.range,)) <= actor.units_of(READ_SUMMARY)
    )


def _all_of(year: int) -> tuple[int, ...]:
    return tuple(year * 100 + place for place in range(1, 13))


def _kept(
    actor: Actor,
    inside: Mapping[int, int],
    months: tuple[int, ...],
    *,
    itself: UnitView | None = None,
) -> Cells | None:
    """From the counts that are kept, of a unit itself and of units with all below them.

    ``inside`` says under which unit each unit counts. What is seen of units of which the reader does
    not see all is counted beside it. None where the counts do not tell, or where most units are such.
    """
    reach = kept_reach(actor, READ_SUMMARY, Occurrence)
    if reach is None or not reach.sees_most_of(inside.keys()):
        return None
    found = reach.below(
        root=Occurrence,
        tops=inside,
        months=(months[0], months[-1]),
        version=tree().version,
        itself=frozenset({itself.id}) if itself else frozenset(),
    )
    if found is None:
        return None
    partly = {unit: top for unit, top in inside.items() if unit not in reach.units}
    kept = _by_month(found)
    return kept + _live(actor, partly, months, reach.elsewhere()) if partly else kept


def _by_month(cells: Mapping[Any, int]) -> Counter[tuple[int, int]]:
    found: Counter[tuple[int, int]] = Counter()
    for cell, records in cells.items():
        found[cell.unit, cell.month] += records
    return found


def _live(
    actor: Actor, inside: Mapping[int, int], months: tuple[int, ...], which_of: Q = _ALL
) -> Counter[tuple[int, int]]:
    """From the records themselves, in one question; ``inside`` says where each unit counts."""
    ends = {month: numbers_of_month(month) for month in months}
    which = Case(
        *(When(number__lt=end, then=Value(month)) for month, (_first, end) in ends.items()),
        output_field=IntegerField(),
    )
    counted = (
        Occurrence.rolled.counted(Occurrence.objects.visible_to(actor, READ_SUMMARY))
        .filter(which_of, Among("unit_id", inside))
        .filter(number__gte=ends[months[0]][0], number__lt=ends[months[-1]][1])
        .order_by()
        .annotate(month=which)
        .values_list("unit_id", "month")
        .annotate(count=Count("pk"))
    )
    found: Counter[tuple[int, int]] = Counter()
    for unit, month, records in counted:
        found[inside[unit], month] += records
    return found
