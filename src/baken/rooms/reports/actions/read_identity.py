"""Looks up who made a report; the look itself is written down."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, Actor, may, refuse_unless, signing
from baken.core.access.scope import scope_of
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import persons_named
from baken.rooms.reports.models import Identity, IdentityRead, Report
from baken.rooms.reports.permits import INSPECT_IDENTITY, READ, READ_IDENTITY
from baken.rooms.reports.queries.identity import is_released_to
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
        released = is_released_to(actor, fresh, at)
        if not (released and may(actor, INSPECT_IDENTITY, fresh)):
            refuse_unless(actor, READ, fresh)
        if not released:
            refuse_unless(actor, READ_IDENTITY, fresh)
        identity = Identity.objects.of(fresh).first()
        if identity is None:
            raise FieldsRefused({"ground": _("Nobody knows who reported this.")})
        if not released:
            refuse_below(actor, fresh, identity.confidentiality)
        look = IdentityRead.objects.create(record=fresh, reader=actor.person, at=at, ground=reason)
        entry = Entry(
            code="reports.report.identity_read",
            from_state=fresh.state,
            to_state=fresh.state,
            words={"ground": reason},
            parts=look_part(look),
        )
        permit = READ if released else READ_IDENTITY
        append(record=fresh, actor=signing(actor, permit, fresh), at=at, entry=entry)
    name = persons_named([identity.person]).get(identity.person, "") if identity.person else ""
    return " – ".join(part for part in (name, identity.contact) if part)


def one_line(ground: str) -> str:
    """A ground of one line; raises FieldsRefused when it is none."""
    reason = ground.strip()
    if not reason or len(reason) > 300 or "\x00" in reason:
        raise FieldsRefused({"ground": _("Say in one line why you need to know.")})
    return reason


def refuse_below(actor: Actor, report: Report, level: int) -> None:
    """Refuse unless a grant up to this confidentiality reaches the report."""
    scope = scope_of(actor, READ_IDENTITY, Report)
    paths = [unit.path for unit in (report.unit, report.owner_unit) if unit is not None]
    reached = any(
        piece.covers(path)
        for one in scope.levels
        if one.confidentiality >= level
        for piece in one.ranges
        for path in paths
    )
    if not reached:
        raise AccessDenied(READ_IDENTITY, _("Only the safety adviser may know who this is."))
