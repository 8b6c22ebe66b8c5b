"""The stacks of a risk: what a decision reckons with, and what each reader sees of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core import clock
from baken.rooms.org.tests.factories import make_site
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.resolutions import resolution_of
from baken.rooms.register.queries.slice_picture import picture_of, stacks_seen
from baken.rooms.register.queries.slices import open_slices_for, proposed_risks
from baken.rooms.register.queries.stacks import members_by_slice, stack_for_decision, stacks_of
from baken.rooms.register.rules.periods import Period
from baken.rooms.register.rules.stacking import NO_STACK
from baken.rooms.register.tests.slices import a_slice, put_in, scored_risk, slice_with, times
from baken.rooms.register.texts import HIDDEN_RISK

pytestmark = pytest.mark.django_db


def become(risk: Risk, **values: Any) -> None:
    """Let a risk be something, past its steps."""
    Risk.objects.for_system(reason="demo").filter(pk=risk.pk).update(**values)


def test_irm_17_7_named_combination_raises_the_level_of_a_decision_and_not_the_class(
    cast: Cast,
) -> None:
    """Source: domain reference, irm, section 17, test 7."""
    noise = scored_risk(cast, "medium", hazard="physical.noise")
    solvent = scored_risk(cast, "medium", hazard="substances.ototoxic")
    slice_with(cast, noise, solvent, factors={0: ["noise"], 1: ["ototoxic_substance"]})

    stack = stack_for_decision(noise, cast.at)

    assert stack.raises == 1
    assert [one.code for one in stack.reasons] == ["noise_with_ototoxic_or_vibration"]
    assert {one.risk_class for one in stack.members} == {"medium"}
    noise.refresh_from_db()
    assert noise.current_class == "medium"


def test_irm_17_8_noise_of_two_risks_in_a_slice_is_added_by_energy(cast: Cast) -> None:
    """Source: domain reference, irm, section 17, test 8."""
    actor = cast.safety_adviser.actor
    record = a_slice(actor=actor, unit=cast.company, at=cast.at)
    for _ in range(2):
        noise = {"kind": "noise", "value": 85, "limit": 87, "source": "Meting 12"}
        risk = scored_risk(cast, "medium")
        record = put_in(record, risk, actor=actor, at=cast.at, quantities=[noise])

    [(total, parts)] = picture_of(actor, record).totals

    assert (round(total.value, 1), total.limit, total.alarm) == (88.0, 87, 100)
    assert [one.quantity.value for one in parts] == [85, 85]


def test_stack_for_a_decision_is_the_worst_of_the_open_slices(cast: Cast) -> None:
    mine, other, third = (scored_risk(cast, one) for one in ("medium", "medium", "high"))
    slice_with(cast, mine)
    slice_with(cast, mine, other, third)
    assert [stack.raises for _slice, stack in stacks_of(mine, cast.at)] == [0, 1]
    assert stack_for_decision(mine, cast.at).raises == 1
    assert stack_for_decision(scored_risk(cast, "high"), cast.at) is NO_STACK


def test_slice_that_is_over_raises_nothing_also_before_the_clock_ended_it(cast: Cast) -> None:
    mine = scored_risk(cast, "high")
    record = slice_with(cast, mine, scored_risk(cast, "high"))
    just_before = record.to_at - timedelta(seconds=1)
    assert stack_for_decision(mine, just_before).raises == 2
    assert stack_for_decision(mine, record.to_at) is NO_STACK


@pytest.mark.parametrize("state", ["avoided", "closed"])
def test_risk_that_is_gone_falls_out_of_the_stack_by_itself(cast: Cast, state: str) -> None:
    mine, other = scored_risk(cast, "high"), scored_risk(cast, "high")
    slice_with(cast, mine, other)
    become(other, state=state, closed_at=cast.at if state == "closed" else None)
    stack = stack_for_decision(mine, cast.at)
    assert (stack.raises, [one.risk for one in stack.members]) == (0, [mine.ref])


def test_risk_that_was_never_scored_does_not_count_yet(cast: Cast) -> None:
    mine, other = scored_risk(cast, "high"), scored_risk(cast, "high")
    record = slice_with(cast, mine, other)
    become(other, current_class="", state="identified")
    assert stack_for_decision(mine, cast.at).raises == 0
    seen = picture_of(cast.safety_adviser.actor, record)
    assert [one.left_out for one in seen.members] == ["", "not_scored"]


def test_stacks_need_two_queries_however_many_risks(cast: Cast) -> None:
    mine = scored_risk(cast, "medium")
    slice_with(cast, mine)
    with CaptureQueriesContext(connection) as few:
        stack_for_decision(mine, cast.at)
    slice_with(cast, mine, *(scored_risk(cast, "medium") for _ in range(3)))
    with CaptureQueriesContext(connection) as many:
        stack_for_decision(mine, cast.at)
    assert (len(few), len(many)) == (2, 2)


def test_picture_counts_what_one_may_not_read_and_does_not_name_it(cast: Cast) -> None:
    mine, other = scored_risk(cast, "high"), scored_risk(cast, "high")
    record = slice_with(cast, mine, other)
    become(other, confidentiality=2)

    seen = picture_of(cast.safety_adviser.actor, record)

    assert seen.stack.raises == 2
    assert [one.risk for one in seen.members] == [mine, None]
    assert [one.risks for one in seen.reasons] == [(mine.ref, str(HIDDEN_RISK))]
    assert [one.risk for one in seen.without] == [mine.ref]
    assert (seen.alone, seen.level) == (4, 6)


def test_picture_says_what_leaves_with_a_risk(cast: Cast) -> None:
    high, one, two = (scored_risk(cast, each) for each in ("high", "medium", "medium"))
    seen = picture_of(cast.safety_adviser.actor, slice_with(cast, high, one, two))
    assert (seen.alone, seen.level) == (4, 5)
    assert [(each.risk, each.raises, each.level) for each in seen.without] == [
        (high.ref, 0, 3),
        (one.ref, 0, 4),
        (two.ref, 0, 4),
    ]


def test_stack_of_a_risk_shows_each_reader_what_they_read(cast: Cast) -> None:
    mine, other = scored_risk(cast, "high"), scored_risk(cast, "high")
    record = slice_with(cast, mine, other)
    become(other, confidentiality=2)

    [adviser] = stacks_seen(cast.safety_adviser.actor, mine, cast.at)
    [outsider] = stacks_seen(cast.outsider.actor, mine, cast.at)

    assert (adviser.slice, adviser.opens, adviser.others) == (record, True, (None,))
    assert (outsider.opens, outsider.others, outsider.stack.raises) == (False, (None,), 2)
    assert stacks_seen(cast.outsider.actor, scored_risk(cast, "low"), cast.at) == []


def test_proposals_are_risks_of_the_unit_or_site_on_those_days_the_worst_first(
    cast: Cast,
) -> None:
    actor = cast.safety_adviser.actor
    day = (cast.at + timedelta(days=1)).date()
    low, high = scored_risk(cast, "low"), scored_risk(cast, "high")
    fits = scored_risk(
        cast, "medium", from_on=day.isoformat(), until_on=(day + timedelta(days=3)).isoformat()
    )
    scored_risk(cast, "high", until_on=(day - timedelta(days=1)).isoformat())
    scored_risk(cast, "high", from_on=(day + timedelta(days=1)).isoformat())
    scored_risk(cast, "high", unit=cast.battalion)
    gone, inside = scored_risk(cast, "high"), scored_risk(cast, "high")
    become(gone, state="avoided")
    unscored = scored_risk(cast, "low")
    become(unscored, current_class="")
    record = slice_with(cast, inside)

    members = members_by_slice([record])[record.pk]
    found = proposed_risks(actor, record, members)

    assert found[:2] == [high, fits]
    assert found[2:] == [low, Risk.objects.for_system(reason="demo").get(pk=unscored.pk)]


def test_proposals_for_a_slice_at_a_site_are_of_that_site_too(cast: Cast) -> None:
    site = make_site("HAV-1", holder=cast.battalion)
    there = scored_risk(cast, "medium", unit=cast.battalion)
    become(there, site=site)
    actor = cast.commander.actor
    record = a_slice(actor=actor, unit=cast.company, at=cast.at, site="HAV-1")
    assert record.site_id == site.pk
    assert proposed_risks(actor, record, []) == [there]


def test_slices_for_a_risk_are_open_ones_of_its_unit_that_do_not_hold_it(cast: Cast) -> None:
    actor, risk = cast.safety_adviser.actor, scored_risk(cast, "low")
    slice_with(cast, risk)
    free = slice_with(cast)
    a_slice(actor=cast.commander.actor, unit=cast.battalion, at=cast.at)
    assert open_slices_for(actor, risk, cast.at) == [free]
    assert open_slices_for(actor, risk, free.to_at) == []
    assert times(cast.at)["to_at"] == free.to_at.isoformat()


def test_level_of_a_slice_is_that_of_the_line_in_which_it_is_decided(cast: Cast) -> None:
    """Without an operational line no row is about deployment: as when somebody decides on it."""
    risk = scored_risk(cast, "low", context="deployment")
    record = slice_with(cast, risk)
    day = clock.local_date(record.from_at)
    found = resolution_of(
        risk, decision="accept", period=Period(day, day + timedelta(days=1)), at=record.from_at
    )
    seen = picture_of(cast.safety_adviser.actor, record)
    assert (found.refusal, found.escalate_to) == ("no_rule", ("safety_department", seen.level))
    assert found.question.line == "organic"
