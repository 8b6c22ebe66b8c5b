"""A decision that does not hold now is seen wherever the risk is, and its clock runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.page.cards import level_html
from baken.core.questions import InboxAsk
from baken.core.trail.verify import breaks
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of, tree
from baken.rooms.register.actions.end_decisions import end_decisions
from baken.rooms.register.actions.take_decision_step import take_decision_step
from baken.rooms.register.answers.cards import inbox_cards
from baken.rooms.register.answers.figures import unit_figures
from baken.rooms.register.models import Decision, Risk, RiskStep
from baken.rooms.register.queries.told import how_it_stands
from baken.rooms.register.tests.deciding import (
    DAY,
    MINUTE,
    RECORD,
    accepted,
    pending,
    standing,
    take,
)
from baken.rooms.register.tests.factories import MEDIUM, give_score
from baken.rooms.register.tests.test_decision_life import COMPARED

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
ROUGH, CALM = "1.3", "0.8"


def noted(cast: Cast, decision: Decision, value: str, minutes: int = 5) -> Decision:
    """The decision after the commander noted how its condition stands."""
    return take_decision_step(
        actor=cast.commander.actor,
        record=decision,
        step="note_condition",
        at=cast.at + minutes * MINUTE,
        fields={"condition": "1", "value": value},
    )


def suspended(cast: Cast) -> tuple[Risk, Decision]:
    """An accepted risk of which a condition does not hold."""
    risk, decision = accepted(cast)
    decision = noted(cast, decision, ROUGH)
    risk.refresh_from_db()
    return risk, decision


def codes(risk: Risk) -> list[str]:
    """The trail codes of the last steps of a risk."""
    rows = RiskStep.objects.of(risk).order_by("serial").values_list("code", flat=True)
    return [one.removeprefix("register.risk.") for one in rows]


def test_condition_that_does_not_hold_shows_at_the_risk_and_its_clock_runs(cast: Cast) -> None:
    risk, _decision = suspended(cast)
    assert (risk.state, risk.suspended) == ("accepted", True)
    assert (risk.asked_at, risk.rises) == (cast.at + 5 * MINUTE, 0)
    assert risk.rises_at is not None
    assert risk.rises_at == risk.due_at
    assert codes(risk)[-2:] == ["accepted", "suspended"]
    assert list(breaks()) == []


def test_decision_that_holds_again_stops_the_clock(cast: Cast) -> None:
    risk, decision = suspended(cast)
    decision = noted(cast, decision, CALM, 9)
    risk.refresh_from_db()
    assert risk.suspended
    decision = take_decision_step(
        actor=cast.commander.actor,
        record=decision,
        step="resume",
        at=cast.at + 10 * MINUTE,
        fields={"reason": "De zee is kalm."},
    )
    risk.refresh_from_db()
    assert (risk.suspended, risk.asked_at, risk.rises_at) == (False, None, None)
    assert risk.due_at == decision.ends_at
    assert codes(risk)[-1] == "restored"


def test_condition_noted_twice_the_same_does_not_start_the_clock_anew(cast: Cast) -> None:
    risk, decision = suspended(cast)
    noted(cast, decision, "1.4", 60)
    again = Risk.objects.for_system(reason="trail").get(pk=risk.pk)
    assert (again.asked_at, again.rises_at) == (risk.asked_at, risk.rises_at)


def test_suspended_by_hand_shows_as_well(cast: Cast) -> None:
    risk, decision = accepted(cast)
    take_decision_step(
        actor=cast.commander.actor,
        record=decision,
        step="suspend",
        at=cast.at + 5 * MINUTE,
        fields={"reason": "Storm."},
    )
    risk.refresh_from_db()
    assert risk.suspended


def test_handed_up_risk_whose_decision_is_suspended_keeps_its_own_clock(cast: Cast) -> None:
    cast.add("head", ("commander", "ARMY", None))
    said = {"question": "Mag het?", "options": "Ja of nee.", "advice": "Nee.", "cost": "Geen."}
    said |= {"effect_of_not_deciding": "Uitstel."}
    risk = take(cast.commander.actor, pending(cast), "hand_up", cast.at + 2 * MINUTE, said)
    take_decision_step(
        actor=cast.commander.actor,
        record=standing(risk),
        step="suspend",
        at=cast.at + 5 * MINUTE,
        fields={"reason": "Storm."},
    )
    again = Risk.objects.for_system(reason="trail").get(pk=risk.pk)
    assert (again.suspended, again.rises_at) == (False, risk.rises_at)


def test_nobody_who_restores_it_in_time_brings_it_up_by_the_same_clock(cast: Cast) -> None:
    cast.add("head", ("commander", "ARMY", None))
    risk, decision = accepted(cast, ends_on="2026-12-31")
    noted(cast, decision, ROUGH)
    risk.refresh_from_db()
    assert risk.rises_at is not None
    clock, rises_at = system_actor("clock"), risk.rises_at
    early = rises_at - timedelta(seconds=1)
    end_decisions(actor=clock, at=early)
    risk.refresh_from_db()
    assert (risk.state, risk.suspended) == ("accepted", True)
    end_decisions(actor=clock, at=rises_at)
    risk.refresh_from_db()
    decision.refresh_from_db()
    assert (decision.state, decision.ended_for) == ("ended", "suspended_too_long")
    assert (risk.state, risk.suspended, risk.rises) == ("escalated", False, 1)
    assert codes(risk)[-2:] == ["decision_ended", "risen"]
    assert list(breaks()) == []


@pytest.mark.parametrize("what", ["score", "revoke", "renew", "end"])
def test_whatever_ends_the_decision_the_risk_is_suspended_no_more(cast: Cast, what: str) -> None:
    risk, decision = suspended(cast)
    at = cast.at + 20 * MINUTE
    if what == "score":
        risk = give_score(risk, cast.commander.actor, at, **MEDIUM)
    elif what == "revoke":
        fields = {"reason": "De baan is veranderd."}
        take_decision_step(
            actor=cast.commander.actor, record=decision, step="revoke", at=at, fields=fields
        )
    elif what == "renew":
        since = {"conditions_since": "De golven waren te hoog; de proef is verplaatst."}
        said = {**RECORD, **COMPARED, **since, "conditions": []}
        risk = take(cast.commander.actor, risk, "renew", at, said)
    else:
        end_decisions(actor=system_actor("clock"), at=cast.at + 30 * DAY)
    risk.refresh_from_db()
    assert not risk.suspended
    assert list(breaks()) == []


def test_list_filter_export_and_program_say_it(cast: Cast, client_of: Browser) -> None:
    risk, _decision = suspended(cast)
    other, _other = accepted(cast)
    browser = client_of("commander")
    page = browser.get("/risicos", {"state": "suspended"}).content.decode()
    assert risk.ref in page
    assert other.ref not in page
    assert "decision suspended" in page
    found = browser.get("/api/v1/risks", {"state": "suspended"}).json()["items"]
    assert [(one["ref"], one["suspended"]) for one in found] == [(risk.ref, True)]
    assert browser.get(f"/api/v1/risks/{other.ref}").json()["suspended"] is False


def test_page_and_sheet_say_it_and_by_when_somebody_decides(cast: Cast, client_of: Browser) -> None:
    risk, _decision = suspended(cast)
    browser = client_of("commander")
    for address in (f"/risicos/{risk.ref}", f"/risicos/{risk.ref}/weging"):
        assert "decision suspended" in browser.get(address).content.decode()
    sheet = browser.get(f"/api/v1/risks/{risk.ref}/weighing").json()
    assert sheet["suspended"] is True
    assert sheet["due_at"] is not None


def test_who_told_of_it_hears_that_it_does_not_hold_now() -> None:
    told = how_it_stands("suspended")
    assert told
    assert told != how_it_stands("accepted")


def test_commander_finds_it_in_the_inbox_and_is_told(cast: Cast, deliver: Any) -> None:
    risk, _decision = suspended(cast)
    cards = list(inbox_cards(InboxAsk(cast.commander.actor, cast.at + DAY, 20)))
    assert [one.ref for one in cards] == [risk.ref]
    assert list(inbox_cards(InboxAsk(cast.safety_adviser.actor, cast.at + DAY, 20))) == []
    deliver()
    rows = Notice.objects.filter(code="register.deciders.decision_suspended", record=risk.pk)
    assert own_key_of(cast.commander.person.id) in set(rows.values_list("to_key", flat=True))


def test_figures_of_the_unit_count_it_and_lead_to_the_list(cast: Cast, client_of: Browser) -> None:
    risk, _decision = suspended(cast)
    found = unit_figures(cast.commander.actor, tree().by_code["BATTALION"], cast.at)
    [figure] = [one for one in found if "suspended" in str(one.url)]
    assert figure.value == 1
    rows = client_of("commander").get(figure.url).context["rows"]
    assert [row["ref"] for row in rows] == [risk.ref]


def test_card_shows_the_class_as_lists_do(cast: Cast, client_of: Browser) -> None:
    suspended(cast)
    page = client_of("commander").get("/").content.decode()
    assert level_html("medium") in page
    [card] = client_of("commander").get("/api/v1/inbox").json()["items"]
    assert (card["risk_class"], card["severity"]) == ("medium", None)
