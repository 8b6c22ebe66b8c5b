"""Every case of expressions that an evaluator must pass, run through the engine of the server."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

import pytest

from baken.core.instruments.conformance import EXPRESSIONS
from baken.core.instruments.definitions.units import UNITS
from baken.core.instruments.expressions import (
    Declared,
    Expression,
    ExpressionError,
    Kind,
    compiled,
    parsed,
    rounded,
    table_of,
)
from baken.core.instruments.expressions.answers import Reason
from baken.core.instruments.expressions.functions import FUNCTIONS
from baken.core.instruments.expressions.tree import (
    Calculated,
    Called,
    Compared,
    Joined,
    Node,
    every,
)
from baken.core.instruments.risk_classes import RiskClass

GIVEN: Mapping[str, Any] = json.loads(EXPRESSIONS.read_text(encoding="utf-8"))
SCHEMA = {
    name: Declared(
        Kind[one["kind"].upper()],
        frozenset(one.get("values", ())),
        one.get("least"),
        one.get("most"),
        one.get("unit", ""),
    )
    for name, one in GIVEN["declared"].items()
}
TABLES = {name: table_of(dict(rows)) for name, rows in GIVEN["tables"].items()}
CASES = [one for group in GIVEN["groups"] for one in group["cases"]]


def expression(text: str) -> Expression:
    return compiled(text, schema=SCHEMA, tables=TABLES, wanted=None)


def as_fact(name: str, value: Any) -> Any:
    """A value of a case as the engine takes it, by the kind of its fact."""
    kind = SCHEMA[name].kind
    if kind is Kind.DATE:
        return date.fromisoformat(value)
    if kind is Kind.CLASS:
        return RiskClass(value)
    if kind is Kind.CLASSES:
        return [one and RiskClass(one) for one in value]
    return value


def as_case(value: Any) -> Any:
    """A value of the engine as cases write it."""
    if isinstance(value, RiskClass):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("case", CASES, ids=[f"{one['text']} {one.get('facts')}" for one in CASES])
def test_expression_gives_what_the_case_says(case: Mapping[str, Any]) -> None:
    facts = {name: as_fact(name, value) for name, value in case.get("facts", {}).items()}
    answer = expression(case["text"]).answer(facts)
    assert as_case(answer.value) == case["value"]
    assert type(answer.value) is not int
    assert sorted(answer.because) == sorted(case["because"])
    told = [[one.reason.name.lower(), one.column] for one in answer.troubles]
    assert told == case.get("troubles", [])


@pytest.mark.parametrize(
    "case", GIVEN["refused"], ids=[one["text"] or "empty" for one in GIVEN["refused"]]
)
def test_expression_that_no_evaluator_takes_is_refused_at_its_column(
    case: Mapping[str, Any],
) -> None:
    with pytest.raises(ExpressionError) as refused:
        expression(case["text"])
    assert refused.value.column == case["column"]


@pytest.mark.parametrize("case", GIVEN["rounding"], ids=lambda case: str(case["number"]))
def test_number_counts_to_twelve_digits(case: Mapping[str, float]) -> None:
    assert rounded(case["number"]) == case["counts"]


@pytest.mark.parametrize(
    "case", GIVEN["units"], ids=lambda case: f"{case['number']} {case['unit']}"
)
def test_number_in_a_unit_counts_in_si(case: Mapping[str, Any]) -> None:
    assert UNITS[case["unit"]].in_si(case["number"]) == case["si"]


def test_cases_use_every_function_and_every_operator() -> None:
    nodes = [node for case in CASES for node in every(parsed(case["text"]))]
    called = {one.name for one in nodes if isinstance(one, Called)}
    signs = {one.sign for one in nodes if isinstance(one, Compared)}
    calculated = {sign for one in nodes if isinstance(one, Calculated) for sign in one.signs}
    assert called == set(FUNCTIONS)
    assert signs == {"==", "!=", "<", "<=", ">", ">=", "in"}
    assert calculated == set("+-*/")
    assert {one.word for one in nodes if isinstance(one, Joined)} == {"and", "or"}
    assert {type(one) for one in nodes} == set(get_args(Node))


def test_cases_give_every_value_and_every_reason_why_there_is_none() -> None:
    told = {reason for case in CASES for reason, _column in case.get("troubles", [])}
    assert told == {one.name.lower() for one in Reason}
    assert {type(case["value"]) for case in CASES} >= {bool, int, float, str, type(None)}


def test_cases_have_facts_of_every_kind_known_and_unknown() -> None:
    facts = [name for case in CASES for name in case.get("facts", {})]
    assert {SCHEMA[name].kind for name in facts} == set(Kind)


def test_cases_have_every_unit() -> None:
    assert {case["unit"] for case in GIVEN["units"]} == set(UNITS)
