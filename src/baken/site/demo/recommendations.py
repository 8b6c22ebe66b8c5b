"""The recommendations of the demonstration: one that is carried out, and one that says the same again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from baken.core.access import Actor
from baken.core.events.outbox import deliver_pending
from baken.core.workflow.unread import newest_step
from baken.rooms.measures.actions import (
    propose_measure,
    receive_recommendation,
    take_recommendation_step,
)
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.questions import served_meant
from baken.rooms.org.queries import nearest_anywhere, nearest_holders, tree
from baken.site.demo.measures import ADVISER, COMMANDER, Act, holder, moment, play_act
from baken.site.demo.people import Cast

BRIGADE, BATTALION = "43MECHBRIG", "45PAINFBAT"
INSPECTOR, OFFICE = "ivd_inspector", "vms_office"
REPORT: Mapping[str, Any] = {
    "source": "ivd",
    "category": "training_exercising",
    "cause": "training",
}
FIRST: Mapping[str, Any] = {
    **REPORT,
    "title": "Oefen het op- en afstijgen bij duisternis voordat een eenheid gaat schieten",
    "description": (
        "Bij drie voorvallen had niemand van de ploeg in het laatste jaar bij nacht geoefend. Neem het op"
        " in het jaarplan en laat zien dat elke ploeg het heeft gedaan."
    ),
    "report_number": "IVD-V-17",
    "place": "paragraaf 5.2, aanbeveling 3",
    "addressee": BRIGADE,
}
AGAIN: Mapping[str, Any] = {
    **REPORT,
    "title": "Laat ook nieuwe ploegleden het afstijgen bij nacht oefenen",
    "description": (
        "Nieuwe ploegleden komen na de nachtoefening van hun eenheid binnen en doen hem pas een jaar"
        " later. Geef hun binnen drie maanden een eigen moment."
    ),
    "report_number": "IVD-T-04",
    "place": "aanbeveling 2",
    "addressee": BATTALION,
}
PLAN: Mapping[str, Any] = {
    "plan": "Twee nachten per kwartaal per compagnie, in het jaarplan, met een lijst per ploeg.",
    "effect_measure": "Deel van de ploegen dat in de laatste twaalf maanden bij nacht heeft geoefend.",
}
NIGHTS: Mapping[str, Any] = {
    "title": "Nachtoefening op- en afstijgen in het jaarplan",
    "description": "Twee nachten per kwartaal per compagnie; de opleider houdt de lijst per ploeg bij.",
    "control_level": "organisational",
    "justification": "Het gaat om geoefend zijn: dat is niet bij de bron of met techniek weg te nemen.",
    "due_on": 40,
    "success_criterion": "Negen van de tien ploegen hebben in een jaar bij nacht geoefend.",
}
NIGHT_ACTS = (
    Act(84, COMMANDER, "decide", {"authority_confirmed": True}),
    Act(82, COMMANDER, "start", {}),
)


def load_recommendations(*, today: date) -> list[str]:
    """Enter them and let happen what happened; returns their references.

    A demonstration of a day on which nobody heads the brigade yet has none.
    """
    cast, here, at = Cast(), tree(), moment(today, 120)
    heads = nearest_holders(roles=(COMMANDER,), unit=here.by_code[BRIGADE], at=at)
    if not heads or not nearest_anywhere(role=INSPECTOR, unit=here.by_code[BRIGADE], at=at):
        return []
    first = _entered(FIRST, cast, today, days_ago=120)
    _carry_out(first, cast, today)
    again = _entered(AGAIN, cast, today, days_ago=12)
    return [first.ref, again.ref]


def _entered(told: Mapping[str, Any], cast: Cast, today: date, *, days_ago: int) -> Recommendation:
    at = moment(today, days_ago)
    offered = today - timedelta(days=days_ago + 1)
    days = {"offered_on": offered.isoformat(), "report_on": offered.isoformat()}
    actor = _anywhere(INSPECTOR, told["addressee"], cast, at)
    record = receive_recommendation(actor=actor, fields={**told, **days}, at=at)
    _told(at)
    return record


def _carry_out(record: Recommendation, cast: Cast, today: date) -> None:
    """It was accepted, the minister reacted, there is a plan with a measure, and it runs."""
    owner = str(holder(COMMANDER, record, cast, moment(today, 101)).person)
    _step(record, cast, today, 101, "appreciate", {"appreciation": "accepted", "owner": owner})
    reaction = {"reaction_on": (today - timedelta(days=97)).isoformat()}
    at = moment(today, 96)
    office = _anywhere(OFFICE, BRIGADE, cast, at)
    _take(record, office, at, "react", reaction)
    due = {"due_on": (today + timedelta(days=60)).isoformat()}
    _step(record, cast, today, 88, "plan", {**PLAN, **due})
    _propose(record, cast, today)
    _step(record, cast, today, 82, "start", {})
    progress = {"progress": "Vier van de zes compagnieën hebben hun eerste twee nachten gedaan."}
    _step(record, cast, today, 20, "note_progress", progress)


def _propose(record: Recommendation, cast: Cast, today: date) -> None:
    at = moment(today, 86)
    actor = holder(ADVISER, record, cast, at)
    fields = {**NIGHTS, "due_on": (today + timedelta(days=NIGHTS["due_on"])).isoformat()}
    serves = served_meant.ask(actor, record.ref)[0]
    measure = propose_measure(actor=actor, serves=serves, fields=fields, at=at)
    for act in NIGHT_ACTS:
        play_act(act, measure, cast, today)


def _step(
    record: Recommendation,
    cast: Cast,
    today: date,
    days_ago: int,
    step: str,
    fields: Mapping[str, Any],
) -> None:
    """A step of the head of the addressee."""
    at = moment(today, days_ago)
    _take(record, holder(COMMANDER, record, cast, at), at, step, fields)


def _take(
    record: Recommendation, actor: Actor, at: datetime, step: str, fields: Mapping[str, Any]
) -> None:
    seen = newest_step(record).serial
    take_recommendation_step(actor=actor, record=record, step=step, at=at, fields=fields, seen=seen)
    _told(at)


def _anywhere(role: str, unit: str, cast: Cast, at: datetime) -> Actor:
    found = nearest_anywhere(role=role, unit=tree().by_code[unit], at=at)
    return cast.actor(cast.person(found[0].person), at)


def _told(at: datetime) -> None:
    while deliver_pending(at=at):
        pass
