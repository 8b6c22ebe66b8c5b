"""What was tied is one and the same, by however many steps; the rest stands alone."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from baken.core.records.same import Same

pairs = st.tuples(st.integers(0, 9), st.integers(0, 9))


def tied(ties: Iterable[tuple[int, int]]) -> Same[int]:
    same: Same[int] = Same()
    for one, other in ties:
        same.tie(one, other)
    return same


def test_what_was_never_tied_stands_for_itself_alone() -> None:
    same = tied([(1, 2)])
    assert [same.top(one) for one in (1, 2, 3)] == [1, 1, 3]


def test_what_stood_for_the_first_stands_for_all() -> None:
    same = tied([(3, 4), (2, 3), (1, 2), (5, 6), (4, 6)])
    assert {same.top(one) for one in range(1, 7)} == {1}


def test_what_is_the_same_already_may_be_tied_again() -> None:
    same = tied([(1, 2), (2, 1), (1, 1)])
    assert (same.top(1), same.top(2)) == (1, 1)


@given(st.lists(pairs, max_size=20))
def test_tied_in_any_order_groups_are_those_that_walking_the_ties_finds(
    ties: list[tuple[int, int]],
) -> None:
    group = {one: {one} for one in range(10)}
    for one, other in ties:
        together = group[one] | group[other]
        for each in together:
            group[each] = together
    same = tied(ties)
    assert all(
        (same.top(one) == same.top(other)) == (other in group[one])
        for one in range(10)
        for other in range(10)
    )
