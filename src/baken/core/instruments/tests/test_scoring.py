"""Scoring: choices become classes, borders belong to the band below, and classes are no numbers."""

from __future__ import annotations

import itertools
import math
import operator
import statistics
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.core.instruments.expressions import rounded
from baken.core.instruments.scoring import (
    ChoiceProblem,
    ChoiceRefused,
    RiskClass,
    Score,
    ScoringModel,
    choice_problems,
    native_class_of,
    score,
    spread_of,
    worst,
)
from baken.core.instruments.scoring.formula import product_of
from baken.core.instruments.tests.scales import DIRECT, MATRIX, PRODUCT, choice, read

GRID, TIMES, PLAIN = read(MATRIX), read(PRODUCT), read(DIRECT)
CLASSES = st.sampled_from(RiskClass)

# ---- classes ----


def test_classes_have_an_order() -> None:
    low, medium, high, extreme = RiskClass
    assert low < medium < high < extreme
    assert extreme >= high >= high > low
    assert low <= low


@pytest.mark.parametrize(
    "compute",
    [
        *(lambda a, b, sign=sign: sign(a, b) for sign in (
            operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv,
            operator.mod, operator.pow, operator.and_, operator.or_,
        )),
        *(lambda a, b, make=make: make(a) for make in (
            float, int, abs, round, complex, operator.neg, operator.pos, operator.index,
        )),
        lambda a, b: a + 1,
        lambda a, b: 1 + a,
        lambda a, b: a * 2,
        lambda a, b: sum([a, b]),
        lambda a, b: statistics.mean([a, b]),
        lambda a, b: math.fsum([a, b]),
        lambda a, b: a < 1,
        lambda a, b: a < "medium",
        lambda a, b: a >= "low",
    ],
)  # fmt: skip
def test_classes_can_not_be_computed_with(compute: Callable[[Any, Any], Any]) -> None:
    with pytest.raises(TypeError):
        compute(RiskClass.LOW, RiskClass.HIGH)


def test_class_is_no_text() -> None:
    assert RiskClass("low") is RiskClass.LOW
    assert RiskClass.LOW != "low"


def test_worst_of_nothing_is_nothing() -> None:
    assert worst([]) is None


@given(st.lists(CLASSES, min_size=1))
def test_worst_is_one_of_them_and_none_is_worse(classes: list[RiskClass]) -> None:
    found = worst(classes)
    assert found in classes
    assert all(one <= found for one in classes)


@given(st.lists(CLASSES, min_size=1), CLASSES)
def test_worst_never_gets_better_by_one_more(classes: list[RiskClass], more: RiskClass) -> None:
    assert worst([*classes, more]) == worst([worst(classes), more]) >= worst(classes)


# ---- scores ----


@pytest.mark.parametrize(
    ("model", "picked", "native", "common", "number", "written"),
    [
        (GRID, choice("1", "A"), "hi", "extreme", None, "1A"),
        (GRID, choice("1", "B"), "mid", "medium", None, "1B"),
        (GRID, choice("2", "A"), "mid", "medium", None, "2A"),
        (GRID, {"harm": 2, "chance": "B"}, "lo", "low", None, "2B"),
        (GRID, choice("1", "Z"), "gone", None, None, "1Z"),
        (PLAIN, {"priority": "less"}, "lo", "low", None, None),
        (PLAIN, {"priority": "most"}, "hi", "high", None, None),
        (TIMES, choice("0.3", "1"), "a", "low", 0.3, None),
        (TIMES, choice("0.3", "often"), "a", "low", 2.1, None),
        (TIMES, {"harm": 0.3, "chance": 7.0}, "a", "low", 2.1, None),
        (TIMES, {"harm": 10, "chance": 1}, "b", "high", 10, None),
        (TIMES, choice("10", "often"), "c", "high", 70, None),
    ],
)
def test_choice_gets_its_class(
    model: ScoringModel,
    picked: dict[str, Any],
    native: str,
    common: str | None,
    number: float | None,
    written: str | None,
) -> None:
    found = score(model, picked)
    assert found.native.code == native
    assert found.common == (RiskClass(common) if common else None)
    assert (found.number, found.written) == (number, written)
    assert (found.model, found.version) == (model.code, model.version)


def test_score_keeps_the_codes_that_were_chosen() -> None:
    assert score(TIMES, {"chance": 7, "harm": 10.0}).choice == (("harm", "10"), ("chance", "often"))


def test_score_says_when_it_can_not_wait() -> None:
    assert score(TIMES, choice("10", "often")).urgent
    assert not score(TIMES, choice("10", "1")).urgent


def test_score_has_the_action_and_the_term_of_its_class() -> None:
    at_once = score(GRID, choice("1", "A")).native
    assert at_once.action.en == "Do"
    assert at_once.term is not None
    assert at_once.term.is_at_once
    later = score(GRID, choice("1", "B")).native.term
    assert later is not None
    assert (later.unit, later.count, later.is_at_once) == ("months", 12, False)
    assert score(GRID, choice("2", "B")).native.term is None


