"""What the clock does with measures: a level up when overdue, and the end of protection for a time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.events.models import OutboxEvent
from baken.rooms.measures.actions import act_on_measures
from baken.rooms.measures.models import Measure
from baken.rooms.measures.tests.factories import act, decide, decided, propose, risk_of
from baken.rooms.org.tests.factories import make_site
from baken.rooms.register.models import Risk

pytestmark = pytest.mark.django_db
CLOCK = system_actor("clock")


def test_overdue_measure_of_a_high_risk_shows_a_level_up_after_fourteen_working_days(
    cast: Cast,
) -> None:
    record = decided(cast, cast.at)
    due = record.due_at
    assert due is not None
    assert act_on_measures(actor=CLOCK, at=due + timedelta(days=10)) == 0
    assert act_on_measures(actor=CLOCK, at=due + timedelta(days=25)) == 1
    record.refresh_from_db()
    assert (record.raised_to_id, record.rises, record.state) == (cast.battalion.pk, 1, "decided")


def test_overdue_measure_goes_further_up_until_the_top(cast: Cast) -> None:
    record = decided(cast, cast.at)
    for days in range(60, 400, 40):
        act_on_measures(actor=CLOCK, at=cast.at + timedelta(days=days))
    record.refresh_from_db()
    assert (record.raised_to_id, record.rises_at) == (cast.ministry.pk, None)


def test_measure_that_is_put_off_in_time_does_not_rise(cast: Cast) -> None:
    record = decided(cast, cast.at)
    told = {"due_on": "2027-01-01", "reason": "Later."}
    fresh = act(record, cast.safety_adviser.actor, cast.at, "postpone", **told)
    assert act_on_measures(actor=CLOCK, at=cast.at + timedelta(days=120)) == 0
    assert fresh.raised_to_id is None


def test_overdue_measure_that_was_put_off_twice_shows_one_level_more_up(cast: Cast) -> None:
    record = decided(cast, cast.at)
    for nth, (who, step) in enumerate(
        (("safety_adviser", "postpone"), ("commander", "postpone_again"))
    ):
        told = {"due_on": f"2026-0{5 + nth}-01", "reason": "Later."}
        record = act(record, cast.members[who].actor, cast.at, step, **told)
    assert record.rises_at is not None
    seen = []
    for days in (1, 60):
        act_on_measures(actor=CLOCK, at=record.rises_at + timedelta(days=days))
        fresh: Any = Measure.objects.for_system(reason="terms").get(pk=record.pk)
        seen.append(fresh.raised_to_id)
    assert seen == [cast.army.pk, cast.ministry.pk]


def test_measure_without_a_class_rises_after_the_days_of_the_library(cast: Cast) -> None:
    risk = risk_of(cast.company)
    rows: Any = Risk.objects.for_system(reason="advance").filter(pk=risk.pk)
    rows.update(current_class="low")
    record = decide(propose(cast.safety_adviser.actor, risk, cast.at), cast, cast.at)
    assert record.due_at is not None
    assert record.rises_at is not None
    assert record.rises_at - record.due_at > timedelta(days=80)


def effective_until(cast: Cast, day: date) -> Measure:
    """Personal protection that works, until a day."""
    told = {"control_level": "ppe", "justification": "Niets anders.", "ends_on": day.isoformat()}
    record = decide(
        propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at, **told), cast, cast.at
    )
    record = act(record, cast.team_leader.actor, cast.at, "start")
    record = act(record, cast.team_leader.actor, cast.at, "implement", done="Uitgedeeld.")
    return act(record, cast.commander.actor, cast.at, "verify_effective", finding="Gedragen.")


def test_personal_protection_counts_no_more_after_its_last_day(cast: Cast) -> None:
    record = effective_until(cast, date(2026, 4, 1))
    assert act_on_measures(actor=CLOCK, at=cast.at + timedelta(days=10)) == 0
    assert act_on_measures(actor=CLOCK, at=cast.at + timedelta(days=30)) == 1
    record.refresh_from_db()
    assert record.state == "verified_ineffective"
    assert record.due_at is not None
    assert record.rises_at is not None
    told = OutboxEvent.objects.filter(name="measures.measure.verified").order_by("number").last()
    assert told is not None
    assert told.payload["effect"] == "ended"


@pytest.mark.parametrize(
    ("zone", "hour", "ends"),
    [
        ("Asia/Tokyo", 14, False),
        ("Asia/Tokyo", 16, True),
        ("America/Curacao", 27, False),
        ("America/Curacao", 29, True),
    ],
)
def test_personal_protection_ends_at_midnight_where_the_unit_lives(
    cast: Cast, zone: str, hour: int, ends: bool
) -> None:
    make_site("VERWEG", holder=cast.battalion, time_zone=zone)
    record = effective_until(cast, date(2026, 4, 1))
    act_on_measures(actor=CLOCK, at=datetime(2026, 4, 1, tzinfo=UTC) + timedelta(hours=hour))
    record.refresh_from_db()
    assert (record.state == "verified_ineffective") is ends


def test_measure_on_which_the_clock_fails_keeps_no_other_waiting(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = decided(cast, cast.at), decided(cast, cast.at)
    rows: Any = Measure.objects.for_system(reason="terms").filter(pk=first.pk)
    rows.update(state="cancelled", cancelled_at=cast.at)
    at = cast.at + timedelta(days=120)
    assert act_on_measures(actor=CLOCK, at=at) == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.retry_at is not None
    assert second.rises == 1
    assert act_on_measures(actor=CLOCK, at=at) == 0
