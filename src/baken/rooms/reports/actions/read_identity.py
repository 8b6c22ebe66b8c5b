"""Looks up who made a report; the look itself is written down."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, Actor, signing
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import persons_named
from baken.rooms.reports.models import Identity, IdentityRead, Report
from baken.rooms.reports.queries.identity import LookRight, look_right
from baken.rooms.reports.queries.parts import look_part


def read_identity(*, actor: Actor, report: Report, ground: str, at: datetime) -> str:
    """The name of the reporter, or how they can be reached, for somebody entitled who says why.

    A confidential reporter's row is sensitive: only a grant up to that level opens it, or a release
    to this reader, who may be an inspector that reads nothing else of the report. Raises
    FieldsRefused without a ground or without a reporter, AccessDenied without the right.
    Source: domain reference, organisation, section 6.
    """
    reason = one_line(ground)
    with transaction.atomic():
        fresh = locked(report)
        right = look_right(actor, fresh, at)
        refuse_look(right)
        identity = Identity.objects.of(fresh).get()
        note_look(actor=actor, report=fresh, permit=right.permit, ground=reason, at=at)
    name = persons_named([identity.person]).get(identity.person, "") if identity.person else ""
    return " – ".join(part for part in (name, identity.contact) if part)


def refuse_look(right: LookRight) -> None:
    """Raise FieldsRefused when nobody is known, AccessDenied for whoever may not know."""
    if right.nobody:
        raise FieldsRefused({"ground": right.why})
    if not right.allowed:
        raise AccessDenied(right.permit, right.why)


def note_look(*, actor: Actor, report: Report, permit: str, ground: str, at: datetime) -> None:
    """Write down that somebody learns who made a locked report, by which right and why."""
    look = IdentityRead.objects.create(record=report, reader=actor.person, at=at, ground=ground)
    entry = Entry(
        code="reports.report.identity_read",
        from_state=report.state,
        to_state=report.state,
        words={"ground": ground},
        parts=look_part(look),
    )
    append(record=report, actor=signing(actor, permit, report), at=at, entry=entry)


def one_line(ground: str) -> str:
    """A ground of one line; raises FieldsRefused when it is none."""
    reason = ground.strip()
    if not reason or len(reason) > 300 or "\x00" in reason:
        raise FieldsRefused({"ground": _("Say in one line why you need to know.")})
    return reason
