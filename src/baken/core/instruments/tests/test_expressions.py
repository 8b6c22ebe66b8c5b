"""Expressions as tables: what is read, what is refused and where, and what is answered."""

from __future__ import annotations

from typing import Any

import pytest

from baken.core.instruments.expressions import (
    Declared,
    ExpressionError,
    Kind,
    Verdict,
    compiled,
    evaluated,
    parsed,
    printed,
    rounded,
)
from baken.core.instruments.expressions.parse import DEEPEST
from baken.core.instruments.expressions.tokens import LONGEST, MOST_TOKENS

SCHEMA = {
    "death": Declared(Kind.YES_NO),
    "admitted": Declared(Kind.YES_NO),
    "person.is_employee": Declared(Kind.YES_NO),
    "category": Declared(Kind.NUMBER),
    "days": Declared(Kind.NUMBER),
    "kind": Declared(Kind.TEXT, frozenset({"accident", "incident"})),
    "place": Declared(Kind.TEXT),
    "subjects": Declared(Kind.TEXTS),
    "marks": Declared(Kind.NUMBERS),
}


def answer(text: str, **facts: Any) -> Verdict:
    known = {name.replace("__", "."): value for name, value in facts.items()}
    return compiled(text, schema=SCHEMA).asked(known)


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("death", "death"),
        ("  (death)  ", "death"),
        ("a or b and not c", "a or b and not c"),
        ("(a or b) and c", "(a or b) and c"),
        ("a or (b and c)", "a or b and c"),
        ("(a and b) and c", "(a and b) and c"),
        ("a and b and c", "a and b and c"),
        ("not (a and b)", "not (a and b)"),
        ("not not a", "not not a"),
        ("not a == b", "not a == b"),
        ("(not a) == b", "(not a) == b"),
        ("(a and b) == true", "(a and b) == true"),
        ("a == (b == false)", "a == (b == false)"),
        ("days>=3.50", "days >= 3.5"),
        ("days > -2", "days > -2"),
        ("days < 1e20", "days < 1e+20"),
        ("x in ['a',\"it's\", 'b\\\\c']", "x in ['a', 'it\\'s', 'b\\\\c']"),
        ("x in [1, 2.5]", "x in [1, 2.5]"),
        ("'vehicle' in subjects", "'vehicle' in subjects"),
        ("a.b_c.d1\n  and e", "a.b_c.d1 and e"),
        ("1+2*3", "1 + 2 * 3"),
        ("(1 + 2) * 3", "(1 + 2) * 3"),
        ("1 + (2 * 3)", "1 + 2 * 3"),
        ("a - b + c", "a - b + c"),
        ("a - (b + c)", "a - (b + c)"),
        ("(a - b) + c", "(a - b) + c"),
        ("a / (b / c) * d", "a / (b / c) * d"),
        ("a*(b+c)/d", "a * (b + c) / d"),
        ("a -2", "a - 2"),
        ("a--2", "a - -2"),
        ("- 2", "-2"),
        ("-0", "0"),
        ("-(2)", "-(2)"),
        ("--2", "--2"),
        ("-a * b", "-a * b"),
        ("-(a * b)", "-(a * b)"),
        ("-(a)", "-a"),
        ("- -a", "--a"),
        ("-(a + b)", "-(a + b)"),
        ("a in [-1, 2]", "a in [-1, 2]"),
        ("(a + b) > (c * 2)", "a + b > c * 2"),
        ("not a + b > c", "not a + b > c"),
        ("(a > b) + 1", "(a > b) + 1"),
        ("max( a,b , (c) )", "max(a, b, c)"),
        ("if(a or b, -(c), (d + 1))", "if(a or b, -c, d + 1)"),
        ("lookup( terms , (kind) )", "lookup(terms, kind)"),
        ("sum (count)", "sum(count)"),
    ],
)
def test_expression_is_read_with_precedence_and_written_without_needless_brackets(
    text: str, again: str
) -> None:
    assert printed(parsed(text)) == again
    assert parsed(again) == parsed(text)


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("", 1, "not the end"),
        ("death and", 10, "not the end"),
        ("death or or", 10, "not “or”"),
        ("death admitted", 7, "not “admitted”"),
        ("(death", 7, "closing ) is expected"),
        ("death)", 6, "not “)”"),
        ("kind in ['a'", 13, "closing ] is expected"),
        ("kind in []", 10, "a number or a text in the list"),
        ("kind in ['a',]", 14, "after the comma"),
        ("1 < days < 3", 10, "two things at a time"),
        ("kind = 'a'", 6, "write =="),
        ("days ** 2", 7, "not “*”"),
        ("days ^ 2", 6, "exp(b * ln(a))"),
        ("5% > days", 2, "divide by 100"),
        ("days 3", 6, "not “3”"),
        ("days + > 3", 8, "not “>”"),
        ("days + not death", 8, "not “not”"),
        ("max(1,)", 7, "not “)”"),
        ("max()", 5, "not “)”"),
        ("max(1 2)", 7, "closing ) is expected"),
        ("kind in [-'a']", 11, "a number is expected after the minus"),
        ("lookup(1, kind)", 8, "the name of a table is expected, not “1”"),
        ("lookup(terms)", 13, "lookup(table, key)"),
        ("days > 1e301", 8, "too large"),
        ("Death", 1, "lower case"),
        ("kind == 'accident", 9, "this text does not end"),
        ("kind == 'a\nb'", 9, "this text does not end"),
        ("death & admitted", 7, "no meaning"),
        ("3days", 2, "without a space"),
        ("a..b", 2, "without a space"),
        ("days > 1e999", 8, "too large"),
        ("death.__class__", 6, "without a space"),
        ("x" * (LONGEST + 1), 1, "too long"),
        ("a and " * 201 + "a", 1201, "too many parts"),
        ("(" * (DEEPEST + 1) + "a", DEEPEST + 2, "too deep"),
        ("not " * (DEEPEST + 1) + "a", 4 * (DEEPEST + 1) + 1, "too deep"),
        ("-" * (DEEPEST + 1) + "a", DEEPEST + 2, "too deep"),
        ("abs(" * (DEEPEST + 1) + "a", 4 * (DEEPEST + 1) + 1, "too deep"),
    ],
)
def test_expression_that_cannot_be_read_is_refused_with_its_column(
    text: str, column: int, says: str
) -> None:
    with pytest.raises(ExpressionError) as refused:
        parsed(text)
    assert refused.value.column == column
    assert says in str(refused.value)


