"""Formulas as tables: what is calculated, at which borders it is not, and what is refused where."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest

from baken.core.instruments.expressions import (
    Answer,
    Declared,
    Expression,
    ExpressionError,
    Kind,
    Reason,
    Trouble,
    Verdict,
    compiled,
    evaluated,
    parsed,
)
from baken.core.instruments.expressions.functions import FUNCTIONS
from baken.core.instruments.expressions.parse import DEEPEST

SCHEMA = {
    "x": Declared(Kind.NUMBER),
    "y": Declared(Kind.NUMBER),
    "sure": Declared(Kind.YES_NO),
    "name": Declared(Kind.TEXT),
    "scores": Declared(Kind.NUMBERS),
    "answers": Declared(Kind.YES_NOS),
    "subjects": Declared(Kind.TEXTS),
    "begun": Declared(Kind.DATE),
    "ended": Declared(Kind.DATE),
    "danger": Declared(Kind.CLASS),
    "dangers": Declared(Kind.CLASSES),
}
MARCH = date(2024, 3, 1)
FEBRUARY = date(2024, 2, 28)


def formula(text: str) -> Expression:
    return compiled(text, schema=SCHEMA, wanted=None)


def value(text: str, **facts: Any) -> Any:
    return formula(text).answer(facts).value


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 4 - 3", 3),
        ("10 - (4 - 3)", 9),
        ("12 / 3 / 2", 2),
        ("12 / 3 * 2", 8),
        ("2 * 3 - 4 / 8", 5.5),
        ("-2 * -3", 6),
        ("-(2 + 3)", -5),
        ("2 - -3", 5),
        ("--3", 3),
        ("0.1 + 0.2", 0.3),
        ("1 / 3", 0.333333333333),
        ("1 / 3 * 3", 0.999999999999),
        ("123456789012 + 0.5", 123456789013),
        ("-123456789012 - 0.5", -123456789013),
        ("1e200 * 1e100", 1e300),
        ("1e-200 * 1e-200", 0),
        ("6 * 6 * 7", 252),
        ("abs(-2.5)", 2.5),
        ("sqrt(2)", 1.41421356237),
        ("sqrt(0)", 0),
        ("ln(exp(1))", 1),
        ("log10(1000)", 3),
        ("128 + 10 * log10(60) - 44.6", 101.181512504),
        ("exp(0)", 1),
        ("exp(-1000)", 0),
        ("round(0.5)", 1),
        ("round(-0.5)", -1),
        ("round(1.5)", 2),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(2.4999999999)", 2),
        ("round(2.4999999999999)", 3),
        ("round(1e300)", 1e300),
        ("round(80.44 * 10) / 10", 80.4),
        ("min(3, 1, 2)", 1),
        ("max(3, 1, 2)", 3),
        ("min([3, -1, 2])", -1),
        ("max([3])", 3),
        ("sum([0.1, 0.2])", 0.3),
        ("mean([1, 2, 4])", 2.33333333333),
        ("count([1, 1])", 2),
        ("count(['a'])", 1),
        ("if(2 > 1, 'yes', 'no')", "yes"),
        ("if(2 < 1, [1], [2])", (2,)),
        ("coalesce(1, 2)", 1),
        ("1 + 1 == 2", True),
        ("0.1 * 3 == 0.3", True),
        ("1 + 1 in [2, 3]", True),
        ("max(1, 2) < 2 or not 3 > 2", False),
    ],
)
def test_formula_without_facts_gives_its_value(text: str, result: Any) -> None:
    assert formula(text).answer({}) == Answer(result)


@pytest.mark.parametrize(
    ("text", "facts", "answer"),
    [
        ("x + y", {"x": 1, "y": 2}, Answer(3, ("x", "y"))),
        ("x + y + x", {"x": 1}, Answer(None, ("y",))),
        ("x * y", {"x": 0}, Answer(None, ("y",))),
        ("-x", {"x": 2}, Answer(-2, ("x",))),
        ("-x", {"x": 0}, Answer(0, ("x",))),
        ("-x", {}, Answer(None, ("x",))),
        ("abs(x)", {}, Answer(None, ("x",))),
        ("max(x, y)", {"x": 1}, Answer(None, ("y",))),
        ("max(x, y)", {"x": 1, "y": 2}, Answer(2, ("x", "y"))),
        ("sum(scores)", {"scores": [1, 2, 3]}, Answer(6, ("scores",))),
        ("sum(scores)", {"scores": []}, Answer(0, ("scores",))),
        ("sum(scores)", {"scores": [1, None]}, Answer(None, ("scores",))),
        ("sum(scores)", {"scores": {2, 0.5}}, Answer(2.5, ("scores",))),
        ("sum(scores)", {}, Answer(None, ("scores",))),
        ("count(scores)", {"scores": []}, Answer(0, ("scores",))),
        ("count(scores)", {"scores": [1, None]}, Answer(2, ("scores",))),
        ("count(subjects)", {"subjects": ["a"]}, Answer(1, ("subjects",))),
        ("count(answers)", {}, Answer(None, ("answers",))),
        ("any(answers)", {"answers": [False, None, True]}, Answer(True, ("answers",))),
        ("any(answers)", {"answers": [False, None]}, Answer(None, ("answers",))),
        ("any(answers)", {"answers": [False]}, Answer(False, ("answers",))),
        ("any(answers)", {"answers": []}, Answer(False, ("answers",))),
        ("any(answers)", {}, Answer(None, ("answers",))),
        ("all(answers)", {"answers": [True, None, False]}, Answer(False, ("answers",))),
        ("all(answers)", {"answers": [True, None]}, Answer(None, ("answers",))),
        ("all(answers)", {"answers": [True]}, Answer(True, ("answers",))),
        ("all(answers)", {"answers": []}, Answer(True, ("answers",))),
        ("all(answers)", {}, Answer(None, ("answers",))),
        ("true in answers", {"answers": [None, True]}, Answer(True, ("answers",))),
        ("x in scores", {"x": 1, "scores": [2, None]}, Answer(None, ("scores",))),
        ("x in scores", {"scores": [2, None]}, Answer(None, ("x", "scores"))),
        ("not 'a' in subjects", {"subjects": ["b", None]}, Answer(None, ("subjects",))),
        ("coalesce(x, y, 0)", {"y": 2}, Answer(2, ("x", "y"))),
        ("coalesce(x, y, 0)", {"x": 1, "y": 2}, Answer(1, ("x",))),
        ("coalesce(x, y, 0)", {}, Answer(0, ("x", "y"))),
        ("coalesce(x, y)", {}, Answer(None, ("x", "y"))),
        ("coalesce(name, 'none')", {"name": ""}, Answer("", ("name",))),
        ("coalesce(begun, ended)", {"ended": MARCH}, Answer(MARCH, ("begun", "ended"))),
        ("if(sure, x, y)", {"sure": True, "x": 1}, Answer(1, ("sure", "x"))),
        ("if(sure, x, y)", {"sure": False, "x": 1}, Answer(None, ("y",))),
        ("if(sure, x, y)", {"x": 1, "y": 2}, Answer(None, ("sure",))),
        ("if(sure, x, y)", {"x": 1, "y": 1}, Answer(1, ("x", "y"))),
        ("if(sure, x, y)", {}, Answer(None, ("sure",))),
        ("if(x > 1, name, 'low')", {"x": 1}, Answer("low", ("x",))),
        ("days_between(begun, ended)", {"begun": FEBRUARY, "ended": MARCH}, Answer(2, ("begun", "ended"))),
        ("days_between(ended, begun)", {"begun": FEBRUARY, "ended": MARCH}, Answer(-2, ("ended", "begun"))),
        ("days_between(begun, ended)", {"begun": MARCH}, Answer(None, ("ended",))),
        ("begun < ended", {"begun": FEBRUARY, "ended": MARCH}, Answer(True, ("begun", "ended"))),
        ("begun == ended", {"begun": MARCH, "ended": MARCH}, Answer(True, ("begun", "ended"))),
        ("x / 3 > 0.333333333333", {"x": 1}, Answer(False, ("x",))),
    ],
)  # fmt: skip
def test_formula_answers_with_the_facts_that_decided(
    text: str, facts: dict[str, Any], answer: Answer
) -> None:
    assert formula(text).answer(facts) == answer


@pytest.mark.parametrize(
    ("text", "facts", "because", "reason", "column"),
    [
        ("x / y", {"x": 1, "y": 0}, ("y",), Reason.DIVIDED_BY_ZERO, 5),
        ("x / y", {"x": 0, "y": 0}, ("y",), Reason.DIVIDED_BY_ZERO, 5),
        ("x / (y - 1) * 2", {"x": 1, "y": 1}, ("y",), Reason.DIVIDED_BY_ZERO, 8),
        ("1 / coalesce(x, 0)", {}, ("x",), Reason.DIVIDED_BY_ZERO, 5),
        ("1 / (x - 1e300)", {"x": 1e300}, ("x",), Reason.DIVIDED_BY_ZERO, 8),
        ("1 + ln(x)", {"x": 0}, ("x",), Reason.LOGARITHM, 5),
        ("log10(x)", {"x": -1}, ("x",), Reason.LOGARITHM, 1),
        ("sqrt(x)", {"x": -1e-300}, ("x",), Reason.ROOT, 1),
        ("exp(x)", {"x": 691}, ("x",), Reason.TOO_LARGE, 1),
        ("exp(x)", {"x": 710}, ("x",), Reason.TOO_LARGE, 1),
        ("1e200 * x", {"x": 1e101}, ("x",), Reason.TOO_LARGE, 7),
        ("x / 1e-300", {"x": -1e200}, ("x",), Reason.TOO_LARGE, 3),
        ("x + y", {"x": 1e300, "y": 1e300}, ("x", "y"), Reason.TOO_LARGE, 3),
        ("sum(scores)", {"scores": [9e299, 9e299]}, ("scores",), Reason.TOO_LARGE, 1),
        ("mean(scores)", {"scores": []}, ("scores",), Reason.EMPTY, 1),
        ("min(scores)", {"scores": []}, ("scores",), Reason.EMPTY, 1),
        ("2 + max(scores)", {"scores": ()}, ("scores",), Reason.EMPTY, 5),
        ("abs(-sqrt(x)) > 2 or sure", {"x": -1, "sure": False}, ("x",), Reason.ROOT, 6),
        ("if(1 / x > 1, 1, 2)", {"x": 0}, ("x",), Reason.DIVIDED_BY_ZERO, 8),
    ],
)
def test_what_facts_make_impossible_is_unknown_and_its_reason_is_told(
    text: str, facts: dict[str, Any], because: tuple[str, ...], reason: Reason, column: int
) -> None:
    assert formula(text).answer(facts) == Answer(None, because, (Trouble(reason, column),))


@pytest.mark.parametrize(
    ("text", "facts", "answer"),
    [
        ("sure and 1 / x > 1", {"x": 0, "sure": False}, Answer(False, ("sure",))),
        ("coalesce(1 / x, 0)", {"x": 0}, Answer(0, ("x",))),
        ("if(x == 0, 0, 1 / x)", {"x": 0}, Answer(0, ("x",))),
        ("if(1 / x > 1, y, 3)", {"x": 0, "y": 3}, Answer(3, ("y",))),
    ],
)
def test_what_is_impossible_may_not_matter(
    text: str, facts: dict[str, Any], answer: Answer
) -> None:
    assert formula(text).answer(facts) == answer


def test_every_impossible_part_is_told_once() -> None:
    twice = formula("1 / x + ln(x)").answer({"x": 0})
    assert twice.because == ("x",)
    assert [str(trouble) for trouble in twice.troubles] == [
        "column 5: dividing by zero is not possible",
        "column 9: there is no logarithm of zero or less",
    ]


@pytest.mark.parametrize(
    ("text", "column", "reason"),
    [
        ("1 / 0", 5, Reason.DIVIDED_BY_ZERO),
        ("x / 0", 5, Reason.DIVIDED_BY_ZERO),
        ("x / 2 / (1 - 1)", 12, Reason.DIVIDED_BY_ZERO),
        ("if(sure, x, 1 / -0)", 17, Reason.DIVIDED_BY_ZERO),
        ("x > ln(0)", 5, Reason.LOGARITHM),
        ("false and log10(-1) > 1", 11, Reason.LOGARITHM),
        ("coalesce(1, sqrt(-1))", 13, Reason.ROOT),
        ("exp(1000)", 1, Reason.TOO_LARGE),
        ("1e300 + 1e300 > x", 7, Reason.TOO_LARGE),
    ],
)
def test_what_is_impossible_whatever_the_facts_is_refused(
    text: str, column: int, reason: Reason
) -> None:
    with pytest.raises(ExpressionError) as refused:
        formula(text)
    assert refused.value.column == column
    assert refused.value.message == reason.value


@pytest.mark.parametrize("text", ["x / 1e-300", "x / y", "1 / coalesce(x, 0)", "ln(x - x)"])
def test_what_only_facts_can_make_impossible_is_taken(text: str) -> None:
    assert formula(text).kind is Kind.NUMBER


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("summ(scores)", 1, "there is no function “summ”; did you mean sum?"),
        ("lookups(x)", 1, "did you mean lookup?"),
        ("name.lower(x)", 1, "there is no function “name.lower”"),
        ("sum(x)", 5, "written sum(numbers), and here it is given: a number"),
        ("sum(scores, scores)", 13, "sum(numbers)"),
        ("min(x)", 1, "min(numbers) or min(a, b)"),
        ("max(x, y, name)", 11, "a number, a number, a text"),
        ("max(scores, x)", 13, "a list of numbers, a number"),
        ("max(begun, ended)", 5, "a date, a date"),
        ("count(x)", 7, "count(list)"),
        ("any(sure)", 5, "any(list of yes or no)"),
        ("all(scores)", 5, "all(list of yes or no)"),
        ("round(x, 1)", 10, "round(number)"),
        ("abs(name)", 5, "abs(number)"),
        ("if(x, 1, 2)", 4, "if(condition, a, b)"),
        ("if(sure, 1, 'a')", 13, "with a and b of one kind"),
        ("if(sure, 1)", 1, "if(condition, a, b)"),
        ("coalesce(x)", 1, "coalesce(a, b)"),
        ("coalesce(x, name)", 13, "of one kind"),
        ("days_between(begun, x)", 21, "days_between(from, to)"),
        ("ended - begun", 1, "a number is expected, and this is a date; days_between(from, to)"),
        ("begun == '2024-03-01'", 7, "a date with a text"),
        ("-sure", 2, "a number is expected, and this is yes or no"),
        ("scores + 1", 1, "a number is expected, and this is a list of numbers"),
        ("abs(zzz)", 5, "there is no fact “zzz”"),
        ("answers == answers", 1, "on the right of in"),
        ("x in answers", 3, "looks for a number in a list of yes or no"),
    ],
)
def test_formula_that_does_not_fit_its_place_is_refused_with_its_column(
    text: str, column: int, says: str
) -> None:
    with pytest.raises(ExpressionError) as refused:
        formula(text)
    assert refused.value.column == column
    assert says in refused.value.message


@pytest.mark.parametrize("kind", Kind)
def test_formula_gives_the_kind_that_is_wanted_and_no_other(kind: Kind) -> None:
    texts = {
        Kind.YES_NO: "x > 1",
        Kind.NUMBER: "x + 1",
        Kind.TEXT: "if(sure, name, 'a')",
        Kind.DATE: "coalesce(begun, ended)",
        Kind.YES_NOS: "answers",
        Kind.NUMBERS: "coalesce(scores, [1])",
        Kind.TEXTS: "subjects",
        Kind.CLASS: "worst(dangers)",
        Kind.CLASSES: "dangers",
    }
    assert compiled(texts.pop(kind), schema=SCHEMA, wanted=kind).kind is kind
    for text in texts.values():
        with pytest.raises(ExpressionError, match=f"here {kind.value} is expected"):
            compiled(text, schema=SCHEMA, wanted=kind)


def test_formula_that_is_no_text_is_refused() -> None:
    with pytest.raises(ExpressionError, match="f, column 1: a formula is written as text"):
        compiled(3, schema=SCHEMA, where="f", wanted=Kind.NUMBER)


def test_condition_that_calculates_is_asked_as_any_other() -> None:
    condition = compiled("x * 2 > y + 1", schema=SCHEMA)
    assert condition.asked({"x": 1, "y": 0}) == Verdict(True, ("x", "y"))
    assert condition.asked({"x": 1}) == Verdict(None, ("y",))
    trouble = Trouble(Reason.TOO_LARGE, 7)
    assert condition.asked({"x": 1, "y": -1e300}).value is True
    assert compiled("1e300 + x > 1", schema=SCHEMA).asked({"x": 1e300}) == Verdict(
        None, ("x",), (trouble,)
    )
    assert evaluated(condition.tree, {"x": 1, "y": 2}).value is False


def test_formula_is_not_asked_whether_it_holds() -> None:
    with pytest.raises(ExpressionError, match="column 3: this is no condition: it gives a number"):
        formula("x + 1").asked({"x": 1})


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("x + 1", {"x": "many"}),
        ("x * 2", {"x": True}),
        ("-x", {"x": [1]}),
        ("x", {"x": "many"}),
        ("name", {"name": 3}),
        ("abs(x)", {"x": "a"}),
        ("sum(scores)", {"scores": ["a"]}),
        ("sum(scores)", {"scores": 3}),
        ("count(scores)", {"scores": "abc"}),
        ("any(answers)", {"answers": [1]}),
        ("if(sure, x, y)", {"sure": 1}),
        ("if(sure, x, y)", {"sure": True, "x": "a"}),
        ("days_between(begun, ended)", {"begun": 1, "ended": 2}),
        ("x == y", {"x": "a", "y": 1}),
        ("x < y", {"x": False, "y": 1}),
        ("name in subjects", {"name": "a", "subjects": "abc"}),
    ],
)
def test_fact_of_another_kind_than_declared_is_refused(text: str, facts: dict[str, Any]) -> None:
    with pytest.raises(ExpressionError, match="a fact here is not of the kind"):
        formula(text).answer(facts)


def test_moment_is_no_date_because_its_day_depends_on_the_place() -> None:
    moment = datetime(2024, 3, 1, tzinfo=UTC)
    with pytest.raises(ExpressionError, match="the fact “begun” is neither"):
        value("days_between(begun, ended)", begun=moment, ended=MARCH)


class Place(StrEnum):
    """A choice, as records keep them."""

    DECK = "deck"


def test_choice_of_an_enumeration_is_the_text_it_is() -> None:
    facts = {"name": Place.DECK, "subjects": [Place.DECK]}
    assert value("name == 'deck' and name in subjects", **facts) is True
    assert type(value("if(sure, name, 'a')", sure=True, **facts)) is str


def test_names_of_functions_are_free_for_facts() -> None:
    schema = {"count": Declared(Kind.NUMBERS), "if": Declared(Kind.YES_NO)}
    made = compiled("if(if, count(count), 0)", schema=schema, wanted=Kind.NUMBER)
    assert made.paths == ("if", "count")
    assert made.answer({"if": True, "count": [4, 4]}).value == 2


def test_functions_are_those_of_the_language_and_lookup() -> None:
    named = (
        "sum min max worst mean count any all round abs sqrt ln log10 exp if coalesce days_between"
    )
    assert sorted(FUNCTIONS) == sorted(named.split())


def test_formula_of_the_greatest_depth_is_compiled_written_and_answered() -> None:
    text = "x"
    for _ in range(DEEPEST):
        text = f"if(sure or sure and x < x + x * {text}, x, x)"
    made = formula(text)
    assert parsed(str(made)) == made.tree
    assert made.answer({"sure": True, "x": 1}).value == 1
