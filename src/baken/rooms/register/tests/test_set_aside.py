"""A grave risk that was avoided, stopped or accepted: who ends it, and that it is looked at again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.trail.verify import breaks
from baken.core.workflow.available import available_steps
from baken.core.workflow.errors import StepRefused
from baken.rooms.register.actions import take_step
from baken.rooms.register.actions.end_decisions import end_decisions
from baken.rooms.register.actions.take_decision_step import take_decision_step
from baken.rooms.register.models import Decision, Risk
from baken.rooms.register.queries.stacks import stack_for_decision
from baken.rooms.register.rules.closing import ANOTHER, ANYBODY, MANDATE, who_closes
from baken.rooms.register.tests.deciding import (
    HANDED_UP,
    MINUTE,
    accepted,
    pending,
    standing,
    take,
)
from baken.rooms.register.tests.slices import scored_risk, slice_with

AVOIDED = {"reason": "Andere route."}


@pytest.mark.parametrize(
    ("kind", "grave", "suspended", "who"),
    [
        ("accept", False, False, ANYBODY),
        ("accept", True, False, MANDATE),
        ("exempt", True, False, MANDATE),
        ("mitigate", True, False, MANDATE),
        ("", True, False, MANDATE),
        ("avoid", False, False, ANYBODY),
        ("avoid", True, False, ANOTHER),
        ("stop", True, False, ANOTHER),
        ("transfer", True, False, ANOTHER),
        ("accept", False, True, MANDATE),
        ("avoid", True, True, MANDATE),
    ],
)
def test_who_closes_follows_from_what_was_decided_and_how_grave_it_is(
    kind: str, grave: bool, suspended: bool, who: str
) -> None:
    assert who_closes(kind, grave=grave, suspended=suspended) == who


def closed(actor: Any, risk: Risk, at: datetime) -> Risk:
    return take_step(
        actor=actor, record=risk, step="close", at=at, fields={"reason": "De koepel is weg."}
    )


def codes(refused: Any) -> list[str]:
    return [one.code for one in refused.value.refusals]


@pytest.mark.django_db
def test_commander_avoids_a_high_risk_and_somebody_else_closes_it(cast: Cast) -> None:
    risk = take(cast.commander.actor, pending(cast, high=True), "avoid", cast.at, AVOIDED)
    with pytest.raises(StepRefused) as refused:
        closed(cast.commander.actor, risk, cast.at + MINUTE)
    assert codes(refused) == ["closed_by_another"]
    assert closed(cast.safety_adviser.actor, risk, cast.at + MINUTE).state == "closed"


@pytest.mark.django_db
def test_who_holds_the_mandate_closes_what_they_avoided(cast: Cast) -> None:
    head = cast.add("head", ("commander", "ARMY", None)).actor
    risk = take(head, pending(cast, high=True), "avoid", cast.at, AVOIDED)
    assert closed(head, risk, cast.at + MINUTE).state == "closed"


@pytest.mark.django_db
def test_watching_first_is_no_way_around(cast: Cast) -> None:
    risk = take(cast.commander.actor, pending(cast, high=True), "avoid", cast.at, AVOIDED)
    risk = take_step(actor=cast.commander.actor, record=risk, step="monitor", at=cast.at)
    with pytest.raises(StepRefused) as refused:
        closed(cast.commander.actor, risk, cast.at + MINUTE)
    assert codes(refused) == ["closed_by_another"]


@pytest.mark.django_db
def test_medium_risk_is_closed_as_before(cast: Cast) -> None:
    risk = take(cast.commander.actor, pending(cast), "avoid", cast.at, AVOIDED)
    assert closed(cast.commander.actor, risk, cast.at + MINUTE).state == "closed"


@pytest.mark.django_db
def test_grave_risk_that_was_avoided_is_looked_at_again(cast: Cast) -> None:
    risk = take(cast.commander.actor, pending(cast, high=True), "avoid", cast.at, AVOIDED)
    decision = standing(risk)
    again = datetime(2026, 6, 7, 22, 0, tzinfo=UTC)  # ninety days on, 00:00 in Amsterdam
    assert (decision.ends_at, risk.due_at, risk.review_on) == (again, again, date(2026, 6, 8))
    clock = system_actor("clock")
    while end_decisions(actor=clock, at=again - timedelta(seconds=1)):
        pass
    risk.refresh_from_db()
    assert risk.state == "avoided"
    end_decisions(actor=clock, at=again)
    risk.refresh_from_db()
    decision.refresh_from_db()
    assert (risk.state, decision.ended_for) == ("decision_pending", "look_again")
    assert list(breaks()) == []


@pytest.mark.django_db
def test_lighter_risk_that_was_avoided_has_no_such_day(cast: Cast) -> None:
    risk = take(cast.commander.actor, pending(cast), "avoid", cast.at, AVOIDED)
    assert (standing(risk).ends_at, risk.due_at) == (None, None)


@pytest.mark.django_db
def test_page_of_the_decision_says_when_it_is_looked_at_again(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    risk = take(cast.commander.actor, pending(cast, high=True), "avoid", cast.at, AVOIDED)
    page = client_of("commander").get(f"/besluiten/{standing(risk).ref}").content.decode()
    assert "Looked at again on" in page


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["avoid", "stop"])
def test_grave_risk_is_not_set_aside_below_the_level_it_was_handed_up_to(
    cast: Cast, step: str
) -> None:
    head = cast.add("head", ("commander", "ARMY", None)).actor
    risk = pending(cast, high=True, breaches=step == "stop")
    risk = take(cast.commander.actor, risk, "hand_up", cast.at + 2 * MINUTE, HANDED_UP)
    with pytest.raises(StepRefused) as refused:
        take(cast.commander.actor, risk, step, cast.at + 3 * MINUTE, AVOIDED)
    assert codes(refused) == ["handed_up_above"]
    assert take(head, risk, step, cast.at + 3 * MINUTE, AVOIDED).state == "avoided"


@pytest.mark.django_db
def test_lighter_risk_that_was_handed_up_is_avoided_by_any_commander_in_the_line(
    cast: Cast,
) -> None:
    cast.add("head", ("commander", "ARMY", None))
    risk = take(cast.commander.actor, pending(cast), "hand_up", cast.at, HANDED_UP)
    assert take(cast.commander.actor, risk, "avoid", cast.at, AVOIDED).state == "avoided"


@pytest.mark.django_db
def test_grave_risk_that_was_avoided_goes_on_counting_until_it_is_closed(cast: Cast) -> None:
    risk, other = pending(cast, high=True), scored_risk(cast, "high")
    slice_with(cast, risk, other)
    assert stack_for_decision(other, cast.at).raises == 2
    risk = take(cast.commander.actor, risk, "avoid", cast.at, AVOIDED)
    assert stack_for_decision(other, cast.at).raises == 2
    closed(cast.safety_adviser.actor, risk, cast.at + MINUTE)
    assert stack_for_decision(other, cast.at + MINUTE).raises == 0


def high_accepted(cast: Cast) -> Risk:
    """A high risk that was accepted, as if the head of the part had signed for it."""
    risk, decision = accepted(cast)
    rows = Decision.objects.for_system(reason="trail").filter(pk=decision.pk)
    rows.update(risk_class="high", level=5)
    Risk.objects.for_system(reason="trail").filter(pk=risk.pk).update(
        current_class="high", residual_class="high"
    )
    risk.refresh_from_db()
    return risk


@pytest.mark.django_db
def test_accepted_grave_risk_is_watched_and_closed_by_who_holds_the_mandate(cast: Cast) -> None:
    head = cast.add("head", ("commander", "ARMY", None)).actor
    risk = high_accepted(cast)
    at = cast.at + 9 * MINUTE
    for member in (cast.safety_adviser, cast.commander):
        with pytest.raises(StepRefused) as refused:
            take_step(actor=member.actor, record=risk, step="monitor", at=at)
        assert codes(refused) == ["closed_by_mandate"]
    risk = take_step(actor=head, record=risk, step="monitor", at=at)
    for member in (cast.safety_adviser, cast.commander):
        with pytest.raises(StepRefused) as refused:
            closed(member.actor, risk, at)
        assert codes(refused) == ["closed_by_mandate"]
    assert closed(head, risk, at).state == "closed"


@pytest.mark.django_db
def test_accepted_medium_risk_is_watched_and_closed_by_who_manages_it(cast: Cast) -> None:
    risk, _decision = accepted(cast)
    at = cast.at + 9 * MINUTE
    risk = take_step(actor=cast.safety_adviser.actor, record=risk, step="monitor", at=at)
    assert closed(cast.safety_adviser.actor, risk, at).state == "closed"


@pytest.mark.django_db
def test_what_is_suspended_is_not_watched_from_now_on(cast: Cast) -> None:
    risk, decision = accepted(cast)
    at = cast.at + 9 * MINUTE
    said = {"reason": "Storm."}
    take_decision_step(
        actor=cast.commander.actor, record=decision, step="suspend", at=at, fields=said
    )
    risk.refresh_from_db()
    buttons = {
        one.name: [no.code for no in one.refusals]
        for one in available_steps(record=risk, actor=cast.commander.actor, at=at)
    }
    assert buttons["monitor"] == ["suspended"]
