"""Tables that are looked up: what they may hold, and what a formula reads in them."""

from __future__ import annotations

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
    compiled,
    table_of,
)
from baken.core.instruments.expressions.tables import MOST_ROWS

SCHEMA = {"place": Declared(Kind.TEXT), "lifts": Declared(Kind.NUMBER)}
TABLES = {
    "limits": table_of({"skin": 30, "eye": 12.5}),
    "names": table_of({0.2: "seldom", 1: "often"}),
    "unsafe": table_of({"skin": True, "eye": False}),
}


def formula(text: str) -> Expression:
    return compiled(text, schema=SCHEMA, tables=TABLES, wanted=None)


@pytest.mark.parametrize(
    ("text", "facts", "answer"),
    [
        ("lookup(limits, place)", {"place": "eye"}, Answer(12.5, ("place",))),
        ("lookup(limits, 'skin') / 2", {}, Answer(15)),
        ("lookup(limits, place)", {}, Answer(None, ("place",))),
        ("lookup(names, lifts)", {"lifts": 1}, Answer("often", ("lifts",))),
        ("lookup(names, lifts * 2)", {"lifts": 0.1}, Answer("seldom", ("lifts",))),
        ("lookup(names, lifts - 0.1)", {"lifts": 0.3}, Answer("seldom", ("lifts",))),
        ("lookup(unsafe, place)", {"place": "eye"}, Answer(False, ("place",))),
        (
            "1 + lookup(limits, place)",
            {"place": "ear"},
            Answer(None, ("place",), (Trouble(Reason.NO_ROW, 5),)),
        ),
        ("coalesce(lookup(limits, place), 1)", {"place": "ear"}, Answer(1, ("place",))),
    ],
)
def test_formula_reads_the_row_of_a_key(text: str, facts: dict[str, Any], answer: Answer) -> None:
    assert formula(text).answer(facts) == answer


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("lookup(limit, place)", 1, "there is no table “limit”; did you mean limits?"),
        ("lookup(limits, lifts)", 16, "a text is expected, and this is a number"),
        ("lookup(names, 'x')", 15, "a number is expected, and this is a text"),
        ("lookup(limits, 'ear')", 1, "the table has no such row"),
        ("lookup(names, 1 + 1)", 1, "the table has no such row"),
        ("lookup(limits, place) == 'a'", 23, "a number with a text"),
        ("limits", 1, "there is no fact “limits”"),
    ],
)
def test_lookup_that_does_not_fit_is_refused(text: str, column: int, says: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        formula(text)
    assert refused.value.column == column
    assert says in refused.value.message


def test_lookup_refuses_a_fact_of_another_kind_than_declared() -> None:
    with pytest.raises(ExpressionError, match="column 16: a fact here is not of the kind"):
        formula("lookup(limits, place)").answer({"place": 3})


def test_formula_knows_the_tables_it_reads_which_are_no_facts() -> None:
    made = formula("if(lookup(unsafe, place), lifts, 0)")
    assert made.paths == ("place", "lifts")
    assert made.tables == {"unsafe": TABLES["unsafe"]}
    assert hash(made) == hash(formula(str(made)))


def test_table_knows_the_kinds_of_its_keys_and_values() -> None:
    table = table_of({1: 0.1 + 0.2})
    assert (table.keys, table.values, dict(table.rows)) == (Kind.NUMBER, Kind.NUMBER, {1.0: 0.3})


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (None, "1 to 1000 rows"),
        ({}, "1 to 1000 rows"),
        (dict.fromkeys(range(MOST_ROWS + 1), 1), "1 to 1000 rows"),
        ({0.3: 1, 0.1 + 0.2: 2}, "two keys of this table are the same"),
        ({1: 1, "a": 2}, "all texts, or all numbers"),
        ({True: 1, False: 2}, "all texts, or all numbers"),
        ({"a": 1, "b": "x"}, "all numbers, all texts"),
        ({"a": None}, "“None” is neither a number"),
        ({"a": [1]}, "“[1]” is neither a number"),
        ({"a": float("inf")}, "“inf” is neither a number"),
    ],
)
def test_content_that_is_no_table_is_refused(rows: object, says: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        table_of(rows, where="limits.yaml, uv, rows")
    assert says in refused.value.message
    assert str(refused.value).startswith("limits.yaml, uv, rows, column 1: ")


def test_table_may_have_as_many_rows_as_are_allowed() -> None:
    assert len(table_of(dict.fromkeys(range(MOST_ROWS), 1)).rows) == MOST_ROWS
