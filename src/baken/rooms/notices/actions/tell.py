"""Writes notices, and lets them rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings

from baken.core import clock
from baken.core.access.reach import Confidentiality
from baken.core.records.numbers import anonymous_row_number, row_number
from baken.rooms.notices.models import Notice
from baken.rooms.notices.queries.declared import declared_notices
from baken.rooms.notices.rules import told_as


def notify(
    *,
    to_keys: Iterable[str | None],
    code: str,
    record: Any,
    at: datetime,
    hide_moment: bool = False,
) -> int:
    """Tell readers about a record; telling the same thing twice is telling it once.

    ``hide_moment`` keeps the day only, for records nobody may place in time.
    """
    day = clock.local_date(at)
    declared = declared_notices()[code]
    by_mail = told_as(declared.by_mail, close=hide_moment or is_held_closely(record))
    mails = bool(settings.MAIL_HOST) and by_mail != "never"
    made = [
        Notice(
            number=anonymous_row_number(day) if hide_moment else row_number(at),
            to_key=key,
            code=code,
            table=record._meta.label_lower,
            record=record.pk,
            ref=record.ref,
            at=clock.start_of_day(day) if hide_moment else at,
            urgent=declared.presses,
            by_mail=by_mail,
            to_mail="new" if mails else "",
        )
        for key in sorted({key for key in to_keys if key})
    ]
    Notice.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def calm(*, codes: Iterable[str], record: Any, at: datetime) -> int:
    """What was urgent about a record until now presses nobody any more; returns how many it were."""
    pressing = Notice.objects.filter(
        code__in=list(codes),
        table=record._meta.label_lower,
        record=record.pk,
        urgent=True,
        at__lte=at,
    )
    return pressing.update(urgent=False)


def is_held_closely(record: Any) -> bool:
    """Whether no mail may name a record: above normal, or its reporter is not known to everybody."""
    above = getattr(record, "confidentiality", Confidentiality.NORMAL) > Confidentiality.NORMAL
    return above or getattr(record, "identity", "named") != "named"
