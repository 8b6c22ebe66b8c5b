"""Lets one other person look up who made a report, for a while and on a ground."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, refuse_unless
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import persons_named
from baken.rooms.reports.actions.read_identity import one_line, refuse_below
from baken.rooms.reports.models import Identity, IdentityRelease, Report
from baken.rooms.reports.permits import READ_IDENTITY
from baken.rooms.reports.queries.parts import release_part

LONGEST = timedelta(days=30)


def release_identity(
    *, actor: Actor, report: Report, to: uuid.UUID, until: date, ground: str, at: datetime
) -> IdentityRelease:
    """Let somebody who can see the report look up who made it, until a day at most 30 days away.

    The name itself is not told here: the other looks it up, and that look is written down too.
    Raises AccessDenied for whoever may not know it, FieldsRefused without a ground, a person or a
    period. Source: domain reference, organisation, section 6 (rule 3).
    """
    reason, today = one_line(ground), clock.local_date(at)
    if not today <= until <= today + LONGEST:
        raise FieldsRefused({"until": _("Choose a day from today to thirty days from now.")})
    name = persons_named([to]).get(to)
    if name is None:
        raise FieldsRefused({"to": _("Nobody is known under this number or name.")})
    with transaction.atomic():
        fresh = locked(report)
        refuse_unless(actor, READ_IDENTITY, fresh)
        identity = Identity.objects.of(fresh).first()
        if identity is None:
            raise FieldsRefused({"ground": _("Nobody knows who reported this.")})
        refuse_below(actor, fresh, identity.confidentiality)
        release = IdentityRelease.objects.create(
            record=fresh, to=to, given_by=actor.person, at=at, until=until, ground=reason
        )
        entry = Entry(
            code="reports.report.identity_released",
            from_state=fresh.state,
            to_state=fresh.state,
            facts={"until": until.isoformat()},
            words={"ground": reason, "to": name},
            parts=release_part(release),
        )
        append(record=fresh, actor=actor, at=at, entry=entry)
    return release
