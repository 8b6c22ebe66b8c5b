"""News reaches whoever listens at least once, and a listener that fails stops nobody else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from baken.core.events import outbox
from baken.core.events.models import OutboxEvent
from baken.core.events.outbox import (
    MOST_ATTEMPTS,
    declare_event,
    deliver_pending,
    emit,
    known_events,
    listen,
)
from baken.core.records.numbers import floor_number
from baken.core.workflow.errors import StepRefused
from baken.rooms.org.models import Unit

pytestmark = pytest.mark.django_db

RANG = "tests.bell.rang"
AT = datetime(2026, 3, 10, 9, 0, 0, 123456, tzinfo=UTC)
TODAY = AT.date()
DAY_STARTS = datetime(2026, 3, 9, 23, 0, tzinfo=UTC)
BELL = Unit(id=7, code="BELL")

Heard = list[tuple[int, datetime]]


@pytest.fixture(autouse=True)
def _own_wiring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Events and listeners of these tests alone; the failures they plant are not shown."""
    monkeypatch.setattr(outbox, "_known", {})
    monkeypatch.setattr(outbox, "_listeners", {})
    monkeypatch.setattr(outbox.log, "disabled", True)
    declare_event(RANG, "the bell rang")


@pytest.fixture
def heard() -> Heard:
    """What a listener heard: record and moment of delivery."""
    found: Heard = []
    listen(RANG, lambda event, at: found.append((event.record, at)))
    return found


def _ring(times: int = 1) -> None:
    for n in range(times):
        emit(name=RANG, record=Unit(id=n), at=AT + timedelta(seconds=n))


def _failing(problem: Exception) -> Callable[[OutboxEvent, datetime], None]:
    def listener(_event: OutboxEvent, _at: datetime) -> None:
        raise problem

    return listener


def test_declared_event_is_known_by_name_and_meaning() -> None:
    assert (declare_event("tests.other", "x"), known_events()) == (
        "tests.other",
        {RANG: "the bell rang", "tests.other": "x"},
    )


def test_emit_of_an_unknown_event_is_a_programming_error() -> None:
    with pytest.raises(LookupError, match=r"no event is called 'tests\.silence'"):
        emit(name="tests.silence", record=BELL, at=AT)


def test_listen_to_an_unknown_event_is_a_programming_error() -> None:
    with pytest.raises(LookupError, match=r"no event is called 'tests\.silence'"):
        listen("tests.silence", _failing(ValueError()))


def test_emit_keeps_record_moment_and_payload() -> None:
    emit(name=RANG, record=BELL, at=AT, payload={"times": 3})
    event = OutboxEvent.objects.get()
    assert (event.table, event.record, event.at, event.payload, event.by_nobody) == (
        "org.unit",
        7,
        AT,
        {"times": 3},
        False,
    )
    assert str(event) == "tests.bell.rang 7"


def test_emit_by_nobody_keeps_the_day_and_nothing_finer() -> None:
    emit(name=RANG, record=BELL, at=AT, by_nobody=True)
    event = OutboxEvent.objects.get()
    first, last = floor_number(DAY_STARTS), floor_number(DAY_STARTS + timedelta(seconds=1))
    assert (event.at, event.by_nobody, first <= event.number < last) == (DAY_STARTS, True, True)


def test_emit_in_a_transaction_that_is_undone_never_happened(heard: Heard) -> None:
    with transaction.atomic():
        _ring()
        transaction.set_rollback(True)
    assert (deliver_pending(at=AT), heard) == (0, [])


def test_delivery_reaches_every_listener_in_order_of_events(heard: Heard) -> None:
    again: Heard = []
    listen(RANG, lambda event, at: again.append((event.record, at)))
    _ring(3)
    assert deliver_pending(at=AT) == 3
    assert heard == again == [(0, AT), (1, AT), (2, AT)]


def test_listener_wired_twice_hears_once() -> None:
    found: list[int] = []

    def listener(event: OutboxEvent, _at: datetime) -> None:
        found.append(event.record)

    listen(RANG, listener)
    listen(RANG, listener)
    emit(name=RANG, record=BELL, at=AT)
    deliver_pending(at=AT)
    assert found == [7]


