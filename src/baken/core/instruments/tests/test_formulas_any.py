"""Whatever is calculated with whatever facts: it agrees with doubles, and keeps the laws of logic."""

from __future__ import annotations

import math
import operator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baken.core.instruments.expressions import (
    Declared,
    Expression,
    ExpressionError,
    Kind,
    Reason,
    compiled,
    parsed,
    printed,
    rounded,
)

SCHEMA = {
    **dict.fromkeys(("p", "q", "r"), Declared(Kind.YES_NO)),
    **dict.fromkeys(("x", "y", "z"), Declared(Kind.NUMBER)),
    "n": Declared(Kind.NUMBERS),
    "l": Declared(Kind.YES_NOS),
    "t": Declared(Kind.TEXT),
    "d": Declared(Kind.DATE),
    "e": Declared(Kind.DATE),
}
NUMBERS = st.one_of(st.integers(-100, 100).map(float), st.floats(-1e300, 1e300)).map(rounded)
YES_NO = st.booleans()
OF_KIND: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("p", "q", "r"), YES_NO),
    **dict.fromkeys(("x", "y", "z"), NUMBERS),
    "n": st.lists(st.one_of(NUMBERS, st.none()), max_size=4),
    "l": st.lists(st.one_of(YES_NO, st.none()), max_size=4),
    "t": st.text(max_size=3),
    "d": st.dates(),
    "e": st.dates(),
}
FACTS = st.fixed_dictionaries({}, optional=OF_KIND)
ANY_FACTS = st.dictionaries(
    st.sampled_from(sorted(OF_KIND)), st.one_of(st.none(), *OF_KIND.values())
)


def _numbers(conditions: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    leaves = st.one_of(
        st.sampled_from(["x", "y", "z", "sum(n)", "mean(n)", "max(n)", "count(n)", "count(l)"]),
        NUMBERS.map(lambda number: f"{number:.12g}"),
        st.just("days_between(d, e)"),
    )
    return st.recursive(leaves, lambda inner: _more_numbers(inner, conditions), max_leaves=6)


def _more_numbers(
    inner: st.SearchStrategy[str], conditions: st.SearchStrategy[str]
) -> st.SearchStrategy[str]:
    names = st.sampled_from(["abs", "round", "sqrt", "ln", "log10", "exp"])
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
        st.builds("(-{})".format, inner),
        st.builds("{}({})".format, names, inner),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max", "coalesce"]), inner, inner),
        st.builds("if({}, {}, {})".format, conditions, inner, inner),
    )


PLAIN = st.sampled_from(
    ["p", "q", "r", "any(l)", "all(l)", "true in l", "t == 'a'", "d < e", "x in n"]
)
FORMULAS = _numbers(PLAIN)
CONDITIONS = st.one_of(
    PLAIN,
    st.builds("({} {} {})".format, FORMULAS, st.sampled_from(["<", "<=", "==", "!="]), FORMULAS),
    st.builds("({} {} {})".format, PLAIN, st.sampled_from(["and", "or"]), PLAIN),
    st.builds("(not {})".format, PLAIN),
)


IMPOSSIBLE = tuple(reason.value for reason in Reason)


def _made(text: str, kind: Kind) -> Expression | None:
    """The expression, or none when a part of it is impossible whatever the facts are."""
    try:
        return compiled(text, schema=SCHEMA, wanted=kind)
    except ExpressionError as refused:
        if refused.message not in IMPOSSIBLE:
            raise
        return None


@settings(deadline=None)
@given(FORMULAS, FACTS)
def test_formula_gives_a_number_that_counts_or_says_why_it_is_unknown(
    text: str, facts: dict[str, Any]
) -> None:
    made = _made(text, Kind.NUMBER)
    if made is None:
        return
    answer = made.answer(facts)
    assert set(answer.because) <= set(made.paths)
    if answer.value is None:
        assert answer.troubles or any(_is_unknown(facts.get(name)) for name in answer.because)
    else:
        assert isinstance(answer.value, float)
        assert rounded(answer.value) == answer.value
        assert answer.troubles == ()


def _is_unknown(fact: Any) -> bool:
    return fact is None or (isinstance(fact, list) and None in fact)


