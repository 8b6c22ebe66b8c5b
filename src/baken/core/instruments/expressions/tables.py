"""Tables that ``lookup`` reads: each row a key and a value, known when an expression is compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from baken.core.instruments.expressions import sentences
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
        raise ExpressionError(sentences.ROWS.filled(most=MOST_ROWS), where=where)
    counted = {_cell(key, where): _cell(value, where) for key, value in rows.items()}
    if len(counted) != len(rows):
        raise ExpressionError(sentences.SAME_KEYS, where=where)
    keys, values = ({kind_of(one) for one in some} for some in (counted, counted.values()))
    if len(keys) != 1 or Kind.YES_NO in keys:
        raise ExpressionError(sentences.MIXED_KEYS, where=where)
    if len(values) != 1:
        raise ExpressionError(sentences.MIXED_VALUES, where=where)
    return Table(counted, keys.pop(), values.pop())


def _cell(value: Any, where: str) -> bool | float | str:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float) and abs(value) <= LARGEST:
        return rounded(value)
    raise ExpressionError(sentences.NO_CELL.filled(value=value), where=where)
