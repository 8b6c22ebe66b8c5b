"""What turns out severe reaches every risk that it belongs to or became, also one that is closed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.trail.verify import breaks
from baken.rooms.register.actions import take_step
from baken.rooms.register.actions.attach import attach, weigh_again
from baken.rooms.register.models import Risk, RiskStep
from baken.rooms.register.queries.terms import analysis_due
from baken.rooms.register.tests.deciding import (
    DAY,
    MINUTE,
    accepted,
    decisions_on,
    pending,
    take,
)
from baken.rooms.register.tests.factories import make_risk

pytestmark = pytest.mark.django_db


def something(cast: Cast) -> Any:
    """Something that happened: any record will do, the register knows none of the rooms above it."""
    return make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)


def belongs(cast: Cast, risk: Risk, severity: int | None) -> Risk:
    """The risk after something was tied to it."""
    return attach(
        actor=cast.safety_adviser.actor,
        risk=risk,
        record=something(cast),
        severity=severity,
        at=cast.at + DAY,
    )


def weighed(cast: Cast, record: Any, severity: int, **more: Any) -> int:
    return weigh_again(record=record, severity=severity, at=cast.at + DAY, **more)


def closed(cast: Cast) -> Risk:
    """A risk that was avoided and then closed."""
    risk = take(cast.commander.actor, pending(cast), "avoid", cast.at + 2 * MINUTE, AVOIDED)
    return take_step(
        actor=cast.safety_adviser.actor,
        record=risk,
        step="close",
        at=cast.at + 3 * MINUTE,
        fields={"reason": "Er wordt anders gewerkt."},
    )


AVOIDED = {"reason": "Andere route."}
CARRIED = {"transferred_to": "De haven", "reason": "De kade is van de haven."}


def test_origin_that_turns_out_severe_brings_its_risk_back_once(cast: Cast) -> None:
    origin = something(cast)
    risk, decision = accepted(cast, pending(cast, origin=origin, origin_severity=2))
    assert weighed(cast, origin, 2) == 0

    assert [weighed(cast, origin, 4), weighed(cast, origin, 4)] == [1, 0]

    risk.refresh_from_db()
    decision.refresh_from_db()
    assert (risk.state, decision.ended_for) == ("decision_pending", "severe_occurrence")
    [step] = RiskStep.objects.of(risk).filter(code="register.risk.weighed_again")
    assert step.facts == {"attached": origin.ref, "potential_severity": 4}
    assert list(breaks()) == []


def test_origin_that_was_severe_from_the_first_is_no_news(cast: Cast) -> None:
    origin = something(cast)
    risk, _decision = accepted(cast, pending(cast, origin=origin, origin_severity=5))
    assert weighed(cast, origin, 5) == 0
    risk.refresh_from_db()
    assert risk.state == "accepted"


def test_what_an_occurrence_was_made_of_leads_to_its_risks_as_well(cast: Cast) -> None:
    report, occurrence = something(cast), something(cast)
    risk, _decision = accepted(cast, pending(cast, origin=report))
    assert weighed(cast, occurrence, 4) == 0
    assert weighed(cast, occurrence, 4, made_of=[report]) == 1
    assert weighed(cast, occurrence, 4, made_of=[report]) == 0
    risk.refresh_from_db()
    assert risk.state == "decision_pending"


def test_something_severe_opens_a_closed_risk(cast: Cast) -> None:
    risk = belongs(cast, closed(cast), 4)
    assert (risk.state, risk.closed_at) == ("reopened", None)
    assert risk.due_at == analysis_due(cast.at + DAY)
    assert list(breaks()) == []


def test_something_light_leaves_a_closed_risk(cast: Cast) -> None:
    assert belongs(cast, closed(cast), 3).state == "closed"


@pytest.mark.parametrize("severity", [4, 5])
def test_something_severe_with_what_was_avoided_asks_for_a_new_decision(
    cast: Cast, severity: int
) -> None:
    risk = take(cast.commander.actor, pending(cast), "avoid", cast.at + 2 * MINUTE, AVOIDED)
    risk = belongs(cast, risk, severity)
    assert risk.state == "decision_pending"
    assert [one.ended_for for one in decisions_on(risk)] == ["severe_occurrence"]


def test_something_severe_with_what_was_transferred_asks_for_a_new_decision(cast: Cast) -> None:
    fields = {**CARRIED, "ends_on": "2026-03-20"}
    risk = take(cast.commander.actor, pending(cast), "transfer", cast.at + 2 * MINUTE, fields)
    assert belongs(cast, risk, 4).state == "decision_pending"


def test_whatever_brings_a_risk_back_takes_its_day_of_review_away(cast: Cast) -> None:
    risk, decision = accepted(cast)
    assert risk.review_on == date(2026, 3, 20)
    risk = belongs(cast, risk, 5)
    assert (risk.review_on, risk.asked_at) == (None, cast.at + DAY)
    step = RiskStep.objects.of(risk).order_by("-serial")[0]
    assert step.facts == {"decision": decision.ref, "why": "severe_occurrence"}
