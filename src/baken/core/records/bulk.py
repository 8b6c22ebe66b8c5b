"""Stores many new rows of one table at once, for batches of thousands.

SQLite is fastest with one prepared statement, PostgreSQL with its copy protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

import orjson
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.base import ModelState

from baken.core.records.numbers import RowNumberField

M = TypeVar("M", bound=models.Model)
PLAIN = frozenset({int, str, bool, type(None)})  # types that every database takes as they are


def fresh(model: type[M], **values: Any) -> M:
    """A new record, not stored, from the values of its columns; the others get their default.

    For batches: it leaves out the model's own constructor, which takes many times as long for a wide
    row. Relations are given by their column (``record_id``). Raises TypeError on another name.
    """
    defaults = _defaults(model._meta)
    record: M = object.__new__(model)
    record._state = ModelState()
    row = record.__dict__
    row.update(values)
    for name, default in defaults:
        if name not in row:
            row[name] = default()
    if len(row) != len(defaults) + 1:
        unknown = set(row) - {"_state", *(name for name, _default in defaults)}
        raise TypeError(f"{model.__name__} has no column {', '.join(sorted(unknown))}")
    return record


@cache
def _defaults(table: Any) -> list[tuple[str, Callable[[], Any]]]:
    return [(field.attname, field.get_default) for field in table.concrete_fields]


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
    if isinstance(table.pk, RowNumberField):
        rows.sort(key=attrgetter(table.pk.attname))
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


def _json(value: Any) -> str:
    """Both databases take JSON as text. Moments are refused, as Django does: give them as text."""
    options = orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATETIME
    return orjson.dumps(value, option=options).decode()


def _column(field: Any, rows: Sequence[models.Model], db: Any) -> list[Any]:
    """The values of one field as the database takes them; plain ones go as they are."""
    prepare, values = field.get_db_prep_save, map(attrgetter(field.attname), rows)
    if isinstance(field, models.JSONField):
        return [None if value is None else _json(value) for value in values]
    known: dict[int, tuple[Any, Any]] = {}

    def prepared(value: Any) -> Any:
        """Rows of one batch share most of their moments; the very same one is prepared once."""
        found = known.get(id(value))
        if found is None:
            found = known[id(value)] = (value, prepare(value, db))
        return found[1]

    return [value if type(value) in PLAIN else prepared(value) for value in values]
