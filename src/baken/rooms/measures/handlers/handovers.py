"""Keeps the handovers in line of which a measure is an item; safe to repeat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from baken.core.access import system_actor
from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.taken_over import KIND
from baken.rooms.org.actions.keep_handovers import follow_record


def follow_in_handovers(event: Any, at: datetime) -> None:
    """Something was done about a measure: the handovers of which it is an item say so at once."""
    rows: Any = Measure.objects.for_system(reason="deliver").filter(pk=event.record)
    ref = rows.values_list("ref", flat=True).first()
    if ref:
        follow_record(actor=system_actor("measures"), kinds=(KIND,), ref=ref, at=at)
