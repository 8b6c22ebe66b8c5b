"""Appointments that hold, those that held on a day, and those of whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q

from baken.core import clock
from baken.core.access import Actor
from baken.rooms.org.models import Appointment, Involvement, Unit
from baken.rooms.org.queries.periods import running
from baken.rooms.org.queries.tree import UnitView, tree
from baken.rooms.org.rules.appointing import EVERYBODY


@dataclass(frozen=True)
class Held:
    """A role one holds on a unit today."""

    role: str
    unit: UnitView
    below: bool
    kind: str
    from_on: date
    until: date | None


def live_appointments(day: date) -> Any:
    """Everybody's appointments that give rights on a day; a delegation only while its source does.

    What was withdrawn gives none from that moment on.
    """
    rows = Appointment.objects.for_system(reason="access")
    source = Q(taken_from__isnull=True) | _lives(day, "taken_from__")
    return rows.filter(_lives(day), source)


def appointments_on(day: date) -> Any:
    """Everybody's appointments that held on a day, if only until they were withdrawn that day."""
    rows = Appointment.objects.for_system(reason="access")
    source = Q(taken_from__isnull=True) | _held(day, "taken_from__")
    return rows.filter(_held(day), source)


def last_day_of(post: Appointment) -> date | None:
    """The last day of a post, if it has one: withdrawn that day, or the end of what it is taken from.

    It lies before the first day when the post never began.
    """
    return min((day for one in _chain(post) for day in _ends(one)), default=None)


def is_over(post: Appointment, day: date) -> bool:
    """Whether a post gives no more rights on a day, and never will."""
    last = last_day_of(post)
    ended = last is not None and last < day
    return ended or any(one.withdrawn_at is not None for one in _chain(post))


def posts_that_end_with(unit: Unit, day: date) -> list[Appointment]:
    """The posts on a unit, and those delegated from them, that would last beyond a day.

    Delegations come before what they are taken from. Who is an employee of the unit stays one.
    """
    rows = Appointment.objects.for_system(reason="access").exclude(role=EVERYBODY)
    here = Q(unit=unit) | Q(taken_from__unit=unit)
    lasting = rows.filter(here, Q(until__isnull=True) | Q(until__gt=day), withdrawn_at=None)
    return list(
        lasting.select_related("record", "unit").order_by(
            F("taken_from").desc(nulls_last=True), "id"
        )
    )


def ties_on(day: date) -> Any:
    """Everybody's cases and conflicts that hold on a day and were not ended during it."""
    open_still = Q(ended_at__isnull=True) | Q(until__gt=day)
    return ties_of_day(day).filter(open_still)


def ties_of_day(day: date) -> Any:
    """Everybody's cases and conflicts that held on a day, if only for some hours of it."""
    return Involvement.objects.for_system(reason="access").filter(running(day))


def own_appointments(actor: Actor, at: datetime) -> list[Held]:
    """The actor's live appointments, oldest first."""
    if actor.person is None:
        return []
    rows = live_appointments(clock.local_date(at)).filter(record__id=actor.person)
    rows = rows.select_related("taken_from")
    units = tree().by_id
    return [
        Held(row.role, units[row.unit_id], row.below, row.kind, row.from_on, last_day_of(row))
        for row in rows.order_by("from_on", "id")
    ]


def own_roles(actor: Actor, at: datetime) -> Any:
    """The roles the actor holds now: a query that is not carried out yet, for use inside another."""
    return roles_held(actor.person, clock.local_date(at))


def roles_held(person: Any, day: Any) -> Any:
    """The same of a person on a day; either may be what stands for one in a kept statement."""
    return live_appointments(day).filter(record__id=person).order_by().values("role")


def _lives(day: date, through: str = "") -> Q:
    return running(day, through) & Q(**{f"{through}withdrawn_at__isnull": True})


def _held(day: date, through: str = "") -> Q:
    kept = Q(**{f"{through}withdrawn_at__isnull": True})
    later = Q(**{f"{through}withdrawn_at__gte": clock.start_of_day(day)})
    return running(day, through) & (kept | later)


def _chain(post: Appointment) -> list[Appointment]:
    """A post and what it is taken from."""
    return [post, post.taken_from] if post.taken_from is not None else [post]


def _ends(post: Appointment) -> Iterator[date]:
    if post.until is not None:
        yield post.until
    if post.withdrawn_at is not None:
        yield clock.local_date(post.withdrawn_at)
