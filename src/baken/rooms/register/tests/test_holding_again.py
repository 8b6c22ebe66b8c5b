"""A suspended decision holds again only by who could sign it now, with a second factor when it is high."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast, just_confirmed
from baken.core.access import AccessDenied
from baken.core.accounts.tokens import make_token
from baken.core.workflow.errors import StepRefused
from baken.rooms.org.actions.versions import turn_page
from baken.rooms.org.models import Unit
from baken.rooms.register.actions.take_decision_step import take_decision_step
from baken.rooms.register.models import Decision
from baken.rooms.register.tests.deciding import (
    MINUTE,
    RECORD,
    accepted,
    advised_by_experts,
    pending,
    standing,
    take,
)

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
LATER = 5 * MINUTE


def step(cast: Cast, who: str, decision: Decision, name: str, **more: Any) -> Decision:
    """The decision after one of the cast took a step with it."""
    return take_decision_step(
        actor=cast.members[who].actor,
        record=decision,
        step=name,
        at=cast.at + LATER,
        fields=more.pop("fields", {"reason": "Storm."}),
        **more,
    )


def codes(refused: Any) -> list[str]:
    """The codes of the refusals of a step."""
    return [one.code for one in refused.value.refusals]


@pytest.fixture
def long(cast: Cast) -> Decision:
    """A high risk that the head of the part accepted for five months; the battalion is at level 4."""
    Unit.objects.filter(code="BATTALION").update(level=4)
    turn_page()
    cast.add("head", ("commander", "ARMY", None))
    risk = advised_by_experts(cast, pending(cast, high=True))
    said = {**RECORD, "ends_on": "2026-08-01"}
    take(cast.head.actor, risk, "accept", cast.at + 2 * MINUTE, said)
    return standing(risk)


def test_lower_commander_does_not_let_hold_again_what_was_signed_above_him(
    cast: Cast, long: Decision
) -> None:
    held = step(cast, "commander", long, "suspend")
    with pytest.raises(StepRefused) as refused:
        step(cast, "commander", held, "resume", proof="code")
    assert codes(refused) == ["level_too_low"]
    assert step(cast, "head", held, "resume", proof="code").state == "in_force"


def test_high_decision_does_not_hold_again_without_proof_of_who_is_there(
    cast: Cast, long: Decision
) -> None:
    held = step(cast, "commander", long, "suspend")
    with pytest.raises(StepRefused) as refused:
        step(cast, "head", held, "resume")
    assert codes(refused) == ["not_signed"]


def test_condition_that_holds_again_leaves_it_to_a_signature(cast: Cast, long: Decision) -> None:
    rough = step(
        cast, "safety_adviser", long, "note_condition", fields={"condition": 1, "value": "1.3"}
    )
    assert (rough.state, rough.suspended_for) == ("suspended", "condition")
    calm = step(
        cast, "safety_adviser", rough, "note_condition", fields={"condition": 1, "value": "0.8"}
    )
    assert (calm.state, calm.suspended_for) == ("suspended", "to_be_signed")
    calm = step(
        cast, "safety_adviser", calm, "note_condition", fields={"condition": 1, "value": "0.7"}
    )
    assert calm.suspended_for == "to_be_signed"
    assert step(cast, "head", calm, "resume", proof="code").state == "in_force"


@pytest.mark.parametrize("low", [True, False])
def test_low_or_medium_decision_holds_again_by_who_could_sign_it_and_not_by_a_note(
    cast: Cast, *, low: bool
) -> None:
    risk, decision = accepted(cast, pending(cast, low=low))
    for value in ("1.3", "0.8"):
        noted = {"condition": 1, "value": value}
        decision = step(cast, "safety_adviser", decision, "note_condition", fields=noted)
    risk.refresh_from_db()
    assert (decision.state, decision.suspended_for) == ("suspended", "to_be_signed")
    assert risk.suspended
    with pytest.raises(AccessDenied):
        step(cast, "safety_adviser", decision, "resume")
    assert step(cast, "commander", decision, "resume").state == "in_force"


def test_condition_noted_while_it_holds_suspends_nothing(cast: Cast, long: Decision) -> None:
    calm = step(
        cast, "safety_adviser", long, "note_condition", fields={"condition": 1, "value": "0.8"}
    )
    assert calm.state == "in_force"


def test_limit_that_was_broken_meanwhile_is_heard(cast: Cast) -> None:
    risk, decision = accepted(cast)
    held = step(cast, "commander", decision, "suspend")
    type(risk).objects.for_system(reason="trail").filter(pk=risk.pk).update(breaches_limit=True)
    with pytest.raises(StepRefused) as refused:
        step(cast, "commander", held, "resume")
    assert codes(refused) == ["not_offered"]
    assert "besluit opnieuw" in str(refused.value.refusals[0].text)


def test_medium_decision_holds_again_without_a_second_factor(cast: Cast) -> None:
    _risk, decision = accepted(cast)
    held = step(cast, "commander", decision, "suspend")
    assert step(cast, "commander", held, "resume").state == "in_force"


def test_high_decision_holds_again_in_the_browser_with_a_second_factor(
    cast: Cast, long: Decision, client_of: Browser, settings: Any
) -> None:
    settings.SECOND_FACTOR = "own"
    held, browser = step(cast, "commander", long, "suspend"), client_of("head")
    address = f"/besluiten/{held.ref}/stap/resume"
    assert browser.post(address, {"reason": "Storm voorbij."}).status_code == 403
    just_confirmed(browser, cast.head.account, cast.at)
    assert browser.post(address, {"reason": "Storm voorbij."}).status_code == 403
    just_confirmed(browser, cast.head.account, cast.at, how="passkey")
    assert browser.post(address, {"reason": "Storm voorbij."}).status_code == 302
    held.refresh_from_db()
    assert held.state == "in_force"


def test_program_and_bare_session_let_no_high_decision_hold_again(
    cast: Cast, long: Decision, client_of: Browser, settings: Any
) -> None:
    settings.SECOND_FACTOR = "own"
    held, browser = step(cast, "commander", long, "suspend"), client_of("head")
    token = make_token(account=cast.head.account, days=1, at=cast.at)
    address, body = (
        f"/api/v1/decisions/{held.ref}/steps",
        {"step": "resume", "fields": {"reason": "Voorbij."}},
    )
    bearer = {"authorization": f"Bearer {token}"}
    assert Client().post(address, body, "application/json", headers=bearer).status_code == 403
    assert browser.post(address, body, "application/json").status_code == 403
    just_confirmed(browser, cast.head.account, cast.at, how="code")
    assert browser.post(address, body, "application/json").json()["state"] == "in_force"
