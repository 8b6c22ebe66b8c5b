"""Days of acceptances that follow each other."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.rooms.register.rules.periods import Period, days_together

START = date(2026, 3, 1)


def days(first: int, last: int) -> Period:
    return Period(START + timedelta(days=first), START + timedelta(days=last))


@pytest.mark.parametrize(
    ("others", "together"),
    [
        ([], 10),
        ([(-5, 0)], 15),  # right before it
        ([(-12, -7)], 15),  # seven days between them
        ([(-13, -8)], 10),  # eight days between them
        ([(-5, 5)], 15),  # overlapping days count once
        ([(2, 4)], 10),  # inside it
        ([(0, 10)], 10),  # the same
        ([(10, 25)], 25),  # after it
        ([(18, 25)], 10),  # long after it
        ([(-20, -10), (-8, -1)], 27),  # a run of three
        ([(-40, -30), (-5, 0)], 15),  # the first one stands alone
    ],
)
def test_days_together_of_what_follows_each_other(
    others: list[tuple[int, int]], together: int
) -> None:
    given_others = [days(*one) for one in others]
    assert days_together(days(0, 10), given_others, gap_days=7) == together


@pytest.mark.parametrize("length", [0, -1])
def test_period_without_a_day_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="at least one day"):
        days(0, length)


spans = st.tuples(st.integers(-60, 60), st.integers(1, 40)).map(lambda s: days(s[0], s[0] + s[1]))


@given(spans, st.lists(spans, max_size=5), st.integers(0, 10))
def test_days_together_is_never_less_than_the_period_itself(
    period: Period, others: list[Period], gap: int
) -> None:
    assert days_together(period, others, gap_days=gap) >= period.days


@given(spans, st.lists(spans, max_size=5), spans, st.integers(0, 10))
def test_days_together_never_falls_by_one_more(
    period: Period, others: list[Period], one_more: Period, gap: int
) -> None:
    before = days_together(period, others, gap_days=gap)
    assert days_together(period, [*others, one_more], gap_days=gap) >= before
