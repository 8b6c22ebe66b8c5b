"""What a column of an export is: its name, its value, its privacy class and its kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

KINDS = ("text", "number", "day", "moment", "yes_no", "codes", "figure")
PERSONAL = ("personal", "special")


@dataclass(frozen=True)
class Column:
    """One column: ``name`` for programs, ``label`` and ``word`` for people.

    ``value`` takes a record. ``kind``: text, number, day, moment (aware), yes_no, codes (a list of
    code words), figure (a number, or a text such as "<5" where the number is hidden). ``word``
    turns the value into what a person reads in a spreadsheet.
    Raises ValueError for an unknown kind, and for a secret: that never leaves the product.
    """

    name: str
    label: Any
    value: Callable[[Any], Any]
    privacy: str = "public"
    kind: str = "text"
    word: Callable[[Any], Any] | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.name}: {self.kind!r} is not one of {', '.join(KINDS)}")
        if self.privacy not in ("public", *PERSONAL):
            raise ValueError(f"{self.name}: a {self.privacy} value is never exported")


def is_personal(columns: Sequence[Column]) -> bool:
    """Whether any of the columns may tell something about a person."""
    return any(column.privacy in PERSONAL for column in columns)


def machine_value(column: Column, record: Any) -> Any:
    """A column's value for programs: moments in UTC and days in ISO 8601, codes as a list."""
    value = column.value(record)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if column.kind == "codes" else value
