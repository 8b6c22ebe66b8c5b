"""Reference numbers for people, such as ``M-2026-000123``: easy to read over a radio.

Every number is accounted for: given out in one transaction with its record, or set apart in the
anonymous pool of a day. ``verify-trail`` counts on that to notice a record that vanished.
"""

from __future__ import annotations

import secrets
from datetime import date

from django.db.models import F

from baken.core.records.models import ReferenceCounter, ReferencePool

DAILY_POOL = 10


def spell(prefix: str, year: int, serial: int) -> str:
    """The reference as people read it."""
    return f"{prefix}-{year}-{serial:06}"


def reserve(prefix: str, year: int, count: int) -> list[str]:
    """Give out ``count`` consecutive references; the caller's transaction holds the counter."""
    last = _advance(prefix, year, count)
    return [spell(prefix, year, serial) for serial in range(last - count + 1, last + 1)]


def next_reference(prefix: str, day: date) -> str:
    """The next reference of the day for a record whose maker is known."""
    _open_day(prefix, day)
    return reserve(prefix, day.year, 1)[0]


def anonymous_reference(prefix: str, day: date) -> str:
    """A random free reference of the day's pool, so that its order tells nothing."""
    _open_day(prefix, day)
    free = list(_free(prefix, day))
    if not free:
        _fill_pool(prefix, day)
        free = list(_free(prefix, day))
    chosen = secrets.choice(free)
    ReferencePool.objects.filter(pk=chosen.pk).update(taken=True)
    return spell(prefix, chosen.year, chosen.serial)


def _advance(prefix: str, year: int, count: int) -> int:
    ReferenceCounter.objects.get_or_create(prefix=prefix, year=year)
    counters = ReferenceCounter.objects.filter(prefix=prefix, year=year)
    counters.update(last=F("last") + count)
    return counters.values_list("last", flat=True).get()


def _open_day(prefix: str, day: date) -> None:
    """Set the day's pool apart before its first record, whoever makes that one."""
    if not ReferencePool.objects.filter(prefix=prefix, day=day).exists():
        _fill_pool(prefix, day)


def _fill_pool(prefix: str, day: date) -> None:
    last = _advance(prefix, day.year, DAILY_POOL)
    ReferencePool.objects.bulk_create(
        ReferencePool(prefix=prefix, year=day.year, day=day, serial=serial)
        for serial in range(last - DAILY_POOL + 1, last + 1)
    )


def _free(prefix: str, day: date):  # type: ignore[no-untyped-def]
    pool = ReferencePool.objects.filter(prefix=prefix, day=day, taken=False)
    return pool.select_for_update().order_by("id")
