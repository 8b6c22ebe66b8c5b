"""Who looked up who reported, and whom it was released to; never who reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from baken.core import clock
from baken.core.access import Actor, may
from baken.rooms.org.queries import persons_named
from baken.rooms.reports.models import IdentityRead, IdentityRelease, Report
from baken.rooms.reports.permits import INSPECT_IDENTITY, READ, READ_IDENTITY

MOST = 50
RELEASED = "reports.identity_released"
FOR_INSPECTION = "reports.identity_released_for_inspection"


@dataclass(frozen=True)
class Look:
    """One look at who reported: by whom, when and why."""

    by: str
    at: datetime
    ground: str


def looks_at(report: Report) -> list[Look]:
    """Every look at who made a report that was itself read through the guard, newest first."""
    rows = list(IdentityRead.objects.of(report).order_by("-at")[:MOST])
    names = persons_named(row.reader for row in rows)
    return [Look(names.get(row.reader, ""), row.at, row.ground) for row in rows]


def is_released_to(actor: Actor, report: Report, at: datetime) -> bool:
    """Whether who reported was released to this actor and may still be looked up."""
    if actor.person is None:
        return False
    rows = IdentityRelease.objects.of(report).filter(to=actor.person)
    return rows.filter(until__gte=clock.local_date(at)).exists()


def names_somebody(report: Report) -> bool:
    """Whether anybody can be known here as its reporter: not of an anonymous or imported report."""
    return report.identity != "anonymous" and report.channel != "import"


def may_look_up(actor: Actor, report: Report, at: datetime) -> bool:
    """Whether this actor may ask who reported: somebody is known, by right or by a release.

    A confidential reporter may still be held closer than the right goes; that shows at the look.
    """
    if not names_somebody(report):
        return False
    return may(actor, READ_IDENTITY, report) or is_released_to(actor, report, at)


def is_shut_to(actor: Actor, report: Report, at: datetime) -> bool:
    """Whether a report is not even there for an inspector: they do not read it, nothing was released."""
    return not may(actor, READ, report) and not is_released_to(actor, report, at)


def could_look_up(reader: Actor, report: Report) -> bool:
    """Whether a release would be of use to somebody: they read the report, or inspect."""
    return may(reader, READ, report) or may(reader, INSPECT_IDENTITY, report)
