"""Whose notices are there?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from baken.core.access import Actor
from baken.core.lists import Page, newest
from baken.rooms.notices.models import Notice
from baken.rooms.notices.queries.declared import in_group


def unread_count(actor: Actor, most: int = 100) -> int:
    """How many unread notices the actor has, counted no further than ``most``."""
    if not actor.own_key:
        return 0
    return Notice.objects.filter(to_key=actor.own_key, read_on__isnull=True)[:most].count()


def urgent_records(own_key: Any, *codes: str) -> Any:
    """The row numbers of the records that press whoever has a key by such notices, read or not.

    A query that is not carried out yet, to be used inside another one; the key may be what stands for
    one in a kept statement.
    """
    pressing = Notice.objects.filter(to_key=own_key, urgent=True, code__in=codes)
    return pressing.values("record")


def keys_told(*, table: str, record: int, codes: Sequence[str]) -> frozenset[str]:
    """The keys of everybody who was told such a thing about a record."""
    rows = Notice.objects.filter(table=table, record=record, urgent=True, code__in=codes)
    return frozenset(rows.values_list("to_key", flat=True))


def notices_of(
    actor: Actor, cursor: str = "", limit: int = 50, *, unread: bool = False, group: str = ""
) -> Page:
    """The actor's notices, newest first; with ``unread`` only those, and of one group when named."""
    rows = Notice.objects.filter(to_key=actor.own_key)
    if unread:
        rows = rows.filter(read_on__isnull=True)
    if group:
        rows = rows.filter(in_group(group))
    return newest(rows, cursor, limit)
