"""What a picture of some units shows of what was reported; the actor comes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from baken.core import clock
from baken.core.access import Actor
from baken.rooms.org.queries import UnitView, tree
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import READ, READ_SUMMARY
from baken.rooms.reports.queries.going_on import occurrences_of_units
from baken.rooms.reports.rules.handling import UNTRIAGED

MONTHS = 12


@dataclass(frozen=True)
class ReportsOfUnits:
    """What came in, as far as somebody sees.

    ``phases`` by code: ``report`` counts reports that wait for triage, the others occurrences, of which
    ``analyse`` only those of the last months. ``by_unit``: the occurrences of these months, of the unit
    itself and of each unit below it with all beneath. None where somebody may read nothing of it.
    """

    phases: Mapping[str, int | None]
    by_unit: Mapping[int, int] | None


def last_months(at: datetime) -> tuple[int, ...]:
    """The month of a moment and those before it, twelve in all, as 202611; the oldest first."""
    today = clock.local_date(at)
    last = today.year * 12 + today.month - 1
    return tuple(n // 12 * 100 + n % 12 + 1 for n in range(last - MONTHS + 1, last + 1))


def first_day(at: datetime) -> date:
    """The first day of the last months."""
    first = last_months(at)[0]
    return date(first // 100, first % 100, 1)


def reports_of_units(actor: Actor, unit: UnitView, at: datetime) -> ReportsOfUnits:
    """What was reported of a unit and all below it; four queries at most."""
    ids = tree().ids_in((unit.range,))
    phases: dict[str, int | None] = {"report": None, "weigh": None, "tackle": None, "analyse": None}
    if ids & actor.units_of(READ):
        waiting = Report.objects.visible_in(actor, READ, ids).filter(state__in=UNTRIAGED)
        phases["report"] = waiting.count()
    if not ids & actor.units_of(READ_SUMMARY):
        return ReportsOfUnits(phases, None)
    seen = occurrences_of_units(actor, unit, last_months(at))
    over = max(0, sum(seen.by_unit.values()) - seen.lately)
    phases |= {code: seen.going_on[code] for code in ("weigh", "tackle")}
    phases["analyse"] = seen.going_on["analyse"] + over
    return ReportsOfUnits(phases, seen.by_unit)


def heard_of(units: frozenset[int], since: int) -> frozenset[int]:
    """Those of some units of which anything was told from a row number on; one query, or none.

    Of any state and held however closely, whoever may read it: that something was told, and no more.
    """
    if not units:
        return frozenset()
    inside = tree().among("unit_id", units)
    asked: tuple[Any, ...] = (
        Report.objects.for_system(reason="heard"),
        Occurrence.objects.for_system(reason="heard"),
    )
    reports, occurrences = (
        rows.filter(inside, pk__gte=since).order_by().values_list("unit_id", flat=True)
        for rows in asked
    )
    return frozenset(reports.union(occurrences))
