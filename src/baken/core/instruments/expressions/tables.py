"""Tables that ``lookup`` reads: each row a key and a value, known when an expression is compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from baken.core.instruments.expressions.errors import ExpressionError
from baken.core.instruments.expressions.kinds import Kind, kind_of
from baken.core.instruments.expressions.numbers import LARGEST, rounded

MOST_ROWS = 1_000


@dataclass(frozen=True)
class Table:
    """Rows by key, with the kind of all keys and the kind of all values."""

    rows: Mapping[str | float, bool | float | str]
    keys: Kind
    values: Kind


Tables = Mapping[str, Table]


def table_of(rows: object, *, where: str = "") -> Table:
    """The table that some content of a file is; numbers count to 12 digits.

    Raises ExpressionError for content without rows or with too many, keys that are not all texts or
    all numbers, values that are not all of one kind, and the same key twice.
    """
    if not isinstance(rows, dict) or not 0 < len(rows) <= MOST_ROWS:
        raise ExpressionError(
            f"a table has 1 to {MOST_ROWS} rows, each a key and a value", where=where
        )
    counted = {_cell(key, where): _cell(value, where) for key, value in rows.items()}
    if len(counted) != len(rows):
        raise ExpressionError("two keys of this table are the same number", where=where)
    keys, values = ({kind_of(one) for one in some} for some in (counted, counted.values()))
    if len(keys) != 1 or Kind.YES_NO in keys:
        raise ExpressionError("the keys of a table are all texts, or all numbers", where=where)
    if len(values) != 1:
        message = "the values of a table are all numbers, all texts, or all true or false"
        raise ExpressionError(message, where=where)
    return Table(counted, keys.pop(), values.pop())


def _cell(value: Any, where: str) -> bool | float | str:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float) and abs(value) <= LARGEST:
        return rounded(value)
    message = f"“{value}” is neither a number, nor a text, nor true or false"
    raise ExpressionError(message, where=where)
