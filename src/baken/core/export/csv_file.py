"""Writes CSV: UTF-8 with a byte-order mark, RFC 4180, the marking in the first records."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from baken.core.export.columns import Column, machine_value
from baken.core.export.marking import Marking
from baken.core.export.safe_cells import safe_text


def write_csv(
    *, file: BinaryIO, columns: Sequence[Column], records: Iterable[Any], marking: Marking
) -> int:
    """Write every record as it comes; returns how many.

    The marking stands in records whose first field starts with ``#``, as wide as the others. Every
    text is quoted, numbers are not; empty is an empty text.
    """
    stream = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(stream, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    for label, text in marking.lines():
        writer.writerow([f"# {label}: {safe_text(text)}", *[""] * (len(columns) - 1)])
    writer.writerow([column.name for column in columns])
    count = 0
    for record in records:
        writer.writerow([_cell(column, record) for column in columns])
        count += 1
    stream.flush()
    stream.detach()
    return count


def _cell(column: Column, record: Any) -> Any:
    value = machine_value(column, record)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    return safe_text(" ".join(value) if isinstance(value, list) else str(value))