def test_delivery_twice_is_once_and_tells_the_day_alone(heard: Heard) -> None:
    _ring()
    assert (deliver_pending(at=AT), deliver_pending(at=AT), len(heard)) == (1, 0, 1)
    assert OutboxEvent.objects.get().delivered_on == TODAY


def test_delivery_of_news_nobody_listens_to_is_done() -> None:
    _ring()
    assert deliver_pending(at=AT) == 1


def test_delivery_of_many_stops_at_the_limit(heard: Heard) -> None:
    _ring(5)
    assert (deliver_pending(at=AT, limit=2), len(heard)) == (2, 2)


@pytest.mark.parametrize(
    ("problem", "noted"),
    [
        (ValueError("no such unit"), "ValueError: no such unit"),
        (ZeroDivisionError("by zero"), "ZeroDivisionError: by zero"),
        (StepRefused("close", []), "StepRefused: "),
        (OSError("disk full"), "OSError: disk full"),
        (RuntimeError("x" * 900), f"RuntimeError: {'x' * 486}"),
    ],
)
def test_listener_that_fails_leaves_the_event_waiting_with_its_problem(
    problem: Exception, noted: str
) -> None:
    listen(RANG, _failing(problem))
    _ring()
    assert deliver_pending(at=AT) == 0
    event = OutboxEvent.objects.get()
    assert (event.delivered_on, event.attempts, event.problem) == (None, 1, noted)


def test_listener_that_fails_undoes_what_the_others_wrote_for_that_event() -> None:
    listen(RANG, lambda event, at: _ring_on(event))
    listen(RANG, _failing(ValueError()))
    _ring()
    deliver_pending(at=AT)
    assert OutboxEvent.objects.count() == 1


def _ring_on(event: OutboxEvent) -> None:
    emit(name=RANG, record=Unit(id=event.record + 100), at=AT)


def test_listener_that_fails_in_the_database_stops_nobody_else(heard: Heard) -> None:
    def clashing(event: OutboxEvent, _at: datetime) -> None:
        if event.record == 0:
            OutboxEvent(number=event.number, name=RANG, record=0, at=AT).save(force_insert=True)

    listen(RANG, clashing)
    _ring(2)
    assert (deliver_pending(at=AT), [record for record, _ in heard]) == (1, [0, 1])


def test_event_that_failed_is_tried_again_until_it_works(heard: Heard) -> None:
    failures = iter([ValueError(), ValueError()])

    def shaky(_event: OutboxEvent, _at: datetime) -> None:
        for failure in failures:
            raise failure

    listen(RANG, shaky)
    _ring()
    assert [deliver_pending(at=AT) for _ in range(4)] == [0, 0, 1, 0]


def test_event_that_failed_eight_times_is_left_for_a_person() -> None:
    calls: list[int] = []

    def counting(event: OutboxEvent, _at: datetime) -> None:
        calls.append(event.record)
        raise ValueError

    listen(RANG, counting)
    _ring()
    for _ in range(MOST_ATTEMPTS + 3):
        deliver_pending(at=AT)
    event = OutboxEvent.objects.get()
    assert (len(calls), event.attempts, event.delivered_on) == (8, 8, None)


def test_event_that_another_worker_took_is_passed_over() -> None:
    heard: list[int] = []

    def greedy(event: OutboxEvent, _at: datetime) -> None:
        heard.append(event.record)
        OutboxEvent.objects.exclude(number=event.number).update(delivered_on=TODAY)

    listen(RANG, greedy)
    _ring(2)
    assert (deliver_pending(at=AT), heard) == (1, [0])


def test_failure_is_logged_for_the_administrator(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(outbox.log, "disabled", False)
    listen(RANG, _failing(ValueError("no such unit")))
    _ring()
    with caplog.at_level(logging.ERROR):
        deliver_pending(at=AT)
    assert [record.levelname for record in caplog.records] == ["ERROR"]
