"""What it serves became heavier or lighter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.terms import rises_at
from baken.rooms.measures.queries.weight import WEIGHT

WEIGH_ANEW = "weigh_anew"


def weighed_anew(record: Measure, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    """What it serves became heavier or lighter; what is overdue never shows later for it."""
    values: dict[str, Any] = {}
    if record.rises_at is not None and record.due_at is not None and not record.rises:
        values["rises_at"] = min(record.rises_at, rises_at(record, record.due_at))
    return Change(values=values, facts={name: getattr(record, name) for name in WEIGHT})
