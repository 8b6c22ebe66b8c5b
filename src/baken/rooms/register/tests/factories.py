"""Risks for tests, as the product makes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.rooms.org.queries import tree
from baken.rooms.org.tests.factories import Planted, Prepare
from baken.rooms.register.actions import identify_risk, take_step
from baken.rooms.register.models import Decision, Risk, Slice
from baken.rooms.register.tests.planted_decisions import (
    DECISION_CALLS,
    decision_in,
    plant_decision,
)
from baken.rooms.register.tests.planted_slices import SLICE_CALLS, plant_slice, slice_in

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


def plant(*, unit: Any, word: str, at: datetime) -> list[Planted]:
    """A slice of exposure and a decision, full of words to look out for."""
    return [
        plant_slice(unit=unit, word=word, at=at),
        plant_decision(unit=unit, word=word, at=at),
    ]


FACTORIES: Mapping[type[Any], Callable[..., Any]] = {
    Slice: slice_in,
    Decision: decision_in,
}
CALLS: Mapping[str, Prepare] = {**SLICE_CALLS, **DECISION_CALLS}
