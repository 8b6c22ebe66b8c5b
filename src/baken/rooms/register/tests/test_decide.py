"""Somebody decides on a risk: who may, what the record asks, and what the risk is after it."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access.errors import AccessDenied
from baken.core.links.registry import linked_records
from baken.core.workflow.available import available_steps
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.register.models import Condition, ConsideredMeasure
from baken.rooms.register.tests.deciding import (
    HANDED_UP,
    MINUTE,
    MITIGATED,
    RECORD,
    accepted,
    decisions_on,
    pending,
    standing,
    take,
)

pytestmark = pytest.mark.django_db


def refusals(refused: Any) -> list[str]:
    """The codes of the refusals of a step."""
    return [one.code for one in refused.value.refusals]


def test_medium_risk_is_accepted_by_the_battalion_commander_with_the_whole_record(
    cast: Cast,
) -> None:
    risk, decision = accepted(cast)

    assert (risk.state, risk.residual_class, risk.review_on) == (
        "accepted",
        "medium",
        decision.ends_on,
    )
    assert (decision.kind, decision.state, decision.risk_class, decision.level) == (
        "accept",
        "in_force",
        "medium",
        3,
    )
    assert decision.signer == cast.commander.person.id
    assert Condition.objects.of(decision).get().expression == "surf_m <= 1.0"
    assert ConsideredMeasure.objects.of(decision).count() == 4
    linked = list(linked_records(risk, cast.commander.actor))
    assert linked == [("decided_by", decision)]


def test_mitigated_risk_is_treated_until_a_day(cast: Cast) -> None:
    risk = take(cast.commander.actor, pending(cast), "mitigate", cast.at + 2 * MINUTE, MITIGATED)
    assert risk.state == "treating"
    assert standing(risk).kind == "mitigate"


@pytest.mark.parametrize(
    ("step", "said", "state"),
    [
        ("avoid", {"reason": "Andere route."}, "avoided"),
        (
            "transfer",
            {"reason": "Zij doen het.", "transferred_to": "Bureau X", "ends_on": "2026-04-01"},
            "transferred",
        ),
        ("hand_up", HANDED_UP, "escalated"),
    ],
)
def test_decision_leads_where_its_row_says(
    cast: Cast, step: str, said: dict[str, str], state: str
) -> None:
    cast.add("head", ("commander", "ARMY", None))
    risk = take(cast.commander.actor, pending(cast), step, cast.at + 2 * MINUTE, said)
    assert risk.state == state


def test_high_risk_is_beyond_the_battalion_commander_who_hears_who_can(cast: Cast) -> None:
    cast.add("head", ("commander", "ARMY", None))
    risk = pending(cast, high=True)
    with pytest.raises(StepRefused) as refused:
        take(cast.commander.actor, risk, "accept", cast.at + 2 * MINUTE, RECORD)
    assert "level_too_low" in refusals(refused)
    assert "Speler head" in str(refused.value)


def test_acceptance_that_begins_later_is_carried_no_longer_than_one_from_today(cast: Cast) -> None:
    said = {**RECORD, "starts_on": "2027-12-01", "ends_on": "2027-12-20"}
    with pytest.raises(FieldsRefused) as refused:
        take(cast.commander.actor, pending(cast), "accept", cast.at + 2 * MINUTE, said)
    assert list(refused.value.errors) == ["ends_on"]


def test_adviser_has_no_right_to_decide(cast: Cast) -> None:
    with pytest.raises(AccessDenied):
        take(cast.safety_adviser.actor, pending(cast), "accept", cast.at + 2 * MINUTE, RECORD)


def test_irm_17_15_medium_acceptance_without_the_weighing_names_the_empty_fields(
    cast: Cast,
) -> None:
    """Source: domain reference, irm, section 17, test 15."""
    rows = [dict(row) for row in RECORD["alarp"] if row["level"] != "ppe"]
    rows[0]["cost"] = ""
    said = {**RECORD, "alarp": rows, "indicators": ""}
    with pytest.raises(FieldsRefused) as refused:
        accepted(cast, **said)
    assert set(refused.value.errors) == {"alarp.source.1.cost", "alarp.ppe", "indicators"}


def test_irm_17_5_broken_limit_acceptance_is_not_offered(cast: Cast) -> None:
    """Source: domain reference, irm, section 17, test 5."""
    risk = pending(cast, breaches=True)
    steps = {
        one.name: [no.code for no in one.refusals]
        for one in available_steps(record=risk, actor=cast.commander.actor, at=cast.at + 2 * MINUTE)
    }
    assert steps["accept"] == steps["transfer"] == steps["avoid"] == ["not_offered"]
    assert steps["stop"] == steps["mitigate"] == []
    assert steps["exempt"] == ["level_too_low"]
    with pytest.raises(StepRefused) as refused:
        take(cast.commander.actor, risk, "accept", cast.at + 2 * MINUTE, RECORD)
    assert refusals(refused) == ["not_offered"]
    assert decisions_on(risk) == []
