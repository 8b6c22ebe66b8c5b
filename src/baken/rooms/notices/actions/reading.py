"""Marks notices read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from baken.core import clock
from baken.core.access import Actor
from baken.rooms.notices.models import Notice
from baken.rooms.notices.queries.declared import in_group

LAST_NUMBER = 2**63 - 1


def mark_all_read(*, actor: Actor, at: datetime, group: str = "") -> int:
    """Mark every notice of the actor read, or those of a group; returns how many were unread."""
    unread = Notice.objects.filter(to_key=actor.own_key, read_on__isnull=True)
    if group:
        unread = unread.filter(in_group(group))
    return unread.update(read_on=clock.local_date(at))


def mark_one_read(*, actor: Actor, number: str, at: datetime) -> int:
    """Mark one notice of the actor read; returns 1 when it was an unread one of theirs, else 0.

    ``number`` is what somebody sent: nonsense is the number of no notice.
    """
    wanted = int(number) if number.isascii() and number.isdecimal() and len(number) < 20 else 0
    if wanted > LAST_NUMBER:
        return 0
    unread = Notice.objects.filter(to_key=actor.own_key, number=wanted, read_on__isnull=True)
    return unread.update(read_on=clock.local_date(at))


def mark_seen(*, actor: Actor, record: Any, at: datetime) -> int:
    """The actor opened a record: what they were told about it is read; returns how many it were.

    It writes only when there is something to write, so that looking stays looking.
    """
    if not actor.own_key:
        return 0
    table = record._meta.label_lower
    unread = Notice.objects.filter(to_key=actor.own_key, read_on__isnull=True)
    numbers = list(unread.filter(table=table, record=record.pk).values_list("number", flat=True))
    if not numbers:
        return 0
    return Notice.objects.filter(number__in=numbers).update(read_on=clock.local_date(at))
