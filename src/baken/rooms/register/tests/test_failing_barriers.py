"""A barrier that fails already is seen when somebody accepts a risk, or ties it to the bow-tie."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.events.models import OutboxEvent
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import StepRefused
from baken.rooms.org.models import Qualification
from baken.rooms.register.models import BowTie, Risk, RiskStep
from baken.rooms.register.tests.bow_ties import act, make_whole
from baken.rooms.register.tests.deciding import (
    MINUTE,
    MITIGATED,
    RECORD,
    accepted,
    pending,
    standing,
    take,
)
from baken.rooms.register.texts import HIDDEN_BARRIER

pytestmark = pytest.mark.django_db
OVERRIDE = {"barrier": "b3", "kind": "override", "words": "Het bord is weg."}


@pytest.fixture
def bow_tie(cast: Cast) -> BowTie:
    """A bow-tie of the company with barrier b3, sound or not as a test makes it."""
    return make_whole(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)


@pytest.fixture
def head(cast: Cast) -> Any:
    """Who accepts a high risk, with the advice that it takes."""
    person = cast.safety_adviser.person
    Qualification.objects.create(record=person, code="hvk", obtained_on=date(2020, 1, 1))
    return cast.add("head", ("commander", "ARMY", None)).actor


def failing(bow_tie: BowTie, cast: Cast) -> BowTie:
    """The bow-tie with b3 in red."""
    return act(bow_tie, cast.safety_adviser.actor, cast.at, "note_signal", **OVERRIDE)


def lean(bow_tie: BowTie, cast: Cast, risk: Risk) -> Risk:
    """The risk after it was tied to the bow-tie."""
    act(bow_tie, cast.safety_adviser.actor, cast.at + 4 * MINUTE, "tie_risk", risk=risk.ref)
    risk.refresh_from_db()
    return risk


def test_high_risk_is_not_accepted_while_a_barrier_fails(
    bow_tie: BowTie, cast: Cast, head: Any
) -> None:
    risk = lean(failing(bow_tie, cast), cast, pending(cast, high=True))
    with pytest.raises(StepRefused) as refused:
        take(head, risk, "accept", cast.at + 5 * MINUTE, RECORD)
    [refusal] = refused.value.refusals
    assert refusal.code == "barrier_fails"
    assert f"{bow_tie.ref}, b3" in str(refusal)


def test_barrier_of_a_bow_tie_that_one_may_not_read_is_not_named(
    bow_tie: BowTie, cast: Cast, head: Any
) -> None:
    risk = lean(failing(bow_tie, cast), cast, pending(cast, high=True))
    BowTie.objects.for_system(reason="trail").filter(pk=bow_tie.pk).update(confidentiality=2)
    with pytest.raises(StepRefused) as refused:
        take(head, risk, "accept", cast.at + 5 * MINUTE, RECORD)
    [refusal] = refused.value.refusals
    assert refusal.code == "barrier_fails"
    assert bow_tie.ref not in str(refusal)
    assert str(HIDDEN_BARRIER) in str(refusal)


@pytest.mark.parametrize(("step", "state"), [("mitigate", "treating"), ("avoid", "avoided")])
def test_something_is_done_about_a_high_risk_while_a_barrier_fails(
    bow_tie: BowTie, cast: Cast, head: Any, step: str, state: str
) -> None:
    risk = lean(failing(bow_tie, cast), cast, pending(cast, high=True))
    said = {**MITIGATED} if step == "mitigate" else {"reason": "Andere baan."}
    assert take(head, risk, step, cast.at + 5 * MINUTE, said).state == state


@pytest.mark.parametrize("what", ["medium", "sound", "withdrawn"])
def test_risk_is_accepted_that_leans_on_no_failing_barrier(
    bow_tie: BowTie, cast: Cast, head: Any, what: str
) -> None:
    risk = lean(bow_tie, cast, pending(cast, high=what != "medium"))
    if what != "sound":
        failing(bow_tie, cast)
    if what == "withdrawn":
        actor = cast.safety_adviser.actor
        act(bow_tie, actor, cast.at + 5 * MINUTE, "withdraw", reason="Baan is dicht.")
    assert take(head, risk, "accept", cast.at + 6 * MINUTE, RECORD).state == "accepted"


def accepted_high(cast: Cast, head: Any) -> Risk:
    """A high risk with an acceptance in force."""
    return take(head, pending(cast, high=True), "accept", cast.at + 2 * MINUTE, RECORD)


def test_accepted_risk_that_is_tied_to_a_failing_barrier_comes_back(
    bow_tie: BowTie, cast: Cast, head: Any
) -> None:
    risk = accepted_high(cast, head)
    decision = standing(risk)
    other = accepted_high(cast, head)
    risk = lean(failing(bow_tie, cast), cast, risk)
    decision.refresh_from_db()
    other.refresh_from_db()
    assert (risk.state, decision.ended_for, other.state) == (
        "decision_pending",
        "barrier_red",
        "accepted",
    )
    step = RiskStep.objects.of(risk).order_by("-serial")[0]
    assert (step.facts["bow_tie"], step.facts["barrier"]) == (bow_tie.ref, "b3")
    event = OutboxEvent.objects.get(name="register.barrier.red")
    assert event.payload == {"barrier": "b3", "risks": [risk.pk]}
    assert list(breaks()) == []


def test_accepted_medium_risk_is_tied_to_a_failing_barrier_and_stays(
    bow_tie: BowTie, cast: Cast
) -> None:
    risk, _decision = accepted(cast)
    assert lean(failing(bow_tie, cast), cast, risk).state == "accepted"


def test_bow_tie_in_use_again_brings_back_what_was_accepted_meanwhile(
    bow_tie: BowTie, cast: Cast, head: Any
) -> None:
    actor, at = cast.safety_adviser.actor, cast.at + 5 * MINUTE
    risk = lean(failing(bow_tie, cast), cast, pending(cast, high=True))
    act(bow_tie, actor, at, "withdraw", reason="Baan is dicht.")
    risk = take(head, risk, "accept", at + MINUTE, RECORD)
    act(bow_tie, actor, at + 2 * MINUTE, "reinstate", reason="Baan is weer open.")
    risk.refresh_from_db()
    assert risk.state == "decision_pending"
