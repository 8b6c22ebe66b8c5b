"""Stores many new rows of one table at once, for batches of thousands."""

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
    places = ", ".join(["%s"] * len(fields))
    statement = (
        f"INSERT INTO {db.ops.quote_name(table.db_table)}"  # noqa: S608  names come from the model
        f" ({columns}) VALUES ({places})"
    )
    values = [_column(field, rows, db) for field in fields]
    with db.cursor() as cursor:
        cursor.executemany(statement, list(zip(*values, strict=True)))
    return len(rows)


def _column(field: Any, rows: Sequence[models.Model], db: Any) -> list[Any]:
    """The values of one field as the database takes them; plain ones go as they are."""
    prepare, values = field.get_db_prep_save, map(attrgetter(field.attname), rows)
    if isinstance(field, models.JSONField):
        return [prepare(value, db) for value in values]
    return [value if type(value) in _PLAIN else prepare(value, db) for value in values]
