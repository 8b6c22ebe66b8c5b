"""The clock tells UTC inside, the organisation's own day outside, and can be moved in a rehearsal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from baken.core import clock

JUST = timedelta(seconds=30)


def test_now_is_aware_and_close_to_the_present() -> None:
    now = clock.now()
    assert (now.utcoffset(), abs(now - datetime.now(UTC)) < JUST) == (timedelta(0), True)


def test_now_with_shifted_setting_is_moved_by_whole_hours(settings: Any) -> None:
    settings.CLOCK_SHIFT_HOURS = -48
    assert abs(clock.now() - datetime.now(UTC) + timedelta(hours=48)) < JUST


def test_moved_by_inside_its_block_moves_the_clock() -> None:
    with clock.moved_by(timedelta(days=7)):
        assert abs(clock.now() - datetime.now(UTC) - timedelta(days=7)) < JUST


def test_moved_by_twice_adds_up() -> None:
    with clock.moved_by(timedelta(days=7)), clock.moved_by(timedelta(days=-2)):
        assert abs(clock.now() - datetime.now(UTC) - timedelta(days=5)) < JUST


def test_moved_by_after_a_failure_puts_the_clock_back() -> None:
    with pytest.raises(ZeroDivisionError), clock.moved_by(timedelta(days=7)):
        raise ZeroDivisionError
    assert abs(clock.now() - datetime.now(UTC)) < JUST


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 1, 1, 22, 59, 59, tzinfo=UTC), date(2026, 1, 1)),
        (datetime(2026, 1, 1, 23, 0, tzinfo=UTC), date(2026, 1, 2)),
        (datetime(2026, 7, 1, 21, 59, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_local_date_around_midnight_is_that_of_the_organisation(
    moment: datetime, day: date
) -> None:
    assert clock.local_date(moment) == day


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2026, 1, 15), datetime(2026, 1, 14, 23, 0, tzinfo=UTC)),
        (date(2026, 7, 15), datetime(2026, 7, 14, 22, 0, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 28, 23, 0, tzinfo=UTC)),
        (date(2026, 3, 30), datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),
        (date(2026, 10, 26), datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),
    ],
)
def test_start_of_day_in_winter_summer_and_at_the_change_is_local_midnight(
    day: date, start: datetime
) -> None:
    assert clock.start_of_day(day) == start


@pytest.mark.parametrize(
    ("moment", "is_start"),
    [
        (datetime(2026, 1, 14, 23, 0, tzinfo=UTC), True),
        (datetime(2026, 1, 14, 23, 0, 0, 1, tzinfo=UTC), False),
        (datetime(2026, 1, 14, 22, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 7, 14, 22, 0, tzinfo=UTC), True),
        (datetime(2026, 7, 14, 23, 0, tzinfo=UTC), False),
    ],
)
def test_only_the_first_moment_of_a_day_is_its_start(moment: datetime, is_start: bool) -> None:
    assert clock.is_start_of_day(moment) is is_start


def test_today_is_the_local_date_of_now() -> None:
    with clock.moved_by(datetime(2030, 6, 1, 23, 0, tzinfo=UTC) - datetime.now(UTC)):
        assert clock.today() == date(2030, 6, 2)


def test_local_zone_is_the_one_of_the_settings(settings: Any) -> None:
    settings.TIME_ZONE = "America/Curacao"
    assert clock.local_zone().key == "America/Curacao"
