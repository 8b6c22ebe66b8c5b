"""Appointments that hold on a day, and those of whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from baken.core import clock
from baken.core.access import Actor
from baken.rooms.org.models import Appointment, Involvement
from baken.rooms.org.queries.periods import running
from baken.rooms.org.queries.tree import UnitView, tree


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
    units = tree().by_id
    return [
        Held(row.role, units[row.unit_id], row.below, row.kind, row.from_on, row.until)
        for row in rows.order_by("from_on", "id")
    ]
