"""Measures for tests, as the product makes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from baken.core.access import Actor, system_actor
from baken.core.files.content import CleanFile
from baken.core.files.store import keep_file
from baken.rooms.measures.actions import act_on_measures, propose_measure, take_step
from baken.rooms.measures.actions.add_measure_file import add_measure_file
from baken.rooms.measures.actions.propose_once import propose_once
from baken.rooms.measures.models import Measure, Purchase, Recommendation
from baken.rooms.measures.queries.beside import thing_meant
from baken.rooms.measures.questions import Served
from baken.rooms.measures.tests.purchases import (
    PURCHASE_CALLS,
    make_purchase_in,
    planted_purchase,
)
from baken.rooms.measures.tests.recommending import (
    RECOMMENDATION_CALLS,
    make_recommendation_in,
    plant_recommendation,
)
from baken.rooms.org.queries import own_key_of
from baken.rooms.org.tests.factories import NOW, Planted, Prepare
from baken.rooms.register.models import Risk
from baken.rooms.register.tests.factories import make_risk_in

FIELDS: Mapping[str, Any] = {
    "title": "Vergrendeling op de koepel",
    "description": "De koepel draait niet zolang het luik open is.",
    "control_level": "collective_engineering",
    "expected_residual": "low",
    "success_criterion": "De koepel staat stil met het luik open.",
}
PNG = CleanFile("foto.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"1" * 40)
FACTORY = system_actor("factory")
_READ = ("measures.measure.read",)
DAYS = timedelta(days=30)


def risk_of(unit: Any, at: datetime = NOW, **fields: Any) -> Risk:
    """A risk of a unit that measures are taken about: high, and decided to be mitigated."""
    return make_risk_in(unit=unit, state="treating", at=at, **fields)


def served_by(actor: Actor, record: Any) -> Served:
    """What a measure of somebody serves."""
    found = thing_meant(actor, record.ref)
    assert found is not None
    return found


def propose(actor: Actor, record: Any, at: datetime, **fields: Any) -> Measure:
    """A measure that somebody proposes about a record."""
    told = {**FIELDS, **fields}
    return propose_measure(actor=actor, serves=served_by(actor, record), fields=told, at=at)


def act(measure: Measure, actor: Actor, at: datetime, step: str, **fields: Any) -> Measure:
    """The measure after somebody took a step."""
    return take_step(actor=actor, record=measure, step=step, at=at, fields=fields)


def decide(
    measure: Measure, cast: Any, at: datetime, *, owner: str = "team_leader", days: int = 30
) -> Measure:
    """The measure after the commander decided, with the team leader as its owner."""
    due = (at + timedelta(days=days)).date().isoformat()
    person = str(cast.members[owner].person.id)
    fields = {"owner": person, "authority_confirmed": True, "due_on": due}
    return act(measure, cast.commander.actor, at, "decide", **fields)


def decided(cast: Any, at: datetime, **fields: Any) -> Measure:
    """A measure of the company that was decided on, about a high risk."""
    record = propose(cast.safety_adviser.actor, risk_of(cast.company, at), at, **fields)
    return decide(record, cast, at)


def implemented(cast: Any, at: datetime, **fields: Any) -> Measure:
    """A measure that its owner, the team leader, carried out."""
    actor = cast.team_leader.actor
    record = act(decided(cast, at, **fields), actor, at, "start")
    return act(record, actor, at, "implement", done="De vergrendeling zit erop.")


def make_measure_in(
    *, unit: Any, state: str = "proposed", at: datetime = NOW, **fields: Any
) -> Measure:
    """A measure in a state, as if it had come there by its steps."""
    risk = risk_of(unit, at)
    told = {**FIELDS, **fields}
    record = propose_measure(actor=FACTORY, serves=_as_managed(risk), fields=told, at=at)
    moments: dict[str, Any] = {"cancelled_at": at} if state == "cancelled" else {}
    if state in ("implemented", "verified_effective", "verified_ineffective"):
        moments["implemented_at"] = at
    rows: Any = Measure.objects.for_system(reason="advance").filter(pk=record.pk)
    rows.update(state=state, **moments)
    record.refresh_from_db()
    return record


def _as_managed(risk: Risk) -> Served:
    return Served(
        key=(Risk._meta.label_lower, risk.pk),
        ref=risk.ref,
        title=risk.title,
        unit=risk.unit_id,
        owner_unit=risk.owner_unit_id,
        confidentiality=risk.confidentiality,
        risk_class=risk.current_class,
        severity=None,
        manages=True,
        record=risk,
    )


def plant(*, unit: Any, word: str, at: datetime) -> list[Planted]:
    """A measure, a recommendation and a purchase, each with a file, full of words to look out for."""
    said = {name: f"{name}{word} kabel" for name in ("title", "description", "interim")}
    measure = make_measure_in(unit=unit, at=at, **said)
    file = CleanFile(f"tekening{word}.png", PNG.content_type, PNG.data + word.encode())
    stored = keep_file(record=measure, file=file, actor=FACTORY, at=at)
    hidden = dict.fromkeys((f"{name}{word}" for name in (*said, "tekening")), _READ)
    planted = Planted(measure, hidden, {"file_id": str(stored.id)})
    advised = plant_recommendation(unit=unit, word=word, at=at)
    return [planted, advised, planted_purchase(unit=unit, word=word, at=at, png=PNG)]


def owned_by(measure: Measure, person: Any) -> Measure:
    """The measure with another owner, as if that had been decided."""
    rows: Any = Measure.objects.for_system(reason="advance").filter(pk=measure.pk)
    rows.update(owner=person.id, owner_key=own_key_of(person.id))
    measure.refresh_from_db()
    return measure


FACTORIES: Mapping[type[Any], Callable[..., Any]] = {
    Measure: make_measure_in,
    Recommendation: make_recommendation_in,
    Purchase: make_purchase_in,
}


def _propose(cast: Any, at: datetime, action: Callable[..., Any]) -> Callable[[], Any]:
    actor = cast.safety_adviser.actor
    serves = served_by(actor, risk_of(cast.company, at))
    return partial(action, actor=actor, serves=serves, fields=FIELDS, at=at)


def _take(cast: Any, at: datetime) -> Callable[[], Any]:
    record, actor = decided(cast, at), cast.team_leader.actor
    return partial(take_step, actor=actor, record=record, step="start", at=at)


def _act_on(cast: Any, at: datetime) -> Callable[[], Any]:
    decided(cast, at)
    return partial(act_on_measures, actor=FACTORY, at=at + timedelta(days=200))


def _file(cast: Any, at: datetime) -> Callable[[], Any]:
    record = decided(cast, at)
    actor = cast.team_leader.actor
    return partial(add_measure_file, actor=actor, record=record, file=PNG, at=at)


CALLS: Mapping[str, Prepare] = {
    "propose_measure": lambda cast, at: _propose(cast, at, propose_measure),
    "propose_once": lambda cast, at: _propose(cast, at, propose_once),
    "take_measure_step": _take,
    "act_on_measures": _act_on,
    "add_measure_file": _file,
    **RECOMMENDATION_CALLS,
    **PURCHASE_CALLS,
}
