"""The appointments of whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

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


def own_appointments(actor: Actor, at: datetime) -> list[Held]:
    """The actor's live appointments, oldest first."""
    if actor.person is None:
        return []
    day = clock.local_date(at)
    rows = Appointment.objects.for_system(reason="access").filter(
        Q(until__isnull=True) | Q(until__gte=day), from_on__lte=day, record__id=actor.person
    )
    units = tree().by_id
    return [
        Held(row.role, units[row.unit_id], row.below, row.kind, row.from_on, row.until)
        for row in rows.order_by("from_on", "id")
    ]
