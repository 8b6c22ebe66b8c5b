"""How units stand with their assessments: one page for a unit and all directly below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from baken.core import clock
from baken.core.access import Actor
from baken.rooms.assessments.models import Assessment, AssessmentFollowUp
from baken.rooms.assessments.permits import FOLLOW, READ
from baken.rooms.assessments.rules import HOLDING, MAKING, is_stale
from baken.rooms.org.queries import UnitView, tree

MOST_READ = 5_000


@dataclass
class Standing:
    """How one unit with all below it stands; units without any are ``bare``, and never called in order."""

    unit: UnitView
    units: int = 0
    holding: int = 0
    making: int = 0
    review_due: int = 0
    expired: int = 0
    stale: int = 0
    open_follow_ups: int = 0
    late_follow_ups: int = 0
    covered: set[int] = field(default_factory=set)

    @property
    def bare(self) -> int:
        """How many of its units have no assessment of their own that holds."""
        return self.units - len(self.covered)


def standings(actor: Actor, unit: UnitView, day: date) -> list[Standing]:
    """The unit itself and those directly below it, as far as the actor follows assessments; two queries.

    Source: mission, part A, system 6 (progress per unit and for the whole on one page).
    """
    here = tree()
    inside = here.ids_in((unit.range,)) & actor.units_of(FOLLOW)
    below = [one for one in here.children(unit) if not one.is_dissolved]
    rows = {one.id: Standing(one) for one in (unit, *below)}
    for number in inside:
        _row_of(rows, here.by_id[number], unit).units += 1
    seen: Any = Assessment.objects.visible_to(actor, READ).filter(here.among("unit_id", inside))
    found = list(seen.filter(state__in=(*HOLDING, *MAKING, "expired"))[:MOST_READ])
    for one in found:
        _count(_row_of(rows, here.by_id[one.unit_id], unit), one, day)
    _count_follow_ups(rows, found, unit, day)
    return [row for row in rows.values() if row.units or row.unit.id == unit.id]


def _row_of(rows: dict[int, Standing], one: UnitView, unit: UnitView) -> Standing:
    """The row in which a unit counts: that of the unit directly below in whose branch it stands."""
    for above in tree().line_up(one):
        if above.id in rows and above.id != unit.id:
            return rows[above.id]
    return rows[unit.id]


def _count(row: Standing, one: Assessment, day: date) -> None:
    row.making += one.state in MAKING
    row.expired += one.state == "expired"
    if one.state in HOLDING:
        row.holding += 1
        row.covered.add(one.unit_id)
        row.review_due += one.state == "review_due"
        began = clock.local_date(one.in_force_at) if one.in_force_at else None
        row.stale += is_stale(began, day)


def _count_follow_ups(
    rows: dict[int, Standing], found: Iterable[Assessment], unit: UnitView, day: date
) -> None:
    units = {one.pk: one.unit_id for one in found}
    left: Any = AssessmentFollowUp.objects.for_system(reason="filter")
    for record, due_on in left.filter(record__in=units, standing="open").values_list(
        "record", "due_on"
    ):
        row = _row_of(rows, tree().by_id[units[record]], unit)
        row.open_follow_ups += 1
        row.late_follow_ups += due_on < day
