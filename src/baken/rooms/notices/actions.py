"""Writes notices and marks them read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from baken.core import clock
from baken.core.access import Actor
from baken.core.records.numbers import anonymous_row_number, row_number
from baken.rooms.notices.models import Notice


def notify(
    *,
    to_keys: Iterable[str | None],
    code: str,
    record: Any,
    at: datetime,
    urgent: bool = False,
    hide_moment: bool = False,
) -> int:
    """Tell readers about a record; telling the same thing twice is telling it once.

    ``hide_moment`` keeps the day only, for records nobody may place in time.
    """
    day = clock.local_date(at)
    made = [
        Notice(
            number=anonymous_row_number(day) if hide_moment else row_number(at),
            to_key=key,
            code=code,
            table=record._meta.label_lower,
            record=record.pk,
            ref=record.ref,
            at=clock.start_of_day(day) if hide_moment else at,
            urgent=urgent,
        )
        for key in sorted({key for key in to_keys if key})
    ]
    Notice.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def calm(*, code: str, record: Any, at: datetime) -> int:
    """What was urgent about a record until now presses nobody any more; returns how many it were."""
    pressing = Notice.objects.filter(
        code=code, table=record._meta.label_lower, record=record.pk, urgent=True, at__lte=at
    )
    return pressing.update(urgent=False)


def mark_all_read(*, actor: Actor, at: datetime) -> int:
    """Mark every notice of the actor read; returns how many were unread."""
    unread = Notice.objects.filter(to_key=actor.own_key, read_on__isnull=True)
    return unread.update(read_on=clock.local_date(at))
