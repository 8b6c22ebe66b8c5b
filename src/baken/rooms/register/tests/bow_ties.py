"""Bow-ties for tests, as the product makes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from baken.core.access import Actor
from baken.rooms.org.queries import tree
from baken.rooms.register.actions import draw_bow_tie, take_bow_tie_step, take_step
from baken.rooms.register.models import Barrier, BowTie, Risk
from baken.rooms.register.tests.factories import give_score, make_risk

DRAWN: Mapping[str, Any] = {
    "title": "Schieten op de schietbaan",
    "hazard": "mechanical.crushing",
    "top_event": "Schot buiten de veilige sector",
}
BARRIER: Mapping[str, Any] = {
    "text": "Sectormarkering",
    "side": "preventive",
    "kind": "passive_hardware",
    "effectiveness": "90",
    "critical": "on",
    "independent": "on",
    "owner_post": "Baancommandant",
    "standard": "Zichtbaar op 100 meter in de regen",
    "evidence_kinds": ["inspection"],
}
SAID = "Twee borden staan scheef."


def make_bow_tie(*, actor: Actor, unit: Any, at: datetime, **fields: Any) -> BowTie:
    """A bow-tie that somebody draws, without parts."""
    return draw_bow_tie(actor=actor, unit=tree().by_id[unit.pk], fields={**DRAWN, **fields}, at=at)


def act(record: BowTie, actor: Actor, at: datetime, step: str, **fields: Any) -> BowTie:
    """The bow-tie after a step."""
    return take_bow_tie_step(actor=actor, record=record, step=step, at=at, fields=fields)


def make_whole(*, actor: Actor, unit: Any, at: datetime) -> BowTie:
    """A bow-tie with a threat t1, a consequence c2 and a sound barrier b3 on the threat."""
    record = make_bow_tie(actor=actor, unit=unit, at=at)
    record = act(record, actor, at, "add_threat", text="Schutter is verdwaald", frequency="2")
    record = act(record, actor, at, "add_consequence", text="Derde gewond", severity="4")
    record = act(record, actor, at, "add_barrier", **BARRIER)
    record = act(record, actor, at, "place_barrier", barrier="b3", line="t1")
    return act(
        record,
        actor,
        at,
        "note_evidence",
        barrier="b3",
        kind="inspection",
        on=at.date().isoformat(),
        words="Alle borden staan goed.",
    )


def barrier_of(record: BowTie, code: str = "b3") -> Barrier:
    """A barrier of a bow-tie by its code."""
    return Barrier.objects.of(record).get(code=code)


def make_accepted(
    *, actor: Actor, unit: Any, at: datetime, state: str = "accepted", **choice: str
) -> Risk:
    """A high risk with a decision that lets it go on."""
    risk = give_score(make_risk(actor=actor, unit=unit, at=at), actor, at, **choice)
    risk = take_step(actor=actor, record=risk, step="analyse", at=at)
    Risk.objects.for_system(reason="demo").filter(pk=risk.pk).update(state=state, due_at=None)
    return Risk.objects.for_system(reason="demo").get(pk=risk.pk)


def later(at: datetime, days: int) -> datetime:
    """So many days on."""
    return at + timedelta(days=days)
