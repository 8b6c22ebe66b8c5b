"""A danger that nobody who was told has read goes on to the next, and its history says so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from baken.core.access import system_actor
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.rooms.notices.actions import notify
from baken.rooms.org.queries import own_key_of
from baken.rooms.reports.models import Report
from baken.rooms.reports.queries.alarm import RAISED_UNREAD
from baken.rooms.reports.queries.next_told import next_told
from baken.rooms.reports.rules import REPORT_OVER


def raise_danger(*, report: Report, rung: int, to: str, at: datetime) -> int:
    """Tell the next of a danger that is still there; returns how many were told.

    Nobody is told when the danger is over, the report is closed, or there is nobody more to tell.
    """
    with transaction.atomic():
        fresh = locked(report)
        if not fresh.still_dangerous or fresh.state in REPORT_OVER:
            return 0
        holders = next_told(report=fresh, to=to, at=at)
        if not holders:
            return 0
        posts = dict.fromkeys(f"{one.role} {one.unit.code}" for one in holders)
        entry = Entry(
            code="reports.report.raised_unread",
            from_state=fresh.state,
            to_state=fresh.state,
            facts={"rung": rung, "told": list(posts)},
        )
        append(record=fresh, actor=system_actor("raising"), at=at, entry=entry)
        return notify(
            to_keys=[own_key_of(one.person) for one in holders],
            code=RAISED_UNREAD,
            record=fresh,
            at=at,
            hide_moment=fresh.identity == "anonymous",
        )
