"""Appointments that hold on a day, and those of whoever asks."""

from __future__ import annotations

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
    """Everybody's appointments that hold on a day; a delegation only while its source holds."""
    rows = Appointment.objects.for_system(reason="access")
    source = Q(taken_from__isnull=True) | running(day, "taken_from__")
    return rows.filter(running(day), source)


def posts_that_end_with(unit: Unit, day: date) -> list[Appointment]:
    """The posts on a unit, and those delegated from them, that would last beyond a day.

    Delegations come before what they are taken from. Who is an employee of the unit stays one.
    """
    rows = Appointment.objects.for_system(reason="access").exclude(role=EVERYBODY)
    here = Q(unit=unit) | Q(taken_from__unit=unit)
    lasting = rows.filter(here, Q(until__isnull=True) | Q(until__gt=day))
    return list(
        lasting.select_related("record", "unit").order_by(
            F("taken_from").desc(nulls_last=True), "id"
        )
    )


def ties_on(day: date) -> Any:
    """Everybody's cases and conflicts that hold on a day."""
    return Involvement.objects.for_system(reason="access").filter(running(day))


def own_appointments(actor: Actor, at: datetime) -> list[Held]:
    """The actor's live appointments, oldest first."""
    if actor.person is None:
        return []
    rows = live_appointments(clock.local_date(at)).filter(record__id=actor.person)
    units = tree().by_id
    return [
        Held(row.role, units[row.unit_id], row.below, row.kind, row.from_on, row.until)
        for row in rows.order_by("from_on", "id")
    ]
