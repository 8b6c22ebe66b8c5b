"""Danger now: the commanders and the safety adviser know at once, in the same transaction."""

from __future__ import annotations

from datetime import datetime

from baken.rooms.notices.actions import calm, notify
from baken.rooms.org.queries import own_key_of
from baken.rooms.reports.models import Report
from baken.rooms.reports.queries.alarm import ALARMS, STILL_DANGEROUS, alarmed_holders


def raise_alarm(*, report: Report, at: datetime) -> int:
    """Tell everybody who must know of a danger; returns how many were told."""
    holders = alarmed_holders(report=report, at=at)
    return notify(
        to_keys=[own_key_of(holder.person) for holder in holders],
        code=STILL_DANGEROUS,
        record=report,
        at=at,
        hide_moment=report.identity == "anonymous",
    )


def end_alarm(*, report: Report, at: datetime) -> int:
    """The danger is over: its notices stay, and press nobody any more."""
    return calm(codes=ALARMS, record=report, at=at)
