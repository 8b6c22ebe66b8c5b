"""The clock of the worker: a decision ends, its end is told of, and what nobody decides goes up."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import close_old_connections, connection

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.events.models import OutboxEvent
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.tests.factories import make_site
from baken.rooms.register.actions import end_decisions as clock_acts
from baken.rooms.register.actions.end_decisions import end_decisions
from baken.rooms.register.models import Decision, DecisionStep, Risk, RiskStep
from baken.rooms.register.tests.deciding import (
    DAY,
    HANDED_UP,
    MINUTE,
    MITIGATED,
    accepted,
    pending,
    standing,
    take,
)

pytestmark = pytest.mark.django_db


def ticks(at: datetime) -> int:
    """On how many records the clock acted, until nothing is left."""
    done = 0
    while acted := end_decisions(actor=system_actor("clock"), at=at):
        done += acted
    return done


def codes(risk: Risk) -> list[str]:
    """The trail codes of a risk from its decision on."""
    rows = RiskStep.objects.of(risk).order_by("serial").values_list("code", flat=True)
    return [one.removeprefix("register.risk.") for one in rows]


def news_of(record: Any) -> list[dict[str, Any]]:
    """What was told of a record in events, first one first."""
    rows = OutboxEvent.objects.filter(table=record._meta.label_lower, record=record.pk)
    return [row.payload for row in rows.order_by("number")]


def test_irm_17_6_acceptance_waits_for_a_new_decision_from_midnight_of_its_place(
    cast: Cast,
) -> None:
    """Source: domain reference, irm, section 17, test 6."""
    risk, decision = accepted(cast, ends_on="2026-03-20")
    midnight = datetime(2026, 3, 19, 23, 0, tzinfo=UTC)  # 00:00 in Amsterdam
    assert decision.ends_at == midnight

    assert ticks(midnight - timedelta(seconds=1)) == 0
    assert ticks(midnight) == 1
    risk.refresh_from_db()
    decision.refresh_from_db()
    assert (decision.state, decision.ended_for, decision.ended_at) == ("ended", "expired", midnight)
    assert risk.state == "decision_pending"
    assert risk.rises_at is not None
    assert risk.rises_at > midnight
    assert codes(risk)[-2:] == ["accepted", "decision_ended"]
    assert news_of(risk)[-1] == {
        "decision": decision.ref,
        "why": "expired",
        "step": "decision_ended",
        "notice": "deciders",
        "state": "decision_pending",
    }


def test_acceptance_ends_at_midnight_of_the_site_where_it_is(cast: Cast) -> None:
    site = make_site("ARUBA", holder=cast.battalion, time_zone="America/Aruba")
    risk = pending(cast)
    Risk.objects.for_system(reason="trail").filter(pk=risk.pk).update(site=site)
    risk.refresh_from_db()
    _risk, decision = accepted(cast, risk)
    assert decision.ends_at == datetime(2026, 3, 20, 4, 0, tzinfo=UTC)


def test_acceptance_is_not_over_where_it_is_before_it_is_signed(cast: Cast) -> None:
    """When it is five in the afternoon in Amsterdam, it is tomorrow already on Kiritimati."""
    site = make_site("LINE", holder=cast.battalion, time_zone="Pacific/Kiritimati")
    risk = pending(cast)
    Risk.objects.for_system(reason="trail").filter(pk=risk.pk).update(site=site)
    risk.refresh_from_db()
    later = cast.at + timedelta(hours=7)
    with pytest.raises(FieldsRefused) as refused:
        accepted(cast, risk, at=later, ends_on="2026-03-11")
    assert list(refused.value.errors) == ["ends_on"]
    _risk, decision = accepted(cast, risk, at=later, ends_on="2026-03-12")
    assert str(decision.starts_on) == "2026-03-11"
    assert decision.ends_at is not None
    assert decision.ends_at > later


def test_acceptance_ends_with_its_activity(cast: Cast) -> None:
    _risk, decision = accepted(cast, activity_ends_on="2026-03-15")
    assert decision.ends_at is not None
    ticks(decision.ends_at)
    decision.refresh_from_db()
    assert decision.ended_for == "activity_end"


def test_mitigation_ends_on_its_day(cast: Cast) -> None:
    risk = take(cast.commander.actor, pending(cast), "mitigate", cast.at + 2 * MINUTE, MITIGATED)
    ticks(cast.at + 30 * DAY)
    risk.refresh_from_db()
    assert risk.state == "decision_pending"


def test_end_is_told_of_thirty_and_fourteen_days_ahead_once_each(cast: Cast) -> None:
    _risk, decision = accepted(cast, ends_on="2026-05-10", conditions=[])
    first = datetime(2026, 4, 9, 22, 0, tzinfo=UTC)
    assert decision.remind_at == first

    assert [ticks(first), ticks(first)] == [1, 0]
    assert ticks(first + 16 * DAY) == 1
    decision.refresh_from_db()
    assert decision.remind_at is None
    rows = DecisionStep.objects.of(decision).filter(code="register.decision.reminded")
    assert [row.facts["days_left"] for row in rows.order_by("serial")] == [30, 14]
    assert [one["days_left"] for one in news_of(decision) if one["step"] == "remind"] == [30, 14]


def test_reminders_that_were_missed_are_told_once(cast: Cast) -> None:
    _risk, decision = accepted(cast, ends_on="2026-05-10", conditions=[])
    assert ticks(datetime(2026, 4, 28, 9, 0, tzinfo=UTC)) == 1
    decision.refresh_from_db()
    assert decision.remind_at is None


def test_risk_on_which_nobody_decides_goes_up_level_by_level_to_the_top(cast: Cast) -> None:
    cast.add("head", ("commander", "ARMY", None))
    cast.add("top", ("commander", "MINISTRY", None))
    risk = pending(cast)  # medium: thirty working days, then half of it for each level
    first = risk.rises_at
    assert first == risk.due_at
    assert [ticks(first), ticks(first)] == [1, 0]

    risk.refresh_from_db()
    assert (risk.state, risk.raised_to_id, risk.rises) == ("escalated", cast.army.pk, 1)
    assert news_of(risk)[-1]["unit"] == "ARMY"
    ticks(risk.rises_at)
    risk.refresh_from_db()
    assert (risk.raised_to_id, risk.rises) == (cast.ministry.pk, 2)
    ticks(risk.rises_at)
    risk.refresh_from_db()
    assert (risk.raised_to_id, risk.rises, risk.rises_at) == (cast.ministry.pk, 2, None)
    assert codes(risk)[-3:] == ["risen", "risen", "topped"]
    assert list(breaks()) == []


def test_low_risk_goes_to_its_owner_and_then_the_adviser_and_stays_where_it_is(cast: Cast) -> None:
    risk = pending(cast)
    rows = Risk.objects.for_system(reason="trail").filter(pk=risk.pk)
    rows.update(current_class="low", rises_at=cast.at)
    ticks(cast.at + 400 * DAY)
    risk.refresh_from_db()
    assert (risk.state, risk.raised_to_id, risk.rises_at) == ("decision_pending", None, None)
    assert [one["to"] for one in news_of(risk) if one["step"] == "rise"] == [
        "owner",
        "safety_adviser",
    ]


def test_extreme_risk_goes_to_the_duty_officer_and_then_to_the_top(cast: Cast) -> None:
    cast.add("head", ("commander", "ARMY", None))
    risk = pending(cast)
    rows = Risk.objects.for_system(reason="trail").filter(pk=risk.pk)
    rows.update(current_class="extreme", rises_at=cast.at + DAY)
    assert ticks(cast.at + DAY) == 1
    risk.refresh_from_db()
    assert (risk.state, risk.rises_at) == ("decision_pending", risk.asked_at + 2 * DAY)
    assert ticks(cast.at + 3 * DAY) == 1
    risk.refresh_from_db()
    assert (risk.state, risk.raised_to_id) == ("escalated", cast.army.pk)


def test_what_was_handed_up_and_not_answered_goes_a_level_further(cast: Cast) -> None:
    cast.add("head", ("commander", "ARMY", None))
    cast.add("top", ("commander", "MINISTRY", None))
    risk = take(cast.commander.actor, pending(cast), "hand_up", cast.at + 2 * MINUTE, HANDED_UP)
    assert risk.raised_to_id == cast.army.pk
    ticks(risk.rises_at)
    risk.refresh_from_db()
    assert risk.raised_to_id == cast.ministry.pk
    assert standing(risk).kind == "escalate"


def test_one_that_cannot_be_acted_on_keeps_no_other_waiting(cast: Cast) -> None:
    _risk, broken = accepted(cast)
    _other, sound = accepted(cast)
    rows = Decision.objects.for_system(reason="trail")
    rows.filter(pk=broken.pk).update(time_zone="Nergens/Land")
    late = cast.at + 20 * DAY
    assert end_decisions(actor=system_actor("clock"), at=late) == 1
    states = {one.pk: one.state for one in rows}
    assert states == {broken.pk: "in_force", sound.pk: "ended"}


def test_one_that_cannot_be_acted_on_keeps_its_end_and_is_tried_again_later(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    risk, decision = accepted(cast)
    ends_at, late = decision.ends_at, cast.at + 20 * DAY
    with monkeypatch.context() as patched:
        patched.setattr(clock_acts, "ending_of", lambda decision: 1 / 0)
        assert ticks(late) == 0
    decision.refresh_from_db()
    assert (decision.state, decision.ends_at) == ("in_force", ends_at)
    assert list(breaks()) == []

    assert ticks(late + clock_acts.AGAIN - MINUTE) == 0
    assert ticks(late + clock_acts.AGAIN) == 1
    risk.refresh_from_db()
    assert risk.state == "decision_pending"
    assert list(breaks()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="two workers need a real database")
def test_two_workers_act_once(cast: Cast) -> None:
    risk, decision = accepted(cast)
    late, done = cast.at + 20 * DAY, []

    def work() -> None:
        done.append(end_decisions(actor=system_actor("clock"), at=late))
        close_old_connections()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sorted(done) == [0, 1]
    assert codes(risk).count("decision_ended") == 1
    assert DecisionStep.objects.of(decision).filter(code="register.decision.ended").count() == 1
