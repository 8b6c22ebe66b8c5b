"""What went up stays up: a new score or description takes no risk back from the level it is with.

Where another line of command decides from now on, it is asked there anew.
"""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.trail.verify import breaks
from baken.rooms.register.actions import take_step
from baken.rooms.register.actions.take_decision_step import take_decision_step
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.queries.terms import decision_due_of, no_answer_at
from baken.rooms.register.tests.deciding import (
    DAY,
    HANDED_UP,
    MINUTE,
    accepted,
    pending,
    standing,
    take,
)
from baken.rooms.register.tests.factories import DESCRIBED, MEDIUM, give_score
from baken.rooms.register.tests.test_decision_clock import ticks

pytestmark = pytest.mark.django_db
LOW = {"probability": "0.5", "exposure": "1", "effect": "7"}
EXTREME = {"probability": "10", "exposure": "10", "effect": "40"}
INSTRUCTION = {"instruction": "Doe het zelf, met drie voertuigen."}


def handed_up(cast: Cast, **how: Any) -> tuple[Risk, Any]:
    """A risk that the battalion commander handed up to the head of the army, and that head."""
    head = cast.add("head", ("commander", "ARMY", None)).actor
    risk = pending(cast, **how)
    return take(cast.commander.actor, risk, "hand_up", cast.at + 2 * MINUTE, HANDED_UP), head


def where(risk: Risk) -> tuple[Any, ...]:
    """With whom a risk is, since when, and when it goes further."""
    return (risk.state, risk.raised_to_id, risk.asked_at, risk.rises_at, risk.due_at)


def rescored(cast: Cast, risk: Risk, at: Any, **choice: str) -> Risk:
    return give_score(risk, cast.safety_adviser.actor, at, **choice)


@pytest.mark.parametrize("choice", [MEDIUM, LOW])
def test_score_that_is_no_heavier_leaves_what_was_handed_up_where_it_is(
    cast: Cast, choice: dict[str, str]
) -> None:
    risk, _head = handed_up(cast)
    before = where(risk)
    risk = rescored(cast, risk, cast.at + 5 * DAY, **choice)
    assert where(risk) == before
    assert standing(risk).kind == "escalate"
    assert list(breaks()) == []


def test_description_leaves_what_was_handed_up_where_it_is(cast: Cast) -> None:
    risk, _head = handed_up(cast)
    before = where(risk)
    fields = {**DESCRIBED, "context": "non_operational", "scenario": "Een andere loop."}
    actor = cast.safety_adviser.actor
    risk = take_step(actor=actor, record=risk, step="describe", at=cast.at + 5 * DAY, fields=fields)
    assert where(risk) == before


def own_battalion(cast: Cast, risk: Risk, at: Any) -> Risk:
    """The risk after the battalion was said to act on it."""
    fields = {"owner": str(cast.commander.actor.person), "owner_unit": "BATTALION"}
    actor = cast.safety_adviser.actor
    return take_step(actor=actor, record=risk, step="own", at=at, fields=fields)


def in_exercise(cast: Cast, risk: Risk, at: Any) -> Risk:
    """The risk after it was described as one of an exercise."""
    fields = {**DESCRIBED, "context": "exercise"}
    actor = cast.safety_adviser.actor
    return take_step(actor=actor, record=risk, step="describe", at=at, fields=fields)


@pytest.mark.parametrize(
    ("change", "why"), [(own_battalion, "owner_changed"), (in_exercise, "context_changed")]
)
def test_what_was_handed_up_is_asked_anew_in_another_line(
    cast: Cast, change: Any, why: str
) -> None:
    risk, head = handed_up(cast)
    decision, at = standing(risk), cast.at + DAY

    risk = change(cast, risk, at)

    decision.refresh_from_db()
    assert (risk.state, risk.raised_to_id, risk.asked_at) == ("decision_pending", None, at)
    assert (risk.due_at, risk.rises_at) == (decision_due_of(risk, at), decision_due_of(risk, at))
    assert (decision.state, decision.ended_for) == ("ended", why)
    assert Case(risk, head, at).paper("accept").proposals == set()
    assert list(breaks()) == []


def test_what_the_clock_brought_up_is_asked_anew_in_another_line(cast: Cast) -> None:
    cast.add("head", ("commander", "ARMY", None))
    risk = pending(cast)
    assert risk.rises_at is not None
    ticks(risk.rises_at)
    risk.refresh_from_db()
    assert risk.state == "escalated"
    at = cast.at + 50 * DAY
    risk = own_battalion(cast, risk, at)
    assert (risk.state, risk.raised_to_id, risk.asked_at) == ("decision_pending", None, at)


def test_owner_within_the_same_unit_leaves_what_was_handed_up_where_it_is(cast: Cast) -> None:
    risk, _head = handed_up(cast)
    before = where(risk)
    fields = {"owner": str(cast.team_leader.actor.person)}
    actor = cast.safety_adviser.actor
    risk = take_step(actor=actor, record=risk, step="own", at=cast.at + DAY, fields=fields)
    assert where(risk) == before


def test_decision_holds_no_more_in_another_kind_of_work(cast: Cast) -> None:
    risk, decision = accepted(cast)
    risk = in_exercise(cast, risk, cast.at + DAY)
    decision.refresh_from_db()
    assert (risk.state, decision.ended_for) == ("decision_pending", "context_changed")


