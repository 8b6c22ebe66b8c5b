"""The figures of a unit: what is open and what came in, and how much of the unit one sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor
from baken.core.lists import counts_up_to
from baken.core.lists.figures import figure_of
from baken.core.questions import UnitFigure
from baken.core.records.numbers import floor_number
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE, READ_SUMMARY
from baken.rooms.reports.queries.lists import OPEN, in_state
from baken.rooms.reports.queries.months import total_of_year

MOST_COUNTED = 1000
_LISTS = ("reports", "occurrences")
# The filter of the lists that shows what a figure of what is open counted.
_OPEN = f"&state={OPEN}"


def unit_figures(actor: Actor, unit: Any, at: datetime) -> Iterable[UnitFigure]:
    """Open reports and occurrences of a unit and below, as far as the actor may see them.

    A unit outside the actor's reach has no figure but "unknown": a zero would say that all is well.
    """
    for figure in _figures(actor, unit, at):
        yield replace(figure, hides_small=True)


def _figures(actor: Actor, unit: Any, at: datetime) -> Iterator[UnitFigure]:
    here = tree()
    ids = here.ids_in((unit.range,))
    inside = here.among("unit_id", ids)
    open_here = inside & in_state(OPEN)
    first_day = date(clock.local_date(at).year, 1, 1)
    new_here = inside & Q(number__gte=floor_number(clock.start_of_day(first_day)))
    this_year = f"&from_day={first_day.isoformat()}"
    reports, occurrences = (f"{reverse(f'reports:{n}')}?unit={unit.code}" for n in _LISTS)
    if _by_unit(actor, READ):
        seen = _Seen(actor, READ, Report, ids, reports)
        open_figure = (_("Open reports"), open_here, _OPEN)
        yield from seen.figures(open_figure, (_("Reports this year"), new_here, this_year))
    summaries = _by_unit(actor, READ_SUMMARY)
    if _by_unit(actor, READ_OCCURRENCE) and (
        ids & actor.units_of(READ_OCCURRENCE) or not summaries
    ):
        seen = _Seen(actor, READ_OCCURRENCE, Occurrence, ids, occurrences)
        yield from seen.figures((_("Open occurrences"), open_here, _OPEN))
        yield from _this_year(actor, unit, at)
    elif told := list(_this_year(actor, unit, at)):
        yield from told
    elif summaries:
        seen = _Seen(actor, READ_SUMMARY, Occurrence, ids, occurrences)
        asked = (_("Occurrences this year"), new_here, this_year)
        yield from seen.figures(asked, counted=Occurrence.rolled.counted)


def _this_year(actor: Actor, unit: Any, at: datetime) -> Iterable[UnitFigure]:
    """All occurrences of the year that the actor sees, where the counts that are kept tell them."""
    total = total_of_year(actor=actor, unit=unit, year=clock.local_date(at).year)
    if total is not None:
        yield figure_of(
            actor=actor,
            permit=READ_SUMMARY,
            units=tree().ids_in((unit.range,)),
            label=_("Occurrences this year"),
            url=f"{reverse('reports:months')}?unit={unit.code}",
            count=lambda: total,
        )


def _by_unit(actor: Actor, permit: str) -> bool:
    return any(grant.reach.ranges for grant in actor.grants_of(permit))


@dataclass(frozen=True)
class _Seen:
    """What an actor sees with a permit of one table in some units."""

    actor: Actor
    permit: str
    root: Any
    units: frozenset[int]
    url: str

    def figures(
        self, *asked: tuple[str, Q, str], counted: Callable[[Any], Any] = lambda rows: rows
    ) -> Iterator[UnitFigure]:
        """Counts, or unknown where nothing is in reach; a note says what they leave out. One query.

        Each is asked with a label, a condition and the filter of the list that shows what it counted.
        ``counted`` leaves out what never counts, such as an occurrence merged into another.
        """
        narrows = [
            partial(_narrowed, condition=one, counted=counted) for _label, one, _filter in asked
        ]
        reached = self.units & self.actor.units_of(self.permit)
        found = self._counts(narrows) if reached else []
        for place, (label, _condition, shows) in enumerate(asked):
            yield figure_of(
                actor=self.actor,
                permit=self.permit,
                units=self.units,
                label=label,
                url=f"{self.url}{shows}",
                most=MOST_COUNTED,
                count=partial(found.__getitem__, place),
            )

    def _counts(self, narrows: list[Any]) -> list[int]:
        return counts_up_to(
            root=self.root,
            actor=self.actor,
            permit=self.permit,
            narrows=narrows,
            most=MOST_COUNTED,
        )


def _narrowed(rows: Any, *, condition: Q, counted: Callable[[Any], Any]) -> Any:
    return counted(rows.filter(condition))
