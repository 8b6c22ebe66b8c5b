"""The one place that knows what time it is; everything else is told.

Time enters at the edge (a view, an endpoint, a command, the worker) and is passed down as ``at``.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

_shift: list[timedelta] = []


def now() -> datetime:
    """The present moment in UTC, moved by ``BAKEN_CLOCK_SHIFT_HOURS`` in a rehearsal."""
    moved = sum(_shift, timedelta(hours=settings.CLOCK_SHIFT_HOURS))
    return timezone.now() + moved


def today() -> date:
    """Today's date in the organisation's own time zone."""
    return local_date(now())


def local_zone() -> ZoneInfo:
    """The organisation's time zone."""
    return ZoneInfo(settings.TIME_ZONE)


def first_of_month(day: date) -> date:
    """The first day of the month of ``day``."""
    return day.replace(day=1)


def last_of_month(day: date) -> date:
    """The last day of the month of ``day``."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def local_date(at: datetime) -> date:
    """The calendar day of ``at`` in the organisation's time zone."""
    return at.astimezone(local_zone()).date()


def start_of_day(day: date) -> datetime:
    """The first moment (UTC) of a calendar day in the organisation's time zone."""
    return datetime.combine(day, time.min, tzinfo=local_zone()).astimezone(UTC)


def is_start_of_day(at: datetime) -> bool:
    """Whether a moment is the first of its day: what may tell no moment keeps this one in its place."""
    return at == start_of_day(local_date(at))


@contextmanager
def moved_by(shift: timedelta) -> Iterator[None]:
    """Move the clock inside a ``with`` block: for tests, drills and loading the demo's past."""
    _shift.append(shift)
    try:
        yield
    finally:
        _shift.pop()
