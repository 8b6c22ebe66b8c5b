"""Guessing slows down per name, and a name that waited is free again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from baken.core.accounts.limits import (
    MOST_FAILURES,
    WINDOW,
    forget_failures,
    must_wait,
    note_failure,
)
from baken.core.accounts.models import LoginFailure

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def _fail(name: str, times: int, at: datetime = AT) -> None:
    for _ in range(times):
        note_failure(name, at)


@pytest.mark.parametrize(
    ("failures", "waits"), [(0, False), (MOST_FAILURES - 1, False), (MOST_FAILURES, True)]
)
def test_name_must_wait_after_six_failures_and_not_before(failures: int, waits: bool) -> None:
    _fail("jan", failures)
    assert must_wait("jan", AT) == waits


@pytest.mark.parametrize(
    ("later", "waits"),
    [(WINDOW - timedelta(seconds=1), True), (WINDOW, False), (WINDOW * 2, False)],
)
def test_name_that_waited_ten_minutes_may_try_again(later: timedelta, waits: bool) -> None:
    _fail("jan", MOST_FAILURES)
    assert must_wait("jan", AT + later) == waits


@pytest.mark.parametrize("spelling", ["JAN", " jan ", "Jan\t"])
def test_name_spelt_otherwise_is_the_same_name(spelling: str) -> None:
    _fail(spelling, MOST_FAILURES)
    assert must_wait("jan", AT)


def test_name_of_somebody_else_does_not_wait() -> None:
    _fail("jan", MOST_FAILURES)
    assert not must_wait("piet", AT)


def test_failures_forgotten_are_forgotten_for_that_name_alone() -> None:
    _fail("jan", MOST_FAILURES)
    _fail("piet", MOST_FAILURES)
    forget_failures("Jan")
    assert (must_wait("jan", AT), must_wait("piet", AT)) == (False, True)


def test_failures_beyond_the_window_are_removed_at_the_next_one() -> None:
    _fail("jan", 3)
    note_failure("piet", AT + WINDOW + timedelta(seconds=1))
    assert LoginFailure.objects.count() == 1


def test_failure_does_not_hold_the_name() -> None:
    note_failure("jan", AT)
    failure = LoginFailure.objects.get()
    assert ("jan" in failure.username_digest, str(failure)) == (False, f"failed attempt {AT}")
