"""How heavy a measure is: by the worst that it serves, as that stands now."""

from __future__ import annotations

from typing import Any

from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.beside import things_served, worst_of
from baken.rooms.measures.queries.description import is_priority_chosen
from baken.rooms.measures.rules.priority import usual_priority

WEIGHT = ("risk_class", "severity", "priority")


def weight_of(record: Measure) -> dict[str, Any]:
    """Class and severity of what it serves as they are now, and the priority that follows from them.

    While a class is told to nobody, since somebody is still to score by themselves, class and priority
    stay as they were: nobody reads from these that it is scored anew, and none is lost.
    """
    things = things_served(record)
    risk_class, severity = worst_of(things)
    withholds = any(one.withholds for one in things)
    if withholds:
        risk_class = record.risk_class
    stays = withholds or is_priority_chosen(record)
    priority = record.priority if stays else usual_priority(risk_class, severity)
    return dict(zip(WEIGHT, (risk_class, severity, priority), strict=True))
