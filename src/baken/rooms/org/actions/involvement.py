"""Gives somebody a case, or keeps somebody away from one; both stand in the record's own history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, refuse_unless, visible
from baken.core.access.errors import AccessDenied
from baken.core.access.roles import load_roles
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.models import Involvement, Person
from baken.rooms.org.permits import GIVE_CASE
from baken.rooms.org.queries.appointments import live_appointments

LONGEST_GROUND = 300


def keep_away(
    *, actor: Actor, person: Person, record: Any, ground: str, at: datetime
) -> Involvement:
    """Note that a person is too close to a record: from now on they see nothing of its handling.

    Everybody may say it of themselves about what they can see; of somebody else, those who give out
    cases. Saying it twice is saying it once. Raises AccessDenied or FieldsRefused.
    Source: domain reference, organisation, section 6 (rule 2) and 7.
    """
    if person.id != actor.person:
        refuse_unless(actor, GIVE_CASE, record)
    elif not _sees(actor, record):
        raise AccessDenied(GIVE_CASE)
    fresh = Involvement(
        record=person,
        kind="conflict",
        table=record._meta.label_lower,
        number=record.pk,
        from_on=clock.local_date(at),
        ground=_ground(ground),
        given_by=actor.person,
    )
    return _kept(
        fresh, record, actor, at, Entry(code="org.conflict.declared", to_state=record.state)
    )


def give_case(
    *,
    actor: Actor,
    person: Person,
    role: str,
    record: Any,
    until: date | None,
    ground: str,
    at: datetime,
) -> Involvement:
    """Let a person who holds a role do with one record what the role may do with its cases.

    Raises AccessDenied unless the actor gives out cases there, FieldsRefused when the person does
    not hold the role, is kept away from the record, or the role knows no cases.
    """
    refuse_unless(actor, GIVE_CASE, record)
    day = clock.local_date(at)
    known = load_roles(settings.ROLES_FILE).get(role)
    if known is None or not any(line.reach == "case" for line in known.grants):
        raise FieldsRefused({"role": _("This role is not given single cases.")})
    if not live_appointments(day).filter(record=person, role=role).exists():
        raise FieldsRefused({"person": _("This person does not hold that role today.")})
    if until is not None and until < day:
        raise FieldsRefused({"until": _("This day has passed. Choose today or later.")})
    if _about(record).filter(record=person, kind="conflict").exists():
        raise FieldsRefused({"person": _("This person is too close to this record.")})
    fresh = Involvement(
        record=person,
        kind="case",
        role=role,
        table=record._meta.label_lower,
        number=record.pk,
        from_on=day,
        until=until,
        ground=_ground(ground),
        given_by=actor.person,
    )
    return _kept(fresh, record, actor, at, Entry(code="org.case.given", to_state=record.state))


def _sees(actor: Actor, record: Any) -> bool:
    """Whether the actor sees something of a record, or saw it until they were kept away."""
    if any(visible(actor, permit, record) for permit in type(record).visible_with()):
        return True
    return bool(_about(record).filter(record__id=actor.person, kind="conflict").exists())


def _about(record: Any) -> Any:
    rows = Involvement.objects.for_system(reason="access")
    return rows.filter(table=record._meta.label_lower, number=record.pk)


def _kept(fresh: Involvement, record: Any, actor: Actor, at: datetime, entry: Entry) -> Involvement:
    with transaction.atomic():
        held = locked(record)
        there = _about(held).filter(record=fresh.record, kind=fresh.kind, role=fresh.role).first()
        if there is not None and (there.until is None or there.until == fresh.until):
            return there  # type: ignore[no-any-return]
        if there is not None:
            fresh.pk = there.pk
        fresh.save()
        entry = replace(
            entry,
            from_state=held.state,
            to_state=held.state,
            facts={"role": fresh.role} if fresh.role else {},
            words={"about": str(fresh.record), "ground": fresh.ground},
        )
        append(record=held, actor=actor, at=at, entry=entry)
    return fresh


def _ground(text: str) -> str:
    found = text.strip()
    if not found or len(found) > LONGEST_GROUND or "\x00" in found:
        raise FieldsRefused({"ground": _("Give a reason, in at most 300 characters.")})
    return found
