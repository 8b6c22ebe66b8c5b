"""Working days: weekends, holidays, missions and the time zone of the place."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from baken.core.clock.working_days import WorkingDays

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DILI = ZoneInfo("Asia/Dili")
EASTER = WorkingDays(holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6)}))


@pytest.mark.parametrize(
    ("calendar", "start", "days", "end"),
    [
        (WorkingDays(), date(2026, 11, 26), 1, date(2026, 11, 27)),
        (WorkingDays(), date(2026, 11, 27), 1, date(2026, 11, 30)),
        (WorkingDays(), date(2026, 11, 28), 1, date(2026, 11, 30)),
        (EASTER, date(2026, 4, 2), 1, date(2026, 4, 7)),
        (EASTER, date(2026, 4, 2), 3, date(2026, 4, 9)),
        (WorkingDays(every_day=True), date(2026, 11, 27), 2, date(2026, 11, 29)),
    ],
)
def test_a_term_in_days_skips_what_is_no_working_day(
    calendar: WorkingDays, start: date, days: int, end: date
) -> None:
    assert calendar.after(start, days) == end


def test_a_term_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        WorkingDays().after(date(2026, 11, 26), 0)


LATE_ON_THURSDAY = datetime(2026, 11, 26, 22, 30, tzinfo=UTC)  # in Dili it is Friday already


@pytest.mark.parametrize(
    ("zone", "same_hour", "end"),
    [
        (AMSTERDAM, (27, 22, 30), (27, 22, 59)),
        (DILI, (29, 22, 30), (30, 14, 59)),
    ],
)
def test_a_term_counts_the_days_of_the_place_and_keeps_its_hour_or_ends_with_the_day(
    zone: ZoneInfo, same_hour: tuple[int, ...], end: tuple[int, ...]
) -> None:
    days = WorkingDays()
    assert days.later(LATE_ON_THURSDAY, 1, zone) == datetime(2026, 11, *same_hour, tzinfo=UTC)
    assert days.end_of_term(LATE_ON_THURSDAY, 1, zone) == datetime(2026, 11, *end, tzinfo=UTC)
