"""Looks through the whole database, table by table, for what a deed left behind."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import AutoField, IntegerField

from baken.core import clock
from baken.core.records.numbers import RANDOM_BITS

Tables = dict[str, dict[tuple[Any, ...], dict[str, Any]]]

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?")
_HEX = "[0-9a-f]"
_ID = re.compile(rf"(?<!{_HEX}){_HEX}{{8}}-?(?:{_HEX}{{4}}-?){{3}}{_HEX}{{12}}(?!{_HEX})")
_LEAST_ROW_NUMBER = 1 << 60  # row numbers of this century are larger, counters are not


@dataclass(frozen=True)
class Trace:
    """One value that is new in the database; ``fresh`` when its whole row is."""

    table: str
    column: str
    value: Any
    fresh: bool

    @property
    def text(self) -> str:
        """The value as text; blobs sign by sign."""
        raw = self.value
        return bytes(raw).decode("latin-1") if isinstance(raw, bytes | memoryview) else str(raw)


def whole_database() -> Tables:
    """Every row of every table, also of those that no model knows, by its key."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        return {name: _rows(cursor, name) for name in names}


def _rows(cursor: Any, table: str) -> dict[tuple[Any, ...], dict[str, Any]]:
    keys = connection.introspection.get_primary_key_columns(cursor, table)
    cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  names come from the database itself
    columns = [column[0] for column in cursor.description]
    found = {}
    for values in cursor.fetchall():
        row = dict(zip(columns, values, strict=True))
        found[tuple(row[key] for key in keys) if keys else values] = row
    return found


def traces(before: Tables, after: Tables) -> list[Trace]:
    """Every value that was not there before: of new rows all, of old rows what changed.

    The number of a row that was there already, in a column that points at it, is nothing new.
    """
    known = {key[0] for rows in before.values() for key in rows if _is_row_number(key[0])}
    return [
        Trace(table, column, value, fresh=key not in before.get(table, {}))
        for table, rows in after.items()
        for key, row in rows.items()
        for column, value in row.items()
        if value is not None
        and not (_is_row_number(value) and value in known)
        and (key not in before.get(table, {}) or before[table][key][column] != value)
    ]


def _is_row_number(value: Any) -> bool:
    return isinstance(value, int) and value >= _LEAST_ROW_NUMBER


def moments_in(trace: Trace) -> Iterator[datetime]:
    """Every moment that a value tells: as a date and time, in a text, or as a row number."""
    value = trace.value
    if isinstance(value, datetime):
        yield value if value.tzinfo else value.replace(tzinfo=UTC)
    elif _is_row_number(value):
        told = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=value >> RANDOM_BITS)
        yield told.replace(microsecond=0)  # the first second of the day is filled at random
    elif not isinstance(value, date):
        for found in _MOMENT.findall(trace.text):
            read = datetime.fromisoformat(found)
            yield read if read.tzinfo else read.replace(tzinfo=UTC)


def finer_than_the_day(trace: Trace) -> list[datetime]:
    """The moments in a value that are no start of a day; of a term: no whole hour, no day's end."""

    def plain(moment: datetime) -> bool:
        local = moment.astimezone(clock.local_zone())
        if trace.column in ("due_at", "stalls_at"):
            ends = (local.hour, local.minute) == (23, 59)
            return (local.second, local.microsecond) == (0, 0) and (ends or local.minute == 0)
        return moment == clock.start_of_day(local.date())

    return [moment for moment in moments_in(trace) if not plain(moment)]


def ordered_ids_in(trace: Trace) -> list[UUID]:
    """Identifiers in a value that tell when they were drawn: UUIDs of version 7 of today."""
    value = trace.value
    found = [value] if isinstance(value, UUID) else map(UUID, _ID.findall(trace.text))
    now = time.time()
    return [one for one in found if one.version == 7 and abs((one.int >> 80) / 1000 - now) < 86_400]


def placed_in_order() -> set[str]:
    """The tables that SQLite keeps in the order of insertion: those without a key of whole numbers."""
    models = apps.get_models(include_auto_created=True)
    return {one._meta.db_table for one in models if not isinstance(one._meta.pk, IntegerField)}


def counted_tables() -> set[str]:
    """The tables whose keys count up, row after row."""
    models = apps.get_models(include_auto_created=True)
    return {one._meta.db_table for one in models if isinstance(one._meta.pk, AutoField)}
