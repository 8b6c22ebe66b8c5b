"""Danger now: the commander and the safety adviser know at once, in the same transaction."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baken.rooms.notices.actions import notify
from baken.rooms.notices.queries import declare_notice
from baken.rooms.org.queries import nearest_holders, own_key_of, tree
from baken.rooms.reports.models import Report

ALARMED_ROLES = ("commander", "safety_adviser", "duty_officer")

STILL_DANGEROUS = declare_notice(
    "reports.still_dangerous",
    _("Danger now: %(ref)s says that it is still dangerous."),
    "reports:report",
)


def raise_alarm(*, report: Report, at: datetime) -> int:
    """Tell the nearest commander, safety adviser and duty officer; returns how many were told."""
    unit = tree().by_id[report.unit_id]
    holders = nearest_holders(roles=ALARMED_ROLES, unit=unit, at=at)
    return notify(
        to_keys=[own_key_of(holder.person) for holder in holders],
        code=STILL_DANGEROUS,
        record=report,
        at=at,
        urgent=True,
        hide_moment=report.identity == "anonymous",
    )
