"""Appointments that hold on a day, and those of whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from baken.core import clock
from baken.core.access import Actor
from baken.rooms.org.models import Appointment
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
    held = Q(until__isnull=True) | Q(until__gte=day)
    source = Q(taken_from__isnull=True) | (
        (Q(taken_from__until__isnull=True) | Q(taken_from__until__gte=day))
        & Q(taken_from__from_on__lte=day)
    )
    return rows.filter(held, source, from_on__lte=day)


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
