"""Finished days are sealed once, whole, and in an unbroken row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from baken.core.access import NOBODY, system_actor
from baken.core.trail.append import Entry, append
from baken.core.trail.chain import START
from baken.core.trail.models import Seal
from baken.core.trail.seal import newest_seals, seal_finished_days, unknown_seals
from baken.core.trail.verify import breaks
from baken.rooms.reports.models import ReportStep
from baken.rooms.reports.tests.factories import make_report

pytestmark = pytest.mark.django_db

# The tests' day begins on 9 March at 23:00 UTC, ends a day later, and settles for one hour more.
DAY_ENDS = datetime(2026, 3, 10, 23, 0, tzinfo=UTC)
SETTLED = DAY_ENDS + timedelta(hours=1)
TABLE = ReportStep._meta.label_lower


def _seals() -> list[Seal]:
    return list(Seal.objects.filter(table=TABLE).order_by("serial"))


def _later(days: int) -> datetime:
    return SETTLED + timedelta(days=days)


@pytest.fixture
def step(cast: Any) -> Callable[[datetime], None]:
    """Adds a step to one report at a moment."""
    report = make_report(unit=cast.company)

    def add(at: datetime, actor: Any = None) -> None:
        entry = Entry(code="x", to_state="received")
        append(record=report, actor=actor or system_actor("test"), at=at, entry=entry)

    return add


@pytest.mark.parametrize(
    ("at", "sealed"),
    [
        (DAY_ENDS - timedelta(hours=2), 0),
        (DAY_ENDS, 0),
        (SETTLED - timedelta(microseconds=1), 0),
        (SETTLED, 1),
        (SETTLED + timedelta(days=400), 1),
    ],
)
def test_seal_of_a_day_comes_an_hour_after_its_end(step: Any, at: datetime, sealed: int) -> None:
    seal_finished_days(at=at)
    assert len(_seals()) == sealed


def test_seal_of_every_history_with_rows_is_made_and_returned(cast: Any) -> None:
    make_report(unit=cast.company)
    made = seal_finished_days(at=SETTLED)
    assert [seal.table for seal in made] == ["org.personstep", "org.unitstep", TABLE]


def test_seal_twice_is_one_seal(step: Any) -> None:
    seal_finished_days(at=SETTLED)
    assert (seal_finished_days(at=SETTLED), len(_seals())) == ([], 1)


def test_seal_counts_the_rows_of_its_days_and_follows_the_one_before(
    step: Any,
) -> None:
    seal_finished_days(at=SETTLED)
    step(SETTLED)
    step(SETTLED)
    seal_finished_days(at=_later(1))
    first, second = _seals()
    assert (first.rows, first.previous, second.rows, second.serial) == (1, START, 2, 2)
    assert (second.previous, second.after_number) == (first.hash, first.last_number)


def test_seal_after_quiet_days_needs_no_empty_seals_between(step: Any) -> None:
    seal_finished_days(at=SETTLED)
    seal_finished_days(at=_later(1))
    seal_finished_days(at=_later(2))
    step(_later(2))
    seal_finished_days(at=_later(3))
    assert ([seal.serial for seal in _seals()], list(breaks())) == ([1, 2], [])


def test_seal_leaves_the_running_day_for_its_own_seal(step: Any) -> None:
    step(SETTLED)
    seal_finished_days(at=_later(0) + timedelta(hours=5))
    assert [seal.rows for seal in _seals()] == [1]


def test_anonymous_step_late_on_a_day_falls_under_that_days_seal(cast: Any, step: Any) -> None:
    seal_finished_days(at=SETTLED)
    step(SETTLED + timedelta(hours=2))
    seal_finished_days(at=SETTLED + timedelta(hours=3))
    step(SETTLED + timedelta(hours=4), NOBODY)
    seal_finished_days(at=_later(1))
    assert ([seal.rows for seal in _seals()], list(breaks())) == ([1, 2], [])


def test_anonymous_step_in_the_hour_of_settling_falls_under_the_new_day(step: Any) -> None:
    step(DAY_ENDS + timedelta(minutes=30), NOBODY)
    seal_finished_days(at=SETTLED)
    seal_finished_days(at=_later(1))
    assert ([seal.rows for seal in _seals()], list(breaks())) == ([1, 1], [])


def test_step_of_before_1970_is_sealed_too(step: Any) -> None:
    step(datetime(1955, 1, 1, tzinfo=UTC))
    seal_finished_days(at=SETTLED)
    assert ([seal.rows for seal in _seals()], list(breaks())) == ([2], [])


def test_seal_of_a_day_of_23_hours_holds_all_of_it(cast: Any) -> None:
    report = make_report(unit=cast.company, at=datetime(2026, 3, 28, 23, 0, tzinfo=UTC))
    entry = Entry(code="x", to_state="received")
    late = datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)
    append(record=report, actor=system_actor("test"), at=late, entry=entry)
    seal_finished_days(at=datetime(2026, 3, 29, 23, 0, tzinfo=UTC))
    assert [seal.rows for seal in _seals()] == [2]


def test_newest_seals_kept_elsewhere_tell_when_the_trail_is_made_anew(step: Any) -> None:
    step(DAY_ENDS - timedelta(hours=3))
    seal_finished_days(at=SETTLED)
    noted = newest_seals()
    assert [line.split()[:2] for line in noted if TABLE in line] == [[TABLE, "1"]]
    assert unknown_seals([*noted, ""]) == []

    Seal.objects.filter(table=TABLE).update(hash="0" * 64)

    assert unknown_seals(noted) == [line for line in noted if TABLE in line]


def test_seal_shows_its_table_and_serial(step: Any) -> None:
    seal_finished_days(at=SETTLED)
    assert str(_seals()[0]) == f"{TABLE} 1"