@pytest.mark.parametrize(
    ("picked", "says"),
    [
        ({}, "choose a value for harm: 10, 0.3; choose a value for chance: often, 1"),
        ({"harm": "10", "chance": ""}, "choose a value for chance: often, 1"),
        ({"harm": "10", "chance": None}, "choose a value for chance: often, 1"),
        (choice("10", "seldom"), "“seldom” is no value of chance; choose often, 1"),
        ({"harm": 11, "chance": 1}, "“11” is no value of harm; choose 10, 0.3"),
        ({"harm": True, "chance": 1}, "“True” is no value of harm"),
        ({"harm": [10], "chance": 1}, "“[10]” is no value of harm"),
        ({"harm": 10**5000, "chance": 1}, "“…” is no value of harm"),
        ({"harm": "x" * 99, "chance": 1}, f"“{'x' * 40}…” is no value of harm"),
        ({"harm": math.nan, "chance": 1}, "“nan” is no value of harm"),
        (choice("10", "1") | {"luck": "1"}, "there is no axis “luck”; axes are harm, chance"),
    ],
)
def test_choice_that_is_not_whole_is_refused_in_plain_words(picked: Any, says: str) -> None:
    with pytest.raises(ChoiceRefused) as refused:
        score(TIMES, picked)
    assert str(refused.value).startswith(says)
    assert refused.value.problems == choice_problems(TIMES, picked)


def test_problems_of_a_choice_name_the_axis() -> None:
    assert choice_problems(GRID, {"harm": "9"}) == (
        ChoiceProblem("no_value", "harm", "9", ("1", "2")),
        ChoiceProblem("missing", "chance", values=("A", "B", "Z")),
    )
    assert choice_problems(GRID, choice("1", "A")) == ()


def test_number_of_a_code_is_meant_where_the_code_is_that_number() -> None:
    assert score(GRID, {"harm": 1.0, "chance": "A"}).written == "1A"
    assert [one.given for one in choice_problems(GRID, {"harm": 1.5, "chance": "A"})] == ["1.5"]


# ---- bands ----


@pytest.mark.parametrize(
    ("number", "native"),
    [
        (0, "a"),
        (2.1, "a"),
        (0.3 * 7, "a"),
        (2.1000000000001, "a"),
        (2.10000000001, "b"),
        (10, "b"),
        (10.0000000001, "c"),
        (1e299, "c"),
    ],
)
def test_border_belongs_to_the_band_below(number: float, native: str) -> None:
    assert native_class_of(TIMES, number).code == native


@pytest.mark.parametrize("number", [-1, math.nan, math.inf, -math.inf])
def test_number_that_is_no_outcome_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match=r"is no outcome of harm \* chance"):
        native_class_of(TIMES, number)


def test_matrix_knows_no_numbers() -> None:
    with pytest.raises(ValueError, match="grid has no formula and knows no numbers"):
        native_class_of(GRID, 1)


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_more_is_never_a_lower_class(one: float, other: float) -> None:
    less, more = sorted((one, other))
    classes = TIMES.classes
    first, second = native_class_of(TIMES, less), native_class_of(TIMES, more)
    assert classes.index(first) <= classes.index(second)


# ---- formulas ----


@pytest.mark.parametrize("text", ["b*a", "a * b", "a  *b"])
def test_product_is_read(text: str) -> None:
    assert product_of(text, ["a", "b"]).value({"a": 0.1, "b": 3}) == 0.3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", r"write a product of axes, such as a\*b"),
        ("a", "write a product"),
        ("a+b", "write a product"),
        ("a*2", "write a product"),
        ("a**b", "write a product"),
        ("a*b*", "write a product"),
        ("(a*b)", "write a product"),
        ("a*b\n", "write a product"),
        ("A*b", "write a product"),
        ("a*c", "there is no axis c; axes are a, b"),
        ("a*a", "every axis stands in it once: a, b"),
        ("a*b*a", "every axis stands in it once"),
    ],
)
def test_anything_but_a_product_of_every_axis_is_refused(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        product_of(text, ["a", "b"])


@given(st.lists(st.floats(0.01, 100), min_size=3, max_size=3))
def test_product_is_the_same_in_every_order(numbers: list[float]) -> None:
    values = dict(zip("abc", numbers, strict=True))
    found = [
        product_of("*".join(order), "abc").value(values) for order in itertools.permutations("abc")
    ]
    assert all(math.isclose(one, found[0], rel_tol=1e-11) for one in found)
    assert all(one == rounded(one) for one in found)


# ---- spread ----


def scores(model: ScoringModel, *picked: tuple[str, str]) -> list[Score]:
    return [score(model, choice(*one)) for one in picked]


def test_spread_is_from_the_lowest_to_the_highest() -> None:
    low, mid, high = scores(GRID, ("2", "B"), ("2", "A"), ("1", "A"))
    found = spread_of(GRID, [mid, high, low])
    assert (found.highest, found.lowest, found.differs_in_class) == (high, low, True)


def test_spread_within_a_class_goes_by_the_number() -> None:
    less, more = scores(TIMES, ("0.3", "1"), ("0.3", "often"))
    found = spread_of(TIMES, [less, more])
    assert (found.highest, found.lowest, found.differs_in_class) == (more, less, False)


def test_spread_between_urgent_and_not_differs_in_class() -> None:
    found = spread_of(TIMES, scores(TIMES, ("10", "1"), ("10", "often")))
    assert found.highest.common == found.lowest.common
    assert found.differs_in_class


def test_spread_of_equal_ones_takes_the_first() -> None:
    first, second = scores(GRID, ("1", "B"), ("2", "A"))
    assert spread_of(GRID, [first, second]).highest is first


def test_spread_of_one_is_that_one() -> None:
    [only] = scores(GRID, ("1", "Z"))
    found = spread_of(GRID, [only])
    assert found.highest is found.lowest is only


def test_spread_of_nothing_or_of_two_models_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one score"):
        spread_of(GRID, [])
    older = read(MATRIX, version=2)
    for other in (TIMES, older):
        [strange] = scores(other, ("10", "1")) if other is TIMES else scores(other, ("1", "A"))
        with pytest.raises(ValueError, match="does not compare with one of grid, version 1"):
            spread_of(GRID, [*scores(GRID, ("1", "A")), strange])
