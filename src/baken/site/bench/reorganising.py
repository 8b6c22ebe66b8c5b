"""The scenes of an organisation that changes: a battalion moves, and who saw what years ago."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from baken.core import clock
from baken.rooms.org.actions import take_unit_step
from baken.rooms.org.models import Unit
from baken.rooms.org.queries import UnitView, tree, who_could
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import READ
from baken.site.bench.organisation import BENCH
from baken.site.bench.scene import Looker, Scene

ORGANISATION = "organisation"
LONG_AGO = timedelta(days=3 * 365 + 10)


def reorganisation_scenes(people: Mapping[str, list[Looker]]) -> Iterator[Scene]:
    """A move of a unit with all below it, read anew; and the onlookers of a day years ago."""
    unit = tree().by_id[people["battalion"][0].actor.home_unit or 0]
    yield Scene(
        ORGANISATION,
        "a battalion moves to another brigade",
        1_000,
        25,
        [partial(_move, unit.id, _two_above(unit))],
    )
    report = Report.objects.visible_to(people["ministry"][0].actor, READ).order_by("-number")[0]
    day = clock.local_date(clock.now()) - LONG_AGO
    asked = partial(who_could, record=report, permits=(READ,), day=day)
    yield Scene(ORGANISATION, "who could see a report three years ago", 50, 8, [asked])


def _two_above(unit: UnitView) -> tuple[UnitView, UnitView]:
    """The unit above, and another of its level where the unit can go."""
    here = tree()
    above = here.by_id[unit.parent_id or 0]
    others = (one for one in here.units if one.level == above.level and not one.restricted)
    other = next(one for one in others if one.id != above.id and len(one.path) == len(above.path))
    return above, other


def _move(number: int, above: tuple[UnitView, UnitView]) -> Any:
    """Move the unit to the one of the two where it is not, and read the tree that comes of it."""
    unit = Unit.objects.get(pk=number)
    to = next(one for one in above if one.id != unit.parent_id)
    fields = {"parent": to.code, "reason": "bench"}
    take_unit_step(actor=BENCH, unit=unit, step="move", at=clock.now(), fields=fields)
    return tree()
