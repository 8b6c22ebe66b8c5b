"""Installs the text indexes and the guards of the trail in the database; safe to run again.

Runs after every migration, since SQLite drops a table's triggers when it rebuilds the table.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from baken.core.access.roots import root_classes
from baken.core.search.words import fts_table

# PostgreSQL refuses a row whose words take more than a megabyte; a very long text is found by its
# beginning. SQLite indexes all of it.
MOST_INDEXED = 200_000


def install_text_indexes() -> None:
    """Give every root with ``search_fields`` its text index."""
    for root in root_classes().values():
        fields = getattr(root, "search_fields", ())
        if fields:
            for statement in _statements(root, fields):
                with connection.cursor() as cursor:
                    cursor.execute(statement)


def _statements(root: Any, fields: tuple[str, ...]) -> list[str]:
    if connection.vendor == "sqlite":
        return _for_sqlite(root, fields)
    return _for_postgresql(root, fields)


def insert_trigger(root: Any, fields: tuple[str, ...]) -> str:
    """What puts the words of every new row into the text index on SQLite."""
    return _for_sqlite(root, fields)[1]


def _for_sqlite(root: Any, fields: tuple[str, ...]) -> list[str]:
    table, index = root._meta.db_table, fts_table(root)
    names = ", ".join(fields)
    fresh = ", ".join(f"new.{name}" for name in fields)
    stale = ", ".join(f"old.{name}" for name in fields)
    key = root._meta.pk.column
    gone = f"INSERT INTO {index}({index}, rowid, {names}) VALUES('delete', old.{key}, {stale});"
    # Names come from the model, values from the row itself.
    come = f"INSERT INTO {index}(rowid, {names}) VALUES (new.{key}, {fresh});"  # noqa: S608  our names
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
