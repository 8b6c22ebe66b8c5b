"""Which way a notice goes, when a mail may leave, and when an unread one is raised."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from baken.core.clock.working_days import WorkingDays
from baken.rooms.notices.rules import (
    Rung,
    Wishes,
    is_in_digest,
    last_digest,
    leaves_at,
    rung_due,
    told_as,
    wait_after,
    way_of,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CURACAO = ZoneInfo("America/Curacao")
WAYS = {"urgent": "off", "own": "digest"}
WORKING = WorkingDays(frozenset({date(2026, 4, 6)}))


def wishes(**more: object) -> Wishes:
    return Wishes(**({"ways": WAYS, "zone": AMSTERDAM} | more))  # type: ignore[arg-type]


def local(text: str, zone: ZoneInfo = AMSTERDAM) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("group", "must", "way"),
    [
        ("own", False, "digest"),
        ("urgent", False, "off"),
        ("urgent", True, "at_once"),
        ("x", False, "off"),
    ],
)
def test_way_of_a_group_is_the_readers_unless_they_must_hear(
    group: str, must: bool, way: str
) -> None:
    assert way_of(group, wishes(), must_hear=must) == way


@pytest.mark.parametrize(
    ("by_mail", "close", "told"),
    [
        ("reference", False, "reference"),
        ("reference", True, "content_free"),
        ("content_free", True, "content_free"),
        ("content_free", False, "content_free"),
        ("never", True, "never"),
    ],
)
def test_told_as_names_nothing_that_is_held_closely(by_mail: str, close: bool, told: str) -> None:
    assert told_as(by_mail, close=close) == told


@pytest.mark.parametrize(
    ("begin", "end", "at", "leaves"),
    [
        (None, None, "2026-03-10T23:00", "2026-03-10T23:00"),
        (time(22), None, "2026-03-10T23:00", "2026-03-10T23:00"),
        (time(22), time(22), "2026-03-10T23:00", "2026-03-10T23:00"),
        (time(22), time(6), "2026-03-10T21:59", "2026-03-10T21:59"),
        (time(22), time(6), "2026-03-10T22:00", "2026-03-11T06:00"),
        (time(22), time(6), "2026-03-11T05:59", "2026-03-11T06:00"),
        (time(22), time(6), "2026-03-11T06:00", "2026-03-11T06:00"),
        (time(12), time(13), "2026-03-10T12:30", "2026-03-10T13:00"),
        (time(12), time(13), "2026-03-10T13:00", "2026-03-10T13:00"),
        (time(0), time(6), "2026-03-10T00:00", "2026-03-10T06:00"),
        # the night on which summer time begins is an hour shorter
        (time(22), time(6), "2026-03-28T23:00", "2026-03-29T06:00"),
    ],
)
def test_leaves_at_waits_for_the_end_of_the_quiet_hours(
    begin: time | None, end: time | None, at: str, leaves: str
) -> None:
    found = leaves_at(local(at), wishes(quiet_from=begin, quiet_until=end))
    assert found == local(leaves)


@pytest.mark.parametrize(
    ("now", "more", "due"),
    [
        ("2026-03-10T07:29", {}, "2026-03-09T07:30"),
        ("2026-03-10T07:30", {}, "2026-03-10T07:30"),
        ("2026-03-08T12:00", {}, "2026-03-06T07:30"),  # Sunday: that of Friday
        ("2026-04-06T12:00", {}, "2026-04-03T07:30"),  # Easter Monday: that of Friday
        ("2026-03-10T12:00", {"rhythm": "weekly"}, "2026-03-09T07:30"),
        ("2026-03-10T12:00", {"rhythm": "weekly", "weekday": 2}, "2026-03-04T07:30"),
        ("2026-04-06T12:00", {"rhythm": "weekly"}, "2026-03-30T07:30"),
        ("2026-04-07T12:00", {"rhythm": "weekly"}, "2026-04-07T07:30"),  # Monday was a holiday
        ("2026-04-08T12:00", {"rhythm": "weekly"}, "2026-04-07T07:30"),
        ("2026-03-10T07:30", {"digest_at": time(23)}, "2026-03-09T23:00"),
    ],
)
def test_last_digest_is_the_last_working_day_or_week(
    now: str, more: dict[str, object], due: str
) -> None:
    assert last_digest(local(now), wishes(**more), WORKING.counts) == local(due)


def test_last_digest_goes_by_the_readers_own_clock() -> None:
    at = local("2026-03-10T12:00")  # seven in the morning on Curaçao
    assert last_digest(at, wishes(zone=CURACAO), WORKING.counts) == local(
        "2026-03-09T07:30", CURACAO
    )


def test_last_digest_without_any_working_day_is_none() -> None:
    assert last_digest(local("2026-03-10T12:00"), wishes(), lambda _day: False) is None


@pytest.mark.parametrize(
    ("at", "whole_day", "inside"),
    [
        ("2026-03-10T07:29", False, True),
        ("2026-03-10T07:30", False, False),
        ("2026-03-10T00:00", True, False),
        ("2026-03-09T00:00", True, True),
    ],
)
def test_is_in_digest_of_a_hidden_moment_waits_until_its_day_is_over(
    at: str, whole_day: bool, inside: bool
) -> None:
    due = local("2026-03-10T07:30")
    assert is_in_digest(local(at), due=due, whole_day=whole_day, zone=AMSTERDAM) is inside


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(0, 1), (1, 1), (2, 2), (3, 4), (9, 256), (10, 360), (99, 360)]
)
def test_wait_after_doubles_up_to_six_hours(attempts: int, minutes: int) -> None:
    assert wait_after(attempts) == timedelta(minutes=minutes)


LADDER = (Rung(timedelta(minutes=15), "next_up"), Rung(timedelta(minutes=30), "duty_officer"))


@pytest.mark.parametrize(
    ("taken", "waited", "to"),
    [(0, 14, None), (0, 15, "next_up"), (1, 29, None), (1, 30, "duty_officer"), (2, 99, None)],
)
def test_rung_due_comes_when_it_was_waited_for(taken: int, waited: int, to: str | None) -> None:
    found = rung_due(LADDER, taken=taken, waited=timedelta(minutes=waited))
    assert (found.to if found else None) == to
