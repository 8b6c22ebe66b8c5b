"""Risks that wait for a decision, and what is said when somebody decides on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from baken.conftest import Cast
from baken.core.access import Actor
from baken.core.workflow.unread import newest_step
from baken.rooms.org.models import Qualification
from baken.rooms.register.actions import take_step
from baken.rooms.register.models import Decision, Risk
from baken.rooms.register.queries.stacks import mark_of, stacks_of
from baken.rooms.register.tests.factories import LOW, MEDIUM, give_score, make_risk

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
CONSIDERED = [
    {
        "level": level,
        "measure": f"Maatregel {level}",
        "effect_on_score": "Een klasse lager",
        "cost": "40.000 euro",
        "time": "Een half jaar",
        "feasibility": "Kan",
        "rejected_because": "Pas na de oefening te leveren.",
    }
    for level in ("source", "collective_engineering", "organisational", "ppe")
]
RECORD: Mapping[str, Any] = {
    "reason": "Zonder dit geen oefening; meer kan nu niet.",
    "alternatives_rejected": "Later in het jaar: dan is de schietbaan dicht.",
    "alarp": CONSIDERED,
    "conditions": [{"text": "Golfhoogte", "expression": "surf_m <= 1.0"}],
    "informed_on": "2026-03-09",
    "indicators": "Bijna-ongevallen per week.",
    "ends_on": "2026-03-20",
}
HANDED_UP: Mapping[str, str] = {
    "question": "Mag de oefening doorgaan?",
    "options": "Doorgaan met drie voertuigen, of uitstellen.",
    "advice": "Ik stel uitstel voor; de adviseur ook.",
    "cost": "Uitstel kost een baanweek.",
    "effect_of_not_deciding": "Dan gaat de oefening niet door.",
}
MITIGATED: Mapping[str, str] = {"reason": "Hekken plaatsen.", "ends_on": "2026-04-01"}


def pending(
    cast: Cast,
    *,
    high: bool = False,
    low: bool = False,
    alone: bool = False,
    breaches: bool = False,
    **described: Any,
) -> Risk:
    """A risk of the company that two people scored, or one alone, advised on and put up for decision."""
    adviser, at = cast.safety_adviser.actor, cast.at
    risk = make_risk(
        actor=adviser,
        unit=cast.company,
        at=at,
        breaches_limit="true" if breaches else "",
        **{"context": "non_operational", **described},
    )
    choice: Mapping[str, str] = LOW if low else {} if high else MEDIUM
    for actor in (adviser,) if alone else (adviser, cast.team_leader.actor):
        risk = give_score(risk, actor, at, **choice)
    risk = take_step(actor=adviser, record=risk, step="analyse", at=at)
    asked = {"question": "Mag dit zo?"}
    risk = take_step(actor=adviser, record=risk, step="ask_decision", at=at, fields=asked)
    return advised(cast, risk)


def advised(
    cast: Cast, risk: Risk, *, verdict: str = "positive", at: datetime | None = None
) -> Risk:
    """The risk after the safety adviser advised on it."""
    said = {"verdict": verdict, "advice": "Het kan zo, met toezicht."}
    return take_step(
        actor=cast.safety_adviser.actor,
        record=risk,
        step="advise",
        at=at or cast.at + MINUTE,
        fields=said,
    )


def advised_by_experts(cast: Cast, risk: Risk, *, at: datetime | None = None) -> Risk:
    """The risk after two who may speak for a high risk advised on it: for its safety and its domain."""
    if "expert" not in cast.members:
        cast.add("expert", ("safety_adviser", "BATTALION", None), ("core_expert", "COMPANY", None))
        Qualification.objects.create(
            record=cast.members["expert"].person, code="hvk", obtained_on=date(2020, 1, 1)
        )
    for kind in ("higher_safety_expert", "domain_expert"):
        risk = take_step(
            actor=cast.members["expert"].actor,
            record=risk,
            step="advise",
            at=at or cast.at + MINUTE,
            fields={"verdict": "positive", "advice": "Zo kan het.", "kind": kind},
        )
    return risk


def take(
    actor: Actor, risk: Risk, step: str, at: datetime, fields: Mapping[str, Any], **more: Any
) -> Risk:
    """The risk after somebody took a deciding step, on what stands and on the stack that stands."""
    if fields.get("stack_seen"):
        fields = {"stack_shown": mark_of(stacks_of(risk, at)), **fields}
    told = {"seen": newest_step(risk).serial, **more}
    return take_step(actor=actor, record=risk, step=step, at=at, fields=fields, **told)


def accepted(cast: Cast, risk: Risk | None = None, **said: Any) -> tuple[Risk, Decision]:
    """A risk that the battalion commander accepted, and the decision."""
    at = said.pop("at", cast.at + 2 * MINUTE)
    risk = pending(cast) if risk is None else risk
    risk = take(cast.commander.actor, risk, "accept", at, {**RECORD, **said})
    return risk, standing(risk)


def standing(risk: Risk) -> Decision:
    """The decision that stands on a risk."""
    rows = Decision.objects.for_system(reason="trail").filter(risk=risk)
    found: Decision = rows.exclude(state="ended").get()
    return found


def decisions_on(risk: Risk) -> list[Decision]:
    """All decisions on a risk, first one first."""
    rows = Decision.objects.for_system(reason="trail").filter(risk=risk)
    return list(rows.order_by("number"))
