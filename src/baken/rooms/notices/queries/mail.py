"""Who a mail is for, what waits to leave, and what a digest counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Min, Q

from baken.core import clock
from baken.core.access import Actor
from baken.core.records.numbers import floor_number
from baken.rooms.notices.models import MailOut, Notice
from baken.rooms.notices.queries.declared import group_of, opens_for
from baken.rooms.notices.queries.policy import policy
from baken.rooms.notices.queries.preferences import usual_wishes, wishes_by_account
from baken.rooms.notices.rules import GROUPS, Wishes
from baken.rooms.org.queries import actor_for
from baken.rooms.org.queries.addressees import Addressee, addressees, persons_in_roles


@dataclass(frozen=True)
class Reader:
    """Somebody a mail can go to: account, address, language, wishes, and whether they must hear."""

    account: Any
    address: str
    language: str
    wishes: Wishes
    must_hear: bool

    def actor(self, at: datetime) -> Actor:
        """Who they are to the access layer at a moment."""
        return actor_for(self.account, at)


def readers_of(keys: Collection[str], at: datetime) -> dict[str, Reader]:
    """The readers behind keys that have an address to which mail may go; a few queries for all."""
    found = addressees(keys)
    wishes = wishes_by_account(one.account.pk for one in found.values())
    must = persons_in_roles(policy().must_hear, [one.person for one in found.values()], at)
    readers = {key: _reader(one, wishes, one.person in must) for key, one in found.items()}
    return {key: one for key, one in readers.items() if may_be_mailed(one.address)}


def _reader(one: Addressee, known: dict[int, tuple[Wishes, str]], must_hear: bool) -> Reader:
    wishes, own = known.get(one.account.pk, (usual_wishes(), ""))
    return Reader(one.account, own or one.email, one.language, wishes, must_hear)


def may_be_mailed(address: str) -> bool:
    """Whether there is an address, at a domain to which this installation mails."""
    domain = address.rpartition("@")[2].lower()
    allowed = [one.lower().lstrip("@") for one in settings.MAIL_DOMAINS]
    return bool(domain) and (not allowed or domain in allowed)


def oldest_for_digest(after: str, limit: int) -> dict[str, datetime]:
    """The oldest notice that waits for a digest, of so many readers after one, in their order."""
    rows = Notice.objects.filter(to_mail="digest", to_key__gt=after).values("to_key")
    found = rows.annotate(oldest=Min("at")).order_by("to_key")[:limit]
    return {row["to_key"]: row["oldest"] for row in found}


def mails_to_leave(at: datetime, limit: int) -> list[MailOut]:
    """The mails that may leave now and that nobody is sending, the oldest first."""
    waiting = MailOut.objects.filter(stage="waiting")
    due = Q(due_at__isnull=True) | Q(due_at__lte=at)
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=at)
    return list(waiting.filter(due, free).order_by("number")[:limit])


def notice_to_mail(number: int | None, reader: Reader, at: datetime) -> tuple[Notice, bool] | None:
    """A notice that is still unread, and whether its page opens for the reader; None when read or gone."""
    rows = Notice.objects.filter(number=number, read_on__isnull=True)
    notice = rows.first()
    if notice is None:
        return None
    return notice, rows.filter(opens_for(reader.actor(at), [notice.code])).exists()


def given_up() -> tuple[int, str] | None:
    """How many mails were given up, and why the last one was; None when none was."""
    lost = MailOut.objects.filter(stage="given_up").order_by("-number")
    newest = lost.first()
    return (lost.count(), newest.problem) if newest else None


def waiting_since(long: timedelta) -> bool:
    """Whether a mail that could have left is still here after so long."""
    if not settings.MAIL_HOST:
        return False
    now = clock.now()
    waiting = MailOut.objects.filter(stage="waiting", number__lt=floor_number(now - long))
    return waiting.filter(Q(due_at__isnull=True) | Q(due_at__lt=now - long)).exists()


def counts_of(notices: Iterable[Notice]) -> dict[str, int]:
    """How many notices there are per group, in the order of the groups."""
    counted = Counter(map(group_of, notices))
    return {group: counted[group] for group in GROUPS if counted[group]}
