"""Recommendations for tests, as the product makes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from baken.conftest import Cast
from baken.core.access import Actor, system_actor
from baken.core.files.content import CleanFile
from baken.core.files.store import keep_file
from baken.core.workflow.unread import newest_step
from baken.rooms.measures.actions import (
    act_on_recommendations,
    receive_recommendation,
    take_recommendation_step,
)
from baken.rooms.measures.actions.add_recommendation_file import add_recommendation_file
from baken.rooms.measures.actions.receive_once import receive_once
from baken.rooms.measures.models import Recommendation
from baken.rooms.org.queries import tree
from baken.rooms.org.tests.factories import NOW, Planted, Prepare

RECOMMENDED: Mapping[str, Any] = {
    "title": "Oefen met de koepel in het donker",
    "description": "Ploegen oefenen te weinig bij nacht; neem het op in het jaarplan.",
    "source": "ivd",
    "report_number": "IVD-2026-04",
    "report_on": "2026-02-27",
    "offered_on": "2026-03-01",
    "addressee": "BATTALION",
    "category": "training_exercising",
    "cause": "training",
}
PNG = CleanFile("bewijs.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"2" * 40)
FACTORY = system_actor("factory")
DONE = {"proof": "Jaarplan 2027, paragraaf 3.", "none_needed": "Het jaarplan volstond."}
JUDGED = {"verdict": "met", "verdict_reason": "Gezien bij drie ploegen."}
HALF_A_YEAR = timedelta(days=190)


def with_inspector(cast: Cast) -> Cast:
    """The cast with an inspector, the central office and the parliamentary desk."""
    cast.add("inspector", ("ivd_inspector", "MINISTRY", None))
    cast.add("office", ("vms_office", "MINISTRY", None))
    cast.add("desk", ("parliamentary_desk", "MINISTRY", None))
    cast.add("army_head", ("commander", "ARMY", None))
    return cast


def receive(actor: Actor, at: datetime, **fields: Any) -> Recommendation:
    """A recommendation that somebody enters."""
    return receive_recommendation(actor=actor, fields={**RECOMMENDED, **fields}, at=at)


def act(
    record: Recommendation, actor: Actor, at: datetime, step: str, **fields: Any
) -> Recommendation:
    """The recommendation after somebody took a step, having seen what stands."""
    told = {"fields": fields, "seen": newest_step(record).serial}
    return take_recommendation_step(actor=actor, record=record, step=step, at=at, **told)


def accepted(cast: Cast, at: datetime, **fields: Any) -> Recommendation:
    """A recommendation of the inspectorate that the commander accepted."""
    record = receive(cast.inspector.actor, at, **fields)
    owner = str(cast.commander.person.id)
    told = {"appreciation": "accepted", "owner": owner}
    return act(record, cast.commander.actor, at, "appreciate", **told)


def planned(cast: Cast, at: datetime, **fields: Any) -> Recommendation:
    """An accepted one with a plan."""
    due = (at + timedelta(days=90)).date().isoformat()
    told = {"plan": "In het jaarplan.", "due_on": due, "effect_measure": "Tien oefeningen."}
    return act(accepted(cast, at, **fields), cast.commander.actor, at, "plan", **told)


def reported(cast: Cast, at: datetime, **fields: Any) -> Recommendation:
    """One that the addressee reported done, with proof and without a measure."""
    record = act(planned(cast, at, **fields), cast.commander.actor, at, "start")
    return act(record, cast.commander.actor, at, "report_done", **DONE)


def closed(cast: Cast, at: datetime, **fields: Any) -> Recommendation:
    """One that the inspectorate closed half a year after it was reported done."""
    record, later = reported(cast, at, **fields), at + HALF_A_YEAR
    record = act(record, cast.commander.actor, later, "note_effect", effect="Twaalf oefeningen.")
    record = act(record, cast.inspector.actor, later, "assess", **JUDGED)
    return act(record, cast.inspector.actor, later, "close")


def make_recommendation_in(
    *, unit: Any, state: str = "received", at: datetime = NOW, **fields: Any
) -> Recommendation:
    """A recommendation in a state, as if it had come there by its steps."""
    code = tree().by_id[unit.pk].code
    record = receive(FACTORY, at, **{"addressee": code, "source": "ovv", **fields})
    values: dict[str, Any] = {"state": state}
    if state in ("reported_done", "assessed_by_source", "closed"):
        values |= {"reported_at": at, "effect_check_on": at.date(), "proof": "Bewijs."}
    if state in ("assessed_by_source", "closed"):
        values |= {"assessed_at": at, "verdict": "met"}
    if state == "closed":
        values["closed_at"] = at
    if state not in ("received", "reopened"):
        values |= {"appreciation": "accepted", "appreciated_at": at}
    rows: Any = Recommendation.objects.for_system(reason="advance").filter(pk=record.pk)
    rows.update(**values)
    record.refresh_from_db()
    return record


def plant_recommendation(*, unit: Any, word: str, at: datetime) -> Planted:
    """A recommendation with a file, full of words to look out for."""
    words = {"title": f"raadt{word}", "description": f"raadwat{word}"}
    said = {name: f"{one} kabel" for name, one in words.items()}
    record = make_recommendation_in(unit=unit, at=at, **said)
    file = CleanFile(f"stuk{word}.png", PNG.content_type, PNG.data + word.encode())
    stored = keep_file(record=record, file=file, actor=FACTORY, at=at)
    read = ("measures.recommendation.read",)
    hidden = dict.fromkeys((*words.values(), f"stuk{word}"), read)
    return Planted(record, hidden, {"file_id": str(stored.id)})


def _receive(cast: Cast, at: datetime, action: Callable[..., Any]) -> Callable[[], Any]:
    actor = with_inspector(cast).inspector.actor
    return partial(action, actor=actor, fields=RECOMMENDED, at=at)


def _take(cast: Cast, at: datetime) -> Callable[[], Any]:
    record = planned(with_inspector(cast), at)
    actor = cast.commander.actor
    return partial(take_recommendation_step, actor=actor, record=record, step="start", at=at)


def _act_on(cast: Cast, at: datetime) -> Callable[[], Any]:
    receive(with_inspector(cast).inspector.actor, at)
    return partial(act_on_recommendations, actor=FACTORY, at=at + timedelta(days=200))


def _file(cast: Cast, at: datetime) -> Callable[[], Any]:
    record = accepted(with_inspector(cast), at)
    actor = cast.commander.actor
    return partial(add_recommendation_file, actor=actor, record=record, file=PNG, at=at)


RECOMMENDATION_CALLS: Mapping[str, Prepare] = {
    "receive_recommendation": lambda cast, at: _receive(cast, at, receive_recommendation),
    "receive_once": lambda cast, at: _receive(cast, at, receive_once),
    "take_recommendation_step": _take,
    "act_on_recommendations": _act_on,
    "add_recommendation_file": _file,
}
