"""What protects people while a risk goes on: who says it, and that no decision outlives it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.register.actions import take_step
from baken.rooms.register.actions.end_decisions import end_decisions
from baken.rooms.register.models import Risk, RiskStep
from baken.rooms.register.rules.interim import asks_control, over_on
from baken.rooms.register.tests.deciding import (
    HANDED_UP,
    MINUTE,
    MITIGATED,
    RECORD,
    advised,
    pending,
    standing,
    take,
)
from baken.rooms.register.tests.factories import DESCRIBED

LOCKED = {**MITIGATED, "interim_control": "Hek dicht.", "interim_until": "2026-03-11"}
LIFTED = {**DESCRIBED, "context": "non_operational"}
WHY = "De meting was van een andere zaal."


@pytest.mark.parametrize(
    ("kind", "risk_class", "asked"),
    [
        ("mitigate", "high", False),
        ("mitigate", "extreme", True),
        ("exempt", "high", False),
        ("exempt", "extreme", True),
        ("accept", "extreme", True),
        ("transfer", "extreme", True),
        ("escalate", "extreme", True),
        ("escalate", "high", False),
        ("avoid", "extreme", False),
        ("stop", "extreme", False),
        ("return_with_instruction", "extreme", False),
    ],
)
def test_protection_is_asked_of_what_is_extreme_and_goes_on(
    kind: str, risk_class: str, asked: bool
) -> None:
    assert asks_control(kind, risk_class=risk_class) is asked


@pytest.mark.parametrize(("until", "over"), [(None, None), (date(2026, 3, 31), date(2026, 4, 1))])
def test_protection_is_over_on_the_day_after_its_last(until: date | None, over: Any) -> None:
    assert over_on(until) == over


@pytest.mark.django_db
def test_broken_limit_does_not_go_on_without_what_protects_people(cast: Cast) -> None:
    risk = pending(cast, breaches=True)
    said = {**LOCKED, "ends_on": "2027-03-01"}
    risk = take(cast.commander.actor, risk, "mitigate", cast.at + 2 * MINUTE, said)
    decision = standing(risk)
    midnight = datetime(2026, 3, 11, 23, 0, tzinfo=UTC)  # 00:00 of 12 March in Amsterdam
    assert (decision.ends_at, risk.due_at, risk.review_on) == (
        midnight,
        midnight,
        date(2026, 3, 12),
    )
    clock = system_actor("clock")
    assert end_decisions(actor=clock, at=midnight - timedelta(seconds=1)) == 0
    assert end_decisions(actor=clock, at=midnight) == 1
    risk.refresh_from_db()
    decision.refresh_from_db()
    assert (risk.state, decision.ended_for) == ("decision_pending", "interim_over")
    assert list(breaks()) == []


@pytest.mark.django_db
def test_decision_that_ends_before_its_protection_ends_on_its_own_day(cast: Cast) -> None:
    risk = pending(cast, breaches=True)
    said = {**LOCKED, "ends_on": "2026-03-11", "interim_until": "2026-04-01"}
    risk = take(cast.commander.actor, risk, "mitigate", cast.at + 2 * MINUTE, said)
    ends = datetime(2026, 3, 10, 23, 0, tzinfo=UTC)
    assert standing(risk).ends_at == ends
    end_decisions(actor=system_actor("clock"), at=ends)
    risk.refresh_from_db()
    steps = RiskStep.objects.of(risk).order_by("-serial")
    assert steps.first().facts["why"] == "expired"  # type: ignore[union-attr]


@pytest.mark.django_db
def test_exemption_holds_no_longer_than_what_protects_people(cast: Cast) -> None:
    head = cast.add("head", ("commander", "ARMY", None)).actor
    said = {**RECORD, "legal_basis": "Arbobesluit 1.22"}
    said |= {"interim_control": "Hek dicht.", "interim_until": "2026-03-12"}
    risk = take(head, pending(cast, breaches=True), "exempt", cast.at + 2 * MINUTE, said)
    assert standing(risk).ends_at == datetime(2026, 3, 12, 23, 0, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize("until", ["2026-03-09", "2026-03-11"])
def test_protection_that_ends_before_it_begins_is_refused(cast: Cast, until: str) -> None:
    head = cast.add("head", ("commander", "ARMY", None)).actor
    said = {**RECORD, "legal_basis": "Arbobesluit 1.22", "starts_on": "2026-03-12"}
    said |= {"interim_control": "Hek dicht.", "interim_until": until}
    with pytest.raises(FieldsRefused) as refused:
        take(head, pending(cast, breaches=True), "exempt", cast.at + 2 * MINUTE, said)
    assert list(refused.value.errors) == ["interim_until"]


@pytest.mark.django_db
def test_extreme_risk_is_handed_up_with_what_protects_people_meanwhile(cast: Cast) -> None:
    cast.add("head", ("commander", "ARMY", None))
    risk = pending(cast, high=True)
    Risk.objects.for_system(reason="trail").filter(pk=risk.pk).update(current_class="extreme")
    with pytest.raises(FieldsRefused) as refused:
        take(cast.commander.actor, risk, "hand_up", cast.at + 2 * MINUTE, HANDED_UP)
    assert list(refused.value.errors) == ["interim_control"]
    said = {**HANDED_UP, "interim_control": "De koepel staat stil."}
    risk = take(cast.commander.actor, risk, "hand_up", cast.at + 2 * MINUTE, said)
    assert standing(risk).interim_control == "De koepel staat stil."


def untick(cast: Cast, risk: Risk, who: Any, **more: str) -> Risk:
    """The risk after somebody described it as one of which no limit is broken."""
    return take_step(
        actor=who,
        record=risk,
        step="describe",
        at=cast.at + 2 * MINUTE,
        fields={**LIFTED, **more},
    )


@pytest.mark.django_db
def test_broken_limit_is_taken_away_by_an_adviser_with_a_reason(cast: Cast) -> None:
    risk = pending(cast, breaches=True)
    with pytest.raises(FieldsRefused) as refused:
        untick(cast, risk, cast.safety_adviser.actor)
    assert list(refused.value.errors) == ["limit_reason"]
    risk = untick(cast, risk, cast.safety_adviser.actor, limit_reason=WHY)
    step = RiskStep.objects.of(risk).order_by("serial").last()
    assert step is not None
    assert (risk.breaches_limit, step.facts["limit"], step.words["limit_reason"]) == (
        False,
        "lifted",
        WHY,
    )
    assert list(breaks()) == []


@pytest.mark.django_db
def test_commander_does_not_take_a_broken_limit_away(cast: Cast) -> None:
    risk = pending(cast, breaches=True)
    with pytest.raises(FieldsRefused) as refused:
        untick(cast, risk, cast.commander.actor, limit_reason=WHY)
    assert list(refused.value.errors) == ["breaches_limit"]
    risk.refresh_from_db()
    assert risk.breaches_limit


@pytest.mark.django_db
def test_who_took_a_broken_limit_away_does_not_decide_that_it_goes_on(cast: Cast) -> None:
    both = cast.add("both", ("commander", "BATTALION", None), ("safety_adviser", "BATTALION", None))
    risk = untick(cast, pending(cast, breaches=True), both.actor, limit_reason=WHY)
    risk = advised(cast, risk, at=cast.at + 3 * MINUTE)
    with pytest.raises(StepRefused) as refused:
        take(both.actor, risk, "accept", cast.at + 4 * MINUTE, RECORD)
    assert [one.code for one in refused.value.refusals] == ["took_limit_away"]
    risk = take(cast.commander.actor, risk, "accept", cast.at + 4 * MINUTE, RECORD)
    assert risk.state == "accepted"


@pytest.mark.django_db
def test_who_took_it_away_stops_it_all_the_same(cast: Cast) -> None:
    both = cast.add("both", ("commander", "BATTALION", None), ("safety_adviser", "BATTALION", None))
    risk = untick(cast, pending(cast, breaches=True), both.actor, limit_reason=WHY)
    risk = take(both.actor, risk, "avoid", cast.at + 3 * MINUTE, {"reason": "Andere route."})
    assert risk.state == "avoided"


@pytest.mark.django_db
def test_description_that_leaves_the_limit_asks_no_reason(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    risk = pending(cast, breaches=True)
    browser = client_of("commander")
    address = f"/risicos/{risk.ref}/stap/describe"
    assert b'name="limit_reason"' in browser.get(address).content
    sent = {**LIFTED, "breaches_limit": "on", "title": "Beknelling bij de romp"}
    assert browser.post(address, sent).status_code == 302
    refused = browser.post(address, {**LIFTED, "limit_reason": WHY})
    assert refused.status_code == 400
    assert b'id="id_breaches_limit_error"' in refused.content