def test_expression_as_deep_and_as_long_as_it_may_be_is_read() -> None:
    assert printed(parsed("(" * DEEPEST + "a" + ")" * DEEPEST)) == "a"
    longest = " and ".join(["a"] * (MOST_TOKENS // 2))
    assert printed(parsed(longest)) == longest


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("death and admited", 11, "did you mean admitted?"),
        ("zzz", 1, "there is no fact “zzz”"),
        ("category", 1, "yes or no is expected, and this is a number"),
        ("'text'", 1, "yes or no is expected, and this is a text"),
        ("[1]", 1, "this is a list of numbers"),
        ("not category", 5, "yes or no is expected"),
        ("death or category", 10, "yes or no is expected"),
        ("category == 'four'", 10, "compares a number with a text"),
        ("death < admitted", 7, "compares numbers, and this is yes or no"),
        ("place > 'a'", 7, "compares numbers, and this is a text"),
        ("subjects == place", 1, "only stand on the right of in"),
        ("[1] in marks", 1, "only stand on the right of in"),
        ("place in 'text'", 10, "after in a list is expected"),
        ("category in subjects", 10, "looks for a number in a list of texts"),
        ("category in [1, 'a']", 13, "numbers alone, or texts alone"),
        ("category in [true]", 13, "numbers alone, or texts alone"),
        ("kind == 'acident'", 9, "“acident” is not one of: accident, incident"),
        ("'acident' == kind", 1, "is not one of"),
        ("kind in ['accident', 'x']", 22, "“x” is not one of"),
        ("category == subjects", 10, "compares a number with a list of texts"),
        ("days + 1", 6, "yes or no is expected, and this is a number"),
        ("days + place > 1", 8, "a number is expected, and this is a text"),
        ("days * -death > 1", 9, "a number is expected, and this is yes or no"),
    ],
)
def test_expression_that_does_not_fit_the_facts_is_refused_with_its_column(
    text: str, column: int, says: str
) -> None:
    with pytest.raises(ExpressionError) as refused:
        compiled(text, schema=SCHEMA, where="duties.yaml, nla_accident, when")
    assert refused.value.column == column
    assert says in str(refused.value)
    assert str(refused.value).startswith("duties.yaml, nla_accident, when, column")


@pytest.mark.parametrize("given", [None, 3, ["a"], True])
def test_expression_that_is_no_text_is_refused(given: object) -> None:
    with pytest.raises(ExpressionError, match=r"f, column 1: a condition is written as text"):
        compiled(given, schema=SCHEMA, where="f")


