"""What a picture of some units shows of their measures; the actor comes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from baken.core.access import Actor
from baken.rooms.measures.models import Measure
from baken.rooms.measures.permits import READ
from baken.rooms.measures.queries.lists import overdue


@dataclass(frozen=True)
class Overdue:
    """How many measures of a class of risk are overdue, and since when the first of them is.

    The class is empty where a measure serves nothing that has one.
    """

    risk_class: str
    measures: int
    since: datetime


def overdue_by_class(actor: Actor, units: frozenset[int], at: datetime) -> list[Overdue]:
    """The overdue measures of some units by the class of the worst that they serve; one query."""
    rows = Measure.objects.visible_in(actor, READ, units).filter(overdue(at))
    counted = rows.order_by().values_list("risk_class")
    told = counted.annotate(measures=Count("pk"), since=Min("due_at"))
    return [Overdue(*row) for row in told]
