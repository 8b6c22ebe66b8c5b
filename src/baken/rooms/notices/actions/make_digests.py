"""Makes the digests that are due: one mail a day or week per reader, with counts and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection, transaction

from baken.core.clock.working_days import WorkingDays
from baken.core.records.numbers import row_number
from baken.rooms.library.queries import holidays
from baken.rooms.notices.models import MailOut, Notice
from baken.rooms.notices.queries.mail import Reader, counts_of, keeps_day_only, readers_of
from baken.rooms.notices.rules import is_in_digest, last_digest

READERS_AT_ONCE = 500


def make_digests(*, at: datetime) -> int:
    """Make a mail of every digest that is due and has something to count; returns how many.

    The notices of a digest are taken in its transaction, so that each is counted in one of them.
    """
    days = WorkingDays(holidays())
    waiting = Notice.objects.filter(to_mail="digest").order_by("to_key")
    keys = list(waiting.values_list("to_key", flat=True).distinct()[:READERS_AT_ONCE])
    readers = readers_of(keys, at) if keys else {}
    lost = [key for key in keys if key not in readers]
    Notice.objects.filter(to_mail="digest", to_key__in=lost).update(to_mail="")
    return sum(_digest(key, reader, days, at) for key, reader in readers.items())


def _digest(key: str, reader: Reader, days: WorkingDays, at: datetime) -> int:
    due = last_digest(at, reader.wishes, days.counts)
    if due is None:
        return 0
    with transaction.atomic():
        rows = Notice.objects.filter(to_mail="digest", to_key=key, at__lt=due)
        skip = connection.features.has_select_for_update_skip_locked
        found = list(rows.select_for_update(skip_locked=skip).order_by("number"))
        zone = reader.wishes.zone
        taken = [
            one
            for one in found
            if is_in_digest(one.at, due=due, whole_day=keeps_day_only(one), zone=zone)
        ]
        if not taken:
            return 0
        Notice.objects.filter(number__in=[one.number for one in taken]).update(to_mail="")
        return _store(key, taken, due.astimezone(zone).date(), at)


def _store(key: str, taken: Sequence[Notice], day: date, at: datetime) -> int:
    """The mail of a digest; nothing when all of it was read by now, and one a day at most."""
    counts = counts_of(one for one in taken if one.read_on is None)
    once = f"digest:{key}:{day.isoformat()}"
    if not counts or MailOut.objects.filter(once=once).exists():
        return 0
    mail = MailOut(number=row_number(at), once=once, kind="digest", to_key=key, counts=counts)
    MailOut.objects.bulk_create([mail], ignore_conflicts=True)
    return 1
