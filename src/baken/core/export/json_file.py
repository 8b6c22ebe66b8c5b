"""Writes JSON lines: the marking first, then one object a record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

import orjson

from baken.core.export.columns import Column, machine_value
from baken.core.export.marking import Marking


def write_json_lines(
    *, file: BinaryIO, columns: Sequence[Column], records: Iterable[Any], marking: Marking
) -> int:
    """Write every record as it comes; returns how many. The first line holds ``meta`` alone."""
    listed = [
        {"name": one.name, "label": str(one.label), "kind": one.kind, "privacy": one.privacy}
        for one in columns
    ]
    file.write(_line({"meta": {**marking.as_dict(), "columns": listed}}))
    count = 0
    for record in records:
        file.write(_line({column.name: machine_value(column, record) for column in columns}))
        count += 1
    return count


def _line(content: dict[str, Any]) -> bytes:
    return orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z)
