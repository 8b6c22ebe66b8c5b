"""Reads of one moment: a transaction of their own that sees one state, or part of the one around it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from baken.core.records import snapshot
from baken.core.records.snapshot import one_moment

LEVEL = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"


class Cursor:
    """Keeps what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def execute(self, statement: str) -> None:
        self.asked.append(statement)


class Database:
    """A connection to a database of some make, inside a transaction or not."""

    def __init__(self, vendor: str, *, inside: bool) -> None:
        self.vendor, self.in_atomic_block, self.told = vendor, inside, Cursor()

    @contextmanager
    def cursor(self) -> Any:
        yield self.told


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("vendor", "inside", "asked"),
    [
        ("postgresql", False, [LEVEL]),
        ("postgresql", True, []),
        ("sqlite", False, []),
        ("sqlite", True, []),
    ],
)
def test_moment_is_held_where_the_database_does_not_by_itself(
    vendor: str, inside: bool, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(vendor, inside=inside)
    monkeypatch.setattr(snapshot, "connection", database)
    with one_moment():
        found = list(database.told.asked)
    assert found == asked


@pytest.mark.django_db(transaction=True)
def test_moment_of_its_own_is_one_transaction_at_the_level_asked_for() -> None:
    with one_moment():
        inside = connection.in_atomic_block
        level = _level()
    assert (inside, connection.in_atomic_block, level) == (True, False, "repeatable read")


@pytest.mark.django_db
def test_moment_inside_a_transaction_is_part_of_it() -> None:
    with transaction.atomic(), one_moment():
        assert _level() in ("read committed", "repeatable read")


def _level() -> str:
    """The level of isolation; SQLite knows one, in which a transaction sees one state."""
    if connection.vendor == "sqlite":
        return "repeatable read"
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        return str(cursor.fetchone()[0])
