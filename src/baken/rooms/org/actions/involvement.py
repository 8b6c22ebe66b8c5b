"""Gives somebody a case, or keeps somebody away, and ends either; it stands in the record's history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, refuse_unless, signing, visible
from baken.core.access.errors import AccessDenied
from baken.core.access.permits import permit_named
from baken.core.events.outbox import emit
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.registry import binding_of
from baken.rooms.org.events import CASE_CHANGED
from baken.rooms.org.models import Involvement, Person
from baken.rooms.org.permits import GIVE_CASE
from baken.rooms.org.queries.appointments import live_appointments, ties_on
from baken.rooms.org.queries.holders import person_of_actor
from baken.rooms.org.queries.parts import tie_parts
from baken.rooms.org.queries.ties import roles_with_cases
from baken.rooms.org.queries.who_could import holders_who_may

LONGEST_GROUND = 300


def keep_away(
    *, actor: Actor, person: Person, record: Any, ground: str, at: datetime
) -> Involvement:
    """Note that a person is too close to a record: from now on they see nothing of its handling.

    Everybody may say it of themselves about what they can see; of somebody else, those who give out
    cases, as long as somebody else stays who can do what that person could. Saying it twice is
    saying it once. Raises AccessDenied or FieldsRefused.
    Source: domain reference, organisation, section 6 (rule 2) and 7.
    """
    day = clock.local_date(at)
    if person.id != actor.person:
        refuse_unless(actor, GIVE_CASE, record)
    elif not _sees(actor, record, day):
        raise AccessDenied(GIVE_CASE)
    reason = _ground(ground)
    with transaction.atomic():
        held = locked(record)
        there: Involvement | None = _running(held, person, "conflict", "", day).first()
        if there is not None:
            return there
        if person.id != actor.person:
            _refuse_without_others(actor, person, held, day)
        fresh = _fresh(actor, person, held, "conflict", "", reason, day)
        fresh.save()
        _note(held, actor, at, fresh, Entry(code="org.conflict.declared", to_state=""), reason)
    return fresh


def lift_conflict(
    *, actor: Actor, person: Person, record: Any, ground: str, at: datetime
) -> Involvement:
    """Let a person who was kept away from a record see it again, from now on.

    For who gives out cases there, but neither the one who noted it nor the one it is about. Raises
    AccessDenied or FieldsRefused. Source: domain reference, organisation, section 6 (rule 1).
    """
    refuse_unless(actor, GIVE_CASE, record)
    day, reason = clock.local_date(at), _ground(ground)
    with transaction.atomic():
        held = locked(record)
        there: Involvement | None = _running(held, person, "conflict", "", day).first()
        if there is None:
            raise FieldsRefused({"person": _("This person is not kept away from this record.")})
        if actor.person in (there.given_by, person.id):
            wrong = _("Somebody else than who noted this, or whom it is about, has to lift it.")
            raise FieldsRefused({"person": wrong})
        _end_at_once(there, at)
        _note(held, actor, at, there, Entry(code="org.conflict.lifted", to_state=""), reason)
    return there


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

    Given again, a case that runs gets what is asked now and the new last day, later or sooner, and is
    from then on of who gives it now; since when stays, and what was asked before stays in the
    history. Raises AccessDenied unless the actor gives out cases there, FieldsRefused when the person
    does not hold the role, is kept away from the record, has exactly this already, or the role reads
    nothing of such a record as a case.
    """
    refuse_unless(actor, GIVE_CASE, record)
    day, reason = clock.local_date(at), _ground(ground)
    _refuse_case(person, role, record, until, day)
    with transaction.atomic():
        held = locked(record)
        if _running(held, person, "conflict", "", day).exists():
            raise FieldsRefused({"person": _("This person is too close to this record.")})
        there: Involvement | None = _running(held, person, "case", role, day).first()
        if there is not None and (there.until, there.ground) == (until, reason):
            raise FieldsRefused({"person": _has_already(until)})
        case = there or _fresh(actor, person, held, "case", role, reason, day)
        case.until, case.ground, case.given_by = until, reason, actor.person
        case.save()
        entry = Entry(code="org.case.given", to_state="")
        if there is not None:
            entry = Entry(code="org.case.changed", to_state="")
        _note(held, actor, at, case, entry, reason)
        _tell(entry.code, held, case, at)
    return case


def _refuse_case(person: Person, role: str, record: Any, until: date | None, day: date) -> None:
    """Refuse a role without cases here, one the person does not hold, or a day that has passed."""
    if role not in roles_with_cases(record):
        wrong = _("This role is not given single cases, or none that are held as closely as this.")
        raise FieldsRefused({"role": wrong})
    if not live_appointments(day).filter(record=person, role=role).exists():
        raise FieldsRefused({"person": _("This person does not hold that role today.")})
    if until is not None and until < day:
        raise FieldsRefused({"until": _("This day has passed. Choose today or later.")})


