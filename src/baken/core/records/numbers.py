"""Row numbers: 63-bit integers that sort by time, so that one column is key, order and cursor.

Layout: milliseconds since 1970 in the high bits, 21 bits below that start at random in each process
and count on within a millisecond; this lasts from the year 1830 to 2109. An anonymous record gets
the first second of its day with random bits for the rest: it sorts after the others of its day in a
newest-first list, and neither its number nor its place on disk tells the moment.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from typing import Any

from django.db import connection, models

from baken.core import clock
from baken.core.records.listed import among

RANDOM_BITS = 21
OLDEST_NUMBER = -(2**63)  # below every row number: those of before 1970 are negative
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SPREAD_MS = 1000
_MOMENTS_KEPT = 64
_last: OrderedDict[int, int] = OrderedDict()
_lock = Lock()


class RowNumberField(models.BigIntegerField):
    """A row number as primary key; on SQLite it is the row's own place in the table.

    Nothing else there tells the order of insertion, and the text index can use it as its key.
    """

    def db_type(self, connection: Any) -> str | None:
        """``integer`` on SQLite, where only that word makes a key the row id itself."""
        if connection.vendor == "sqlite":
            return "integer"
        return super().db_type(connection)


def floor_number(at: datetime) -> int:
    """The smallest row number of a record made at ``at``; negative before 1970."""
    return ((at - _EPOCH) // timedelta(milliseconds=1)) << RANDOM_BITS


def moment_of_number(number: int) -> datetime:
    """When a record of this row number was made, to the millisecond; of an anonymous one the day."""
    return _EPOCH + timedelta(milliseconds=number >> RANDOM_BITS)


def row_number(at: datetime) -> int:
    """A fresh row number for a record made at ``at``.

    The first of a moment starts at random in the lower half of its bits, so that two processes do
    not meet; the next ones of the same moment count on from there. So a process never gives one out
    twice, and steps of one moment (a handing over, an import) keep the order they were taken in.
    """
    floor = floor_number(at)
    with _lock:
        last = _last.get(floor)
        number = floor | secrets.randbits(RANDOM_BITS - 1) if last is None else last + 1
        _last[floor] = number
        _last.move_to_end(floor)
        while len(_last) > _MOMENTS_KEPT:
            _last.popitem(last=False)
    return number


def row_numbers(moments: Iterable[datetime]) -> list[int]:
    """Fresh row numbers for records that come in bulk, each different from the others.

    They are spread over one second each: many legacy rows share a moment, often midnight.
    """
    drawn: dict[int, None] = {}
    for at in moments:
        before = len(drawn)
        while len(drawn) == before:
            drawn[floor_number(at) + secrets.randbelow(_SPREAD_MS << RANDOM_BITS)] = None
    return list(drawn)


def free_row_numbers(table: type[models.Model], moments: Iterable[datetime]) -> list[int]:
    """As ``row_numbers``, each also different from those that ``table`` already holds.

    A long import stores all its rows at one moment: among 100,000 of them two would be the same.
    """
    wanted = list(moments)
    while True:
        drawn = row_numbers(wanted)
        if not _is_any_taken(table._meta, drawn):
            return drawn


def _is_any_taken(table: Any, numbers: list[int]) -> bool:
    """Whether one of these is a key already; a list of thousands goes as one text."""
    test, listed = among(",".join(map(str, numbers)), vendor=connection.vendor)
    name, key = map(connection.ops.quote_name, (table.db_table, table.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {name} WHERE {key} {test} LIMIT 1", [listed])  # noqa: S608  from the model
        return cursor.fetchone() is not None


def month_of_number(number: int) -> int:
    """The month in which a record came in, in the organisation's time zone, as 202611."""
    day = clock.local_date(_EPOCH + timedelta(milliseconds=number >> RANDOM_BITS))
    return day.year * 100 + day.month


def numbers_of_month(month: int) -> tuple[int, int]:
    """The first row number of a month (202611), and the first one after it."""
    year, place = divmod(month, 100)
    first = date(year, place, 1)
    following = clock.last_of_month(first) + timedelta(days=1)
    start, end = (floor_number(clock.start_of_day(day)) for day in (first, following))
    return start, end


def anonymous_row_number(day: date) -> int:
    """A fresh row number that tells the day and nothing finer."""
    start = floor_number(clock.start_of_day(day))
    return start + secrets.randbelow(_SPREAD_MS << RANDOM_BITS)
