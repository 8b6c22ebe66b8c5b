"""Reads for exports: the consultations the actor may both read and take away."""

from __future__ import annotations

from baken.core.access import Actor
from baken.core.export.takable import Takable
from baken.rooms.consultation.models import Consultation, ConsultationCondition
from baken.rooms.consultation.permits import EXPORT, READ
from baken.rooms.consultation.queries.lists import UNITS


def takable_consultations(actor: Actor) -> Takable:
    """The consultations the actor may read and take away."""
    return Takable(actor, Consultation, READ, EXPORT, related=UNITS)


def conditions_by_record(
    records: list[Consultation],
) -> dict[int, list[ConsultationCondition]]:
    """The conditions of several consultations read through the guard; one query."""
    found: dict[int, list[ConsultationCondition]] = {one.pk: [] for one in records}
    rows = ConsultationCondition.objects.for_system(reason="filter").filter(record__in=list(found))
    for row in rows.order_by("nth"):
        found[row.record_id].append(row)
    return found