def _has_already(until: date | None) -> str:
    if until is None:
        return _("This person has this already, until further notice, with the same question.")
    when = {"day": date_format(until, "j F Y")}
    return _("This person has this already, until %(day)s, with the same question.") % when


def end_case(
    *,
    actor: Actor,
    person: Person,
    role: str,
    record: Any,
    last_day: date | None,
    ground: str,
    at: datetime,
) -> Involvement:
    """Let a case end on a day, or at once when no day is named; that day stays a day with the case.

    For who gives out cases there. Raises AccessDenied, or FieldsRefused when there is no such case,
    the day has passed, or the case ends by then already.
    """
    refuse_unless(actor, GIVE_CASE, record)
    day, reason = clock.local_date(at), _ground(ground)
    if last_day is not None and last_day < day:
        raise FieldsRefused({"last_day": _("This day has passed. Choose today or later.")})
    with transaction.atomic():
        held = locked(record)
        case: Involvement | None = _running(held, person, "case", role, day).first()
        if case is None:
            raise FieldsRefused({"person": _("This person does not have this case in that role.")})
        if last_day is None:
            _end_at_once(case, at)
        elif case.until is not None and case.until <= last_day:
            raise FieldsRefused({"last_day": _("The case ends by that day already.")})
        else:
            case.until = last_day
            case.save(update_fields=["until"])
        _note(held, actor, at, case, Entry(code="org.case.ended", to_state=""), reason)
        _tell("org.case.ended", held, case, at)
    return case


def _sees(actor: Actor, record: Any, day: date) -> bool:
    """Whether the actor sees something of a record, or is kept away from it already."""
    if any(visible(actor, permit, record) for permit in type(record).visible_with()):
        return True
    person = person_of_actor(actor)
    return person is not None and _running(record, person, "conflict", "", day).exists()


def _refuse_without_others(actor: Actor, person: Person, record: Any, day: date) -> None:
    """Refuse to keep somebody away whom nobody else can stand in for.

    For every step of the record somebody must stay who may take it, and beside the actor somebody
    who can lift the conflict again: nobody shuts out all who stand above them.
    """
    oneself = person_of_actor(actor)
    alone = {permit: {person.pk} for permit in _permits_of_steps(record)}
    alone[GIVE_CASE] = {person.pk, oneself.pk if oneself else person.pk}
    for permit, left_out in alone.items():
        able = holders_who_may(record=record, permit=permit, day=day)
        if person.pk in able and not able - left_out:
            what = {"what": permit_named(permit).meaning}
            wrong = _("Then nobody else is left here for: %(what)s.") % what
            raise FieldsRefused({"person": wrong})


def _permits_of_steps(record: Any) -> list[str]:
    return sorted({step.permit for step in binding_of(type(record)).workflow.steps})


def _running(record: Any, person: Person, kind: str, role: str, day: date) -> Any:
    """The tie of this kind that holds now, if any."""
    about = {"table": record._meta.label_lower, "number": record.pk}
    return ties_on(day).filter(record=person, kind=kind, role=role, **about)


def _fresh(
    actor: Actor, person: Person, record: Any, kind: str, role: str, ground: str, day: date
) -> Involvement:
    return Involvement(
        record=person,
        kind=kind,
        role=role,
        table=record._meta.label_lower,
        number=record.pk,
        from_on=day,
        ground=ground,
        given_by=actor.person,
    )


def _end_at_once(tie: Involvement, at: datetime) -> None:
    tie.until, tie.ended_at = clock.local_date(at), at
    tie.save(update_fields=["until", "ended_at"])


def _note(
    record: Any, actor: Actor, at: datetime, tie: Involvement, entry: Entry, ground: str
) -> None:
    """The row in the history of the record: about whom, in which role, until when and why."""
    facts = {"role": tie.role, "until": tie.until.isoformat() if tie.until else None}
    entry = replace(
        entry,
        from_state=record.state,
        to_state=record.state,
        facts=facts if tie.kind == "case" else {},
        words={"about": str(tie.record), "ground": ground},
        parts=tie_parts([tie]),
    )
    append(record=record, actor=signing(actor, GIVE_CASE, record), at=at, entry=entry)


def _tell(code: str, record: Any, case: Involvement, at: datetime) -> None:
    """The news for whom it is about; the case may end later than today."""
    payload = {"code": code, "person": case.record_id, "role": case.role}
    emit(name=CASE_CHANGED, record=record, at=at, payload=payload)


def _ground(text: str) -> str:
    found = text.strip()
    if not found or len(found) > LONGEST_GROUND or "\x00" in found:
        raise FieldsRefused({"ground": _("Give a reason, in at most 300 characters.")})
    return found
