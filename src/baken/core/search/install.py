"""Installs the text indexes and the guards of the trail in the database; safe to run again.

Runs after every migration, since SQLite drops a table's triggers when it rebuilds the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from baken.core.access.roots import Root, root_classes
from baken.core.search.words import fts_table

# PostgreSQL refuses a row whose words take more than a megabyte; a very long text is found by its
# beginning. SQLite indexes all of it.
MOST_INDEXED = 200_000
FEW = 50


def install_text_indexes() -> None:
    """Give every root with ``search_fields`` its text index."""
    for root in root_classes().values():
        fields = getattr(root, "search_fields", ())
        if fields:
            for statement in _statements(root, fields):
                with connection.cursor() as cursor:
                    cursor.execute(statement)


@contextmanager
def words_of_many(root: type[Root], rows: Sequence[Root]) -> Iterator[None]:
    """Store these new rows within the block; their words go into the text index together after it.

    On SQLite a trigger makes a piece of index of every row and merges the pieces, which takes three
    times as long; it steps aside for the others' rows too, so use this within a transaction: nobody
    else writes meanwhile, and a failure brings it back.
    """
    fields = getattr(root, "search_fields", ())
    if not fields or connection.vendor != "sqlite" or len(rows) < FEW:
        yield
        return
    index, names = fts_table(root), ", ".join(fields)
    values = ", ".join(["%s"] * (len(fields) + 1))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {index}_insert")
        yield
        cursor.executemany(
            f"INSERT INTO {index}(rowid, {names}) VALUES ({values})",  # noqa: S608  our names
            [(row.pk, *(getattr(row, name) for name in fields)) for row in rows],
        )
        cursor.execute(_for_sqlite(root, fields)[1])


def _statements(root: Any, fields: tuple[str, ...]) -> list[str]:
    if connection.vendor == "sqlite":
        return _for_sqlite(root, fields)
    return _for_postgresql(root, fields)


def _for_sqlite(root: Any, fields: tuple[str, ...]) -> list[str]:
    table, index = root._meta.db_table, fts_table(root)
    names = ", ".join(fields)
    fresh = ", ".join(f"new.{name}" for name in fields)
    stale = ", ".join(f"old.{name}" for name in fields)
    key = root._meta.pk.column
    gone = f"INSERT INTO {index}({index}, rowid, {names}) VALUES('delete', old.{key}, {stale});"
    # Names come from the model, values from the row itself.
    come = f"INSERT INTO {index}(rowid, {names}) VALUES (new.{key}, {fresh});"  # noqa: S608
    return [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {index} USING fts5({names}, content='{table}',"
        f" content_rowid='{key}', tokenize='unicode61 remove_diacritics 2', prefix='3')",
        f"CREATE TRIGGER IF NOT EXISTS {index}_insert AFTER INSERT ON {table} BEGIN {come} END",
        f"CREATE TRIGGER IF NOT EXISTS {index}_delete AFTER DELETE ON {table} BEGIN {gone} END",
        f"CREATE TRIGGER IF NOT EXISTS {index}_update AFTER UPDATE OF {names} ON {table}"
        f" BEGIN {gone} {come} END",
    ]


def _for_postgresql(root: Any, fields: tuple[str, ...]) -> list[str]:
    table = root._meta.db_table
    text = " || ' ' || ".join(f"left(coalesce({name}, ''), {MOST_INDEXED})" for name in fields)
    return [
        f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS words tsvector"
        f" GENERATED ALWAYS AS (to_tsvector('dutch', {text})) STORED",
        f"CREATE INDEX IF NOT EXISTS {table}_words ON {table} USING gin (words)",
    ]
