"""Posts as pages show them: of a unit, and of whoever asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from baken.core import clock
from baken.core.access import Actor, may, refuse_unless
from baken.rooms.org.models import Appointment, Person, Unit
from baken.rooms.org.permits import APPOINT, READ_UNIT
from baken.rooms.org.queries.appointments import live_appointments
from baken.rooms.org.queries.powers import powers_of
from baken.rooms.org.queries.tree import UnitView, tree
from baken.rooms.org.rules.appointing import EVERYBODY, Wanted, problem_of_appointment

MOST_POSTS = 300


@dataclass(frozen=True)
class ShownPost:
    """A post with who holds it; ``may_act`` says whether the reader may end or delegate it."""

    number: int
    role: str
    name: str
    unit: UnitView
    below: bool
    kind: str
    from_on: date
    until: date | None
    may_act: bool


def posts_of_unit(actor: Actor, unit: int, at: datetime) -> list[ShownPost]:
    """Every post on a unit but being an employee, the newest first; past ones too."""
    refuse_unless(actor, READ_UNIT)
    rows = _all().filter(unit=unit).exclude(role=EVERYBODY).order_by("-from_on", "-id")
    return _shown(rows[:MOST_POSTS], actor, at)


def posts_of_actor(actor: Actor, at: datetime) -> tuple[list[ShownPost], list[ShownPost]]:
    """The actor's own running posts, and what they delegated from them that has not ended."""
    if actor.person is None:
        return [], []
    day = clock.local_date(at)
    mine = live_appointments(day).filter(record__id=actor.person).select_related("record")
    own = [_post(row, row.kind != "delegate") for row in mine.order_by("from_on", "id")]
    given = (
        _all()
        .filter(taken_from__record__id=actor.person)
        .filter(Q(until__isnull=True) | Q(until__gte=day))
    )
    return own, [_post(row, True) for row in given.order_by("from_on", "id")]


def appointment_numbered(number: int) -> Appointment | None:
    """The appointment of a number with its person and source, or None."""
    if not 0 < number < 2**63:
        return None
    return _all().filter(pk=number).exclude(role=EVERYBODY).first()  # type: ignore[no-any-return]


def may_end(actor: Actor, post: Appointment, at: datetime) -> bool:
    """Whether the actor may let this post end: they could give it, or delegated it."""
    return _may_end(actor, post, at, powers_of(actor, at))


def person_known_as(text: str) -> list[Person]:
    """The persons with this personnel number, or else this full name; at most two."""
    people = Person.objects.for_system(reason="access").filter(state="active")
    wanted = text.strip()
    by_number = list(people.filter(ref__iexact=wanted)[:1])
    return by_number or list(people.filter(name__iexact=wanted).order_by("number")[:2])


def _all() -> Any:
    rows = Appointment.objects.for_system(reason="access")
    return rows.select_related("record", "taken_from__record")


def _shown(rows: Iterable[Appointment], actor: Actor, at: datetime) -> list[ShownPost]:
    powers, day = powers_of(actor, at), clock.local_date(at)
    running = {True: lambda row: _may_end(actor, row, at, powers), False: lambda row: False}
    return [_post(row, running[row.until is None or row.until >= day](row)) for row in rows]


def _may_end(actor: Actor, post: Appointment, at: datetime, powers: Any) -> bool:
    if post.taken_from is not None and post.taken_from.record.id == actor.person:
        return True
    here = tree().by_id[post.unit_id]
    unit = Unit(pk=here.id, path=here.path)
    today = clock.local_date(at)
    wanted = Wanted(post.role, here.path, post.below, today)
    problem = problem_of_appointment(wanted=wanted, powers=powers, to_oneself=False, today=today)
    return not problem and may(actor, APPOINT, unit)


def _post(row: Appointment, may_act: bool) -> ShownPost:
    return ShownPost(
        number=row.pk,
        role=row.role,
        name=str(row.record),
        unit=tree().by_id[row.unit_id],
        below=row.below,
        kind=row.kind,
        from_on=row.from_on,
        until=row.until,
        may_act=may_act,
    )
