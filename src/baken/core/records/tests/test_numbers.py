"""Row numbers sort by time from 1830 to 2109, never clash, and tell nothing of nobody's moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.utils import load_backend
from hypothesis import given
from hypothesis import strategies as st

from baken.core import clock
from baken.core.records import numbers
from baken.core.records.models import ReferenceCounter
from baken.core.records.numbers import (
    RANDOM_BITS,
    RowNumberField,
    anonymous_row_number,
    floor_number,
    free_row_numbers,
    moment_of_number,
    row_number,
    row_numbers,
)

moments = st.datetimes(
    min_value=datetime(1830, 9, 1),  # noqa: DTZ001  the strategy adds the zone
    max_value=datetime(2109, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2108, 12, 31))
MILLISECOND = timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), 0),
        (datetime(1970, 1, 1, 0, 0, 0, 1000, tzinfo=UTC), 1 << RANDOM_BITS),
        (datetime(1970, 1, 1, 0, 0, 0, 1999, tzinfo=UTC), 1 << RANDOM_BITS),
        (datetime(1969, 12, 31, 23, 59, 59, 999000, tzinfo=UTC), -1 << RANDOM_BITS),
        (datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), -1 << RANDOM_BITS),
    ],
)
def test_floor_number_around_the_epoch_counts_whole_milliseconds(
    moment: datetime, number: int
) -> None:
    assert floor_number(moment) == number


@given(moments)
def test_row_number_of_any_moment_fits_63_bits_and_its_own_millisecond(moment: datetime) -> None:
    number = row_number(moment)
    assert floor_number(moment) <= number < floor_number(moment + MILLISECOND)
    assert -(2**63) <= number < 2**63


@given(moments, moments)
def test_row_numbers_of_two_moments_sort_as_the_moments_do(one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))
    if later - earlier >= MILLISECOND:
        assert row_number(earlier) < row_number(later)


@pytest.mark.parametrize(
    ("moment", "fits"),
    [
        (datetime(1830, 8, 1, tzinfo=UTC), False),
        (datetime(1830, 9, 1, tzinfo=UTC), True),
        (datetime(2109, 5, 1, tzinfo=UTC), True),
        (datetime(2109, 6, 1, tzinfo=UTC), False),
    ],
)
def test_row_number_at_the_borders_of_its_years_fits_63_bits_or_not(
    moment: datetime, fits: bool
) -> None:
    assert (-(2**63) <= floor_number(moment) < 2**63) == fits


@given(st.lists(moments, max_size=40))
def test_row_numbers_in_bulk_stand_in_order_each_within_a_second(found: list[datetime]) -> None:
    numbers = row_numbers(found)
    assert len(numbers) == len(found)
    for moment, number in zip(found, numbers, strict=True):
        assert floor_number(moment) <= number < floor_number(moment + timedelta(seconds=1))


def test_row_numbers_of_one_moment_are_all_distinct() -> None:
    numbers = row_numbers([datetime(2026, 3, 10, tzinfo=UTC)] * 5_000)
    assert len(set(numbers)) == 5_000


def test_row_numbers_drawn_one_by_one_at_one_moment_differ_and_keep_their_order() -> None:
    at = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    drawn = [row_number(at) for _ in range(5_000)]
    assert drawn == sorted(set(drawn))


def test_row_number_of_a_moment_long_ago_in_the_process_starts_anew() -> None:
    at = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    row_number(at)
    for later in range(1, numbers._MOMENTS_KEPT + 1):
        row_number(at + timedelta(milliseconds=later))
    assert floor_number(at) not in numbers._last
    assert len(numbers._last) == numbers._MOMENTS_KEPT


def test_row_numbers_that_clash_are_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    draws = iter([7, 7, 7, 8])
    monkeypatch.setattr("secrets.randbelow", lambda _below: next(draws))
    assert row_numbers([datetime(1970, 1, 1, tzinfo=UTC)] * 2) == [7, 8]


@pytest.mark.django_db
def test_free_row_numbers_that_are_in_the_table_are_drawn_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ReferenceCounter.objects.create(id=7, prefix="M", year=2026)
    draws = iter([7, 8])
    monkeypatch.setattr("secrets.randbelow", lambda _below: next(draws))
    assert free_row_numbers(ReferenceCounter, [datetime(1970, 1, 1, tzinfo=UTC)]) == [8]


@given(days)
def test_anonymous_row_number_of_any_day_lies_in_its_first_second(day: date) -> None:
    start = clock.start_of_day(day)
    number = anonymous_row_number(day)
    assert floor_number(start) <= number < floor_number(start + timedelta(seconds=1))


@given(days, st.integers(min_value=1_000, max_value=82_000_000))
def test_anonymous_row_number_sorts_before_the_named_ones_of_its_day(day: date, later: int) -> None:
    named = row_number(clock.start_of_day(day) + timedelta(milliseconds=later))
    assert anonymous_row_number(day) < named


def test_anonymous_row_numbers_of_one_day_differ() -> None:
    drawn = {anonymous_row_number(date(2026, 3, 10)) for _ in range(200)}
    assert len(drawn) == 200


@pytest.mark.parametrize(("vendor", "kind"), [("sqlite", "integer"), ("postgresql", "bigint")])
def test_row_number_field_of_each_vendor_holds_64_bits(vendor: str, kind: str) -> None:
    backend = "sqlite3" if vendor == "sqlite" else vendor
    wrapper = load_backend(f"django.db.backends.{backend}").DatabaseWrapper({})
    assert RowNumberField().db_type(wrapper) == kind


@given(moments)
def test_number_tells_when_its_record_was_made(at: datetime) -> None:
    assert moment_of_number(row_number(at)) == at - timedelta(microseconds=at.microsecond % 1000)
