"""An acceptance is taken anew with its conditions then and now: one that did not hold is not left out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.register.actions.end_decisions import end_decisions
from baken.rooms.register.actions.take_decision_step import take_decision_step
from baken.rooms.register.models import Decision, Risk
from baken.rooms.register.rules.conditions import is_same
from baken.rooms.register.tests.deciding import MINUTE, RECORD, accepted, advised, standing, take
from baken.rooms.register.tests.test_decision_life import COMPARED

SINCE = {"conditions_since": "De golven waren een dag te hoog; de proef is verplaatst."}
WIND = [{"text": "Wind", "expression": "wind_kn <= 20"}]
SURF = [{"text": "Golven op het strand", "expression": "surf_m  <= 1.0"}]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("surf_m <= 1.0", "surf_m  <=  1.0 ", True),
        ("Golfhoogte", "golfhoogte", True),
        ("surf_m <= 1.0", "surf_m <= 2.0", False),
    ],
)
def test_condition_is_the_same_however_it_is_spaced(one: str, other: str, same: bool) -> None:
    assert is_same(one, other) is same


def noted(cast: Cast, decision: Decision, value: str) -> Decision:
    return take_decision_step(
        actor=cast.commander.actor,
        record=decision,
        step="note_condition",
        at=cast.at + 5 * MINUTE,
        fields={"condition": "1", "value": value},
    )


def renewed(cast: Cast, risk: Risk, conditions: list[Any], **said: str) -> Decision:
    """The decision after the acceptance was taken anew with these conditions."""
    risk.refresh_from_db()
    fields = {**RECORD, **COMPARED, "conditions": conditions, **said}
    return standing(take(cast.commander.actor, risk, "renew", cast.at + 9 * MINUTE, fields))


def refused(cast: Cast, risk: Risk, conditions: list[Any], **said: str) -> list[str]:
    """The fields that are refused when it is taken anew with these conditions."""
    with pytest.raises(FieldsRefused) as no:
        renewed(cast, risk, conditions, **said)
    return sorted(no.value.errors)


@pytest.mark.django_db
@pytest.mark.parametrize("conditions", [[], WIND])
def test_condition_that_does_not_hold_is_not_left_out_in_silence(
    cast: Cast, conditions: list[Any]
) -> None:
    risk, decision = accepted(cast)
    noted(cast, decision, "1.3")
    assert refused(cast, risk, conditions) == ["conditions_since"]
    assert refused(cast, risk, conditions, conditions_since="x") == ["conditions_since"]
    found = renewed(cast, risk, conditions, **SINCE)
    assert found.comparison["violated_then"] == ["surf_m <= 1.0"]
    assert found.comparison["conditions_since"] == SINCE["conditions_since"]


@pytest.mark.django_db
def test_condition_that_does_not_hold_is_noted_first_when_it_is_kept(cast: Cast) -> None:
    risk, decision = accepted(cast)
    decision = noted(cast, decision, "1.3")
    assert refused(cast, risk, [*WIND, *SURF], **SINCE) == ["conditions.2.expression"]
    empty = {"text": "", "expression": ""}
    assert refused(cast, risk, [empty, *WIND, empty, *SURF], **SINCE) == ["conditions.4.expression"]
    noted(cast, decision, "0.8")
    assert renewed(cast, risk, [*WIND, *SURF]).state == "in_force"


@pytest.mark.django_db
def test_conditions_then_and_now_stand_in_the_comparison(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    risk, _decision = accepted(cast)
    found = renewed(cast, risk, WIND)
    assert found.comparison["conditions_then_and_now"] == [["surf_m <= 1.0"], ["wind_kn <= 20"]]
    page = client_of("commander").get(f"/besluiten/{found.ref}").content.decode()
    assert "surf_m &lt;= 1.0 → wind_kn &lt;= 20" in page


@pytest.mark.django_db
def test_acceptance_that_ended_is_compared_as_well(cast: Cast) -> None:
    risk, decision = accepted(cast)
    noted(cast, decision, "1.3")
    at = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
    end_decisions(actor=system_actor("clock"), at=at)
    risk.refresh_from_db()
    risk = advised(cast, risk, at=at)
    said = {**RECORD, **COMPARED, "conditions": SURF, "ends_on": "2026-04-20"}
    with pytest.raises(FieldsRefused) as no:
        take(cast.commander.actor, risk, "accept", at + MINUTE, said)
    assert list(no.value.errors) == ["conditions_since"]
    risk = take(cast.commander.actor, risk, "accept", at + MINUTE, {**said, **SINCE})
    assert risk.state == "accepted"
