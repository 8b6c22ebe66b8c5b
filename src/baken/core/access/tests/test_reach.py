"""Path ranges behave as the sets of units they stand for."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.core.access.reach import PathRange, below, cut, only, union

# A tree of three levels; the last child of each has the highest number a path can hold.
PLACES = ("0001", "0002", "9998")
TREE = sorted(
    [
        *PLACES,
        *(one + two for one in PLACES for two in PLACES),
        *(one + two + three for one in PLACES for two in PLACES for three in PLACES),
    ]
)

paths = st.sampled_from(TREE)
borders = st.sampled_from(["", *TREE, "9999"])
ranges = st.one_of(
    paths.map(below),
    paths.map(only),
    st.tuples(borders, borders).map(lambda pair: PathRange(*sorted(pair))),
)
many = st.lists(ranges, max_size=6)


def _set(pieces: Iterable[PathRange]) -> set[str]:
    """The naive model: the units of the tree that any of the ranges covers."""
    return {path for path in TREE if any(piece.covers(path) for piece in pieces)}


@given(paths)
def test_below_a_unit_is_the_unit_and_everything_under_it(path: str) -> None:
    assert _set([below(path)]) == {other for other in TREE if other.startswith(path)}


@given(paths)
def test_only_a_unit_is_the_unit_alone(path: str) -> None:
    assert _set([only(path)]) == {path}


@given(many)
def test_union_of_any_ranges_covers_what_they_cover_together(pieces: list[PathRange]) -> None:
    assert _set(union(pieces)) == _set(pieces)


@given(many)
def test_union_of_any_ranges_leaves_a_gap_between_each_two(pieces: list[PathRange]) -> None:
    merged = union(pieces)
    assert all(one.high < other.low for one, other in pairwise(merged))


@given(many)
def test_union_in_any_order_and_repeated_is_the_same(pieces: list[PathRange]) -> None:
    assert union([*reversed(pieces), *union(pieces)]) == union(pieces)


@given(many, many)
def test_cut_covers_the_ranges_without_the_holes(
    pieces: list[PathRange], holes: list[PathRange]
) -> None:
    assert _set(cut(pieces, holes)) == _set(pieces) - _set(holes)


@given(many, many)
def test_cut_and_put_back_covers_everything_again(
    pieces: list[PathRange], holes: list[PathRange]
) -> None:
    together = union([*cut(pieces, holes), *holes])
    assert _set(together) == _set(pieces) | _set(holes)


@given(many)
def test_cut_by_itself_leaves_nothing(pieces: list[PathRange]) -> None:
    assert _set(cut(pieces, pieces)) == set()


WHOLE = PathRange("0002", "0004")


@pytest.mark.parametrize(
    ("hole", "left"),
    [
        (PathRange("0000", "0001"), [WHOLE]),
        (PathRange("0000", "0002"), [WHOLE]),
        (PathRange("0004", "0005"), [WHOLE]),
        (PathRange("0000", "0003"), [PathRange("0003", "0004")]),
        (PathRange("0003", "0009"), [PathRange("0002", "0003")]),
        (WHOLE, []),
        (PathRange("0000", "0009"), []),
        (
            PathRange("00020001", "00020002"),
            [PathRange("0002", "00020001"), PathRange("00020002", "0004")],
        ),
    ],
)
def test_without_a_hole_beside_across_or_inside_leaves_the_rest(
    hole: PathRange, left: list[PathRange]
) -> None:
    assert WHOLE.without(hole) == left


@pytest.mark.parametrize(
    ("path", "covered"),
    [("0001", False), ("0002", True), ("00039999", True), ("0004", False), ("00040001", False)],
)
def test_covers_at_the_borders_includes_the_low_and_not_the_high(path: str, covered: bool) -> None:
    assert WHOLE.covers(path) == covered
