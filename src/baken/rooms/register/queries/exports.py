"""Reads for exports: the risks the actor may both read and take away."""

from __future__ import annotations

from baken.core.access import Actor
from baken.core.export.takable import Takable
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import EXPORT, READ
from baken.rooms.register.queries.lists import UNITS


def takable_risks(actor: Actor) -> Takable:
    """The risks the actor may read and take away."""
    return Takable(actor, Risk, READ, EXPORT, related=UNITS)
