"""Rows that many tests begin with: made once by our own code, and put back for each next test."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from baken.core.records import numbers

# Row numbers of what is put back lie above those that a process counts through in a whole run.
_ROOM = 4096

Table = list[tuple[Any, ...]]


class RowsAgain:
    """Makes something with its rows the first time, and puts the same rows back every next time.

    Rows are compared table by table, so whatever the making writes is kept, also history and counters.
    When the tables that are ``to_be_empty`` hold something already, it is made anew.
    """

    def __init__(self, make: Callable[[Any], Any], to_be_empty: tuple[Any, ...]) -> None:
        self._make = make
        self._to_be_empty = to_be_empty
        self._made: Any = None
        self._added: dict[Any, Table] = {}
        self._changed: dict[Any, Table] = {}

    def get(self, at: Any) -> Any:
        """What was made at a moment, as new: nothing that a test does to it reaches the next one."""
        if any(model._base_manager.exists() for model in self._to_be_empty):
            return self._make(at)
        if self._made is None:
            self._remember(at)
        else:
            self._put_back()
        return deepcopy(self._made)

    def _remember(self, at: Any) -> None:
        before = _all_rows()
        floor = numbers.floor_number(at)
        numbers._last[floor] = floor | ((1 << numbers.RANDOM_BITS) - _ROOM)
        self._made = self._make(at)
        del numbers._last[floor]
        for model, rows in _all_rows().items():
            kept = set(before[model])
            if not kept <= set(rows):
                self._changed[model] = rows
            elif len(rows) > len(kept):
                self._added[model] = [row for row in rows if row not in kept]

    def _put_back(self) -> None:
        # Together: what points at each other is looked at when all of it is there.
        with transaction.atomic(), connection.cursor() as cursor:
            for model in self._changed:
                cursor.execute(f"DELETE FROM {_quoted(model._meta.db_table)}")  # noqa: S608  our tables
            for model, rows in {**self._added, **self._changed}.items():
                cursor.executemany(_insert(model), rows)


def _all_rows() -> dict[Any, Table]:
    """Every row of every table; on PostgreSQL as text, which it reads back as it was."""
    text = "::text" if connection.vendor == "postgresql" else ""
    found: dict[Any, Table] = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            columns = ", ".join(f"{one}{text}" for one in _columns(model))
            cursor.execute(f"SELECT {columns} FROM {_quoted(model._meta.db_table)}")  # noqa: S608
            found[model] = cursor.fetchall()
    return found


def _insert(model: Any) -> str:
    columns = _columns(model)
    places = ", ".join(["%s"] * len(columns))
    table = _quoted(model._meta.db_table)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608


def _columns(model: Any) -> list[str]:
    return [_quoted(one.column) for one in model._meta.concrete_fields if not one.generated]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
