"""By when a decision must be there, who comes next, and clocks that stand still."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from baken.core.clock.working_days import WorkingDays
from baken.rooms.library.queries import escalation_table
from baken.rooms.library.rules.escalation import Wait
from baken.rooms.register.rules.clocks import (
    Pause,
    Rise,
    after_pause,
    decision_due,
    problem_of_pause,
    reminders,
    rises,
    share_of,
    situation_due,
)

TABLE = escalation_table()
MONDAY = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
CALENDAR = WorkingDays()


def later(at: datetime, days: int) -> datetime:
    """Working days without holidays, in UTC."""
    return CALENDAR.later(at, days, ZoneInfo("UTC"))


def workdays(days: int) -> datetime:
    return later(MONDAY, days)


@pytest.mark.parametrize(
    ("risk_class", "due"),
    [
        ("extreme", MONDAY + timedelta(hours=24)),
        ("high", datetime(2026, 10, 23, 8, 0, tzinfo=UTC)),  # 14 working days
        ("medium", datetime(2026, 11, 16, 8, 0, tzinfo=UTC)),  # 30
        ("low", datetime(2027, 2, 8, 8, 0, tzinfo=UTC)),  # 90
    ],
)
def test_decision_due_by_class(risk_class: str, due: datetime) -> None:
    assert decision_due(TABLE.term_of(risk_class, urgent=False), MONDAY, later) == due


@pytest.mark.parametrize(
    ("risk_class", "code"),
    [("high", "high_urgent"), ("extreme", "extreme"), ("medium", "medium"), ("low", "low")],
)
def test_term_of_what_is_urgent(risk_class: str, code: str) -> None:
    assert TABLE.term_of(risk_class, urgent=True).code == code


def test_decision_due_of_an_urgent_high_one_is_in_three_working_days() -> None:
    friday = MONDAY + timedelta(days=4)
    due = decision_due(TABLE.term_of("high", urgent=True), friday, later)
    assert due == friday + timedelta(days=5)  # the Wednesday after


def test_decision_due_of_an_extreme_one_runs_through_the_weekend() -> None:
    saturday = MONDAY + timedelta(days=5)
    due = decision_due(TABLE.term_of("extreme", urgent=False), saturday, later)
    assert due == saturday + timedelta(days=1)


@pytest.mark.parametrize(
    ("risk_class", "expected"),
    [
        (
            "extreme",
            [
                Rise(MONDAY + timedelta(hours=24), "duty_officer"),
                Rise(MONDAY + timedelta(hours=48), "top"),
            ],
        ),
        (
            "high",
            [
                Rise(workdays(14), "next_level"),
                Rise(workdays(21), "level_above_that"),
                Rise(workdays(28), "level_above_that"),
                Rise(workdays(35), "level_above_that"),
            ],
        ),
        (
            "medium",
            [
                Rise(workdays(30), "next_level"),
                Rise(workdays(45), "level_above_that"),
                Rise(workdays(60), "level_above_that"),
                Rise(workdays(75), "level_above_that"),
            ],
        ),
        ("low", [Rise(workdays(90), "owner"), Rise(workdays(135), "safety_adviser")]),
    ],
)
def test_rises_one_after_the_other(risk_class: str, expected: list[Rise]) -> None:
    term = TABLE.term_of(risk_class, urgent=False)
    found = islice(rises(term, TABLE, started_at=MONDAY, later=later), 4)
    assert list(found) == expected


def test_extreme_asks_an_interim_measure_at_once() -> None:
    asked = [one.code for one in TABLE.decisions.values() if one.interim_measure]
    assert asked == ["extreme"]


@pytest.mark.parametrize(
    ("wait", "half"),
    [
        (Wait(working_days=14), Wait(working_days=7)),
        (Wait(working_days=3), Wait(working_days=2)),
        (Wait(hours=24), Wait(hours=12)),
        (Wait(hours=1), Wait(hours=1)),
    ],
)
def test_share_of_a_wait_counts_what_is_broken_whole(wait: Wait, half: Wait) -> None:
    assert share_of(wait, 0.5) == half


@pytest.mark.parametrize(
    ("code", "due"),
    [
        ("beyond_mandate", MONDAY),
        ("measure_overdue", workdays(14)),
        ("measure_overdue_medium", workdays(60)),
        ("second_postponement", MONDAY),
        ("barrier_red", MONDAY + timedelta(hours=48)),
        ("outside_appetite", None),
    ],
)
def test_situation_goes_up(code: str, due: datetime | None) -> None:
    assert situation_due(TABLE.situations[code], MONDAY, later) == due


@pytest.mark.parametrize(
    ("starts", "days"),
    [
        (date(2026, 1, 1), [date(2026, 5, 2), date(2026, 5, 18), date(2026, 6, 1)]),
        (date(2026, 5, 18), [date(2026, 5, 18), date(2026, 6, 1)]),
        (date(2026, 5, 19), [date(2026, 6, 1)]),
    ],
)
def test_reminders_before_the_end(starts: date, days: list[date]) -> None:
    assert list(reminders(starts, date(2026, 6, 1), TABLE)) == days


# ---- pauses ----


@pytest.mark.parametrize(
    ("until", "problem"),
    [
        (workdays(1), ""),
        (workdays(14), ""),
        (workdays(14) + timedelta(seconds=1), "too_long"),
        (MONDAY, "ends_before_start"),
    ],
)
def test_pause_ends_within_one_term(until: datetime, problem: str) -> None:
    assert problem_of_pause(Pause(MONDAY, until), latest=workdays(14)) == problem


@pytest.mark.parametrize(
    ("start", "end", "due"),
    [
        (0, 7, 19),  # Monday to Monday: five working days
        (0, 2, 16),
        (0, 0.9, 14),  # less than a day
        (4, 7, 15),  # over a weekend: one
        (30, 40, 14),  # after it was due
    ],
)
def test_pause_moves_what_runs_in_working_days(start: float, end: float, due: int) -> None:
    pause = Pause(MONDAY + timedelta(days=start), MONDAY + timedelta(days=end))
    assert after_pause(workdays(14), pause, Wait(working_days=14), later) == workdays(due)


def test_pause_moves_what_runs_on_the_calendar_by_its_hours() -> None:
    due = MONDAY + timedelta(hours=24)
    pause = Pause(MONDAY, MONDAY + timedelta(hours=5))
    assert after_pause(due, pause, Wait(hours=24), later) == due + timedelta(hours=5)
