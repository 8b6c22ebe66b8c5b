"""Reads for exports: what of this room the actor may both read and take away."""

from __future__ import annotations

from baken.core.access import Actor
from baken.core.export.takable import Takable
from baken.rooms.measures.models import Measure, Purchase, Recommendation
from baken.rooms.measures.permits import (
    EXPORT,
    EXPORT_PURCHASE,
    EXPORT_RECOMMENDATION,
    READ,
    READ_PURCHASE,
    READ_RECOMMENDATION,
)
from baken.rooms.measures.queries.lists import UNITS


def takable_measures(actor: Actor) -> Takable:
    """The measures the actor may read and take away."""
    return Takable(actor, Measure, READ, EXPORT, related=UNITS)


def takable_recommendations(actor: Actor) -> Takable:
    """The recommendations the actor may read and take away."""
    return Takable(actor, Recommendation, READ_RECOMMENDATION, EXPORT_RECOMMENDATION, related=UNITS)


def takable_purchases(actor: Actor) -> Takable:
    """The small purchases the actor may read and take away."""
    return Takable(actor, Purchase, READ_PURCHASE, EXPORT_PURCHASE, related=UNITS)
