"""What makes advice old: what happens to a risk after it, until somebody advises on how it is now."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.trail.append import Entry, append
from baken.core.workflow.errors import StepRefused
from baken.rooms.register.actions import take_step
from baken.rooms.register.actions.attach import attach, weigh_again
from baken.rooms.register.models import Decision, Risk
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.tests.deciding import (
    HANDED_UP,
    MINUTE,
    RECORD,
    accepted,
    advised,
    pending,
    standing,
    take,
)
from baken.rooms.register.tests.factories import MEDIUM, give_score, make_risk
from baken.rooms.register.tests.options import write_options

pytestmark = pytest.mark.django_db


def codes(refused: Any) -> list[str]:
    """The codes of the refusals of a step."""
    return [one.code for one in refused.value.refusals]


def refused_now(cast: Cast, risk: Risk, minutes: int) -> list[str]:
    """Why the commander does not accept a risk now."""
    with pytest.raises(StepRefused) as refused:
        take(cast.commander.actor, risk, "accept", cast.at + minutes * MINUTE, RECORD)
    return codes(refused)


def happened(cast: Cast, risk: Risk, severity: int, minutes: int) -> Risk:
    """The risk after something belongs to it."""
    other = make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)
    at = cast.at + minutes * MINUTE
    return attach(
        actor=cast.safety_adviser.actor, risk=risk, record=other, severity=severity, at=at
    )


def test_advice_from_before_something_severe_is_old(cast: Cast) -> None:
    risk, _decision = accepted(cast)
    risk = happened(cast, risk, 5, 5)
    assert refused_now(cast, risk, 6) == ["advice_older_than_change"]
    risk = advised(cast, risk, at=cast.at + 7 * MINUTE)
    take(cast.commander.actor, risk, "accept", cast.at + 8 * MINUTE, _again())
    assert standing(risk).state == "in_force"


def _again() -> dict[str, Any]:
    return {
        **RECORD,
        "controls_then_and_now": "Dezelfde.",
        "occurrences_since": "Een.",
        "conclusion": "Het kan.",
    }


@pytest.mark.parametrize(("severity", "old"), [(5, True), (4, True), (3, False)])
def test_what_happens_while_it_waits_makes_advice_old_when_it_is_severe(
    cast: Cast, severity: int, *, old: bool
) -> None:
    risk = pending(cast)
    before = Case(risk, cast.commander.actor, cast.at).changed_at
    risk = happened(cast, risk, severity, 5)
    assert (Case(risk, cast.commander.actor, cast.at).changed_at > before) is old


@pytest.mark.parametrize(("severity", "old"), [(5, True), (4, True), (3, False)])
def test_what_turns_out_to_be_severe_while_it_waits_makes_advice_old(
    cast: Cast, severity: int, *, old: bool
) -> None:
    risk = pending(cast)
    report = make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)
    at = cast.at + 5 * MINUTE
    attach(actor=cast.safety_adviser.actor, risk=risk, record=report, severity=2, at=at)
    before = Case(risk, cast.commander.actor, at).changed_at

    weigh_again(record=report, severity=severity, at=at + MINUTE)

    assert (Case(risk, cast.commander.actor, at).changed_at > before) is old


def test_advice_from_before_the_options_were_written_is_old(cast: Cast) -> None:
    risk = write_options(pending(cast), cast.safety_adviser.actor, cast.at + 2 * MINUTE)
    assert refused_now(cast, risk, 3) == ["advice_older_than_change"]


@pytest.mark.parametrize("code", ["barrier_red", "stack_changed"])
def test_advice_from_before_a_failing_barrier_or_another_stack_is_old(
    cast: Cast, code: str
) -> None:
    risk = pending(cast)
    entry = Entry(
        code=f"register.risk.{code}", from_state=risk.state, to_state=risk.state, facts={}
    )
    append(record=risk, actor=cast.safety_adviser.actor, at=cast.at + 2 * MINUTE, entry=entry)
    assert refused_now(cast, risk, 3) == ["advice_older_than_change"]


def test_reopened_risk_is_scored_and_advised_on_anew(cast: Cast) -> None:
    adviser = cast.safety_adviser.actor
    risk = take(
        cast.commander.actor,
        pending(cast),
        "avoid",
        cast.at + 2 * MINUTE,
        {"reason": "Andere route."},
    )
    for minutes, step in ((3, "close"), (4, "reopen")):
        fields = {"reason": "De weg is dicht."}
        at = cast.at + minutes * MINUTE
        risk = take_step(actor=adviser, record=risk, step=step, at=at, fields=fields)
    with pytest.raises(StepRefused) as refused:
        take_step(actor=adviser, record=risk, step="analyse", at=cast.at + 5 * MINUTE)
    assert codes(refused) == ["scored_before"]

    for actor in (adviser, cast.team_leader.actor):
        risk = give_score(risk, actor, cast.at + 6 * MINUTE, **MEDIUM)
    risk = take_step(actor=adviser, record=risk, step="analyse", at=cast.at + 7 * MINUTE)
    asked = {"question": "Mag dit weer?"}
    at = cast.at + 8 * MINUTE
    risk = take_step(actor=adviser, record=risk, step="ask_decision", at=at, fields=asked)
    assert refused_now(cast, risk, 9) == ["advice_older_than_change"]


def test_proposal_of_an_earlier_round_does_not_count(cast: Cast) -> None:
    cast.add("head", ("commander", "ARMY", None))
    risk = take(cast.commander.actor, pending(cast), "hand_up", cast.at + 2 * MINUTE, HANDED_UP)
    at = cast.at + 3 * MINUTE
    assert Case(risk, cast.head.actor, at).paper("accept").proposals == {3}
    take(cast.head.actor, risk, "accept", at, RECORD)
    decision = Decision.objects.for_system(reason="trail").get(risk=risk, kind="accept")
    assert decision.level == 5
    risk = happened(cast, Risk.objects.for_system(reason="trail").get(pk=risk.pk), 5, 4)
    assert Case(risk, cast.head.actor, cast.at + 5 * MINUTE).paper("accept").proposals == set()
