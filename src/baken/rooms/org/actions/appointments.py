"""Gives, delegates and ends posts; each act stands in the history of the person who gets the post."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import AccessDenied, Actor, refuse_unless, signing
from baken.core.access.roles import load_roles
from baken.core.events.outbox import emit
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.events import APPOINTMENT_CHANGED
from baken.rooms.org.models import Appointment, Person, Unit
from baken.rooms.org.permits import APPOINT
from baken.rooms.org.queries.appointments import is_over, last_day_of
from baken.rooms.org.queries.codes import codes_of
from baken.rooms.org.queries.parts import post_parts, scope_of
from baken.rooms.org.queries.powers import (
    NO_PERMIT,
    decisions_of,
    is_at_hand,
    lines_beside,
    own_decisions,
    passed_on_by,
    post_wanted,
    powers_of,
    problem_of_ending,
)
from baken.rooms.org.queries.tree import tree
from baken.rooms.org.rules.appointing import (
    Source,
    Wanted,
    problem_of_appointment,
    problem_of_delegation,
    problem_of_last_day,
    problem_of_lines,
)
from baken.rooms.org.rules.delegating import in_order, problems_of_scope
from baken.rooms.org.texts import APPOINTMENTS

LONGEST_REASON = 300
OUTRIGHT = ("permanent", "acting")  # a delegated post comes from another one, by ``delegate``


def appoint(
    *,
    actor: Actor,
    person: Person,
    unit: Unit,
    role: str,
    below: bool,
    kind: str,
    from_on: date,
    until: date | None,
    reason: str,
    at: datetime,
) -> Appointment:
    """Let a person hold a role on a unit, within what the actor's own posts may give.

    ``kind`` is permanent or acting. Raises AccessDenied without the permit there, FieldsRefused
    when the post is not the actor's to give, is not a period, has no reason, or is nothing for this
    person.
    """
    refuse_unless(actor, APPOINT, unit)
    odd = {} if kind in OUTRIGHT else {"kind": _("Choose one of the options shown.")}
    _refuse({**odd, **_unknown(role, unit, reason)})
    problem = problem_of_appointment(
        wanted=post_wanted(role=role, unit=unit.pk, below=below, from_on=from_on, until=until),
        powers=powers_of(actor, at),
        to_oneself=person.id == actor.person,
        today=clock.local_date(at),
    )
    if not problem and not decisions_of(role, unit.pk) <= own_decisions(actor, at):
        problem = "more_than_yours"
    _refuse({_FIELD_OF.get(problem, "role"): APPOINTMENTS[problem]} if problem else {})
    fresh = Appointment(
        record=person,
        unit=unit,
        role=role,
        below=below,
        kind=kind,
        from_on=from_on,
        until=until,
        reason=reason.strip(),
        given_by=actor.person,
    )
    return _kept(fresh, actor, at, "org.person.appointed")


def delegate(
    *,
    actor: Actor,
    source: Appointment,
    to: Person,
    unit: Unit,
    below: bool,
    from_on: date,
    until: date | None,
    reason: str,
    at: datetime,
    classes: Collection[str] = (),
    contexts: Collection[str] = (),
) -> Appointment:
    """Let somebody act in the actor's own post for a while, on its unit or one below it.

    It never reaches further and never lasts longer than the post itself, and ends with it. A post that
    decides on risks says for which ``classes`` and ``contexts`` it is delegated, never for more than it
    may decide itself. Raises FieldsRefused when it would, or is somebody else's post.
    """
    _refuse(_unknown(source.role, unit, reason))
    held = tree().by_id[source.unit_id]
    problem = problem_of_delegation(
        wanted=Wanted(source.role, unit.path, below, from_on, until),
        source=Source(
            path=held.path,
            below=source.below,
            until=last_day_of(source),
            is_delegation=source.kind == "delegate",
            is_own=source.record.id == actor.person,
            is_at_hand=is_at_hand(actor, source.role),
            is_over=is_over(source, clock.local_date(at)),
        ),
        to_oneself=to.id == actor.person,
        today=clock.local_date(at),
    )
    fields = _FIELD_OF | {"yourself": "to"}
    _refuse({fields.get(problem, "until"): APPOINTMENTS[problem]} if problem else {})
    beyond = problems_of_scope(classes, contexts, passed_on_by(source))
    _refuse({field: APPOINTMENTS[code] for field, code in beyond.items()})
    fresh = Appointment(
        record=to,
        unit=unit,
        role=source.role,
        below=below,
        kind="delegate",
        from_on=from_on,
        until=until,
        reason=reason.strip(),
        given_by=actor.person,
        taken_from=source,
        classes=in_order(classes, codes_of("risk_classes")),
        contexts=in_order(contexts, codes_of("contexts")),
    )
    return _kept(fresh, actor, at, "org.person.delegated_to")


def end_appointment(
    *, actor: Actor, appointment: Appointment, last_day: date, reason: str, at: datetime
) -> Appointment:
    """Let a post end; its last day is today or later, or yesterday to end it at once.

    A last day before its first one withdraws a post that has not begun. For whoever could give it,
    who delegated it, and whom it was delegated to. Raises AccessDenied or FieldsRefused.
    """
    today = clock.local_date(at)
    problem = problem_of_ending(actor, appointment, at, powers_of(actor, at))
    if problem == NO_PERMIT:
        raise AccessDenied(APPOINT, str(APPOINTMENTS["not_given_by_you"]))
    _refuse({"role": APPOINTMENTS[problem]} if problem else {})
    _refuse({} if reason.strip() else {"reason": _("This is needed.")})
    with transaction.atomic():
        person = locked(appointment.record)
        mine = Appointment.objects.of(person).select_related("taken_from")
        fresh = mine.select_for_update(of=("self",)).get(pk=appointment.pk)
        problem = problem_of_last_day(
            last_day, ends=last_day_of(fresh), is_over=is_over(fresh, today), today=today
        )
        _refuse({"last_day": APPOINTMENTS[problem]} if problem else {})
        code = let_end(fresh, last_day, at)
        record_post(fresh, person, actor, at, code, reason)
    return fresh


def let_end(post: Appointment, last_day: date, at: datetime) -> str:
    """Set the last day, or withdraw a post that would have none left; what the history calls it.

    What was withdrawn keeps its days: who held it this morning could see, whatever happened since.
    """
    if last_day < max(clock.local_date(at), post.from_on):
        post.withdrawn_at = at
        post.save(update_fields=["withdrawn_at"])
        return "org.person.appointment_withdrawn"
    post.until = last_day
    post.save(update_fields=["until"])
    return "org.person.appointment_ended"


def _kept(fresh: Appointment, actor: Actor, at: datetime, code: str) -> Appointment:
    with transaction.atomic():
        person = locked(fresh.record)
        whose = "to" if fresh.kind == "delegate" else "person"
        problem = _unfit(fresh, person)
        _refuse({whose: APPOINTMENTS[problem]} if problem else {})
        try:
            with transaction.atomic():
                fresh.save(force_insert=True)
        except IntegrityError:
            there = _("This person holds that post from that day on already.")
            raise FieldsRefused({whose: there}) from None
        record_post(fresh, person, actor, at, code, fresh.reason)
    return fresh


def _unfit(post: Appointment, person: Person) -> str:
    """Why a post is nothing for this person, as a code."""
    role = load_roles(settings.ROLES_FILE)[post.role]
    account = person.account
    if account is not None and account.is_service and not role.for_services:
        return "service"
    return problem_of_lines(role.line, lines_beside(post, person))


def record_post(
    post: Appointment, person: Person, actor: Actor, at: datetime, code: str, reason: str
) -> None:
    """The row in the person's history, and the news."""
    facts = {
        "role": post.role,
        "unit": tree().by_id[post.unit_id].code,
        "below": post.below,
        "kind": post.kind,
        "from": post.from_on.isoformat(),
        "until": post.until.isoformat() if post.until else None,
        **scope_of(post),
    }
    state = person.state
    entry = Entry(
        code=code,
        from_state=state,
        to_state=state,
        facts=facts,
        words={"reason": reason.strip()},
        parts=post_parts([post]),
    )
    append(record=person, actor=signing(actor, APPOINT, post.unit), at=at, entry=entry)
    emit(name=APPOINTMENT_CHANGED, record=person, at=at, payload={"code": code, "post": post.pk})


def _unknown(role: str, unit: Unit, reason: str) -> Mapping[str, Any]:
    wrong: dict[str, Any] = {}
    if role not in load_roles(settings.ROLES_FILE):
        wrong["role"] = _("There is no such role.")
    if unit.state != "existing":
        wrong["unit"] = _("This unit has been dissolved.")
    if not reason.strip() or len(reason) > LONGEST_REASON or "\x00" in reason:
        wrong["reason"] = _("Give a reason, in at most 300 characters.")
    return wrong


def _refuse(problems: Mapping[str, Any]) -> None:
    if problems:
        raise FieldsRefused({name: str(text) for name, text in problems.items()})


_FIELD_OF = {
    "session": "reason",
    "yourself": "person",
    "wider_than_yours": "unit",
    "in_the_past": "from_on",
    "ends_before_start": "until",
    "no_end": "until",
    "after_yours": "until",
}
