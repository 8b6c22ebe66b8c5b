"""Reference numbers for people, such as ``M-2026-000123``: easy to read over a radio.

Every number is accounted for: given out in one transaction with its record, or set apart in the
pool for anonymous records. ``verify-trail`` counts on that to notice a record that vanished.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import connection

from baken.core.records.models import ReferenceCounter, ReferencePool

POOL = 10
_SPELT = re.compile(r"[A-Z]{1,3}-\d{4}-\d{6,}")


def spell(prefix: str, year: int, serial: int) -> str:
    """The reference as people read it."""
    return f"{prefix}-{year}-{serial:06}"


def reference_in(text: str) -> str:
    """The reference that a text is, however it was typed; nothing when it is none."""
    typed = text.strip().upper()
    return typed if _SPELT.fullmatch(typed) else ""


def reserve(prefix: str, year: int, count: int) -> list[str]:
    """Give out ``count`` consecutive references; the caller's transaction holds the counter."""
    return reserve_years(prefix, {year: count})[year]


def reserve_years(prefix: str, counts: Mapping[int, int]) -> dict[int, list[str]]:
    """As ``reserve`` for several years together: consecutive references of each."""
    counters, given = _locked(prefix, counts), {}
    for counter in counters:
        first, counter.last = counter.last + 1, counter.last + counts[counter.year]
        serials = range(first, counter.last + 1)
        given[counter.year] = [spell(prefix, counter.year, serial) for serial in serials]
    ReferenceCounter.objects.bulk_update(counters, ["last"])
    return given


def next_reference(prefix: str, day: date) -> str:
    """The next reference of the year."""
    return reserve(prefix, day.year, 1)[0]


def next_reference_beside_pool(prefix: str, day: date) -> str:
    """The next reference of a kind of record that may also be anonymous.

    The first record of a day fills the pool, whoever makes it, so that the pool's numbers tell
    nothing about the moment of an anonymous record.
    """
    serial = _advance_open(prefix, day)
    if serial is None:
        serial = _advance(_open_day(prefix, day), 1)
    return spell(prefix, day.year, serial)


def anonymous_reference(prefix: str, day: date) -> str:
    """A reference drawn at random from the year's pool, so that its order tells nothing."""
    counter = _open_day(prefix, day)
    if not _free(prefix, day).exists():
        _fill_pool(counter, day)
    chosen = secrets.choice(list(_free(prefix, day).select_for_update().order_by("id")))
    ReferencePool.objects.filter(pk=chosen.pk).update(taken=True)
    return spell(prefix, chosen.year, chosen.serial)


def _locked(prefix: str, years: Collection[int]) -> list[ReferenceCounter]:
    """The counters of some years, oldest first, locked until the caller's transaction ends."""
    wanted = ReferenceCounter.objects.filter(prefix=prefix, year__in=list(years)).order_by("year")
    found = list(wanted.select_for_update())
    missing = set(years) - {counter.year for counter in found}
    if not missing:
        return found
    ReferenceCounter.objects.bulk_create(
        [ReferenceCounter(prefix=prefix, year=year) for year in sorted(missing)],
        ignore_conflicts=True,  # another may have made one meanwhile
    )
    return list(wanted.select_for_update())


def _advance_open(prefix: str, day: date) -> int | None:
    """The next serial of a day that is open, in one question; None when the day is not open yet."""
    table = connection.ops.quote_name(ReferenceCounter._meta.db_table)
    given = [prefix, day.year, connection.ops.adapt_datefield_value(day)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET last = last + 1"  # noqa: S608  from the model
            " WHERE prefix = %s AND year = %s AND opened_on = %s RETURNING last",
            given,
        )
        rows = cursor.fetchall()
    return rows[0][0] if rows else None


def _advance(counter: ReferenceCounter, count: int) -> int:
    counter.last += count
    counter.save(update_fields=["last"])
    return counter.last


def _open_day(prefix: str, day: date) -> ReferenceCounter:
    """The counter of the day's year, with the pool filled up once a day."""
    [counter] = _locked(prefix, [day.year])
    if counter.opened_on != day:
        counter.opened_on = day
        counter.save(update_fields=["opened_on"])
        _fill_pool(counter, day)
    return counter


def _fill_pool(counter: ReferenceCounter, day: date) -> None:
    missing = POOL - _free(counter.prefix, day).count()
    if missing <= 0:
        return
    last = _advance(counter, missing)
    ReferencePool.objects.bulk_create(
        ReferencePool(prefix=counter.prefix, year=day.year, serial=serial)
        for serial in range(last - missing + 1, last + 1)
    )


def _free(prefix: str, day: date) -> Any:
    return ReferencePool.objects.filter(prefix=prefix, year=day.year, taken=False)
