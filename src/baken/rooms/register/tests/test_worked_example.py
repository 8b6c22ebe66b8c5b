"""Worked example of the reference: mandate resolution (irm.md section 14), from start to end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import StepRefused
from baken.rooms.library.queries import (
    advice_roles,
    domain_authorities,
    mandate_table,
    stacking_rules,
)
from baken.rooms.notices.models import Notice
from baken.rooms.org.models import Qualification
from baken.rooms.org.queries import own_key_of
from baken.rooms.org.rules.lines import Tie
from baken.rooms.register.actions import take_slice_step
from baken.rooms.register.actions.end_decisions import end_decisions
from baken.rooms.register.actions.take_decision_step import take_decision_step
from baken.rooms.register.models import Decision, Risk
from baken.rooms.register.rules.lines import LinesOfDay, Risky, Seat, decisive_line, units_in_line
from baken.rooms.register.rules.periods import Period
from baken.rooms.register.rules.posts import Post
from baken.rooms.register.rules.resolution import Question, Resolution, Step, resolve
from baken.rooms.register.rules.signing import Advice, Paper, Verdict, may_sign
from baken.rooms.register.rules.stacking import Member, Slice, Stack, stack_of
from baken.rooms.register.tests.deciding import MINUTE, RECORD, pending, standing, take
from baken.rooms.register.tests.slices import SLICE, a_slice, put_in, scored_risk, times

DAY = date(2026, 10, 5)
NIGHT = datetime(2026, 10, 6, 1, 0, tzinfo=UTC)  # 03:00 where they are
SEATS = {
    "MINDEF": Seat(7),
    "CDS": Seat(6, "MINDEF"),
    "DOPS": Seat(5, "CDS"),
    "ATF-26": Seat(4, "DOPS"),
    "CZSK": Seat(5, "MINDEF"),
    "KMARNS": Seat(4, "CZSK"),
    "1MCG": Seat(3, "KMARNS"),
}
OF_DAY = LinesOfDay(
    SEATS,
    (
        Tie("CZSK", "CDS", "operational", date(2005, 9, 5)),
        Tie("1MCG", "ATF-26", "operational", date(2026, 10, 1), date(2026, 10, 30)),
        Tie("ATF-26", "DOPS", "operational", date(2026, 10, 1), date(2026, 10, 30)),
    ),
)
POSTS = tuple(
    Post(f"commander {unit}", unit, SEATS[unit].level, date(2026, 1, 1), named=named)
    for unit, named in [
        ("1MCG", ""),
        ("KMARNS", ""),
        ("ATF-26", ""),
        ("DOPS", "director_of_operations"),
        ("CDS", "chief_of_defence"),
    ]
)
GROUP_COMMANDER, FORMATION, CHIEF = POSTS[0], POSTS[2], POSTS[4]
CAPSIZE = Member("R-2231", "high", frozenset({"vehicles", "people_on_foot"}))
COLD_WATER = Member("R-2240", "medium")
FATIGUE = Member("R-2241", "medium")


BOAT_CREWS = Slice("boat crews", NIGHT, NIGHT + timedelta(hours=3), task="landing")
CASE = Paper(
    changed_at=datetime(2026, 10, 5, 12, 0, tzinfo=UTC),
    authors=frozenset({"adviser", "boat master"}),
    advice=(
        Advice("higher_safety_expert", "hvk", "positive", datetime(2026, 10, 5, 14, tzinfo=UTC)),
    ),
    stack_seen=True,
)


def asked(stack: Stack) -> Question:
    """The question about R-2231, residual ATP I/D, which is high, for the landing phase."""
    line = decisive_line(Risky("1MCG"), OF_DAY)
    return Question(
        context="exercise",
        line=line,
        classes=("high",),
        period=Period(DAY, DAY + timedelta(days=4)),
        day=DAY,
        units=units_in_line(Risky("1MCG"), line, OF_DAY),
        posts=POSTS,
        stack=stack,
    )


def told(stack: Stack) -> Resolution:
    """The resolution with a stack."""
    return resolve(asked(stack), table=mandate_table(), authorities=domain_authorities())


def stacked(slice_: Slice, *members: Member) -> Stack:
    """The stack of a slice by the rules of the library."""
    return stack_of(slice_, members, stacking_rules())


def signs(commander: Post, found: Resolution) -> Verdict:
    """What is said when a commander signs."""
    return may_sign(commander.person, (commander,), found, CASE, advice_roles())


def test_worked_example_capsize_of_a_landing_craft_in_surf() -> None:
    # 1, 2: an exercise; the operational line decides, since the group is under the task group.
    question = asked(Stack())
    assert question.line == "operational"
    assert question.units == ("1MCG", "ATF-26", "DOPS", "CDS", "MINDEF")

    # 3: from 03:00 to 06:00 there is cold water, fatigue and darkness with craft as well.
    dark = replace(BOAT_CREWS, circumstances=frozenset({"darkness"}))
    by_night = stacked(dark, CAPSIZE, COLD_WATER, FATIGUE)
    reasons = ("high_with_two_medium", "darkness_with_vehicles")
    assert tuple(one.code for one in by_night.reasons) == reasons

    # 4: the class stays high, and level 4 becomes level 6: the Chief of Defence.
    raised = told(by_night)
    assert (raised.risk_class, raised.min_level, raised.decider) == ("high", 6, CHIEF)
    levels = {"raises": 2, "from_level": 4, "to_level": 6, "reasons": reasons}
    assert Step("stack", levels) in raised.steps

    # 5: the group commander tries to sign, and is refused with who can.
    refused = signs(GROUP_COMMANDER, raised)
    assert [one.code for one in refused.refusals] == ["level_too_low"]
    assert refused.can_sign == (CHIEF,)

    # 6: he starts at 06:30 in daylight with rested crews: high with one medium, so the formation
    # signs, for at most 30 days.
    morning = {"from_at": NIGHT + timedelta(hours=3.5), "to_at": NIGHT + timedelta(hours=6.5)}
    lower = told(stacked(replace(BOAT_CREWS, **morning), CAPSIZE, COLD_WATER))
    assert (lower.risk_class, lower.min_level, lower.decider) == ("high", 4, FORMATION)
    assert lower.latest_end == DAY + timedelta(days=30)
    signed = signs(FORMATION, lower)
    assert (signed.may_sign, signed.post, signed.tell) == (True, FORMATION, ("level_5",))


@pytest.mark.django_db
def test_worked_example_on_the_real_actions(cast: Cast, deliver: Any) -> None:
    head, group = cast.add("head", ("commander", "ARMY", None)).actor, cast.commander.actor
    person, at = cast.safety_adviser.person, cast.at + 2 * MINUTE
    Qualification.objects.create(record=person, code="hvk", obtained_on=date(2020, 1, 1))
    risk, fatigue = pending(cast, high=True, context="exercise"), scored_risk(cast, "medium")
    crews = boat_crews(cast, risk, scored_risk(cast, "medium"), fatigue)
    said = {**RECORD, "stack_seen": True, "activity_ends_on": "2026-03-14"}

    # 5: darkness with craft, and a high with two medium: nobody below the ministry signs.
    for commander in (group, head):
        with pytest.raises(StepRefused):
            take(commander, risk, "accept", at, said)

    # 6: in daylight with rested crews it is with the formation again, not with the group.
    for step, fields in (
        ("remove_risk", {"risk": fatigue.ref, "reason": "Uitgeruste ploeg."}),
        ("revise", {**SLICE, **times(cast.at, after=27.5)}),
    ):
        actor = cast.safety_adviser.actor
        crews = take_slice_step(actor=actor, record=crews, step=step, at=at, fields=fields)
    with pytest.raises(StepRefused):
        take(group, risk, "accept", at, said)
    risk = take(head, risk, "accept", at, said)
    decision = standing(risk)
    assert (decision.risk_class, decision.level, risk.state) == ("high", 5, "accepted")
    too_high_surf_suspends_it_and_it_ends_with_the_landing(cast, decision, deliver)


def boat_crews(cast: Cast, *risks: Risk) -> Any:
    """A slice in the dark, of people on foot among vehicles, with some risks."""
    by_night: dict[str, Any] = {"actor": cast.safety_adviser.actor, "at": cast.at}
    crews = a_slice(unit=cast.company, circumstances=["darkness"], **by_night)
    for one in risks:
        crews = put_in(crews, one, factors=["vehicles", "people_on_foot"], **by_night)
    return crews


def too_high_surf_suspends_it_and_it_ends_with_the_landing(
    cast: Cast, decision: Decision, deliver: Any
) -> None:
    """Step 7, with the duty officer who hears of it."""
    officer = cast.add("officer", ("duty_officer", "ARMY", None))
    decision = take_decision_step(
        actor=cast.safety_adviser.actor,
        record=decision,
        step="note_condition",
        at=cast.at + 3 * MINUTE,
        fields={"condition": "1", "value": "1.3"},
    )
    deliver()
    assert (decision.state, decision.suspended_for) == ("suspended", "condition")
    told = Notice.objects.filter(code="register.decision.suspended", record=decision.pk)
    assert own_key_of(officer.person.id) in set(told.values_list("to_key", flat=True))
    assert decision.ends_at is not None
    end_decisions(actor=system_actor("clock"), at=decision.ends_at)
    decision.refresh_from_db()
    risk = Risk.objects.for_system(reason="trail").get(pk=decision.risk_id)
    assert (decision.ended_for, risk.state) == ("activity_end", "decision_pending")
    assert list(breaks()) == []
