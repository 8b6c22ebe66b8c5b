"""Makes the digests that are due: one mail a day or week per reader, with counts and nothing else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from baken.core import clock
from baken.core.clock.working_days import WorkingDays
from baken.core.records.numbers import row_number
from baken.rooms.library.queries import holidays
from baken.rooms.notices.models import MailOut, Notice
from baken.rooms.notices.queries.mail import Reader, counts_of, oldest_for_digest, readers_of
from baken.rooms.notices.rules import is_in_digest, last_digest

READERS_AT_ONCE = 500


@dataclass(frozen=True)
class Digests:
    """How many mails were made, and the reader after whom the next call goes on; empty at the end."""

    made: int
    after: str


def make_digests(*, at: datetime, after: str = "") -> Digests:
    """Make a mail of every digest that is due and has something to count, of the readers after one.

    It looks at so many readers at once and no more, so that nothing urgent waits for it; who calls
    goes on where it ended. The notices of a digest are taken in its transaction, so that each is
    counted in one of them.
    """
    days = WorkingDays(holidays())
    oldest = oldest_for_digest(after, READERS_AT_ONCE)
    readers = readers_of(oldest, at) if oldest else {}
    lost = [key for key in oldest if key not in readers]
    Notice.objects.filter(to_mail="digest", to_key__in=lost).update(to_mail="")
    made = 0
    for key, reader in readers.items():
        due = last_digest(at, reader.wishes, days.counts)
        if due is not None and oldest[key] < due:
            made += _digest(key, reader, due, at)
    return Digests(made, max(oldest) if len(oldest) == READERS_AT_ONCE else "")


def _digest(key: str, reader: Reader, due: datetime, at: datetime) -> int:
    zone = reader.wishes.zone
    with transaction.atomic():
        rows = Notice.objects.filter(to_mail="digest", to_key=key, at__lt=due)
        skip = connection.features.has_select_for_update_skip_locked
        found = list(rows.select_for_update(skip_locked=skip).order_by("number"))
        taken = [
            one
            for one in found
            if is_in_digest(one.at, due=due, whole_day=clock.is_start_of_day(one.at), zone=zone)
        ]
        unread = [one for one in taken if one.read_on is None]
        once = f"digest:{key}:{due.astimezone(zone).date().isoformat()}"
        made = _store(once, key, counts_of(unread), at)
        _let_go(taken if made else [one for one in taken if one.read_on is not None])
    return made


def _store(once: str, key: str, counts: dict[str, int], at: datetime) -> int:
    """Make the mail of a day; 0 when there is nothing to count, or when that day has its mail.

    Another worker may be making the same mail: then this waits for it, and says who was first.
    """
    if not counts or MailOut.objects.filter(once=once).exists():
        return 0
    mail = MailOut(number=row_number(at), once=once, kind="digest", to_key=key, counts=counts)
    MailOut.objects.bulk_create([mail], ignore_conflicts=True)
    return MailOut.objects.filter(number=mail.number, once=once).count()


def _let_go(settled: Collection[Notice]) -> None:
    """Nothing has to be done any more about these; what no digest holds waits for the next one."""
    if settled:
        Notice.objects.filter(number__in=[one.number for one in settled]).update(to_mail="")
