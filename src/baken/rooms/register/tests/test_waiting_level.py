"""What waits for one level from below is what the resolution of each risk by itself says."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.rooms.org.queries import tree
from baken.rooms.org.tests.factories import appoint, make_person
from baken.rooms.register.actions.end_decisions import end_decisions
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.queries.waiting_level import waiting_from_below
from baken.rooms.register.rules.resolution import ACCEPT
from baken.rooms.register.tests.deciding import DAY, accepted, pending
from baken.rooms.register.tests.slices import a_slice, put_in

pytestmark = pytest.mark.django_db
CLOCK = system_actor("clock")


def by_themselves(cast: Cast, unit: Any, at: Any) -> list[str]:
    """The risks that wait, each looked at by itself as whoever decides on it sees it."""
    rows = Risk.objects.for_system(reason="trail").filter(state="decision_pending")
    found = [(one, Case(one, CLOCK, at).resolution(ACCEPT).decider) for one in rows]
    return [one.ref for one, post in found if post is not None and post.unit == unit.code]


def at_once(unit: Any, at: Any) -> list[str]:
    return [one.ref for one in waiting_from_below(tree().by_code[unit.code], at)]


def test_stack_brings_a_risk_to_the_level_above(cast: Cast) -> None:
    cast.add("general", ("commander", "ARMY", None))
    noise, solvent, alone = (
        pending(cast, hazard=hazard)
        for hazard in ("physical.noise", "substances.ototoxic", "mechanical.crushing")
    )
    actor = cast.safety_adviser.actor
    record = a_slice(actor=actor, unit=cast.company, at=cast.at)
    for risk, factor in ((noise, "noise"), (solvent, "ototoxic_substance")):
        record = put_in(record, risk, actor=actor, at=cast.at, factors=[factor])
    assert at_once(cast.battalion, cast.at) == [alone.ref]
    assert at_once(cast.army, cast.at) == [noise.ref, solvent.ref]
    for unit in (cast.battalion, cast.army):
        assert at_once(unit, cast.at) == by_themselves(cast, unit, cast.at)


def test_what_was_accepted_before_counts_along(cast: Cast) -> None:
    cast.add("general", ("commander", "ARMY", None))
    accepted(cast, ends_on="2026-09-01", conditions=[])
    late = cast.at + 200 * DAY
    end_decisions(actor=CLOCK, at=late)
    found = {unit.code: at_once(unit, late) for unit in (cast.battalion, cast.army)}
    assert sum(len(one) for one in found.values()) == 1
    for unit in (cast.battalion, cast.army):
        assert found[unit.code] == by_themselves(cast, unit, late)


def test_nearest_commander_who_may_decide_is_the_one_it_waits_for(cast: Cast) -> None:
    appoint(make_person(unit=cast.company), "commander", cast.company)
    low, medium = pending(cast, low=True), pending(cast)
    assert at_once(cast.battalion, cast.at) == by_themselves(cast, cast.battalion, cast.at)
    assert at_once(cast.battalion, cast.at) == [medium.ref]
    assert low.ref in by_themselves(cast, cast.company, cast.at)
