"""Options as somebody writes them before a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.rooms.register.actions import take_step
from baken.rooms.register.models import Risk

WAITING = "Dan gaat de oefening door met de koepel zoals die is."
FENCE = {
    "what": "Hekken rond het dek",
    "task": "Een dag later klaar",
    "people": "Niemand meer naast de koepel",
    "money": "40.000 euro",
    "time": "Zes weken",
    "expected_class": "low",
}
STOP = {"what": "De koepel niet gebruiken", "task": "Geen schietoefening"}


def write_options(
    risk: Risk,
    actor: Actor,
    at: datetime,
    options: Sequence[Mapping[str, Any]] = (FENCE, STOP),
    waiting: str = WAITING,
) -> Risk:
    """The risk after somebody wrote its options."""
    fields = {"effect_of_not_deciding": waiting, "options": list(options)}
    return take_step(actor=actor, record=risk, step="write_options", at=at, fields=fields)
