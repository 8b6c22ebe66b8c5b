"""The holidays: every year has the nine general ones, and those that move stand where they belong."""

from __future__ import annotations

from collections import Counter
from datetime import date

from baken.rooms.library.queries import holidays


def test_every_year_has_its_nine_holidays() -> None:
    nine = dict.fromkeys(range(2015, 2041), 9)
    in_2016 = {2016: 8}  # Ascension Day fell on Liberation Day
    assert Counter(day.year for day in holidays()) == nine | in_2016


def test_moving_holidays_stand_on_their_day() -> None:
    by_easter = {date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)}
    kings_day_not_on_sunday = date(2025, 4, 26)
    assert by_easter | {kings_day_not_on_sunday} <= holidays()
