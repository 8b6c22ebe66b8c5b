"""Risks for tests, as the product makes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from baken.core.access import Actor, system_actor
from baken.core.files.content import CleanFile
from baken.core.files.store import keep_file
from baken.rooms.org.queries import tree
from baken.rooms.org.questions import CommandChange
from baken.rooms.org.tests.factories import NOW, Planted, Prepare
from baken.rooms.register.actions import identify_risk, take_step
from baken.rooms.register.actions.add_risk_file import add_risk_file
from baken.rooms.register.actions.attach import attach, weigh_again
from baken.rooms.register.actions.carry_score import CarriedScore, carry_score
from baken.rooms.register.actions.identify_once import identify_once
from baken.rooms.register.actions.lapse_decisions import lapse_decisions
from baken.rooms.register.actions.measure_verified import look_again_at
from baken.rooms.register.models import BowTie, Decision, Risk, Slice
from baken.rooms.register.tests.bow_ties import BOW_TIE_CALLS, make_bow_tie_in, plant_bow_tie
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
PNG = CleanFile("foto.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"1" * 40)
# Fine & Kinney: W 3 x B 6 x E 15 = 270, class 4: high and urgent.
URGENT_HIGH = {"probability": "3", "exposure": "6", "effect": "15"}
MEDIUM = {"probability": "0.5", "exposure": "6", "effect": "15"}
LOW = {"probability": "0.5", "exposure": "3", "effect": "7"}


def make_risk(
    *,
    actor: Actor,
    unit: Any,
    at: datetime,
    origin: Any = None,
    origin_severity: int | None = None,
    **fields: Any,
) -> Risk:
    """A risk that somebody states."""
    return identify_risk(
        actor=actor,
        unit=tree().by_id[unit.pk],
        fields={**DESCRIBED, **fields},
        at=at,
        origin=origin,
        origin_severity=origin_severity,
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


def plant(*, unit: Any, word: str, at: datetime) -> list[Planted]:
    """A risk with a file, a slice of exposure, a decision and a bow-tie, full of words to look out for."""
    said = {"title": f"risico{word} kabel", "scenario": f"verloop{word} met een kabel"}
    fields = {**DESCRIBED, **said, "activity": f"activiteit{word}", "group": f"groep{word}"}
    risk = identify_risk(actor=FACTORY, unit=tree().by_id[unit.pk], fields=fields, at=at)
    file = CleanFile(f"bijlage{word}.png", PNG.content_type, PNG.data + word.encode())
    stored = keep_file(record=risk, file=file, actor=FACTORY, at=at)
    names = ("risico", "verloop", "activiteit", "groep", "bijlage")
    hidden = dict.fromkeys((f"{name}{word}" for name in names), _READ)
    return [
        Planted(risk, hidden, {"file_id": str(stored.id)}),
        plant_slice(unit=unit, word=word, at=at),
        plant_decision(unit=unit, word=word, at=at),
        plant_bow_tie(unit=unit, word=word, at=at),
    ]


def make_risk_in(
    *, unit: Any, state: str = "identified", at: datetime = NOW, **fields: Any
) -> Risk:
    """A risk in a state, as if it had come there by its steps."""
    told = {**DESCRIBED, **fields}
    risk = identify_risk(actor=FACTORY, unit=tree().by_id[unit.pk], fields=told, at=at)
    closed = {"closed_at": at} if state == "closed" else {}
    rows: Any = Risk.objects.for_system(reason="advance").filter(pk=risk.pk)
    rows.update(state=state, current_class="high", **closed)
    risk.refresh_from_db()
    return risk


FACTORIES: Mapping[type[Any], Callable[..., Any]] = {
    Risk: make_risk_in,
    Slice: slice_in,
    Decision: decision_in,
    BowTie: make_bow_tie_in,
}


def _stated(cast: Any, at: datetime) -> Risk:
    return make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=at)


def _identify(cast: Any, at: datetime, act: Callable[..., Any]) -> Callable[[], Any]:
    unit = tree().by_id[cast.company.pk]
    return partial(act, actor=cast.soldier.actor, unit=unit, fields=DESCRIBED, at=at)


def _add_risk_file(cast: Any, at: datetime) -> Callable[[], Any]:
    risk, actor = _stated(cast, at), cast.safety_adviser.actor
    return partial(add_risk_file, actor=actor, record=risk, file=PNG, at=at)


def _attach(cast: Any, at: datetime) -> Callable[[], Any]:
    # Any record will do: the register knows none of the rooms above it.
    risk, other, actor = _stated(cast, at), _stated(cast, at), cast.safety_adviser.actor
    return partial(attach, actor=actor, risk=risk, record=other, severity=2, at=at)


def _weigh_again(cast: Any, at: datetime) -> Callable[[], Any]:
    attached = _attach(cast, at)
    attached()
    record = attached.keywords["record"]  # type: ignore[attr-defined]
    return partial(weigh_again, record=record, severity=4, at=at)


def _look_again_at(cast: Any, at: datetime) -> Callable[[], Any]:
    risk = make_risk_in(unit=cast.company, state="treating", at=at)
    told = {"measure": "MR-2026-000001", "works": True}
    return partial(look_again_at, actor=FACTORY, risk=risk, at=at, **told)


def _lapse_decisions(cast: Any, at: datetime) -> Callable[[], Any]:
    decision = decision_in(unit=cast.battalion, at=at)
    change = CommandChange(
        cast.battalion.pk, cast.commander.person.id, cast.soldier.person.id, at + timedelta(hours=1)
    )
    given = {"change": change, "refs": [decision.risk.ref], "at": at + timedelta(hours=2)}
    return partial(lapse_decisions, actor=FACTORY, **given)


def _carry(cast: Any, at: datetime) -> Callable[[], Any]:
    given = CarriedScore(cast.commander.person.id, "Commandant", URGENT_HIGH, "Gezien", "medium")
    record = make_risk_in(unit=cast.company, at=at)
    return partial(carry_score, actor=FACTORY, record=record, given=given, at=at)


CALLS: Mapping[str, Prepare] = {
    "carry_score": _carry,
    **SLICE_CALLS,
    **DECISION_CALLS,
    **BOW_TIE_CALLS,
    "identify_risk": lambda cast, at: _identify(cast, at, identify_risk),
    "identify_once": lambda cast, at: _identify(cast, at, identify_once),
    "add_risk_file": _add_risk_file,
    "attach": _attach,
    "look_again_at": _look_again_at,
    "weigh_again": _weigh_again,
    "lapse_decisions": _lapse_decisions,
    **SLICE_CALLS,
    **DECISION_CALLS,
}
