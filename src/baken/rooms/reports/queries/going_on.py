"""How many occurrences of some units came in lately, and how far those are that are not over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from baken.core.access import Actor
from baken.core.records.numbers import numbers_of_month
from baken.core.rollups.totals import KeptReach, kept_reach
from baken.rooms.org.queries import UnitView, tops_below, tree
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import READ_SUMMARY
from baken.rooms.reports.rules.handling import OCCURRENCE_OVER, phase_of
from baken.rooms.reports.workflow import OCCURRENCE

EVER = 0  # before any month
_GOING_ON = tuple(state for state in OCCURRENCE.states if state not in OCCURRENCE_OVER)


@dataclass(frozen=True)
class Seen:
    """Occurrences as far as somebody sees them; merged ones do not count twice.

    ``by_unit``: those of some months, of a unit itself and of each unit below it with all beneath.
    ``going_on``: those of whatever month that are not over, by phase; ``lately`` how many of these are
    of the months.
    """

    by_unit: Counter[int] = field(default_factory=Counter)
    going_on: Counter[str] = field(default_factory=Counter)
    lately: int = 0


def occurrences_of_units(actor: Actor, unit: UnitView, months: tuple[int, ...]) -> Seen:
    """What is seen of a unit and all below it, by months that follow each other; three queries at most.

    From the counts that are kept, with what is seen of units of which that is not all; where the
    counts do not tell, from the records.
    """
    tops = tops_below(unit)
    reach = kept_reach(actor, READ_SUMMARY, Occurrence)
    if reach is not None and reach.sees_most_of(tops.keys()):
        kept = _kept(reach, unit, tops, months)
        if kept is not None:
            partly = frozenset(tops.keys() - reach.units)
            return _with_those_of(kept, actor, reach, partly, tops, months) if partly else kept
    return _live(actor, tops, months)


def _kept(
    reach: KeptReach, unit: UnitView, tops: Mapping[int, int], months: tuple[int, ...]
) -> Seen | None:
    asked: dict[str, Any] = {"root": Occurrence, "version": tree().version}
    came = reach.below(
        **asked,
        tops=tops,
        itself=frozenset({unit.id}),
        months=(months[0], months[-1]),
        each_month=False,
    )
    going_on = reach.below(
        **asked,
        tops=dict.fromkeys(tops, unit.id),
        months=(EVER, months[-1]),
        way=Occurrence.going_on,
    )
    if came is None or going_on is None:
        return None
    seen, lately = Seen(), 0
    for cell, records in came.items():
        seen.by_unit[cell.unit] += records
    for cell, records in going_on.items():
        seen.going_on[_phase(cell.code)] += records
        lately += records if cell.month >= months[0] else 0
    return Seen(seen.by_unit, seen.going_on, lately)


def _with_those_of(
    kept: Seen,
    actor: Actor,
    reach: KeptReach,
    units: frozenset[int],
    tops: Mapping[int, int],
    months: tuple[int, ...],
) -> Seen:
    """The same with what is seen of units of which not all is seen; few records, by unit and state."""
    since, until = numbers_of_month(months[0])[0], numbers_of_month(months[-1])[1]
    came = Q(pk__gte=since, pk__lt=until)
    rows = _rows(actor, units).filter(reach.elsewhere()).values_list("unit_id", "state")
    by_unit, going_on, lately = Counter(kept.by_unit), Counter(kept.going_on), kept.lately
    for unit, state, records, new in rows.annotate(all=Count("pk"), new=Count("pk", filter=came)):
        by_unit[tops[unit]] += new
        if state in _GOING_ON:
            going_on[_phase(state)] += records
            lately += new
    return Seen(by_unit, going_on, lately)


def _live(actor: Actor, tops: Mapping[int, int], months: tuple[int, ...]) -> Seen:
    """From the records alone, in two questions: an index of the units, and one of the states."""
    units = frozenset(tops)
    since, until = numbers_of_month(months[0])[0], numbers_of_month(months[-1])[1]
    came = _rows(actor, units, is_rare=False).filter(pk__gte=since, pk__lt=until)
    seen, lately = Seen(), 0
    for unit, records in came.values_list("unit_id").annotate(records=Count("pk")):
        seen.by_unit[tops[unit]] += records
    states = _rows(actor, units).filter(state__in=_GOING_ON).values_list("state")
    counted = states.annotate(records=Count("pk"), new=Count("pk", filter=Q(pk__gte=since)))
    for state, records, new in counted:
        seen.going_on[_phase(state)] += records
        lately += new
    return Seen(seen.by_unit, seen.going_on, lately)


def _rows(actor: Actor, units: frozenset[int], *, is_rare: bool = True) -> Any:
    seen = Occurrence.objects.visible_in(actor, READ_SUMMARY, units, is_rare=is_rare)
    return Occurrence.rolled.counted(seen).order_by()


def _phase(state: str) -> str:
    return phase_of(report_state=None, occurrence_state=state)
