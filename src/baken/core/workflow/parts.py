"""Rows of other tables that belong to a record, as plain values that its history vouches for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from baken.core.files.models import StoredFile
from baken.core.trail.append import plain_value

Part = tuple[int, str, Any]

_FILE = ("name", "content_type", "size", "digest")


def plain_row(row: Any, names: Sequence[str]) -> dict[str, Any]:
    """These fields of a row, as they read back from any database."""
    return {name: plain_value(getattr(row, name)) for name in names}


def file_parts(files: Iterable[StoredFile]) -> dict[str, Any]:
    """Files as they were stored, each by its identifier."""
    return {f"file.{one.id}": plain_row(one, _FILE) for one in files}


def files_of_records(root: type[Any], numbers: Sequence[int]) -> Iterator[Part]:
    """Every file of these records of a root."""
    rows = StoredFile.objects.filter(table=root._meta.label_lower, record__in=numbers)
    for row in rows:
        yield from ((row.record, key, value) for key, value in file_parts([row]).items())
