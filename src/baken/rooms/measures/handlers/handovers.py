"""Keeps the handovers in line of which a record of this room is an item; safe to repeat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from baken.core.access import system_actor
from baken.rooms.measures.queries.taken_over import KIND, PURCHASES, RECOMMENDATIONS, ROOTS
from baken.rooms.org.actions.keep_handovers import follow_record


def follow_measure(event: Any, at: datetime) -> None:
    """Something was done about a measure: the handovers of which it is an item say so at once."""
    _follow(event, at, KIND)


def follow_recommendation(event: Any, at: datetime) -> None:
    """The same of a recommendation."""
    _follow(event, at, RECOMMENDATIONS)


def follow_purchase(event: Any, at: datetime) -> None:
    """The same of a small purchase."""
    _follow(event, at, PURCHASES)


def _follow(event: Any, at: datetime, kind: str) -> None:
    rows = ROOTS[kind].objects.for_system(reason="deliver").filter(pk=event.record)
    ref = rows.values_list("ref", flat=True).first()
    if ref:
        follow_record(actor=system_actor("measures"), kinds=(kind,), ref=ref, at=at)
