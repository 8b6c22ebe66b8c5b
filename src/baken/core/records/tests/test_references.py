"""References are handed out without gaps; those of anonymous records come from a shuffled pool."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from baken.core.records.models import ReferenceCounter, ReferencePool
from baken.core.records.references import (
    POOL,
    anonymous_reference,
    next_reference,
    next_reference_beside_pool,
    reserve,
    reserve_years,
    spell,
)

TODAY, TOMORROW = date(2026, 3, 10), date(2026, 3, 11)
NEW_YEAR = date(2027, 1, 1)


def _serials(references: list[str]) -> list[int]:
    return [int(reference.rsplit("-", 1)[1]) for reference in references]


def _pooled() -> set[int]:
    return set(ReferencePool.objects.filter(prefix="M").values_list("serial", flat=True))


@pytest.mark.parametrize(
    ("serial", "spelt"),
    [
        (1, "M-2026-000001"),
        (999_999, "M-2026-999999"),
        (1_000_000, "M-2026-1000000"),
    ],
)
def test_spell_of_small_and_large_numbers_keeps_at_least_six_figures(
    serial: int, spelt: str
) -> None:
    assert spell("M", 2026, serial) == spelt


@pytest.mark.django_db
def test_next_reference_of_a_year_counts_on_from_one() -> None:
    assert [next_reference("V", TODAY) for _ in range(3)] == [
        "V-2026-000001",
        "V-2026-000002",
        "V-2026-000003",
    ]


@pytest.mark.django_db
def test_next_reference_of_another_year_or_prefix_starts_anew() -> None:
    next_reference("V", TODAY)
    found = [next_reference("V", NEW_YEAR), next_reference("M", TODAY)]
    assert found == ["V-2027-000001", "M-2026-000001"]


@pytest.mark.django_db
def test_reserve_of_several_follows_on_without_a_gap() -> None:
    first, second = reserve("M", 2026, 3), reserve("M", 2026, 2)
    assert _serials(first + second) == [1, 2, 3, 4, 5]


@pytest.mark.django_db
def test_reserve_of_none_gives_none_and_moves_nothing() -> None:
    assert (reserve("M", 2026, 0), _serials(reserve("M", 2026, 1))) == ([], [1])


@pytest.mark.django_db
def test_reserve_years_gives_each_year_its_own_row_in_as_many_questions_as_one(
    django_assert_num_queries: Any,
) -> None:
    reserve("M", 2025, 4)
    assert reserve_years("M", {2026: 2, 2025: 1}) == {
        2025: ["M-2025-000005"],
        2026: ["M-2026-000001", "M-2026-000002"],
    }
    with django_assert_num_queries(2):
        found = reserve_years("M", {year: 2 for year in (2025, 2026)})
    assert [_serials(found[year]) for year in (2025, 2026)] == [[6, 7], [3, 4]]


@pytest.mark.django_db
def test_next_reference_in_a_transaction_undone_is_given_out_again() -> None:
    next_reference("V", TODAY)
    with transaction.atomic():
        next_reference("V", TODAY)
        transaction.set_rollback(True)
    assert next_reference("V", TODAY) == "V-2026-000002"


@pytest.mark.django_db
def test_two_references_in_one_transaction_are_two_in_a_row() -> None:
    with transaction.atomic():
        found = [next_reference("V", TODAY), next_reference("V", TODAY)]
    assert _serials(found) == [1, 2]


@pytest.mark.django_db
def test_first_reference_of_a_day_sets_the_pool_apart_first() -> None:
    reference = next_reference_beside_pool("M", TODAY)
    assert (_serials([reference]), _pooled()) == ([POOL + 1], set(range(1, POOL + 1)))


@pytest.mark.django_db
def test_second_reference_of_a_day_leaves_the_pool_alone() -> None:
    next_reference_beside_pool("M", TODAY)
    next_reference_beside_pool("M", TODAY)
    assert len(_pooled()) == POOL


@pytest.mark.django_db
def test_first_reference_of_the_next_day_fills_the_pool_up_to_its_size() -> None:
    anonymous_reference("M", TODAY)
    next_reference_beside_pool("M", TOMORROW)
    free = ReferencePool.objects.filter(prefix="M", taken=False)
    assert free.count() == POOL


@pytest.mark.django_db
def test_next_day_with_a_full_pool_sets_nothing_more_apart() -> None:
    next_reference_beside_pool("M", TODAY)
    next_reference_beside_pool("M", TOMORROW)
    assert ReferenceCounter.objects.get(prefix="M", year=2026).last == POOL + 2


@pytest.mark.django_db
def test_anonymous_references_come_from_the_pool_each_once() -> None:
    found = [anonymous_reference("M", TODAY) for _ in range(POOL)]
    assert set(_serials(found)) == set(range(1, POOL + 1))


@pytest.mark.django_db
def test_anonymous_references_do_not_tell_their_order() -> None:
    """Ten in a row by chance: once in 3.6 million; four days by chance: never."""
    orders = []
    for day in range(1, 5):
        drawn = [anonymous_reference(f"M{day}", TODAY) for _ in range(POOL)]
        orders.append(_serials(drawn) == sorted(_serials(drawn)))
    assert not all(orders)


@pytest.mark.django_db
def test_anonymous_reference_from_an_empty_pool_fills_it_again() -> None:
    for _ in range(POOL):
        anonymous_reference("M", TODAY)
    (serial,) = _serials([anonymous_reference("M", TODAY)])
    assert POOL < serial <= 2 * POOL


@pytest.mark.django_db
def test_pool_of_a_year_serves_that_year_only() -> None:
    anonymous_reference("M", TODAY)
    assert anonymous_reference("M", NEW_YEAR).startswith("M-2027-")


@pytest.mark.django_db
def test_counter_and_pool_are_named_after_what_they_count() -> None:
    anonymous_reference("M", TODAY)
    counter = ReferenceCounter.objects.get()
    slot = ReferencePool.objects.order_by("serial").first()
    assert (str(counter), str(slot)) == (f"M-2026: {POOL}", "M-2026-000001")
