"""Small numbers stay hidden: judged by trying every other table, not by how the rule works."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baken.core.export import small_numbers
from baken.core.export.bridges import bridges
from baken.core.export.figures import SMALL, Branch, Figure, counted_alone
from baken.core.export.small_numbers import figures_of, is_large

Table = dict[str, tuple[int, ...]]


def leaves_of(branch: Branch) -> list[Branch]:
    if not branch.parts:
        return [branch]
    return [leaf for part in branch.parts for leaf in leaves_of(part)]


def table_of(branch: Branch, leaves: Table) -> Table:
    """Every count of a tree, totals included, from the counts of its leaves: the plain sums."""
    if not branch.parts:
        return {branch.key: (*leaves[branch.key], sum(leaves[branch.key]))}
    found: Table = {}
    for part in branch.parts:
        found |= table_of(part, leaves)
    rows = [found[part.key] for part in branch.parts]
    return found | {branch.key: tuple(sum(column) for column in zip(*rows, strict=True))}


def looks_the_same(top: Branch, table: Table, shown: dict[str, tuple[Figure, ...]]) -> bool:
    """Whether a table could be the one behind what is shown."""
    return all(
        _fits(count, figure, is_known(top, key))
        for key, row in table.items()
        for count, figure in zip(row, shown[key], strict=True)
    )


def _fits(count: int, figure: Figure, known: bool) -> bool:
    """A zero of known leaves is always shown, so that "<5" there means one to four."""
    if figure.exact is not None:
        return count == figure.exact
    if figure.is_small:
        return (1 if known else 0) <= count < SMALL
    return count >= figure.at_least


def other_tables(top: Branch, *, fixed: bool) -> Iterator[Table]:
    """Every table whose leaves hold one more, as many, or one fewer; known ones as they are."""
    leaves = leaves_of(top)
    choices = [
        [count] if fixed and leaf.known else [n for n in (count - 1, count, count + 1) if n >= 0]
        for leaf in leaves
        for count in leaf.counts
    ]
    width = len(leaves[0].counts)
    for chosen in product(*choices):
        rows = [chosen[i : i + width] for i in range(0, len(chosen), width)]
        yield table_of(top, dict(zip((leaf.key for leaf in leaves), rows, strict=True)))


def computable(top: Branch, *, fixed: bool) -> set[tuple[str, int]]:
    """The hidden counts that are the same in every table that looks the same."""
    shown = dict(figures_of(top))
    alike = [table for table in other_tables(top, fixed=fixed) if looks_the_same(top, table, shown)]
    assert alike, "the real table must be among those that fit"
    return {
        (key, place)
        for key, row in shown.items()
        for place, figure in enumerate(row)
        if figure.exact is None and len({table[key][place] for table in alike}) < 2
    }


def is_known(top: Branch, key: str) -> bool:
    def find(branch: Branch) -> Branch | None:
        if branch.key == key:
            return branch
        return next((f for f in map(find, branch.parts) if f is not None), None)

    found = find(top)
    assert found is not None
    return all(leaf.known for leaf in leaves_of(found))


COUNTS = st.one_of(st.integers(0, 7), st.integers(0, 60))


@st.composite
def flat_tables(draw: st.DrawFn) -> Branch:
    """Rows by columns, at most eight counts."""
    rows, width = draw(st.sampled_from([(1, 1), (1, 3), (2, 2), (2, 3), (3, 2), (2, 4), (4, 2)]))
    return Branch("top", parts=tuple(_leaf(draw, f"row{row}", width) for row in range(rows)))


@st.composite
def trees(draw: st.DrawFn) -> Branch:
    """Two levels below the top, at most eight counts."""
    width = draw(st.integers(1, 2))
    sizes = draw(st.sampled_from([(1, 1), (2, 1), (2, 2), (1, 3), (1, 1, 2)]))
    parts = tuple(
        Branch(f"part{n}", parts=tuple(_leaf(draw, f"unit{n}{m}", width) for m in range(size)))
        for n, size in enumerate(sizes)
    )
    return Branch("top", parts=parts)


def _leaf(draw: st.DrawFn, key: str, width: int) -> Branch:
    counts = tuple(draw(COUNTS) for _ in range(width))
    return Branch(key, counts=counts, known=draw(st.booleans()))


@settings(max_examples=150, deadline=None)
@given(st.one_of(flat_tables(), trees()))
def test_figures_hidden_from_outside_have_two_values_each(top: Branch) -> None:
    assert computable(top, fixed=False) == set()


@settings(max_examples=150, deadline=None)
@given(st.one_of(flat_tables(), trees()))
def test_figures_hidden_from_a_reader_who_knows_some_have_two_values_each(top: Branch) -> None:
    given_away = {key for key, _ in computable(top, fixed=True)}
    assert {key for key in given_away if not is_known(top, key)} == set()


def small_sums_told(top: Branch) -> set[frozenset[tuple[str, int]]]:
    """Every sum of counts of unknown leaves that is under five and the same in every table that fits.

    The reader knows the known leaves. Slow and obvious: every set of counts in every other table.
    """
    leaves = leaves_of(top)
    real = table_of(top, {leaf.key: leaf.counts for leaf in leaves})
    shown = dict(figures_of(top))
    alike = [table for table in other_tables(top, fixed=True) if looks_the_same(top, table, shown)]
    closed = [(leaf.key, n) for leaf in leaves if not leaf.known for n in range(len(leaf.counts))]
    return {
        frozenset(some)
        for size in range(1, len(closed) + 1)
        for some in combinations(closed, size)
        if sum(real[key][n] for key, n in some) < SMALL
        and len({sum(table[key][n] for key, n in some) for table in alike}) < 2
    }


@st.composite
def mostly_closed(draw: st.DrawFn) -> Branch:
    """Small counts, most of them of units that are closed to the reader."""
    width = draw(st.integers(1, 2))
    sizes = draw(st.sampled_from([(2,), (4,), (2, 2), (1, 1, 2), (3, 1)]))
    few = st.one_of(st.integers(0, 2), st.integers(0, 7), st.just(30))
    parts = tuple(
        Branch(
            f"part{n}", parts=tuple(_closed(draw, f"unit{n}{m}", width, few) for m in range(size))
        )
        for n, size in enumerate(sizes)
    )
    return Branch("top", parts=parts)


def _closed(draw: st.DrawFn, key: str, width: int, few: st.SearchStrategy[int]) -> Branch:
    counts = tuple(draw(few) for _ in range(width))
    return Branch(key, counts=counts, known=draw(st.sampled_from([False, False, True])))


@settings(max_examples=150, deadline=None)
@given(st.one_of(flat_tables(), trees(), mostly_closed()))
def test_figures_tell_no_small_sum_to_a_reader_who_knows_some(top: Branch) -> None:
    assert small_sums_told(top) == set()


def test_figures_of_two_closed_units_do_not_tell_what_both_have_together() -> None:
    """Each could have the one that the total would tell of: so the total is not told."""
    closed = (Branch("closed", (1,)), Branch("sealed", (0,)))
    top = Branch("part", parts=(Branch("open", (57,), known=True), *closed))
    assert shown(top) == {
        "open": ["57", "57"],
        "closed": ["<5", "<5"],
        "sealed": ["<5", "<5"],
        "part": ["≥57", "≥57"],
    }


def test_figures_of_many_small_units_still_tell_what_they_have_together() -> None:
    top = Branch("part", parts=tuple(Branch(f"unit{n}", (2,)) for n in range(3)))
    assert shown(top)["part"] == ["6", "6"]


@settings(max_examples=200, deadline=None)
@given(st.one_of(flat_tables(), trees()))
def test_figures_tell_the_truth_and_nothing_under_five(top: Branch) -> None:
    table = table_of(top, {leaf.key: leaf.counts for leaf in leaves_of(top)})
    shown = dict(figures_of(top))
    assert looks_the_same(top, table, shown)
    told = {(key, f.exact) for key, row in shown.items() for f in row if f.exact is not None}
    assert {count for key, count in told if count < SMALL and is_known(top, key)} <= {0}
    assert {count for key, count in told if count < SMALL and not is_known(top, key)} == set()


@settings(max_examples=100, deadline=None)
@given(st.one_of(flat_tables(), trees()))
def test_figures_of_the_same_counts_are_the_same(top: Branch) -> None:
    assert figures_of(top) == figures_of(top)


def shown(top: Branch) -> dict[str, list[str]]:
    return {key: [str(figure) for figure in row] for key, row in figures_of(top).items()}


def test_figures_from_five_up_are_all_shown() -> None:
    top = Branch("top", parts=(Branch("a", (5, 6)), Branch("b", (7, 8))))
    assert shown(top) == {"a": ["5", "6", "11"], "b": ["7", "8", "15"], "top": ["12", "14", "26"]}


def test_figures_beside_one_small_count_hide_the_cheapest_round_trip() -> None:
    top = Branch("top", parts=(Branch("a", (3, 20)), Branch("b", (30, 9)), Branch("c", (50, 60))))
    assert shown(top) == {
        "a": ["<5", "≥5", "23"],
        "b": ["≥5", "≥5", "39"],
        "c": ["50", "60", "110"],
        "top": ["83", "89", "172"],
    }


def test_figures_of_one_unknown_unit_hide_the_totals_that_hold_it() -> None:
    open_units = (Branch("a", (10,), known=True), Branch("b", (8,), known=True))
    top = Branch("part", parts=(*open_units, Branch("closed", (4,))))
    assert shown(top) == {
        "a": ["10", "10"],
        "b": ["8", "8"],
        "closed": ["<5", "<5"],
        "part": ["≥18", "≥18"],
    }


@pytest.mark.parametrize(("known", "text"), [(True, "0"), (False, "<5")])
def test_figures_of_nothing_are_shown_of_known_leaves_alone(known: bool, text: str) -> None:
    assert shown(Branch("top", (0, 0), known=known)) == {"top": [text] * 3}


def test_figures_beside_a_known_zero_leave_it_shown() -> None:
    row = Branch("row", (0, 6, 0), known=True)
    assert shown(Branch("top", parts=(row,)))["row"] == ["0", "6", "0", "6"]


def test_figures_that_can_only_cross_five_are_veiled() -> None:
    """Four beside a known one: another value would turn "<5" or "≥5" into the other."""
    top = Branch("top", parts=(Branch("a", (1,), known=True), Branch("closed", (4,))))
    assert "–" in {text for row in shown(top).values() for text in row}
    assert computable(top, fixed=True) <= {("a", 0), ("a", 1)}


def test_figures_whose_cheapest_trip_is_closed_one_way_go_the_other() -> None:
    """From one end of a count no free way may lead to the other: the trip then starts from there."""
    top = Branch("top", parts=(Branch("open", (2, 1), known=True), Branch("closed", (3, 0))))
    assert shown(top) == {
        "open": ["<5", "<5", "<5"],
        "closed": ["<5", "<5", "<5"],
        "top": ["≥5", "<5", "≥5"],
    }
    assert small_sums_told(top) == set()


@pytest.mark.parametrize(
    ("figure", "text", "value"),
    [
        (Figure(exact=0), "0", 0),
        (Figure(exact=12), "12", 12),
        (Figure(is_small=True), "<5", "<5"),
        (Figure(at_least=18), "≥18", "≥18"),
        (Figure(), "–", "–"),
    ],
)
def test_figure_shows_as_much_as_it_may(figure: Figure, text: str, value: int | str) -> None:
    assert (str(figure), figure.value) == (text, value)


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ([], set()),
        ([(1, 2)], {0}),
        ([(1, 2), (2, 1)], set()),
        ([(1, 2), (2, 3), (3, 1), (3, 4), (4, 5), (5, 6), (6, 4), (9, 8)], {3, 7}),
        ([(1, 1), (1, 2)], {1}),
    ],
)
def test_bridges_are_the_edges_on_no_circle(
    edges: list[tuple[int, int]], expected: set[int]
) -> None:
    assert bridges(edges) == expected


def test_bridges_of_a_long_line_need_no_recursion() -> None:
    assert len(bridges([(one, one + 1) for one in range(20_000)])) == 20_000


def test_large_tree_hides_less_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small_numbers, "LARGE", 2)
    parts = tuple(Branch(name, (count, 9), known=True) for name, count in (("a", 2), ("b", 8)))
    top = Branch("large", parts=parts)
    assert is_large(top)
    shown = {key: [str(one) for one in row] for key, row in figures_of(top).items()}
    assert shown == {"a": ["<5", "9", "11"], "b": ["8", "9", "17"], "large": ["10", "18", "28"]}


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5"), (1200, "1200")]
)
def test_count_without_a_total_beside_it_is_hidden_from_one_to_four(count: int, shown: str) -> None:
    assert str(counted_alone(count)) == shown
