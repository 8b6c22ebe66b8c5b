"""Rules of the tree and of reach, as tables of cases and as properties; no database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.core.access.reach import PathRange, below, only
from baken.rooms.org.rules import (
    Fences,
    Line,
    Post,
    UnitRow,
    child_path,
    parents_first,
    ranges_of,
    tree_problems,
    twice,
)
from baken.rooms.org.rules.appointing import power_of


def unit(code: str, parent: str = "", level: int = 3) -> UnitRow:
    return UnitRow(code=code, parent=parent, level=level, name_nl=code)


TREE = [unit("TOP", level=7), unit("ARMY", "TOP", 5), unit("COY", "ARMY", 2)]


# ---- a tree, or not ----


def test_tree_problems_of_a_tree_are_none() -> None:
    assert tree_problems(TREE) == []


@pytest.mark.parametrize(
    ("rows", "code", "words"),
    [
        ([unit("A", level=7), unit("B", level=7)], "A, B", "exactly one root"),
        ([unit("A", "B"), unit("B", "A")], "-", "exactly one root"),
        ([*TREE, unit("COY", "ARMY", 2)], "COY", "twice"),
        ([*TREE, unit("LOST", "NOWHERE")], "LOST", "parent NOWHERE is not in the tree"),
        ([*TREE, unit("X", "Y"), unit("Y", "X")], "X", "stands above itself"),
        ([*TREE, unit("SELF", "SELF")], "SELF", "stands above itself"),
        ([*TREE, unit("BIG", "COY", 3)], "BIG", "higher than that of COY"),
        ([replace(TREE[0], level=8), *TREE[1:]], "TOP", "between 0 and 7"),
        ([*TREE, unit("LOW", "COY", -1)], "LOW", "between 0 and 7"),
    ],
)
def test_tree_problems_name_unit_and_reason(rows: list[UnitRow], code: str, words: str) -> None:
    found = tree_problems(rows)
    assert any(problem.code == code and words in problem.text for problem in found)
    assert all(str(problem) == f"{problem.code}: {problem.text}" for problem in found)


def test_tree_problems_circle_elsewhere_does_not_hang_on_a_broken_line() -> None:
    rows = [*TREE, unit("X", "Y"), unit("Y", "GONE")]
    assert [problem.code for problem in tree_problems(rows)] == ["Y"]


def test_tree_problems_child_of_the_same_level_is_fine() -> None:
    assert tree_problems([*TREE, unit("TWIN", "COY", 2)]) == []


def test_parents_first_turns_a_file_upside_down() -> None:
    assert parents_first(list(reversed(TREE))) == TREE


@given(st.permutations([*TREE, unit("SQN", "ARMY", 2), unit("TEAM", "COY", 1)]))
def test_parents_first_every_parent_comes_before(rows: list[UnitRow]) -> None:
    seen: set[str] = {""}
    for row in parents_first(rows):
        assert row.parent in seen
        seen.add(row.code)


@pytest.mark.parametrize(
    ("values", "found"),
    [([], []), (["a", "b"], []), (["a", "b", "a", "a"], ["a"]), (["", ""], [])],
)
def test_twice_names_each_double_once(values: list[str], found: list[str]) -> None:
    assert twice(values) == found


# ---- paths ----


@pytest.mark.parametrize(
    ("parent", "place", "path"), [("", 1, "0001"), ("0001", 12, "00010012"), ("", 9998, "9998")]
)
def test_child_path_is_the_parents_path_and_four_digits(parent: str, place: int, path: str) -> None:
    assert child_path(parent, place) == path


@pytest.mark.parametrize("place", [0, -1, 9999, 10_000])
def test_child_path_beyond_its_digits_is_refused(place: int) -> None:
    with pytest.raises(ValueError, match=r"9,998"):
        child_path("0001", place)


# ---- what a post reaches ----

PATH, PART = "000100020003", "00010002"
POST = Post(role="commander", path=PATH, below=True, part_path=PART)
OPEN = Fences()
EVERYTHING = (PathRange("", "9999"),)


@pytest.mark.parametrize(
    ("reach", "with_below", "ranges"),
    [
        ("unit", True, (below(PATH),)),
        ("unit", False, (only(PATH),)),
        ("part", True, (below(PART),)),
        ("part", False, (below(PART),)),
        ("all", False, EVERYTHING),
        ("own", True, ()),
        ("none", True, ()),
        ("above", True, (only("0001"), only(PART))),
        ("above", False, (only("0001"), only(PART))),
    ],
)
def test_ranges_of_each_reach(reach: str, with_below: bool, ranges: tuple[PathRange, ...]) -> None:
    post = replace(POST, below=with_below)
    assert ranges_of(post=post, reach=reach, fences=OPEN, opens_restricted=False) == ranges


@pytest.mark.parametrize(
    ("reach", "with_below", "inside", "outside"),
    [
        ("all", False, ("0009", PATH, PATH[:-4]), ()),
        ("unit", True, (PATH, PATH + "0001"), ("0009", PATH[:-4])),
        ("unit", False, (PATH,), (PATH + "0001", PATH[:-4])),
        ("below", True, (PATH + "0001", PATH + "00010002"), (PATH, PATH[:-4])),
        ("below", False, (), (PATH, PATH + "0001")),
    ],
)
def test_power_of_a_post_gives_within_its_reach_only(
    reach: str, with_below: bool, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    power = power_of(path=PATH, with_below=with_below, roles=["commander"], reach=reach)
    assert power.roles == {"commander"}
    assert [path for path in inside if not power.holds_all_of(only(path))] == []
    assert [path for path in outside if power.holds_all_of(only(path))] == []


def covers(ranges: tuple[PathRange, ...], path: str) -> bool:
    return any(piece.covers(path) for piece in ranges)


FENCED = PATH + "0001"


@pytest.mark.parametrize(
    ("opens", "inside", "path", "reached"),
    [
        (False, False, FENCED, False),
        (False, False, FENCED + "0007", False),
        (False, False, PATH + "0002", True),
        (False, False, PATH, True),
        (True, False, FENCED + "0007", True),
        (False, True, FENCED, True),
        (False, True, FENCED + "0007", True),
        (False, True, PATH + "0002", False),
    ],
)
def test_ranges_of_a_restricted_unit_opens_only_from_inside(
    opens: bool, inside: bool, path: str, reached: bool
) -> None:
    post = replace(POST, path=FENCED if inside else PATH)
    found = ranges_of(post=post, reach="unit", fences=Fences((FENCED,)), opens_restricted=opens)
    assert covers(found, path) == reached


def test_ranges_of_a_closed_unit_within_ones_own_closed_unit_stays_closed() -> None:
    deeper = FENCED + "0007"
    post = replace(POST, path=FENCED)
    fences = Fences((FENCED, deeper))
    found = ranges_of(post=post, reach="unit", fences=fences, opens_restricted=False)
    assert (covers(found, FENCED + "0001"), covers(found, deeper)) == (True, False)


paths = st.lists(st.integers(1, 4), min_size=1, max_size=4).map(
    lambda places: "".join(f"{place:04}" for place in places)
)


@given(paths, paths, st.lists(paths, max_size=4), st.booleans())
def test_ranges_above_are_the_units_on_the_way_up_and_no_other(
    standing: str, asked: str, fenced: list[str], with_below: bool
) -> None:
    """Neither a closed unit around who stands in it nor a line to elsewhere makes a difference."""
    post = Post(role="x", path=standing, below=with_below, part_path=standing[:4])
    found = ranges_of(
        post=post,
        reach="above",
        fences=Fences(tuple(fenced)),
        opens_restricted=False,
        lines=[Line("0009", standing[:4], "operational")],
    )
    assert covers(found, asked) == (standing.startswith(asked) and standing != asked)


@given(paths, st.lists(paths, max_size=4), paths, st.sampled_from(["unit", "part", "all"]))
def test_ranges_of_never_reach_into_a_fence_from_outside(
    standing: str, fenced: list[str], asked: str, reach: str
) -> None:
    post = Post(role="x", path=standing, below=True, part_path=standing[:4])
    found = ranges_of(post=post, reach=reach, fences=Fences(tuple(fenced)), opens_restricted=False)
    closed = any(asked.startswith(f) and not standing.startswith(f) for f in fenced)
    wide = {"unit": standing, "part": standing[:4], "all": ""}[reach]
    assert covers(found, asked) == (asked.startswith(wide) and not closed)