def test_score_leaves_a_level_that_the_clock_brought_it_to(cast: Cast) -> None:
    cast.add("head", ("commander", "ARMY", None))
    risk = pending(cast)
    asked_at = risk.asked_at
    assert risk.rises_at is not None
    ticks(risk.rises_at)
    risk.refresh_from_db()
    before = where(risk)
    risk = rescored(cast, risk, cast.at + 50 * DAY, **MEDIUM)
    assert where(risk) == before
    assert (risk.raised_to_id, risk.asked_at) == (cast.army.pk, asked_at)


def test_heavier_score_shortens_the_term_of_what_was_handed_up(cast: Cast) -> None:
    risk, _head = handed_up(cast)
    at = cast.at + DAY
    raised = risk.raised_to_id
    risk = rescored(cast, risk, at)
    assert (risk.state, risk.raised_to_id, risk.current_class) == ("escalated", raised, "high")
    assert (risk.due_at, risk.rises_at) == (decision_due_of(risk, at), no_answer_at(risk, at))


def test_heavier_score_does_not_let_it_rise_above_the_top(cast: Cast) -> None:
    risk, _head = handed_up(cast)
    assert risk.rises_at is not None
    ticks(risk.rises_at)
    risk.refresh_from_db()
    assert risk.rises_at is None
    risk = rescored(cast, risk, cast.at + DAY)
    assert risk.rises_at is None
    assert risk.due_at == decision_due_of(risk, cast.at + DAY)


def test_withdrawn_hand_up_does_not_bring_the_risk_down(cast: Cast) -> None:
    risk, _head = handed_up(cast)
    before = where(risk)
    take_decision_step(
        actor=cast.commander.actor,
        record=standing(risk),
        step="revoke",
        at=cast.at + 3 * MINUTE,
        fields={"reason": "Toch niet."},
    )
    risk.refresh_from_db()
    assert where(risk) == before
    assert risk.rises_at is not None
    ticks(risk.rises_at)
    risk.refresh_from_db()
    assert (risk.raised_to_id, risk.rises_at) == (cast.army.pk, None)


def test_term_gets_shorter_by_a_heavier_score_and_never_longer(cast: Cast) -> None:
    risk = pending(cast)
    asked_at, at = risk.asked_at, cast.at + 3 * DAY
    risk = rescored(cast, risk, at)
    urgent = decision_due_of(risk, at)
    assert (risk.due_at, risk.rises_at, risk.asked_at) == (urgent, urgent, asked_at)

    for hours, choice in ((1, LOW), (2, {})):
        risk = rescored(cast, risk, at + hours * 60 * MINUTE, **choice)
        assert (risk.due_at, risk.rises_at, risk.asked_at) == (urgent, urgent, asked_at)


def test_low_risk_of_which_all_were_told_rises_anew_once_it_is_graver(cast: Cast) -> None:
    risk = pending(cast)
    Risk.objects.for_system(reason="trail").filter(pk=risk.pk).update(current_class="low")
    ticks(cast.at + 400 * DAY)
    risk.refresh_from_db()
    assert (risk.rises, risk.rises_at) == (2, None)

    at = cast.at + 401 * DAY
    due_at = risk.due_at
    risk = rescored(cast, risk, at)
    assert (risk.rises, risk.rises_at, risk.due_at) == (0, decision_due_of(risk, at), due_at)


def test_extreme_risk_tells_the_officer_first_and_not_the_top_in_the_same_hour(cast: Cast) -> None:
    cast.add("head", ("commander", "ARMY", None))
    risk = pending(cast)
    at = cast.at + 10 * DAY
    risk = rescored(cast, risk, at, **EXTREME)
    assert (risk.current_class, risk.rises_at) == ("extreme", at + DAY)
    ticks(at + DAY)
    risk.refresh_from_db()
    assert (risk.state, risk.rises_at) == ("decision_pending", at + DAY + 12 * 60 * MINUTE)


@pytest.mark.parametrize("days", [1, 60])
def test_what_comes_back_with_an_instruction_has_no_term_anew(cast: Cast, days: int) -> None:
    risk, head = handed_up(cast)
    asked_at, due_at, at = risk.asked_at, risk.due_at, cast.at + days * DAY
    assert due_at is not None
    risk = take(head, risk, "return_with_instruction", at, INSTRUCTION)
    assert (risk.state, risk.raised_to_id) == ("decision_pending", None)
    half = no_answer_at(risk, at)
    expected = min(due_at, half) if due_at > at else half
    assert (risk.asked_at, risk.due_at, risk.rises_at) == (asked_at, expected, expected)
    ticks(expected)
    risk.refresh_from_db()
    assert (risk.state, risk.raised_to_id) == ("escalated", cast.army.pk)


def test_extreme_risk_that_came_back_from_the_top_goes_up_again(cast: Cast) -> None:
    risk, head = handed_up(cast)
    Risk.objects.for_system(reason="trail").filter(pk=risk.pk).update(
        current_class="extreme", rises=2
    )
    risk.refresh_from_db()
    risk = take(head, risk, "return_with_instruction", cast.at + 3 * MINUTE, INSTRUCTION)
    ticks(cast.at + 9 * DAY)
    risk.refresh_from_db()
    assert (risk.state, risk.raised_to_id) == ("escalated", cast.army.pk)
