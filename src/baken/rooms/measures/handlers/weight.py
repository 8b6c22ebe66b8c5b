"""Keeps the weight of open measures in line with what they serve; safe to repeat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from baken.core.access import system_actor
from baken.core.links.models import Link
from baken.core.workflow.errors import StepRefused
from baken.rooms.measures.actions.take_step import take_step
from baken.rooms.measures.actions.weigh import WEIGH_ANEW
from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.beside import TREATED_BY
from baken.rooms.measures.queries.weight import WEIGHT, weight_of
from baken.rooms.measures.rules.states import OPEN_STATES

_TABLE = Measure._meta.label_lower


def weigh_what_serves(event: Any, at: datetime) -> None:
    """Something happened to a record: open measures that serve it carry its class and severity of now.

    Each in its own transaction, and only where something differs. What was closed meanwhile keeps the
    weight that it had.
    """
    ties = Link.objects.filter(source_table=event.table, source=event.record, relation=TREATED_BY)
    numbers = list(ties.filter(target_table=_TABLE).values_list("target", flat=True))
    rows: Any = Measure.objects.for_system(reason="deliver").filter(pk__in=numbers)
    for measure in rows.filter(state__in=OPEN_STATES).order_by("pk") if numbers else ():
        if weight_of(measure) != {name: getattr(measure, name) for name in WEIGHT}:
            _weigh_anew(measure, at)


def _weigh_anew(measure: Measure, at: datetime) -> None:
    try:
        take_step(actor=system_actor("measures"), record=measure, step=WEIGH_ANEW, at=at)
    except StepRefused:  # it was closed since it was read
        return
