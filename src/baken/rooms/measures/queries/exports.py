"""Reads for exports: the measures the actor may both read and take away."""

from __future__ import annotations

from baken.core.access import Actor
from baken.core.export.takable import Takable
from baken.rooms.measures.models import Measure
from baken.rooms.measures.permits import EXPORT, READ
from baken.rooms.measures.queries.lists import UNITS


def takable_measures(actor: Actor) -> Takable:
    """The measures the actor may read and take away."""
    return Takable(actor, Measure, READ, EXPORT, related=UNITS)