@settings(deadline=None)
@given(FORMULAS)
def test_formula_written_and_read_again_is_the_same(text: str) -> None:
    tree = parsed(text)
    again = printed(tree)
    assert parsed(again) == tree
    assert printed(parsed(again)) == again
    assert again.count("(") <= text.count("(")


@settings(deadline=None)
@given(CONDITIONS, ANY_FACTS)
def test_facts_of_any_kind_are_answered_or_refused_by_the_one_error(
    text: str, facts: dict[str, Any]
) -> None:
    made = _made(text, Kind.YES_NO)
    column, value = 1, None
    if made is not None:
        try:
            value = made.asked(facts).value
        except ExpressionError as refused:
            column = refused.column
    assert 1 <= column <= len(text)
    assert value in (True, False, None)


LAWS = (
    ("{0} and {1}", "{1} and {0}"),
    ("{0} or {1}", "{1} or {0}"),
    ("not ({0} and {1})", "not {0} or not {1}"),
    ("not ({0} or {1})", "not {0} and not {1}"),
    ("{0} and ({1} or {2})", "{0} and {1} or {0} and {2}"),
    ("{0} or {1} and {2}", "({0} or {1}) and ({0} or {2})"),
    ("({0} and {1}) and {2}", "{0} and {1} and {2}"),
    ("not not {0}", "{0}"),
    ("{0} and {0}", "{0}"),
    ("{0} or {0} and {1}", "{0}"),
)


@settings(deadline=None)
@given(st.sampled_from(LAWS), st.tuples(CONDITIONS, CONDITIONS, CONDITIONS), FACTS)
def test_laws_of_and_or_and_not_hold_of_conditions_that_calculate(
    law: tuple[str, str], parts: tuple[str, str, str], facts: dict[str, Any]
) -> None:
    left, right = (_made(side.format(*parts), Kind.YES_NO) for side in law)
    if left is not None and right is not None:
        assert left.asked(facts).value is right.asked(facts).value


@pytest.mark.parametrize("sign", "+-*/")
@settings(deadline=None)
@given(one=NUMBERS, other=NUMBERS)
def test_arithmetic_agrees_with_doubles_after_rounding(sign: str, one: float, other: float) -> None:
    does = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}[sign]
    answer = compiled(f"x {sign} y", schema=SCHEMA, wanted=Kind.NUMBER).answer(
        {"x": one, "y": other}
    )
    if sign == "/" and other == 0:
        assert answer.value is None
    else:
        plain = does(one, other)
        assert answer.value == (rounded(plain) if abs(plain) <= 1e300 else None)


@settings(deadline=None)
@given(st.lists(st.integers(-(10**5), 10**5).map(float), min_size=1, max_size=8))
def test_functions_of_lists_agree_with_plain_ones(values: list[float]) -> None:
    plain = {
        "sum(n)": sum(values),
        "mean(n)": rounded(sum(values) / len(values)),
        "min(n)": min(values),
        "max(n)": max(values),
        "count(n)": len(values),
        "sum(n) / count(n) == mean(n)": True,
    }
    for text, value in plain.items():
        assert compiled(text, schema=SCHEMA, wanted=None).answer({"n": values}).value == value


@settings(deadline=None)
@given(NUMBERS)
def test_round_takes_the_nearest_whole_number_and_halves_away_from_zero(number: float) -> None:
    found = compiled("round(x)", schema=SCHEMA, wanted=Kind.NUMBER).answer({"x": number}).value
    assert isinstance(found, float)
    assert found == rounded(math.copysign(math.floor(abs(number) + 0.5), number))
    assert (
        found
        == -compiled("round(-x)", schema=SCHEMA, wanted=Kind.NUMBER).answer({"x": number}).value
    )


@settings(deadline=None)
@given(st.dates(), st.dates())
def test_days_between_counts_forward_and_back(first: date, last: date) -> None:
    text = "days_between(d, e) == -days_between(e, d) and (days_between(d, e) > 0) == (d < e)"
    assert compiled(text, schema=SCHEMA).asked({"d": first, "e": last}).value is True
