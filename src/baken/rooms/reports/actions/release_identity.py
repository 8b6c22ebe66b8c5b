"""Lets one other person look up who made a report, for a while and on a ground; and ends it."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import AccessDenied, Actor, may, signing
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.notices.actions import notify
from baken.rooms.org.queries import actor_of_person, own_key_of, person_with_id
from baken.rooms.reports.actions.read_identity import note_look, one_line, refuse_look
from baken.rooms.reports.models import Identity, IdentityRelease, Report
from baken.rooms.reports.permits import INSPECT_IDENTITY, READ, READ_IDENTITY
from baken.rooms.reports.queries.identity import (
    FOR_INSPECTION,
    RELEASE_ENDED,
    RELEASED,
    TOLD_ENDED,
    TOLD_RELEASED,
    could_look_up,
    look_by_right,
    may_end_release,
    running_releases,
)
from baken.rooms.reports.queries.parts import release_part

LONGEST = timedelta(days=30)


def release_identity(
    *, actor: Actor, report: Report, to: uuid.UUID, until: date, ground: str, at: datetime
) -> IdentityRelease:
    """Let somebody look up who made a report, until a day at most 30 days away.

    They read the report themselves, or are an inspector, who then learns this and nothing else. The
    name itself is not told here: the other looks it up, and that look is written down too. They and
    the reporter hear of it by a notice. Raises AccessDenied for whoever may not know it,
    FieldsRefused without a ground, a period, or a person who could look and does not know. That the
    other is the reporter tells who reported: saying so is written down as a look.
    Source: domain reference, organisation, section 6 (rule 3).
    """
    reason, today = one_line(ground), clock.local_date(at)
    if not today <= until <= today + LONGEST:
        raise FieldsRefused({"until": _("Choose a day from today to thirty days from now.")})
    person = person_with_id(to)
    if person is None:
        raise FieldsRefused({"to": _("Nobody is known under this number or name.")})
    with transaction.atomic():
        fresh = locked(report)
        refuse_look(look_by_right(actor, fresh))
        if to == actor.person:
            raise FieldsRefused({"to": _("You may look this up yourself already.")})
        is_reporter = Identity.objects.of(fresh).filter(person=to).exists()
        if is_reporter:
            note_look(actor=actor, report=fresh, permit=READ_IDENTITY, ground=reason, at=at)
        else:
            release = _released(actor, fresh, person, until, reason, at)
    if is_reporter:
        wrong = _("This is who reported: nothing needs to be released. That you know is on record.")
        raise FieldsRefused({"to": wrong})
    return release


def end_release(
    *,
    actor: Actor,
    report: Report,
    release: uuid.UUID,
    last_day: date | None,
    ground: str,
    at: datetime,
) -> IdentityRelease:
    """End a release of who made a report at once, or on an earlier last day; its row stays.

    For whoever may release it. Who it was released to and the reporter hear of it by a notice.
    Raises AccessDenied, or FieldsRefused without a reason, when the day has passed or is no earlier
    one, or when the release is over.
    """
    reason, today = _reason(ground), clock.local_date(at)
    if last_day is not None and last_day < today:
        raise FieldsRefused({"last_day": _("This day has passed. Choose today or later.")})
    with transaction.atomic():
        fresh = locked(report)
        if not may_end_release(actor, fresh):
            raise AccessDenied(READ_IDENTITY, look_by_right(actor, fresh).why)
        running: IdentityRelease | None = running_releases(fresh, at).filter(pk=release).first()
        if running is None:
            raise FieldsRefused({"release": _("This release is over, or is not of this report.")})
        if last_day is not None and last_day >= running.until:
            raise FieldsRefused({"last_day": _("The release ends by that day already.")})
        running.until = last_day or today
        running.ended_at = None if last_day else at
        running.save(update_fields=["until", "ended_at"])
        _note("identity_release_ended", actor, fresh, running, reason, at)
        notify(to_keys=[own_key_of(running.to)], code=RELEASE_ENDED, record=fresh, at=at)
        notify(to_keys=[fresh.reporter_key], code=TOLD_ENDED, record=fresh, at=at)
    return running


def _released(
    actor: Actor, report: Report, person: Any, until: date, reason: str, at: datetime
) -> IdentityRelease:
    """The release to somebody else than the reporter, told to both."""
    reader = actor_of_person(person, at)
    if not could_look_up(reader, report):
        wrong = _("This person does not see this report and is no inspector, so cannot look.")
        raise FieldsRefused({"to": wrong})
    reads = may(reader, READ, report)
    release = IdentityRelease.objects.create(
        record=report,
        to=person.id,
        given_by=actor.person,
        at=at,
        until=until,
        ground=reason,
        post=signing(reader, READ if reads else INSPECT_IDENTITY, report).post,
    )
    _note("identity_released", actor, report, release, reason, at)
    code = RELEASED if reads else FOR_INSPECTION
    notify(to_keys=[own_key_of(person.id)], code=code, record=report, at=at)
    notify(to_keys=[report.reporter_key], code=TOLD_RELEASED, record=report, at=at)
    return release


def _note(
    what: str, actor: Actor, report: Report, release: IdentityRelease, reason: str, at: datetime
) -> None:
    """The row in the history of the report: to whom, until when and why."""
    entry = Entry(
        code=f"reports.report.{what}",
        from_state=report.state,
        to_state=report.state,
        facts={"until": release.until.isoformat()},
        words={"ground": reason, "to": str(person_with_id(release.to) or "")},
        parts=release_part(release),
    )
    append(record=report, actor=signing(actor, READ_IDENTITY, report), at=at, entry=entry)


def _reason(ground: str) -> str:
    found = ground.strip()
    if not found or len(found) > 300 or "\x00" in found:
        raise FieldsRefused({"ground": _("Give a reason, in at most 300 characters.")})
    return found
