"""Slices of exposure for tests, as the product makes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from baken.conftest import Cast
from baken.core.access import Actor
from baken.rooms.org.queries import tree
from baken.rooms.register.actions import make_slice, take_slice_step
from baken.rooms.register.models import Risk, Slice
from baken.rooms.register.tests.factories import MEDIUM, give_score, make_risk

SLICE: Mapping[str, Any] = {
    "group": "Bootploeg 2",
    "task": "Landing",
    "place": "Strandvak rood",
}
LOW = {"probability": "0.5", "exposure": "1", "effect": "3"}
SCORES: Mapping[str, Mapping[str, str]] = {"low": LOW, "medium": MEDIUM, "high": {}}


def times(at: datetime, *, hours: float = 3, after: float = 24) -> dict[str, str]:
    """When a slice is, so many hours from now and so long."""
    start = at + timedelta(hours=after)
    return {
        "from_at": start.isoformat(),
        "to_at": (start + timedelta(hours=hours)).isoformat(),
    }


def a_slice(*, actor: Actor, unit: Any, at: datetime, risk: Any = None, **fields: Any) -> Slice:
    """A slice that somebody makes, of tomorrow."""
    told = {**SLICE, **times(at), **fields}
    return make_slice(actor=actor, unit=tree().by_id[unit.pk], fields=told, at=at, risk=risk)


def scored_risk(cast: Cast, risk_class: str, *, unit: Any = None, **fields: Any) -> Risk:
    """A risk of the company of a class, stated and scored by the safety adviser."""
    actor = cast.safety_adviser.actor
    risk = make_risk(actor=actor, unit=unit or cast.company, at=cast.at, **fields)
    return give_score(risk, actor, cast.at, **SCORES[risk_class])


def put_in(
    record: Slice, risk: Risk, *, actor: Actor, at: datetime, step: str = "add_risk", **fields: Any
) -> Slice:
    """The slice after a risk was put in."""
    told = {"risk": risk.ref, **fields}
    return take_slice_step(actor=actor, record=record, step=step, at=at, fields=told)


def slice_with(cast: Cast, *risks: Risk, factors: Mapping[int, list[str]] | None = None) -> Slice:
    """A slice of the company with these risks; ``factors`` by the place of a risk."""
    actor = cast.safety_adviser.actor
    record = a_slice(actor=actor, unit=cast.company, at=cast.at)
    for place, risk in enumerate(risks):
        brought = (factors or {}).get(place, [])
        record = put_in(record, risk, actor=actor, at=cast.at, factors=brought)
    return record
