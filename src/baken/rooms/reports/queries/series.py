"""Counts of occurrences in time, split by the system that told of them, with the borders between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Case, Count, IntegerField, Value, When
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor
from baken.core.access.among import Among
from baken.core.export.figures import Branch, Figure
from baken.core.export.small_numbers import figures_of
from baken.core.records.numbers import floor_number
from baken.core.rollups.totals import kept_reach
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import UnitView, tree
from baken.rooms.reports.models import LegacySystem, Occurrence
from baken.rooms.reports.permits import READ_SUMMARY
from baken.rooms.reports.queries.counted import counted_by
from baken.rooms.reports.rules.legacy import names_of
from baken.rooms.reports.rules.periods import (
    Border,
    Per,
    Period,
    Span,
    borders,
    period_of,
    periods,
)

HERE = ""
USUAL_YEARS = 10
MOST_PERIODS = 240
EARLIEST_YEAR = 1900
Cells = Mapping[tuple[int, str], int]
Counts = Counter[tuple[int, int | None, str]]


@dataclass(frozen=True)
class SeriesRow:
    """One period: a figure per system in the order of the series, and their total last.

    ``borders`` are those that lie in it.
    """

    period: Period
    figures: tuple[Figure, ...]
    borders: tuple[Border, ...] = ()


@dataclass(frozen=True)
class Series:
    """Counts in time of a unit with all below it. ``systems`` holds the empty name for made here.

    ``total`` is how many were counted, ``undated`` how many of these have no day of their own and
    count on the day they came in, ``uncategorised`` how many have no known category.
    """

    unit: UnitView
    per: Per
    systems: tuple[str, ...]
    rows: tuple[SeriesRow, ...]
    borders: tuple[Border, ...]
    total: Figure
    undated: Figure
    uncategorised: Figure

    def together(self) -> Series:
        """The same without the systems apart.

        The same figures are hidden: else one page would tell what the other hides.
        """
        rows = (replace(row, figures=row.figures[-1:]) for row in self.rows)
        return replace(self, systems=(), rows=tuple(rows))


def spans() -> list[Span]:
    """When each other system was in use: as its mapping says, or as its rows tell."""
    return [
        Span(one.name, one.in_use_from or one.first_on, one.in_use_until or one.last_on)
        for one in LegacySystem.objects.order_by("name")
    ]


def borders_of_year(year: int) -> list[Border]:
    """The borders between systems that lie in a year, its first day among them."""
    before, last = date(year - 1, 12, 31), date(year, 12, 31)
    return borders(spans(), first=before, last=last)


def first_year(this_year: int) -> int:
    """The first year of which any system holds something, and no later than five years ago."""
    known = [span.since.year for span in spans() if span.since]
    return max(min([*known, this_year - 5]), EARLIEST_YEAR)


def series_units(actor: Actor) -> list[UnitView]:
    """The units of which the actor reads occurrences, in order of the tree."""
    ids = actor.units_of(READ_SUMMARY)
    return [unit for unit in tree().units if unit.id in ids]


def series(*, actor: Actor, code: str = "", years: tuple[int, int], per: Per) -> Series | None:
    """Occurrences the actor may read, by year or month of when they came in; None without any unit.

    Of each system that told of them apart. Borders are those of systems that told of any of these.

    Merged ones do not count twice, nor does one of which two systems told. A fixed number of questions.
    Raises FieldsRefused for a unit out of reach, or for years that do not follow or are too many.
    """
    unit = _unit(actor, code)
    if unit is None:
        return None
    listed = _periods(years, per)
    cells, undated, unknown = _counted(actor, unit, listed)
    names = tuple(sorted({name for _place, name in cells}, key=lambda one: (one == HERE, one)))
    told = {system for name in names for system in names_of(name)}
    meant = [span for span in spans() if span.name in told]
    found = borders(
        [*meant, *_own_span(cells, listed)], first=listed[0].first, last=listed[-1].last
    )
    figures = figures_of(_branch(cells, len(listed), names or (HERE,)))
    at: dict[int, list[Border]] = {}
    for border in found:
        at.setdefault(period_of(border.on, listed), []).append(border)
    rows = tuple(
        SeriesRow(period, figures[str(place)], tuple(at.get(place, ())))
        for place, period in enumerate(listed)
    )
    return Series(
        unit=unit,
        per=per,
        systems=names,
        rows=rows,
        borders=tuple(found),
        total=figures["total"][-1],
        undated=_alone(undated),
        uncategorised=_alone(unknown),
    )


def _unit(actor: Actor, code: str) -> UnitView | None:
    units = series_units(actor)
    if not code.strip():
        return units[0] if units else None
    found = tree().find(code)
    if found is None or found.id not in {unit.id for unit in units}:
        raise FieldsRefused({"unit": _("There is no unit with this code within your reach.")})
    return found


def _periods(years: tuple[int, int], per: Per) -> list[Period]:
    first, last = years
    if last < first:
        raise FieldsRefused({"to_year": _("The last year is before the first one.")})
    listed = periods(first, last, per)
    if len(listed) > MOST_PERIODS:
        text = _("These are more than %(most)s periods. Ask for fewer years, or by year.")
        raise FieldsRefused({"to_year": text % {"most": MOST_PERIODS}})
    return listed


@dataclass(frozen=True)
class _Asked:
    """Which occurrences: of a unit with all below it, as far as the actor reads, in some periods."""

    actor: Actor
    unit: UnitView
    listed: Sequence[Period]

    @property
    def readable(self) -> frozenset[int]:
        """The units that count."""
        return self.below & self.actor.units_of(READ_SUMMARY)

    @property
    def below(self) -> frozenset[int]:
        """The unit and all below it."""
        return tree().ids_in((self.unit.range,))

    @property
    def months(self) -> dict[int, int]:
        """Every month (202611), with the place of its period."""
        found: dict[int, int] = {}
        for place, period in enumerate(self.listed):
            first, last = period.first, period.last
            for month in range(first.month, last.month + 1):
                found[first.year * 100 + month] = place
        return found

    def rows(self, units: frozenset[int]) -> Any:
        """Those of some units, from the records themselves."""
        first, after = self.listed[0].first, self.listed[-1].after
        start, end = (floor_number(clock.start_of_day(day)) for day in (first, after))
        seen = Occurrence.rolled.counted(Occurrence.objects.visible_to(self.actor, READ_SUMMARY))
        return seen.filter(Among("unit_id", units), number__gte=start, number__lt=end).order_by()


def _counted(
    actor: Actor, unit: UnitView, listed: Sequence[Period]
) -> tuple[dict[tuple[int, str], int], int, int]:
    """How many per period and system; of all these, how many without a day, and a category.

    From the counts that are kept, where these tell it; else from the records themselves.
    """
    asked = _Asked(actor, unit, listed)
    found = _kept(asked)
    counted = found if found is not None else _live(asked, asked.readable)
    cells: Counter[tuple[int, str]] = Counter()
    unknown = 0
    for (place, category, systems), records in counted.items():
        cells[place, systems] += records
        unknown += records if category is None else 0
    undated = asked.rows(asked.readable).filter(happened_at__isnull=True).count()
    return dict(cells), undated, unknown


def _kept(asked: _Asked) -> Counts | None:
    """From the counts that are kept, with what is seen of units of which that is not all."""
    reach = kept_reach(asked.actor, READ_SUMMARY, Occurrence)
    if reach is None or not reach.sees_most_of(asked.below):
        return None
    months = asked.months
    cells = reach.below(
        root=Occurrence,
        tops=dict.fromkeys(asked.below, asked.unit.id),
        months=(min(months), max(months)),
        version=tree().version,
    )
    if cells is None:
        return None
    found: Counter[tuple[int, int | None, str]] = Counter()
    for cell, records in cells.items():
        found[months[cell.month], *counted_by(cell.code)] += records
    partly = asked.readable - reach.units
    return found + _live(asked, partly) if partly else found


def _live(asked: _Asked, units: frozenset[int]) -> Counts:
    """From the records of some units themselves."""
    starts = [floor_number(clock.start_of_day(period.after)) for period in asked.listed]
    place = Case(
        *(When(number__lt=start, then=Value(n)) for n, start in enumerate(starts)),
        output_field=IntegerField(),
    )
    counted = (
        asked.rows(units)
        .annotate(place=place)
        .values_list("place", "category", "systems")
        .annotate(count=Count("pk"))
    )
    return Counter(
        {(at, category, systems or HERE): count for at, category, systems, count in counted}
    )


def _own_span(cells: Cells, listed: Sequence[Period]) -> list[Span]:
    """From when reports were made here, as far as these counts tell."""
    places = [place for place, name in cells if name == HERE]
    return [Span(HERE, listed[min(places)].first)] if places and len(cells) > 1 else []


def _branch(cells: Cells, many: int, systems: Sequence[str]) -> Branch:
    """The counts as a tree of periods; all of them the reader can open and count one by one."""

    def counts(place: int) -> tuple[int, ...]:
        return tuple(cells.get((place, name), 0) for name in systems)

    parts = tuple(Branch(str(place), counts(place), known=True) for place in range(many))
    return Branch("total", parts=parts)


def _alone(count: int) -> Figure:
    return figures_of(Branch("alone", (count,), known=True))["alone"][-1]
