"""Whom a danger is told to, and which dangers an actor must know of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core.access import Actor
from baken.core.access.roles import role_label
from baken.core.lists.pressing import NEWEST, Heading, Values, first_of
from baken.rooms.notices.queries import declare_notice, urgent_records
from baken.rooms.org.queries import Holder, nearest_holders, tree
from baken.rooms.reports.models import Report, ReportStep
from baken.rooms.reports.permits import ANSWER, READ, TRIAGE
from baken.rooms.reports.queries.inbox import REPORT_CARD
from baken.rooms.reports.rules import REPORT_OVER

ALARMED_ROLES = ("commander", "safety_adviser", "duty_officer")
BATTALION = 3

STILL_DANGEROUS = declare_notice(
    "reports.still_dangerous",
    _("Danger now: %(ref)s says that it is still dangerous."),
    "reports:report",
    by_mail="reference",
    presses=True,
)
RAISED_UNREAD = declare_notice(
    "reports.raised_unread",
    _("Danger now: nobody who was told has read %(ref)s. You are told because it was unread."),
    "reports:report",
    by_mail="reference",
    presses=True,
)
ALARMS = (STILL_DANGEROUS, RAISED_UNREAD)


def alarmed_holders(*, report: Report, at: datetime) -> list[Holder]:
    """The nearest commander, safety adviser and duty officer, and who commands the battalion.

    A battalion, ship or squadron (level 3) has the staff that helps a company; its commander is
    told too when a lower one is nearer. Without such a unit in the line the next one above counts.
    Source: domain reference, organisation, section 2.
    """
    unit = tree().by_id[report.owner_unit_id or report.unit_id]
    holders = nearest_holders(roles=ALARMED_ROLES, unit=unit, at=at)
    above = [one for one in tree().line_up(unit) if one.level >= BATTALION]
    if unit.level < BATTALION and above:
        lowest = max(above, key=lambda one: len(one.path))
        holders += nearest_holders(roles=("commander",), unit=lowest, at=at)
    return list({(one.person, one.role, one.unit.id): one for one in holders}.values())


def alarmed_posts(report: Report, at: datetime) -> list[str]:
    """The posts that are told of a danger, in words for its reporter; never a person's name."""
    told = alarmed_holders(report=report, at=at)
    return list(dict.fromkeys(f"{role_label(one.role)} {one.unit.name}" for one in told))


def _dangerous(rows: Any, _given: Values) -> Any:
    return rows.filter(still_dangerous=True).exclude(state__in=REPORT_OVER)


def _dangerous_and_told(rows: Any, given: Values) -> Any:
    told = urgent_records(given["own_key"], *ALARMS)
    return _dangerous(rows, given).filter(pk__in=told)


DANGERS = (
    Heading(READ, _dangerous_and_told),
    Heading(ANSWER, _dangerous),
    Heading(TRIAGE, _dangerous),
)


def dangers_for(actor: Actor, most: int) -> list[Report]:
    """Open reports that are still dangerous: in reach of who may act on them, or told to them.

    One query over the few dangerous rows, newest first. Having read the notice changes nothing.
    """
    if not actor.own_key:
        return []
    found = first_of(
        DANGERS,
        by=NEWEST,
        root=Report,
        actor=actor,
        given={"own_key": actor.own_key},
        most=most,
        related=("occurrence",),
        fields=REPORT_CARD,
    )
    return found[:most]


def first_facts(report: Report) -> Mapping[str, Any]:
    """The facts of a report as it came in, whatever was said or done since."""
    rows = ReportStep.objects.of(report).order_by("serial").values_list("facts", flat=True)
    return rows.first() or {}
