"""What the worker does after a step: receipt, and news for the right people; safe to repeat."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from baken.conftest import Cast
from baken.core import clock
from baken.core.events.models import OutboxEvent
from baken.rooms.notices.models import Notice
from baken.rooms.reports.actions.say import send_message
from baken.rooms.reports.handlers import (
    acknowledge_at_once,
    tell_about_occurrence,
    tell_about_report,
)
from baken.rooms.reports.models import Report
from baken.rooms.reports.tests.acts import (
    answered,
    fresh,
    holder_of,
    occurrence_of,
    send,
    send_anonymous,
    step,
    steps_of,
    triage,
)
from baken.rooms.reports.tests.factories import make_occurrence

Deliver = Callable[[], int]


def told(cast: Cast, who: str) -> list[str]:
    """The codes of the notices somebody got, oldest first."""
    key = cast.members[who].actor.own_key
    return list(Notice.objects.filter(to_key=key).order_by("number").values_list("code", flat=True))


@pytest.fixture
def report(cast: Cast, deliver: Deliver) -> Report:
    """A report that the soldier sent and the worker confirmed."""
    sent = send(cast.soldier, at=cast.at).report
    deliver()
    Notice.objects.all().delete()
    return sent


def test_receipt_is_confirmed_by_itself(cast: Cast, deliver: Deliver) -> None:
    sent = send(cast.soldier, at=cast.at).report
    deliver()
    done = fresh(sent)
    assert (done.state, done.acknowledged_at) == ("acknowledged", cast.at)
    assert steps_of(sent)[-1].words == {"name": "receipt", "post": "Baken"}


def test_receipt_tells_reporter_and_adviser(cast: Cast, deliver: Deliver) -> None:
    send(cast.soldier, at=cast.at)
    deliver()
    assert told(cast, "soldier") == ["reports.reporter.acknowledge"]
    assert told(cast, "safety_adviser") == ["reports.handlers.reports.report.received"]
    assert (told(cast, "commander"), told(cast, "outsider")) == ([], [])


def test_receipt_after_a_faster_person_changes_nothing(cast: Cast, deliver: Deliver) -> None:
    sent = send(cast.soldier, at=cast.at).report
    triage(cast, sent)
    deliver()
    assert [one.code for one in steps_of(sent)] == [
        "reports.report.received",
        "reports.report.triaged",
    ]


def test_receipt_of_anonymous_is_confirmed_on_the_day(cast: Cast, deliver: Deliver) -> None:
    sent = send_anonymous(cast).report
    deliver()
    assert fresh(sent).acknowledged_at == clock.start_of_day(clock.local_date(cast.at))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("out_of_scope", {"answer": "Elders."}),
        ("redirect_integrity", {"consent": True}),
    ],
)
def test_reporter_is_told_of_a_step(
    cast: Cast, report: Report, deliver: Deliver, name: str, fields: dict[str, object]
) -> None:
    step(cast.safety_adviser, report, name, at=cast.at, **fields)
    deliver()
    assert told(cast, "soldier") == [f"reports.reporter.{name}"]


def test_reporter_is_told_of_triage_answer_and_close(
    cast: Cast, report: Report, deliver: Deliver
) -> None:
    answered(cast, report)
    step(cast.safety_adviser, report, "close", at=cast.at)
    deliver()
    assert sorted(told(cast, "soldier")) == [
        "reports.reporter.answer",
        "reports.reporter.close",
        "reports.reporter.triage",
    ]


def test_adviser_is_told_whether_it_is_solved(cast: Cast, report: Report, deliver: Deliver) -> None:
    answered(cast, report)
    step(cast.soldier, report, "not_solved", at=cast.at, reason="Nee.")
    step(cast.safety_adviser, report, "answer", at=cast.at, answer="Klem.")
    step(cast.soldier, report, "confirm_solved", at=cast.at)
    deliver()
    assert sorted(told(cast, "safety_adviser")) == [
        "reports.handlers.confirm_solved",
        "reports.handlers.not_solved",
    ]


def test_adviser_of_the_other_unit_is_told_of_a_hand_over(
    cast: Cast, report: Report, deliver: Deliver
) -> None:
    step(cast.safety_adviser, report, "hand_over", at=cast.at, owner_unit="SQUADRON")
    deliver()
    assert told(cast, "outsider") == ["reports.handlers.hand_over"]
    assert told(cast, "safety_adviser") == []


def test_messages_are_told_to_the_other_side(cast: Cast, report: Report, deliver: Deliver) -> None:
    send_message(actor=cast.safety_adviser.actor, report=report, text="Waar?", at=cast.at)
    send_message(actor=cast.soldier.actor, report=report, text="Daar.", at=cast.at)
    deliver()
    assert told(cast, "soldier") == ["reports.reporter.message"]
    assert told(cast, "safety_adviser") == ["reports.handlers.message"]


def test_anonymous_reporter_is_told_nothing_and_notices_keep_the_day(
    cast: Cast, deliver: Deliver
) -> None:
    sent = send_anonymous(cast, still_dangerous=True)
    holder = holder_of(sent.receipt)
    send_message(actor=holder, report=sent.report, text="Bij de deur.", at=cast.at)
    triage(cast, sent.report)
    deliver()
    midnight = clock.start_of_day(clock.local_date(cast.at))
    assert {one.at for one in Notice.objects.all()} == {midnight}
    assert sorted(told(cast, "safety_adviser")) == [
        "reports.handlers.message",
        "reports.handlers.reports.report.received",
        "reports.still_dangerous",
    ]


def test_lead_is_told_at_triage_and_at_assignment(
    cast: Cast, report: Report, deliver: Deliver
) -> None:
    triage(cast, report, lead="Speler commander")
    deliver()
    assert told(cast, "commander") == ["reports.lead"]
    step(
        cast.safety_adviser, occurrence_of(report), "assign", at=cast.at, lead="Speler team_leader"
    )
    deliver()
    assert told(cast, "team_leader") == ["reports.lead"]


def test_triage_without_lead_tells_no_lead(cast: Cast, report: Report, deliver: Deliver) -> None:
    triage(cast, report)
    deliver()
    assert not Notice.objects.filter(code="reports.lead").exists()


def test_reopened_occurrence_is_told_to_the_adviser(cast: Cast, deliver: Deliver) -> None:
    closed = make_occurrence(unit=cast.company, state="closed", at=cast.at)
    step(cast.commander, closed, "reopen", at=cast.at, reason="Terug.")
    deliver()
    assert told(cast, "safety_adviser") == ["reports.reopened"]


def test_step_without_notice_tells_nobody(cast: Cast, deliver: Deliver) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at)
    step(cast.commander, occurrence, "start_handling", at=cast.at)
    assert deliver() == 1
    assert Notice.objects.count() == 0


def test_events_delivered_twice_tell_once(cast: Cast, deliver: Deliver) -> None:
    report = send(cast.soldier, at=cast.at).report
    triage(cast, report, lead="Speler commander")
    send_message(actor=cast.soldier.actor, report=report, text="Daar.", at=cast.at)
    deliver()
    before = Notice.objects.count()
    trail = len(steps_of(report))
    OutboxEvent.objects.update(delivered_on=None)
    deliver()
    assert (Notice.objects.count(), len(steps_of(report))) == (before, trail)


@pytest.mark.parametrize(
    "listener", [acknowledge_at_once, tell_about_report, tell_about_occurrence]
)
def test_event_about_a_record_that_is_gone_is_let_go(
    cast: Cast, listener: Callable[..., None]
) -> None:
    event = OutboxEvent(
        number=1,
        name="reports.report.stepped",
        record=404,
        payload={"step": "reports.report.received", "notice": "handlers"},
        at=cast.at,
    )
    listener(event, cast.at)
    assert Notice.objects.count() == 0
