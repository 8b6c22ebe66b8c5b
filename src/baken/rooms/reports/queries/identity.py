"""Who may look up who reported, who did, and whom it was released to; never who reported."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, Confidentiality, explain, may
from baken.core.access.permits import permit_named
from baken.core.access.roles import post_in_words
from baken.rooms.org.queries import persons_named
from baken.rooms.reports.models import Identity, IdentityRead, IdentityRelease, Report
from baken.rooms.reports.permits import INSPECT_IDENTITY, READ, READ_IDENTITY, RESPOND

MOST = 50
RELEASED = "reports.identity_released"
FOR_INSPECTION = "reports.identity_released_for_inspection"
RELEASE_ENDED = "reports.identity_release_ended"
TOLD_RELEASED = "reports.reporter.identity_released"
TOLD_ENDED = "reports.reporter.identity_release_ended"


@dataclass(frozen=True)
class Look:
    """One look at who reported: by whom, when and why."""

    by: str
    at: datetime
    ground: str


@dataclass(frozen=True)
class LookRight:
    """Whether somebody may look up who reported, by which permit, and in words why or why not.

    ``level`` is how closely the reporter is held, without one nobody is known; ``nobody`` says that
    this alone keeps them from it.
    """

    allowed: bool
    why: str
    level: int | None
    permit: str = READ_IDENTITY
    nobody: bool = False


@dataclass(frozen=True)
class Released:
    """One release: to whom and by whom (not for the reporter), by which post, until when and why."""

    id: uuid.UUID
    to: str | None
    post: str
    by: str | None
    at: datetime
    until: date
    ended_at: datetime | None
    ground: str
    runs: bool


def looks_at(report: Report) -> list[Look]:
    """Every look at who made a report that was itself read through the guard, newest first."""
    rows = list(IdentityRead.objects.of(report).order_by("-at")[:MOST])
    names = persons_named(row.reader for row in rows)
    return [Look(names.get(row.reader, ""), row.at, row.ground) for row in rows]


def running_releases(report: Report, at: datetime) -> Any:
    """The releases of a report that still open the look: not ended, and their last day not over."""
    rows = IdentityRelease.objects.of(report).filter(ended_at__isnull=True)
    return rows.filter(until__gte=clock.local_date(at))


def is_released_to(actor: Actor, report: Report, at: datetime) -> bool:
    """Whether who reported was released to this actor and may still be looked up."""
    return _released_until(actor, report, at) is not None


def look_right(actor: Actor, report: Report, at: datetime) -> LookRight:
    """What decides a look at who reported, and what is said of it beforehand: one rule for both.

    By right, up to how closely the reporter is held, or by a release to a reader of the report or
    to an inspector. Source: domain reference, organisation, section 6.
    """
    by_right = look_by_right(actor, report)
    if by_right.allowed or by_right.level is None:
        return by_right
    until = _released_until(actor, report, at)
    if until is None or not could_look_up(actor, report):
        return by_right
    what = {"what": permit_named(READ_IDENTITY).meaning, "until": date_format(until, "j F Y")}
    why = _("You may: %(what)s. It was released to you, to and including %(until)s.") % what
    return LookRight(True, why, by_right.level, READ)


def look_by_right(actor: Actor, report: Report) -> LookRight:
    """The same without what was released: who may look by right may let others know as well."""
    return _by_right(actor, report, _level_of(report))


def may_look_up(actor: Actor, report: Report, at: datetime) -> bool:
    """Whether this actor may look up who reported: somebody is known, by right or by a release."""
    return look_right(actor, report, at).allowed


def may_end_release(actor: Actor, report: Report) -> bool:
    """Whether this actor may see and end the releases of a report: who may look it up by right.

    Of a reporter whose name was erased since, as it would be if it were still there.
    """
    level = _level_of(report)
    if level is None and IdentityRelease.objects.of(report).exists():
        close = report.identity == "confidential"
        level = Confidentiality.SENSITIVE if close else Confidentiality.NORMAL
    return _by_right(actor, report, level).allowed


def releases_of(actor: Actor, report: Report, at: datetime) -> list[Released] | None:
    """Every release of who made a report, running or over, newest first; nothing for others.

    Whoever may look it up by right sees to whom and by whom; the reporter sees the post and no name.
    """
    named = may_end_release(actor, report)
    if not named and not may(actor, RESPOND, report):
        return None
    rows = list(IdentityRelease.objects.of(report).order_by("-at", "-pk")[:MOST])
    names = persons_named(one for row in rows for one in (row.to, row.given_by)) if named else {}
    today = clock.local_date(at)
    return [
        Released(
            id=row.pk,
            to=names.get(row.to, "") if named else None,
            post=post_in_words(row.post) if row.post else "",
            by=names.get(row.given_by, "") if named else None,
            at=row.at,
            until=row.until,
            ended_at=row.ended_at,
            ground=row.ground,
            runs=row.ended_at is None and row.until >= today,
        )
        for row in rows
    ]


def is_shut_to(actor: Actor, report: Report, at: datetime) -> bool:
    """Whether a report is not even there for an inspector: they do not read it, nothing was released."""
    return not may(actor, READ, report) and not is_released_to(actor, report, at)


def could_look_up(reader: Actor, report: Report) -> bool:
    """Whether a release would be of use to somebody: they read the report, or inspect."""
    return may(reader, READ, report) or may(reader, INSPECT_IDENTITY, report)


def _level_of(report: Report) -> int | None:
    """How closely who reported is held; never who it is."""
    levels = Identity.objects.of(report).values_list("confidentiality", flat=True)
    found: int | None = levels.first()
    return found


def _by_right(actor: Actor, report: Report, level: int | None) -> LookRight:
    for permit in (READ, READ_IDENTITY):
        if not may(actor, permit, report):
            return LookRight(False, explain(actor, permit, report), level, permit)
    if level is None:
        return LookRight(False, _("Nobody knows who reported this."), level, nobody=True)
    deep = actor.up_to(level)
    if not may(deep, READ_IDENTITY, report):
        return LookRight(False, _("Only the safety adviser may know who this is."), level)
    return LookRight(True, explain(deep, READ_IDENTITY, report), level)


def _released_until(actor: Actor, report: Report, at: datetime) -> date | None:
    """The last day of the longest release that runs for this actor."""
    if actor.person is None:
        return None
    rows = running_releases(report, at).filter(to=actor.person).order_by("-until")
    found: date | None = rows.values_list("until", flat=True).first()
    return found
