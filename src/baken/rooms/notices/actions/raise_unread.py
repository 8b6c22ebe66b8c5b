"""Raises urgent notices that nobody reads: each rung of their ladder once, as news for the room above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Count

from baken.core import clock
from baken.core.events.outbox import emit
from baken.core.records.numbers import anonymous_row_number, row_number
from baken.rooms.notices.events import UNREAD
from baken.rooms.notices.models import Escalation, Notice
from baken.rooms.notices.queries.policy import policy
from baken.rooms.notices.rules import Rung, rung_due

NOT_AFTER = timedelta(hours=24)  # what is older was told in other ways long since


class Told(NamedTuple):
    """An urgent notice, told to some at once: what, about which record, and when."""

    code: str
    table: str
    record: int
    at: datetime


def raise_unread(*, at: datetime, waited_for: Callable[[Told, bool], timedelta]) -> int:
    """Raise what nobody read for too long; returns how many rungs were taken.

    ``waited_for`` says how long a notice waits; of one that keeps its day alone only the worker
    that saw it come knows that. A second worker that comes to the same rung finds it taken.
    """
    unread = _unread(at)
    taken = _rungs_taken(unread)
    raised = 0
    for told in unread:
        waited = waited_for(told, _is_day(told.at))
        rung = rung_due(policy().ladders[told.code], taken=taken[told], waited=waited)
        if rung is not None:
            raised += _take(told, taken[told] + 1, rung, at)
    return raised


def _unread(at: datetime) -> list[Told]:
    """The urgent notices with a ladder about which nobody who was told has read anything since."""
    pressing = Notice.objects.filter(urgent=True, at__gt=at - NOT_AFTER - timedelta(days=1))
    names = ("code", "table", "record", "at")
    groups = pressing.filter(code__in=list(policy().ladders)).values_list(*names).distinct()
    found = [Told(*group) for group in groups]
    records = {told.record for told in found}
    rows = pressing.filter(record__in=records, read_on__isnull=False)
    read: dict[tuple[str, int], list[datetime]] = defaultdict(list)
    for table, record, moment in rows.values_list("table", "record", "at"):
        read[table, record].append(moment)
    return [told for told in found if not _was_read(told, read[told.table, told.record])]


def _was_read(told: Told, read: Iterable[datetime]) -> bool:
    return any(moment >= told.at for moment in read)


def _rungs_taken(unread: Iterable[Told]) -> dict[Told, int]:
    rows = Escalation.objects.filter(record__in=[told.record for told in unread])
    counted = rows.values_list("code", "table", "record", "since").annotate(rungs=Count("number"))
    return defaultdict(int, {Told(*row[:4]): row[4] for row in counted})


def _take(told: Told, place: int, rung: Rung, at: datetime) -> int:
    hides = _is_day(told.at)
    moment = clock.start_of_day(clock.local_date(at)) if hides else at
    number = anonymous_row_number(clock.local_date(at)) if hides else row_number(at)
    record: Any = apps.get_model(told.table)(pk=told.record)
    try:
        with transaction.atomic():
            Escalation.objects.create(
                number=number,
                code=told.code,
                table=told.table,
                record=told.record,
                since=told.at,
                rung=place,
                at=moment,
            )
            payload = {"code": told.code, "rung": place, "to": rung.to}
            emit(name=UNREAD, record=record, at=moment, payload=payload, by_nobody=hides)
    except IntegrityError:
        return 0  # another worker took this rung
    return 1


def _is_day(moment: datetime) -> bool:
    """Whether a moment is a day that hides it."""
    return moment == clock.start_of_day(clock.local_date(moment))
