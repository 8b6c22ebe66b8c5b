"""Reads of one moment: a transaction of their own that sees one state, or part of the one around it."""

from __future__ import annotations

import contextlib
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from baken.core.records import snapshot
from baken.core.records.models import ReferenceCounter
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
def test_moment_of_its_own_is_one_transaction() -> None:
    with one_moment():
        inside = connection.in_atomic_block
    assert (inside, connection.in_atomic_block) == (True, False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite knows one level, in which all see one state"
)
def test_moment_of_its_own_has_the_level_asked_for_and_inside_another_that_of_the_other() -> None:
    with one_moment():
        own = _level()
    with transaction.atomic():
        before = _level()
        with one_moment():
            inside = _level()
    assert (own, inside) == ("repeatable read", before)
    assert before != own


@pytest.mark.django_db(transaction=True)
def test_what_is_written_in_a_moment_inside_a_transaction_goes_with_that() -> None:
    with contextlib.suppress(LookupError), transaction.atomic():
        with one_moment():
            ReferenceCounter.objects.create(prefix="T", year=2026, last=1)
        raise LookupError
    assert not ReferenceCounter.objects.filter(prefix="T").exists()


def _level() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        return str(cursor.fetchone()[0])
