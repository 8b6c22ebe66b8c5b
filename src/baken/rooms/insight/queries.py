"""The picture of a unit: what the rooms below know of it and of all below it, as one reader sees it.

No count is kept here. Risks by unit, state and class and occurrences by unit and month are kept by
``core.rollups``; the rest is read from indexes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from baken.core import clock
from baken.core.access import Actor, Confidentiality
from baken.core.records.numbers import floor_number, moment_of_number
from baken.rooms.insight.rules import (
    Concentration,
    Heard,
    Silent,
    concentrations,
    silent_units,
)
from baken.rooms.measures.permits import READ as READ_MEASURE
from baken.rooms.measures.queries.of_units import Overdue, overdue_by_class
from baken.rooms.org.queries import UnitView, parts_below, tree
from baken.rooms.register.permits import READ as READ_RISK
from baken.rooms.register.queries.cells import RiskCell, risk_cells
from baken.rooms.register.queries.of_units import (
    lapsing_soonest,
    risks_by_unit,
    units_by_hazard,
    worst_open,
)
from baken.rooms.register.rules.states import RENEWABLE, WEIGHED, WITH_DECIDER
from baken.rooms.reports.permits import READ_SUMMARY
from baken.rooms.reports.queries.of_units import (
    ReportsOfUnits,
    first_day,
    heard_of,
    reports_of_units,
)

Ids = frozenset[int]
MOST_LISTED = 10


@dataclass(frozen=True)
class LevelRow:
    """The risks of one unit: itself, or with all below it. None of its figures is ever added to another.

    ``classes`` holds how many are open and no longer scored, by class; ``scored`` how many people still
    score. ``seen`` is false where the reader may read nothing there: then nothing is known of it.
    """

    unit: UnitView
    itself: bool
    seen: bool
    classes: Mapping[str, int]
    scored: int
    outside: int
    oldest_days: int | None


@dataclass(frozen=True)
class RiskPicture:
    """The risks of a unit and all below it. Counts are by class; ``oldest_days`` since it was stated."""

    to_decide: Mapping[str, int]
    oldest_days: int | None
    held: Mapping[str, int]
    lapsing: Sequence[Any]
    worst: Sequence[Any]
    rows: Sequence[LevelRow]
    concentrations: Sequence[Concentration]


@dataclass(frozen=True)
class Picture:
    """How a unit with all below it stands, as far as one reader sees.

    ``risks`` and ``overdue`` are None where the reader may read none of them: that is unknown, never
    zero. ``silent`` are units directly below of which nothing was heard in twelve months.
    ``whole``: the reader sees the risks, measures and occurrences of every unit in it, however closely
    they are held.
    """

    unit: UnitView
    at: datetime
    risks: RiskPicture | None
    overdue: Sequence[Overdue] | None
    reports: ReportsOfUnits
    silent: Sequence[Silent]
    whole: bool


def picture_of(actor: Actor, unit: UnitView, at: datetime) -> Picture:
    """The picture of a unit for one reader; a fixed number of queries, however many units there are."""
    asked = _Asked(actor, unit, at)
    reports = reports_of_units(actor, unit, at)
    met = asked.hazards
    risks = _risks(asked, met) if asked.sees(READ_RISK) else None
    overdue = overdue_by_class(actor, asked.ids, at) if asked.sees(READ_MEASURE) else None
    permits = (READ_RISK, READ_MEASURE, READ_SUMMARY)
    deep = actor.up_to(max(Confidentiality))
    return Picture(
        unit=unit,
        at=at,
        risks=risks,
        overdue=overdue,
        reports=reports,
        silent=_silent(asked, met, reports.by_unit),
        whole=all(asked.ids <= deep.units_of(permit) for permit in permits),
    )


@dataclass(frozen=True)
class _Asked:
    """Whose picture of which unit at which moment."""

    actor: Actor
    unit: UnitView
    at: datetime

    @cached_property
    def ids(self) -> Ids:
        """The unit and all below it."""
        return tree().ids_in((self.unit.range,))

    @cached_property
    def below(self) -> Mapping[int, Ids]:
        """Each unit directly below, with all beneath it."""
        return parts_below(self.unit)

    @cached_property
    def tops(self) -> Mapping[int, int]:
        """Every unit below, with the one directly below in which it lies."""
        return {one: top for top, units in self.below.items() for one in units}

    @cached_property
    def hazards(self) -> Mapping[str, Ids]:
        """The hazards of twelve months with the units where they were met; none where none is read."""
        if not self.sees(READ_RISK):
            return {}
        return units_by_hazard(self.actor, self.ids, self.since)

    @property
    def since(self) -> int:
        """The row number from which on records are of the last twelve months."""
        return floor_number(clock.start_of_day(first_day(self.at)))

    def sees(self, permit: str) -> bool:
        """Whether the reader reads anything of these units with a permit."""
        return bool(self.ids & self.actor.units_of(permit))

    def days_since(self, number: int | None) -> int | None:
        """Whole days since the record of a row number was stated."""
        return None if number is None else max(0, (self.at - moment_of_number(number)).days)


def _risks(asked: _Asked, met: Mapping[str, Ids]) -> RiskPicture:
    actor, tops = asked.actor, asked.tops
    cells = risk_cells(actor, asked.unit)
    by_unit = risks_by_unit(actor, asked.ids)
    oldest = _oldest(by_unit.oldest, tops)
    outside: Counter[int] = Counter()
    for unit, count in by_unit.outside.items():
        outside[tops.get(unit, unit)] += count
    return RiskPicture(
        to_decide=_by_class(cells, WITH_DECIDER),
        oldest_days=asked.days_since(min(oldest.values(), default=None)),
        held=_by_class(cells, RENEWABLE),
        lapsing=lapsing_soonest(actor, asked.ids, MOST_LISTED),
        worst=worst_open(actor, asked.ids, MOST_LISTED),
        rows=_rows(asked, cells, oldest, outside),
        concentrations=concentrations(met, tops),
    )


def _oldest(by_unit: Mapping[int, int], tops: Mapping[int, int]) -> dict[int, int]:
    """The oldest of the unit itself and of each unit directly below."""
    found: dict[int, int] = {}
    for unit, number in by_unit.items():
        top = tops.get(unit, unit)
        found[top] = min(number, found.get(top, number))
    return found


def _rows(
    asked: _Asked,
    cells: Counter[RiskCell],
    oldest: Mapping[int, int],
    outside: Mapping[int, int],
) -> list[LevelRow]:
    """The unit itself and each unit directly below that exists or still has something."""
    reached = asked.actor.units_of(READ_RISK)
    by_unit: dict[int, Counter[RiskCell]] = {}
    for cell, records in cells.items():
        by_unit.setdefault(cell.unit, Counter())[cell] += records
    parts = {asked.unit.id: frozenset({asked.unit.id}), **asked.below}
    units = tree().by_id
    return [
        LevelRow(
            unit=units[one],
            itself=one == asked.unit.id,
            seen=bool(ids & reached),
            classes=_by_class(by_unit.get(one, Counter()), WEIGHED),
            scored=_scored(by_unit.get(one, Counter())),
            outside=outside.get(one, 0),
            oldest_days=asked.days_since(oldest.get(one)),
        )
        for one, ids in parts.items()
        if one in by_unit or not units[one].is_dissolved
    ]


def _by_class(cells: Counter[RiskCell], states: Sequence[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for cell, records in cells.items():
        if cell.state in states:
            found[cell.risk_class] += records
    return found


def _scored(cells: Counter[RiskCell]) -> int:
    return sum(records for cell, records in cells.items() if cell.state not in WEIGHED)


def _silent(
    asked: _Asked, met: Mapping[str, Ids], by_unit: Mapping[int, int] | None
) -> list[Silent]:
    """The units directly below, by name, of which nothing was heard; only those seen whole.

    Who has their report still to be looked at was heard, and so was whoever told of something that is
    kept from this reader: only yes or no comes of that.
    """
    if by_unit is None:
        return []
    here, actor = tree(), asked.actor
    seen = actor.units_of(READ_RISK) & actor.units_of(READ_SUMMARY)
    with_risk = {asked.tops[unit] for unit in Ids().union(*met.values()) if unit in asked.tops}
    looked_at = sorted(
        (
            here.by_id[one]
            for one, ids in asked.below.items()
            if ids <= seen and not here.by_id[one].is_dissolved
        ),
        key=lambda unit: unit.name.casefold(),
    )
    still = {one.id for one in looked_at if not by_unit.get(one.id) and one.id not in with_risk}
    told = heard_of(Ids().union(*(asked.below[one] for one in still)), asked.since)
    otherwise = with_risk | {asked.tops[unit] for unit in told}
    return silent_units(
        Heard(unit.id, unit.strength, by_unit.get(unit.id, 0), unit.id in otherwise)
        for unit in looked_at
    )
