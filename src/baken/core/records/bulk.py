"""Stores many new rows of one table at once, for batches of thousands.

SQLite is fastest with one prepared statement, PostgreSQL with its copy protocol.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

_PLAIN = frozenset({int, str, bool, type(None)})


def insert_many(records: Iterable[models.Model]) -> int:
    """Insert new records of one model as they are; returns how many.

    Several times as fast as ``bulk_create`` on wide rows. Keys that the database gives are not read
    back. Runs in the caller's transaction; what the database refuses is raised as usual.
    """
    rows = list(records)
    if not rows:
        return 0
    db = connections[DEFAULT_DB_ALIAS]
    table = type(rows[0])._meta
    fields = [f for f in table.concrete_fields if not isinstance(f, models.AutoField)]
    columns = ", ".join(db.ops.quote_name(field.column) for field in fields)
    into = f"{db.ops.quote_name(table.db_table)} ({columns})"
    values = zip(*(_column(field, rows, db) for field in fields), strict=True)
    (_copy if db.vendor == "postgresql" else _insert)(db, into, list(values))
    return len(rows)


def _insert(db: Any, into: str, values: Sequence[tuple[Any, ...]]) -> None:
    places = ", ".join(["%s"] * len(values[0]))
    with db.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {into} VALUES ({places})", values)  # noqa: S608  from the model


def _copy(db: Any, into: str, values: Sequence[tuple[Any, ...]]) -> None:
    with (
        db.cursor() as cursor,
        db.wrap_database_errors,
        cursor.copy(f"COPY {into} FROM STDIN") as copy,
    ):
        for row in values:
            copy.write_row(row)


def _column(field: Any, rows: Sequence[models.Model], db: Any) -> list[Any]:
    """The values of one field as the database takes them; plain ones go as they are."""
    prepare, values = field.get_db_prep_save, map(attrgetter(field.attname), rows)
    if isinstance(field, models.JSONField):
        return [prepare(value, db) for value in values]
    return [value if type(value) in _PLAIN else prepare(value, db) for value in values]
