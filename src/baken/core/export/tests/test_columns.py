"""Columns: what they may be, and what programs get of a value."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from baken.core.export.columns import Column, is_personal, machine_value


@pytest.mark.parametrize(
    ("values", "word"),
    [({"kind": "money"}, "is not one of text"), ({"privacy": "secret"}, "never exported")],
)
def test_column_that_may_not_be_is_refused(values: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        Column("x", "X", str, **values)


@pytest.mark.parametrize(
    ("privacy", "personal"), [("public", False), ("personal", True), ("special", True)]
)
def test_columns_are_personal_when_one_is(privacy: str, personal: bool) -> None:
    assert is_personal([Column("a", "A", str), Column("b", "B", str, privacy)]) is personal


@pytest.mark.parametrize(
    ("kind", "value", "machine"),
    [
        ("text", "=1", "=1"),
        ("number", -5, -5),
        ("yes_no", True, True),
        ("day", date(2026, 3, 10), "2026-03-10"),
        ("moment", datetime(2026, 3, 10, 9, tzinfo=UTC), "2026-03-10T09:00:00Z"),
        (
            "moment",
            datetime(2026, 3, 10, 9, tzinfo=timezone(timedelta(hours=1))),
            "2026-03-10T08:00:00Z",
        ),
        ("codes", ("a", "b"), ["a", "b"]),
        ("moment", None, None),
    ],
)
def test_machine_value_keeps_the_meaning(kind: str, value: Any, machine: Any) -> None:
    assert machine_value(Column("x", "X", lambda record: record, kind=kind), value) == machine
