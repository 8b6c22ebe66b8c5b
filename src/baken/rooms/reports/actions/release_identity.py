"""Lets one other person look up who made a report, for a while and on a ground."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, may, refuse_unless, signing
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.notices.actions import notify
from baken.rooms.org.queries import actor_of_person, own_key_of, person_with_id
from baken.rooms.reports.actions.read_identity import one_line, refuse_below
from baken.rooms.reports.models import Identity, IdentityRelease, Report
from baken.rooms.reports.permits import READ, READ_IDENTITY
from baken.rooms.reports.queries.identity import (
    FOR_INSPECTION,
    RELEASED,
    could_look_up,
)
from baken.rooms.reports.queries.parts import release_part

LONGEST = timedelta(days=30)


def release_identity(
    *, actor: Actor, report: Report, to: uuid.UUID, until: date, ground: str, at: datetime
) -> IdentityRelease:
    """Let somebody look up who made a report, until a day at most 30 days away.

    They read the report themselves, or are an inspector, who then learns this and nothing else. The
    name itself is not told here: the other looks it up, and that look is written down too. They hear
    of it by a notice. Raises AccessDenied for whoever may not know it, FieldsRefused without a
    ground, a period, or a person who could look. Source: domain reference, organisation, section 6 (rule 3).
    """
    reason, today = one_line(ground), clock.local_date(at)
    if not today <= until <= today + LONGEST:
        raise FieldsRefused({"until": _("Choose a day from today to thirty days from now.")})
    person = person_with_id(to)
    if person is None:
        raise FieldsRefused({"to": _("Nobody is known under this number or name.")})
    with transaction.atomic():
        fresh = locked(report)
        refuse_unless(actor, READ_IDENTITY, fresh)
        identity = Identity.objects.of(fresh).first()
        if identity is None:
            raise FieldsRefused({"ground": _("Nobody knows who reported this.")})
        refuse_below(actor, fresh, identity.confidentiality)
        reader = actor_of_person(person, at)
        if not could_look_up(reader, fresh):
            wrong = _("This person does not see this report and is no inspector, so cannot look.")
            raise FieldsRefused({"to": wrong})
        release = IdentityRelease.objects.create(
            record=fresh, to=to, given_by=actor.person, at=at, until=until, ground=reason
        )
        entry = Entry(
            code="reports.report.identity_released",
            from_state=fresh.state,
            to_state=fresh.state,
            facts={"until": until.isoformat()},
            words={"ground": reason, "to": str(person)},
            parts=release_part(release),
        )
        append(record=fresh, actor=signing(actor, READ_IDENTITY, fresh), at=at, entry=entry)
        code = RELEASED if may(reader, READ, fresh) else FOR_INSPECTION
        notify(to_keys=[own_key_of(to)], code=code, record=fresh, at=at)
    return release
