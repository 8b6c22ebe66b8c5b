"""Risks for tests, as the product makes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.rooms.org.queries import tree
from baken.rooms.register.actions import identify_risk, take_step
from baken.rooms.register.models import Risk

DESCRIBED: Mapping[str, Any] = {
    "title": "Beknelling tussen koepel en romp",
    "scenario": "De koepel draait terwijl iemand op het dek staat. Hij raakt bekneld.",
    "hazard": "mechanical.crushing",
    "context": "exercise",
    "categories": ["safety"],
    "group": "Voertuigbemanningen",
    "exposed": "88",
}
# Fine & Kinney: W 3 x B 6 x E 15 = 270, class 4: high and urgent.
URGENT_HIGH = {"probability": "3", "exposure": "6", "effect": "15"}
MEDIUM = {"probability": "0.5", "exposure": "6", "effect": "15"}


def make_risk(*, actor: Actor, unit: Any, at: datetime, origin: Any = None, **fields: Any) -> Risk:
    """A risk that somebody states."""
    return identify_risk(
        actor=actor,
        unit=tree().by_id[unit.pk],
        fields={**DESCRIBED, **fields},
        at=at,
        origin=origin,
    )


def give_score(
    risk: Risk, actor: Actor, at: datetime, *, kind: str = "current", **choice: str
) -> Risk:
    """The risk after somebody scored it."""
    fields = {
        "kind": kind,
        "choice": {**URGENT_HIGH, **choice},
        "rationale": "Twee bijna-ongevallen in veertien maanden.",
        "confidence": "medium",
    }
    return take_step(actor=actor, record=risk, step="score", at=at, fields=fields)
