"""Rules of days, conditions, versions and strength: tables and properties; no database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.core.instruments.definitions.version import Version
from baken.rooms.assessments.rules import (
    ENDS_SOON,
    conditions_in,
    conditions_problem,
    is_large_change,
    is_late,
    is_newer_in_kind,
    next_review,
    term_problem,
    why_due,
)

DAY = date(2026, 3, 10)
days = st.dates(date(2020, 1, 1), date(2060, 1, 1))


@pytest.mark.parametrize(
    ("months", "valid_until", "found"),
    [
        (12, date(2030, 3, 10), date(2027, 3, 10)),
        (48, date(2030, 3, 10), date(2029, 12, 10)),
        (12, date(2027, 3, 10), date(2026, 12, 10)),
        (12, DAY + ENDS_SOON, DAY + ENDS_SOON),
        (12, DAY + ENDS_SOON + timedelta(days=1), DAY + timedelta(days=1)),
        (1, DAY + timedelta(days=5), DAY + timedelta(days=5)),
    ],
)
def test_next_review_is_in_time_before_it_expires(
    months: int, valid_until: date, found: date
) -> None:
    assert next_review(DAY, months, valid_until) == found


@given(days, st.integers(1, 60), st.integers(0, 3000))
def test_next_review_lies_between_today_and_the_last_day(day: date, months: int, left: int) -> None:
    valid_until = day + timedelta(days=left)
    assert day <= next_review(day, months, valid_until) <= valid_until


@pytest.mark.parametrize(
    ("valid_until", "why"),
    [
        (DAY + ENDS_SOON, "validity"),
        (DAY + ENDS_SOON + timedelta(days=1), "term"),
        (DAY, "validity"),
        (None, "term"),
    ],
)
def test_why_due_tells_what_expires_soon_apart(valid_until: date | None, why: str) -> None:
    assert why_due(DAY, valid_until) == why


@pytest.mark.parametrize(
    ("before", "after", "large"),
    [
        (100, 120, False),
        (100, 121, True),
        (100, 80, False),
        (100, 79, True),
        (10, 12, False),
        (10, 13, True),
        (0, 0, False),
        (0, 1, True),
        (None, 5, False),
        (5, None, False),
    ],
)
def test_large_change_is_more_than_a_fifth(
    before: int | None, after: int | None, large: bool
) -> None:
    assert is_large_change(before, after) is large


@pytest.mark.parametrize(
    ("newest", "newer"),
    [
        (Version(2, 1, 0), False),
        (Version(2, 1, 9), False),
        (Version(2, 2, 0), True),
        (Version(3, 0, 0), True),
        (Version(1, 9, 9), False),
    ],
)
def test_newer_in_kind_is_what_asks_other_questions(newest: Version, newer: bool) -> None:
    assert is_newer_in_kind(newest, Version(2, 1, 0)) is newer


@pytest.mark.parametrize(
    ("outcome", "conditions", "due_on", "problem"),
    [
        ("approved", "", None, ""),
        ("approved", "iets", DAY, "conditions_not_here"),
        ("with_conditions", "", DAY, "conditions_missing"),
        ("with_conditions", "iets", None, "conditions_missing"),
        ("with_conditions", "iets", DAY, ""),
        ("with_conditions", "x" * 500, DAY, ""),
        ("with_conditions", "x" * 501, DAY, "conditions_too_long"),
        ("with_conditions", "iets\n" * 50, DAY, ""),
        ("with_conditions", "iets\n" * 51, DAY, "conditions_too_long"),
    ],
)
def test_conditions_of_a_review_are_checked(
    outcome: str, conditions: str, due_on: date | None, problem: str
) -> None:
    assert conditions_problem(outcome, conditions, due_on) == problem


def test_conditions_stand_each_on_a_line() -> None:
    assert conditions_in(" meet \n\n\r\n  vervang\n") == ["meet", "vervang"]


@pytest.mark.parametrize(
    ("due_on", "problem"),
    [
        (DAY, ""),
        (DAY - timedelta(days=1), "term_over"),
        (DAY + timedelta(days=9), ""),
        (DAY + timedelta(days=10), "term_too_late"),
    ],
)
def test_term_of_a_condition_lies_within_what_was_asked(due_on: date, problem: str) -> None:
    assert term_problem(due_on, today=DAY, latest=DAY + timedelta(days=9)) == problem


@pytest.mark.parametrize(
    ("standing", "due_on", "late"),
    [
        ("open", DAY, False),
        ("open", DAY - timedelta(days=1), True),
        ("met", DAY - timedelta(days=1), False),
    ],
)
def test_last_day_of_a_term_is_in_time(standing: str, due_on: date, late: bool) -> None:
    assert is_late(standing, due_on, DAY) is late
