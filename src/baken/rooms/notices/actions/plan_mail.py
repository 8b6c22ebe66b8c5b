"""Looks at every new notice once: a mail of its own, a place in the digest, or nothing."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from baken.core import clock
from baken.core.records.numbers import anonymous_row_number, row_number
from baken.rooms.notices.models import MailOut, Notice
from baken.rooms.notices.queries.declared import declared_notices, group_of
from baken.rooms.notices.queries.mail import Reader, keeps_day_only, readers_of
from baken.rooms.notices.queries.policy import policy
from baken.rooms.notices.rules import leaves_at, way_of


@dataclass(frozen=True)
class Plan:
    """What becomes of a notice: nothing, ``digest``, or a mail that leaves at ``due`` (None: now)."""

    way: str
    due: datetime | None = None


def plan_mail(*, at: datetime, limit: int = 500) -> int:
    """Decide about the notices that nobody decided about; returns how many mails were made.

    One transaction; another worker passes by what this one holds.
    """
    with transaction.atomic():
        rows = Notice.objects.filter(to_mail="new").order_by("number")
        skip = connection.features.has_select_for_update_skip_locked
        fresh = list(rows.select_for_update(skip_locked=skip)[:limit])
        if not fresh:
            return 0
        readers = readers_of({one.to_key for one in fresh}, at)
        plans = {one.number: _plan(one, readers, at) for one in fresh}
        mails = [_mail(one, plans[one.number], at) for one in fresh if _leaves(plans, one)]
        MailOut.objects.bulk_create(mails, ignore_conflicts=True)
        _settle(fresh, plans)
    return len(mails)


def _leaves(plans: Mapping[int, Plan], notice: Notice) -> bool:
    return plans[notice.number].way == "at_once"


def _plan(notice: Notice, readers: Mapping[str, Reader], at: datetime) -> Plan:
    reader = readers.get(notice.to_key)
    if reader is None or notice.read_on or _is_too_old(notice, at):
        return Plan("off")
    group = group_of(notice)
    way = way_of(group, reader.wishes, must_hear=notice.urgent and reader.must_hear)
    if way != "at_once" or notice.urgent:
        return Plan(way)
    if keeps_day_only(notice):
        return Plan("digest")  # a mail at once would tell the moment that the record hides
    moment = at + _delay() if declared_notices()[notice.code].group == "own" else at
    return Plan(way, leaves_at(moment, reader.wishes))


def _delay() -> timedelta:
    """Some time at random, so that the moment of a mail leads nobody to the reporter it went to."""
    least, most = policy().own_delay
    return timedelta(minutes=least + secrets.randbelow(most - least))


def _is_too_old(notice: Notice, at: datetime) -> bool:
    age = timedelta(days=1) if keeps_day_only(notice) else timedelta()
    return at - notice.at > policy().too_old + age


def _mail(notice: Notice, plan: Plan, at: datetime) -> MailOut:
    day = clock.local_date(at)
    return MailOut(
        number=anonymous_row_number(day) if keeps_day_only(notice) else row_number(at),
        once=f"notice:{notice.number}",
        kind="notice",
        to_key=notice.to_key,
        notice=notice.number,
        due_at=plan.due,
    )


def _settle(fresh: Sequence[Notice], plans: Mapping[int, Plan]) -> None:
    """Write down on the notices what was decided: two statements."""
    waiting = [one.number for one in fresh if plans[one.number].way == "digest"]
    decided = [one.number for one in fresh if plans[one.number].way != "digest"]
    Notice.objects.filter(number__in=waiting).update(to_mail="digest")
    Notice.objects.filter(number__in=decided).update(to_mail="")
