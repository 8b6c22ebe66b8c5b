"""What a verified measure does to a risk, and what measures hear of risks."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.events.outbox import deliver_pending
from baken.rooms.measures.models import Measure
from baken.rooms.measures.tests.factories import act, decide, propose
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of
from baken.rooms.register.answers import served_meant, served_of
from baken.rooms.register.handlers.measures import look_at_risks
from baken.rooms.register.models import Risk, RiskStep
from baken.rooms.register.tests.deciding import (
    MINUTE,
    MITIGATED,
    pending,
    standing,
    take,
)
from baken.rooms.register.tests.factories import give_score, make_risk, make_risk_in

pytestmark = pytest.mark.django_db
LOOKED = "register.risk.look_again"


def mitigated(cast: Cast) -> Risk:
    """A risk of which the commander decided that measures are taken."""
    risk = pending(cast)
    at = cast.at + 2 * MINUTE
    return take(cast.commander.actor, risk, "mitigate", at, MITIGATED)


def verified(cast: Cast, risk: Risk, step: str, **fields: Any) -> Measure:
    """A measure about the risk that its owner carried out and the adviser verified; the news is out."""
    at = cast.at + 3 * MINUTE
    record = decide(propose(cast.safety_adviser.actor, risk, at, **fields), cast, at)
    record = act(record, cast.team_leader.actor, at, "start")
    record = act(record, cast.team_leader.actor, at, "implement", done="Gedaan.")
    record = act(record, cast.safety_adviser.actor, at, step, finding="Bekeken.")
    deliver_pending(at=at)
    deliver_pending(at=at)
    risk.refresh_from_db()
    return record


def told(cast: Cast, code: str) -> set[str]:
    """Who of the cast was told something."""
    keys = set(Notice.objects.filter(code=code).values_list("to_key", flat=True))
    return {name for name, one in cast.members.items() if own_key_of(one.person.id) in keys}


def looked(risk: Risk) -> list[dict[str, Any]]:
    rows = RiskStep.objects.of(risk).filter(code=LOOKED)
    return list(rows.values_list("facts", flat=True))


def test_measure_that_works_asks_a_new_score_of_the_risk_and_brings_it_back(cast: Cast) -> None:
    risk = mitigated(cast)
    record = verified(cast, risk, "verify_effective")
    assert (risk.state, risk.review_on is not None) == ("treating", True)
    [facts] = looked(risk)
    assert (facts["from"], facts["works"]) == (record.ref, True)
    assert told(cast, "register.managers.measure_works") == {"safety_adviser"}
    fresh = give_score(risk, cast.safety_adviser.actor, cast.at + 5 * MINUTE)
    assert fresh.state == "decision_pending"


def test_measure_that_works_without_an_expected_class_asks_a_new_score_too(cast: Cast) -> None:
    risk = mitigated(cast)
    alarp = dict.fromkeys(("alarp_more", "alarp_cost", "alarp_time", "alarp_trouble"), "Te veel.")
    verified(cast, risk, "verify_effective", expected_residual="", **alarp)
    assert [facts["works"] for facts in looked(risk)] == [True]


def given_up(cast: Cast, risk: Risk, *, is_decided: bool) -> Measure:
    """A measure about the risk that was given up, before or after it was decided on; the news is out."""
    at = cast.at + 3 * MINUTE
    record = propose(cast.safety_adviser.actor, risk, at)
    record = decide(record, cast, at) if is_decided else record
    record = act(record, cast.commander.actor, at, "cancel", reason="Te duur.")
    deliver_pending(at=at)
    deliver_pending(at=at)
    return record


def test_measure_that_is_given_up_after_a_decision_is_told_and_the_risk_is_looked_at(
    cast: Cast,
) -> None:
    risk = mitigated(cast)
    record = given_up(cast, risk, is_decided=True)
    [facts] = looked(risk)
    assert (facts["from"], facts["works"]) == (record.ref, False)
    assert told(cast, "register.decision.measure_fails") == {"commander"}


def test_proposal_that_is_given_up_asks_nothing_of_the_risk(cast: Cast) -> None:
    risk = mitigated(cast)
    given_up(cast, risk, is_decided=False)
    assert looked(risk) == []


def test_measure_that_does_not_work_is_told_to_who_decided_and_the_risk_is_looked_at(
    cast: Cast,
) -> None:
    risk = mitigated(cast)
    decision = standing(risk)
    verified(cast, risk, "verify_ineffective")
    [facts] = looked(risk)
    assert facts["works"] is False
    assert told(cast, "register.managers.measure_fails") == {"safety_adviser"}
    assert told(cast, "register.decision.measure_fails") == {"commander"}
    assert standing(risk).pk == decision.pk


def test_news_of_a_verified_measure_that_comes_twice_asks_once(cast: Cast) -> None:
    risk = mitigated(cast)
    record = verified(cast, risk, "verify_effective")
    [facts] = looked(risk)
    payload = {
        "effect": "effective",
        "expected_residual": "low",
        "serves": [["register.risk", risk.pk], ["reports.occurrence", 1]],
        "ref": record.ref,
    }
    at = cast.at + 3 * MINUTE
    event: Any = SimpleNamespace(payload=payload, at=at)
    look_at_risks(event, at)
    assert looked(risk) == [facts]


def test_risk_that_is_not_decided_on_is_left_as_it_is(cast: Cast) -> None:
    risk = make_risk_in(unit=cast.company, state="analysed")
    verified(cast, risk, "verify_ineffective")
    assert (risk.state, looked(risk)) == ("analysed", [])


def test_class_that_somebody_is_still_to_score_is_not_told_to_measures(cast: Cast) -> None:
    adviser = cast.safety_adviser.actor
    risk = make_risk(actor=adviser, unit=cast.company, at=cast.at)
    risk = give_score(risk, adviser, cast.at)
    key = ("register.risk", risk.pk)
    assert [one.risk_class for one in served_of([key])] == [""]
    risk = give_score(risk, cast.team_leader.actor, cast.at)
    assert [one.risk_class for one in served_of([key])] == [risk.current_class]


def test_risk_is_meant_by_its_reference_within_reach_alone(cast: Cast) -> None:
    risk = make_risk_in(unit=cast.company)
    [mine] = served_meant(cast.safety_adviser.actor, risk.ref)
    [seen] = served_meant(cast.soldier.actor, risk.ref)
    assert (mine.manages, seen.manages) == (True, False)
    assert list(served_meant(cast.outsider.actor, risk.ref)) == []
    assert list(served_meant(cast.safety_adviser.actor, "V-2026-000001")) == []
    assert list(served_of([("reports.occurrence", 1)])) == []
