"""The clock of a decision stands still with a reason and an end, once, and not by whoever likes it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of
from baken.rooms.register.actions import take_step
from baken.rooms.register.models import Risk, RiskStep
from baken.rooms.register.tests.deciding import HANDED_UP, MINUTE, accepted, pending, take
from baken.rooms.register.tests.test_decision_clock import ticks

pytestmark = pytest.mark.django_db
REASON = "De meting komt op 16 maart."
PAUSED = {"reason": REASON, "until": "2026-03-17"}


def paused(cast: Cast, risk: Risk, actor: Any = None, **fields: str) -> Risk:
    """The risk after its clock was stopped for a week."""
    return take_step(
        actor=actor or cast.safety_adviser.actor,
        record=risk,
        step="pause",
        at=cast.at + 5 * MINUTE,
        fields={**PAUSED, **fields},
    )


def codes(refused: Any) -> list[str]:
    return [one.code for one in refused.value.refusals]


@pytest.mark.parametrize("who", ["commander", "safety_adviser"])
def test_clock_stands_still_for_as_many_working_days_and_says_why(cast: Cast, who: str) -> None:
    risk = pending(cast)
    due_at, rises_at = risk.due_at, risk.rises_at
    risk = paused(cast, risk, cast.members[who].actor)
    assert rises_at is not None
    assert risk.rises_at is not None
    assert risk.due_at == risk.rises_at
    # Tuesday 9:05 until Tuesday 0:00: four working days later, with a weekend and a King's Day.
    assert (due_at, risk.due_at) == (
        datetime(2026, 4, 23, 8, 0, tzinfo=UTC),
        datetime(2026, 4, 30, 8, 0, tzinfo=UTC),
    )
    step = RiskStep.objects.of(risk).order_by("-serial")[0]
    assert (step.code, step.words["reason"]) == ("register.risk.paused", REASON)
    assert ticks(rises_at) == 0
    assert ticks(risk.rises_at) == 1
    assert list(breaks()) == []


def test_whoever_leads_a_team_does_not_stop_the_clock(cast: Cast) -> None:
    risk = pending(cast)
    with pytest.raises(StepRefused) as refused:
        paused(cast, risk, cast.team_leader.actor)
    assert codes(refused) == ["not_theirs_to_pause"]


def test_clock_is_stopped_once_for_a_question(cast: Cast) -> None:
    risk = paused(cast, pending(cast))
    with pytest.raises(StepRefused) as refused:
        paused(cast, risk, until="2026-03-24")
    assert codes(refused) == ["paused_before"]


def test_clock_of_a_new_question_may_be_stopped_again(cast: Cast) -> None:
    risk, decision = accepted(cast, paused(cast, pending(cast)), at=cast.at + 9 * MINUTE)
    assert risk.paused_until is None
    assert decision.ends_at is not None
    ticks(decision.ends_at)
    risk.refresh_from_db()
    at = decision.ends_at + MINUTE
    fields = {"reason": REASON, "until": "2026-03-25"}
    risk = take_step(actor=cast.commander.actor, record=risk, step="pause", at=at, fields=fields)
    assert risk.paused_until is not None


def test_handing_up_and_back_is_no_new_question(cast: Cast) -> None:
    head = cast.add("head", ("commander", "ARMY", None)).actor
    risk = paused(cast, pending(cast))
    risk = take(cast.commander.actor, risk, "hand_up", cast.at + 6 * MINUTE, HANDED_UP)
    said = {"instruction": "Doe het zelf."}
    risk = take(head, risk, "return_with_instruction", cast.at + 7 * MINUTE, said)
    with pytest.raises(StepRefused) as refused:
        paused(cast, risk)
    assert codes(refused) == ["paused_before"]


def test_clock_that_is_over_is_not_stopped(cast: Cast) -> None:
    risk = pending(cast)
    rows = Risk.objects.for_system(reason="trail").filter(pk=risk.pk)
    rows.update(due_at=cast.at)
    with pytest.raises(StepRefused) as refused:
        paused(cast, risk)
    assert codes(refused) == ["term_over"]


@pytest.mark.parametrize(
    ("until", "high"),
    [("2026-03-10", False), ("2026-03-01", False), ("2027-03-01", False), ("2026-03-14", True)],
)
def test_clock_stands_still_for_a_time_to_come_of_one_term_at_most(
    cast: Cast, until: str, *, high: bool
) -> None:
    risk = pending(cast, high=high)
    with pytest.raises(FieldsRefused) as refused:
        paused(cast, risk, until=until)
    assert list(refused.value.errors) == ["until"]


def test_clock_stands_still_with_a_reason_and_an_end_only(cast: Cast) -> None:
    with pytest.raises(FieldsRefused) as refused:
        paused(cast, pending(cast), reason=" ", until="")
    assert list(refused.value.errors) == ["reason", "until"]


def test_pause_is_told_to_who_put_it_up_and_one_level_up(cast: Cast, deliver: Any) -> None:
    risk = paused(cast, pending(cast), cast.commander.actor)
    deliver()
    told = Notice.objects.filter(code="register.risk.paused", record=risk.pk)
    keys = {own_key_of(one.person.id) for one in (cast.safety_adviser, cast.commander)}
    assert set(told.values_list("to_key", flat=True)) == keys


def test_pause_is_shown_on_the_page_and_over_http(cast: Cast, client_of: Any) -> None:
    risk = paused(cast, pending(cast))
    client: Client = client_of("commander")
    text = client.get(f"/risicos/{risk.ref}").content.decode()
    assert REASON in text
    assert "The clock stands still until" in text
    assert client.get(f"/api/v1/risks/{risk.ref}").json()["paused_until"] is not None


def test_clock_is_stopped_on_its_page_and_over_http_alike(cast: Cast, client_of: Any) -> None:
    risk = pending(cast)
    client: Client = client_of("safety_adviser")
    assert "Stop the clock" in client.get(f"/risicos/{risk.ref}").content.decode()
    body = {"step": "pause", "fields": {"reason": REASON, "until": ""}}
    place = f"/api/v1/risks/{risk.ref}/steps"
    refused = client.post(place, body, content_type="application/json")
    assert [one["field"] for one in refused.json()["errors"]] == ["until"]
