"""Counts of occurrences in time, split by the system that told of them, with the borders between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor
from baken.core.access.among import Among
from baken.core.export.figures import Branch, Figure
from baken.core.export.small_numbers import figures_of
from baken.core.records.numbers import floor_number
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import UnitView, tree
from baken.rooms.reports.models import LegacySystem, Occurrence
from baken.rooms.reports.permits import READ_SUMMARY
from baken.rooms.reports.rules.legacy import BOTH
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
    ids = _readable(actor)
    return [unit for unit in tree().units if unit.id in ids]


def series(
    *, actor: Actor, code: str = "", years: tuple[int, int], per: Per, split: bool
) -> Series | None:
    """Occurrences the actor may read, by year or month of when they came in; None without any unit.

    Borders are those of systems that told of any of these.

    Merged ones do not count twice, nor does one of which two systems told. Two questions.
    Raises FieldsRefused for a unit out of reach, or for years that do not follow or are too many.
    """
    unit = _unit(actor, code)
    if unit is None:
        return None
    listed = _periods(years, per)
    cells, undated, unknown = _counted(actor, unit, listed)
    names = tuple(sorted({name for _place, name in cells}, key=lambda one: (one == HERE, one)))
    systems = names if split else ()
    told = {system for name in names for system in name.split(BOTH)}
    meant = [span for span in spans() if span.name in told]
    found = borders(
        [*meant, *_own_span(cells, listed)], first=listed[0].first, last=listed[-1].last
    )
    figures = figures_of(_branch(cells, len(listed), names or (HERE,)))
    at: dict[int, list[Border]] = {}
    for border in found:
        at.setdefault(period_of(border.on, listed), []).append(border)
    rows = tuple(
        SeriesRow(period, _shown(figures[str(place)], split=split), tuple(at.get(place, ())))
        for place, period in enumerate(listed)
    )
    return Series(
        unit=unit,
        per=per,
        systems=systems,
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


def _readable(actor: Actor) -> frozenset[int]:
    grants = [one for one in actor.grants_of(READ_SUMMARY) if one.reach.ranges]
    return frozenset().union(*(grant.reach.unit_ids for grant in grants))


def _periods(years: tuple[int, int], per: Per) -> list[Period]:
    first, last = years
    if last < first:
        raise FieldsRefused({"to_year": _("The last year is before the first one.")})
    listed = periods(first, last, per)
    if len(listed) > MOST_PERIODS:
        text = _("These are more than %(most)s periods. Ask for fewer years, or by year.")
        raise FieldsRefused({"to_year": text % {"most": MOST_PERIODS}})
    return listed


def _counted(
    actor: Actor, unit: UnitView, listed: Sequence[Period]
) -> tuple[dict[tuple[int, str], int], int, int]:
    """How many per period and system; of all these, how many without a day, and a category."""
    starts = [floor_number(clock.start_of_day(period.first)) for period in listed]
    end = floor_number(clock.start_of_day(listed[-1].after))
    ids = tree().ids_in((unit.range,)) & _readable(actor)
    seen = Occurrence.rolled.counted(Occurrence.objects.visible_to(actor, READ_SUMMARY))
    rows = seen.filter(Among("unit_id", ids), number__gte=starts[0], number__lt=end)
    place = Case(
        *(When(number__lt=start, then=Value(n)) for n, start in enumerate([*starts[1:], end])),
        output_field=IntegerField(),
    )
    grouped = (
        rows.order_by()
        .annotate(place=place)
        .values_list("place", "systems")
        .annotate(
            count=Count("pk"),
            undated=Count("pk", filter=Q(happened_at__isnull=True)),
            unknown=Count("pk", filter=Q(category__isnull=True)),
        )
    )
    found = list(grouped)
    cells = {(at, name or HERE): count for at, name, count, _undated, _unknown in found}
    return cells, sum(one[3] for one in found), sum(one[4] for one in found)


def _own_span(cells: Cells, listed: Sequence[Period]) -> list[Span]:
    """From when reports were made here, as far as these counts tell."""
    places = [place for place, name in cells if name == HERE]
    return [Span(HERE, listed[min(places)].first)] if places and len(cells) > 1 else []


def _branch(cells: Cells, many: int, systems: Sequence[str]) -> Branch:
    """The counts as a tree of periods; all of them the reader can open and count one by one.

    Split or not, the same figures are hidden: else one page would tell what the other hides.
    """

    def counts(place: int) -> tuple[int, ...]:
        return tuple(cells.get((place, name), 0) for name in systems)

    parts = tuple(Branch(str(place), counts(place), known=True) for place in range(many))
    return Branch("total", parts=parts)


def _shown(figures: tuple[Figure, ...], *, split: bool) -> tuple[Figure, ...]:
    return figures if split else figures[-1:]


def _alone(count: int) -> Figure:
    return figures_of(Branch("alone", (count,), known=True))["alone"][-1]
