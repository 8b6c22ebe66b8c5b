"""Risks for tests, as the product makes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from baken.core.access import Actor, system_actor
from baken.rooms.org.queries import tree
from baken.rooms.org.tests.factories import NOW, Planted
from baken.rooms.register.actions import identify_risk, take_step
from baken.rooms.register.models import BowTie, Risk
from baken.rooms.register.tests.bow_ties import BOW_TIE_CALLS, make_bow_tie_in, plant_bow_tie

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


FACTORY = system_actor("factory")
_READ = ("register.risk.read",)


def make_risk_in(*, unit: Any, state: str) -> Risk:
    """A high risk that is in a state, whatever led to it."""
    risk = make_risk(actor=FACTORY, unit=unit, at=NOW)
    closed = NOW if state == "closed" else None
    rows = Risk.objects.for_system(reason="demo").filter(pk=risk.pk)
    rows.update(state=state, closed_at=closed, current_class="high")
    return rows.get()


def plant(*, unit: Any, word: str, at: datetime) -> list[Planted]:
    """A risk and a bow-tie, full of words to look out for."""
    said = {"title": f"risico{word} kabel", "scenario": f"verloop{word} met een kabel"}
    risk = make_risk(actor=FACTORY, unit=unit, at=at, **said)
    hidden = dict.fromkeys((f"risico{word}", f"verloop{word}"), _READ)
    return [Planted(risk, hidden), plant_bow_tie(unit=unit, word=word, at=at)]


def _identify(cast: Any, at: datetime) -> Callable[[], Any]:
    unit = tree().by_id[cast.company.pk]
    return partial(identify_risk, actor=cast.soldier.actor, unit=unit, fields=DESCRIBED, at=at)


FACTORIES: Mapping[type[Any], Callable[..., Any]] = {Risk: make_risk_in, BowTie: make_bow_tie_in}
CALLS: Mapping[str, Callable[[Any, datetime], Callable[[], Any]]] = {
    "identify_risk": _identify,
    **BOW_TIE_CALLS,
}