YES, NO, UNKNOWN = True, False, None
THREE = (YES, NO, UNKNOWN)


@pytest.mark.parametrize("one", THREE)
@pytest.mark.parametrize("other", THREE)
def test_and_or_not_are_three_valued(one: bool | None, other: bool | None) -> None:
    facts = {"death": one, "admitted": other}
    both = NO if NO in (one, other) else UNKNOWN if UNKNOWN in (one, other) else YES
    either = YES if YES in (one, other) else UNKNOWN if UNKNOWN in (one, other) else NO
    assert answer("death and admitted", **facts).value is both
    assert answer("death or admitted", **facts).value is either
    assert answer("not death", **facts).value is (UNKNOWN if one is None else not one)


@pytest.mark.parametrize(
    ("text", "facts", "value", "because"),
    [
        ("death", {"death": True}, YES, ("death",)),
        ("death", {}, UNKNOWN, ("death",)),
        ("true", {}, YES, ()),
        ("category == 4", {"category": 4}, YES, ("category",)),
        ("category == 4", {"category": 3}, NO, ("category",)),
        ("category == 4", {}, UNKNOWN, ("category",)),
        ("category != 4", {}, UNKNOWN, ("category",)),
        ("category < days", {"category": 1}, UNKNOWN, ("days",)),
        ("category <= days", {"category": 1, "days": 1}, YES, ("category", "days")),
        ("days > 3", {"days": 3}, NO, ("days",)),
        ("days >= 3", {"days": 3}, YES, ("days",)),
        ("days < 3", {"days": 2.9999999999999}, NO, ("days",)),
        ("days == 0.3", {"days": 0.1 + 0.2}, YES, ("days",)),
        ("kind in ['accident']", {"kind": "accident"}, YES, ("kind",)),
        ("kind in ['accident']", {"kind": "incident"}, NO, ("kind",)),
        ("kind in ['accident']", {}, UNKNOWN, ("kind",)),
        ("'fire' in subjects", {"subjects": ["fire"]}, YES, ("subjects",)),
        ("'fire' in subjects", {"subjects": frozenset()}, NO, ("subjects",)),
        ("2 in marks", {"marks": (1, 2)}, YES, ("marks",)),
        ("2 in marks", {}, UNKNOWN, ("marks",)),
        ("death or admitted", {"death": False, "admitted": True}, YES, ("admitted",)),
        ("death or admitted", {"death": True, "admitted": True}, YES, ("death", "admitted")),
        ("death or admitted", {"death": False}, UNKNOWN, ("admitted",)),
        ("death and admitted", {"death": False, "admitted": False}, NO, ("death", "admitted")),
        ("death and admitted", {"death": True}, UNKNOWN, ("admitted",)),
        ("death and not death", {"death": True}, NO, ("death",)),
        ("(death or admitted) == true", {"death": True}, YES, ("death",)),
        ("(death or admitted) == true", {"death": False}, UNKNOWN, ("admitted",)),
        ("person.is_employee", {"person__is_employee": True}, YES, ("person.is_employee",)),
    ],
)
def test_expression_answers_with_the_facts_that_decided(
    text: str, facts: dict[str, Any], value: bool | None, because: tuple[str, ...]
) -> None:
    assert answer(text, **facts) == Verdict(value, because)


@pytest.mark.parametrize("odd", [object(), 10**400, float("inf"), {"a": 1}])
def test_fact_that_no_fact_can_be_is_refused(odd: object) -> None:
    with pytest.raises(ExpressionError, match="the fact “days” is neither"):
        answer("days > 3", days=odd)


def test_fact_of_another_kind_than_declared_is_refused() -> None:
    with pytest.raises(ExpressionError, match="column 6: a fact here is not of the kind"):
        answer("days > 3", days="many")
    with pytest.raises(ExpressionError, match="column 14: a fact here is not of the kind"):
        answer("admitted and death", admitted=True, death=1)


def test_expression_knows_the_facts_it_asks_for_and_is_written_again() -> None:
    text = "death or category in [3, 4] and not (days > 3 or death)"
    made = compiled(text, schema=SCHEMA)
    assert made.paths == ("death", "category", "days")
    assert str(made) == text
    assert evaluated(made.tree, {"death": True}).value is True


@pytest.mark.parametrize(
    ("value", "counts"),
    [(0.1 + 0.2, 0.3), (1 / 3, 0.333333333333), (123456789012345.0, 123456789012000.0), (7, 7.0)],
)
def test_numbers_count_to_twelve_significant_digits(value: float, counts: float) -> None:
    assert rounded(value) == counts
