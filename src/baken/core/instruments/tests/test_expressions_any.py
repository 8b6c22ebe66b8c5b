"""Whatever is written: an expression comes back the same, or is refused by the one error there is."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from baken.core.instruments.expressions import (
    Declared,
    ExpressionError,
    Kind,
    Node,
    compiled,
    evaluated,
    parsed,
    printed,
    rounded,
    table_of,
)
from baken.core.instruments.expressions.tokens import WORDS
from baken.core.instruments.expressions.tree import (
    Calculated,
    Called,
    Compared,
    Joined,
    ListOf,
    Literal,
    LookedUp,
    Negated,
    Not,
    Path,
)

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,6}(\.[a-z][a-z0-9_]{0,6}){0,2}", fullmatch=True)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
NUMBERS = st.floats(-1e30, 1e30).map(rounded)
SINGLE = st.one_of(TEXTS, NUMBERS, st.booleans()).map(Literal)
LISTS = st.lists(SINGLE, min_size=1, max_size=3).map(lambda items: ListOf(tuple(items)))
FREE = NAMES.filter(lambda name: name not in WORDS)
PATHS = FREE.map(Path)
LEAVES = st.one_of(SINGLE, LISTS, PATHS)


def _grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    some = st.lists(inner, min_size=2, max_size=3).map(tuple)
    signs = st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "in"])
    arguments = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        inner.map(Not),
        inner.map(Negated),
        _calculated("+-", inner),
        _calculated("*/", inner),
        st.builds(Called, FREE.filter(lambda name: name != "lookup"), arguments),
        st.builds(LookedUp, FREE, inner),
        st.builds(Joined, st.sampled_from(["and", "or"]), some),
        st.builds(Compared, signs, inner, inner),
    )


def _calculated(signs: str, inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    more = st.lists(st.tuples(st.sampled_from(signs), inner), min_size=1, max_size=3)
    return st.builds(
        lambda first, rest: Calculated(
            tuple(sign for sign, _part in rest), (first, *(part for _sign, part in rest))
        ),
        inner,
        more,
    )


TREES = st.recursive(LEAVES, _grown, max_leaves=8)
SCHEMA = {
    "a": Declared(Kind.YES_NO),
    "b": Declared(Kind.NUMBER),
    "c": Declared(Kind.TEXT),
    "d": Declared(Kind.TEXTS),
}
WRITTEN = (
    "a|b|c|d| and | or |not |(|)|==|<| in |['x']|[1]|1|0|9e299|'x'|,|+|-|*|/|if(|max(|ln(|lookup(t,"
)
PIECES = st.sampled_from(WRITTEN.split("|"))
TABLES = {"t": table_of({"x": 1})}
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.lists(st.text()),
    st.binary(),
)


@given(TREES)
def test_any_tree_written_and_read_again_is_the_same(tree: Node) -> None:
    assert parsed(printed(tree)) == tree


@given(st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join)))
def test_any_text_is_read_or_refused_by_its_own_error(text: str) -> None:
    column = 1
    try:
        made = compiled(text, schema=SCHEMA, tables=TABLES, wanted=None)
        assert parsed(str(made)) == made.tree
    except ExpressionError as refused:
        column = refused.column
    assert 1 <= column <= len(text) + 1


@given(
    st.lists(PIECES, max_size=12).map("".join),
    st.dictionaries(st.sampled_from("abcd"), VALUES),
)
def test_any_facts_are_answered_or_refused_by_its_own_error(
    text: str, facts: dict[str, Any]
) -> None:
    try:
        tree = compiled(text, schema=SCHEMA).tree
        assert evaluated(tree, facts).value in (True, False, None)
    except ExpressionError:
        pass


@given(st.dictionaries(st.sampled_from("abcd"), st.booleans()))
def test_a_yes_or_a_no_stays_when_more_becomes_known(facts: dict[str, bool]) -> None:
    schema = dict.fromkeys("abcd", Declared(Kind.YES_NO))
    tree = compiled("a and not b or c and (d or not a)", schema=schema).tree
    before = evaluated(tree, facts)
    if before.value is not None:
        for name in set("abcd") - set(facts):
            for value in (True, False):
                assert evaluated(tree, {**facts, name: value}).value is before.value
