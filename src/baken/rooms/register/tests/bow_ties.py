"""Bow-ties for tests, as the product makes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from baken.core.access import Actor, system_actor
from baken.rooms.org.queries import tree
from baken.rooms.org.tests.factories import NOW, Planted
from baken.rooms.register.actions import draw_bow_tie, take_bow_tie_step
from baken.rooms.register.actions.barriers import note_held, note_signal
from baken.rooms.register.actions.turn_barriers import look_at_barriers
from baken.rooms.register.models import Barrier, BowTie

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


def weakened(record: BowTie, actor: Actor, at: datetime, text: str) -> BowTie:
    """The bow-tie with barriers of every status on both sides, and with long words."""
    for step, fields in (
        ("note_signal", {"barrier": "b3", "kind": "overdue_measure", "words": text}),
        ("add_factor", {"barrier": "b3", "text": "Markering weggeschoten"}),
        ("add_escalation", {"factor": "d5", "text": "Controle voor elke serie"}),
        ("add_barrier", {**BARRIER, "text": "Baancommandant grijpt in", "kind": "human_action"}),
        ("place_barrier", {"barrier": "b7", "line": "t1"}),
        ("note_signal", {"barrier": "b7", "kind": "override", "words": "Post onbezet."}),
        ("add_threat", {"text": text[:80]}),
        ("add_barrier", {**BARRIER, "text": "Kogelvanger achter de baan", "side": "mitigating"}),
        ("place_barrier", {"barrier": "b10", "line": "c2"}),
        ("add_barrier", {**BARRIER, "text": "Les", "kind": "training", "side": "mitigating"}),
        ("place_barrier", {"barrier": "b11", "line": "c2"}),
        (
            "note_evidence",
            {"barrier": "b11", "kind": "test", "on": at.date().isoformat(), "words": "Geoefend."},
        ),
        ("place_barrier", {"barrier": "b3", "line": "t9"}),
    ):
        record = act(record, actor, at, step, **fields)
    return record


def barrier_of(record: BowTie, code: str = "b3") -> Barrier:
    """A barrier of a bow-tie by its code."""
    return Barrier.objects.of(record).get(code=code)


def later(at: datetime, days: int) -> datetime:
    """So many days on."""
    return at + timedelta(days=days)


FACTORY = system_actor("factory")
_READ = ("register.risk.read",)


def make_bow_tie_in(*, unit: Any, state: str) -> BowTie:
    """A bow-tie that is in a state."""
    record = make_bow_tie(actor=FACTORY, unit=unit, at=NOW)
    withdrawn = state == "withdrawn"
    return act(record, FACTORY, NOW, "withdraw", reason="Dicht.") if withdrawn else record


def plant_bow_tie(*, unit: Any, word: str, at: datetime) -> Planted:
    """A bow-tie with a part and a signal of each kind, full of words to look out for."""
    said = {"title": f"vlinderdas{word} kabel", "top_event": f"topgebeurtenis{word}"}
    record = make_bow_tie(actor=FACTORY, unit=unit, at=at, **said)
    barrier = {**BARRIER, "text": f"barriere{word}", "standard": f"norm{word}"}
    for step, fields in (
        ("add_threat", {"text": f"dreiging{word}"}),
        ("add_consequence", {"text": f"gevolg{word}"}),
        ("add_barrier", barrier),
        ("place_barrier", {"barrier": "b3", "line": "t1"}),
        ("name_barrier", {"barrier": "b3", "words": f"signaal{word}"}),
    ):
        record = act(record, FACTORY, at, step, **fields)
    names = ("vlinderdas", "topgebeurtenis", "barriere", "norm", "dreiging", "gevolg", "signaal")
    return Planted(record, dict.fromkeys((f"{name}{word}" for name in names), _READ))


def _draw(cast: Any, at: datetime) -> Callable[[], Any]:
    unit, actor = tree().by_id[cast.company.pk], cast.safety_adviser.actor
    return partial(draw_bow_tie, actor=actor, unit=unit, fields=DRAWN, at=at)


def _step(cast: Any, at: datetime) -> Callable[[], Any]:
    actor = cast.safety_adviser.actor
    record = make_bow_tie(actor=actor, unit=cast.company, at=at)
    told = {"step": "add_threat", "fields": {"text": "Mist"}}
    return partial(take_bow_tie_step, actor=actor, record=record, at=at, **told)


def _note(cast: Any, at: datetime) -> Callable[[], Any]:
    actor = cast.safety_adviser.actor
    record = make_whole(actor=actor, unit=cast.company, at=at)
    return partial(note_signal, actor=actor, record=record, barrier="b3", words=SAID, at=at)


def _held(cast: Any, at: datetime) -> Callable[[], Any]:
    actor = cast.safety_adviser.actor
    record = make_whole(actor=actor, unit=cast.company, at=at)
    # Any record will do: the register knows none of the rooms above it.
    source = make_bow_tie(actor=actor, unit=cast.company, at=at)
    told = {"barrier": "b3", "kind": "occurrence", "on": at.date().isoformat(), "words": SAID}
    return partial(note_held, actor=actor, record=record, source=source, at=at, **told)


def _look(cast: Any, at: datetime) -> Callable[[], Any]:
    actor = cast.safety_adviser.actor
    make_whole(actor=actor, unit=cast.company, at=at)
    return partial(look_at_barriers, actor=system_actor("barriers"), at=later(at, 366))


BOW_TIE_CALLS: Mapping[str, Callable[[Any, datetime], Callable[[], Any]]] = {
    "draw_bow_tie": _draw,
    "take_bow_tie_step": _step,
    "note_signal": _note,
    "note_held": _held,
    "look_at_barriers": _look,
}
