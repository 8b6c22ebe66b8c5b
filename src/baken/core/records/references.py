"""Reference numbers for people, such as ``M-2026-000123``: easy to read over a radio.

Every number is accounted for: given out in one transaction with its record, or set apart in the
pool for anonymous records. ``verify-trail`` counts on that to notice a record that vanished.
"""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.db.models import F

from baken.core.records.models import ReferenceCounter, ReferencePool

POOL = 10


def spell(prefix: str, year: int, serial: int) -> str:
    """The reference as people read it."""
    return f"{prefix}-{year}-{serial:06}"


def reserve(prefix: str, year: int, count: int) -> list[str]:
    """Give out ``count`` consecutive references; the caller's transaction holds the counter."""
    last = _advance(prefix, year, count)
    return [spell(prefix, year, serial) for serial in range(last - count + 1, last + 1)]


def next_reference(prefix: str, day: date) -> str:
    """The next reference of the year."""
    return reserve(prefix, day.year, 1)[0]


def next_reference_beside_pool(prefix: str, day: date) -> str:
    """The next reference of a kind of record that may also be anonymous.

    The first record of a day fills the pool, whoever makes it, so that the pool's numbers tell
    nothing about the moment of an anonymous record.
    """
    _open_day(prefix, day)
    return next_reference(prefix, day)


def anonymous_reference(prefix: str, day: date) -> str:
    """A reference drawn at random from the year's pool, so that its order tells nothing."""
    _open_day(prefix, day)
    if not _free(prefix, day).exists():
        _fill_pool(prefix, day)
    chosen = secrets.choice(list(_free(prefix, day).select_for_update().order_by("id")))
    ReferencePool.objects.filter(pk=chosen.pk).update(taken=True)
    return spell(prefix, chosen.year, chosen.serial)


def _advance(prefix: str, year: int, count: int) -> int:
    counters = _counter(prefix, year)
    counters.update(last=F("last") + count)
    return counters.values_list("last", flat=True).get()


def _counter(prefix: str, year: int) -> Any:
    ReferenceCounter.objects.get_or_create(prefix=prefix, year=year)
    return ReferenceCounter.objects.filter(prefix=prefix, year=year)


def _open_day(prefix: str, day: date) -> None:
    """Fill the pool up once a day."""
    counters = _counter(prefix, day.year)
    if counters.exclude(opened_on=day).update(opened_on=day):
        _fill_pool(prefix, day)


def _fill_pool(prefix: str, day: date) -> None:
    missing = POOL - _free(prefix, day).count()
    if missing <= 0:
        return
    last = _advance(prefix, day.year, missing)
    ReferencePool.objects.bulk_create(
        ReferencePool(prefix=prefix, year=day.year, serial=serial)
        for serial in range(last - missing + 1, last + 1)
    )


def _free(prefix: str, day: date) -> Any:
    return ReferencePool.objects.filter(prefix=prefix, year=day.year, taken=False)
