"""Decisions for the house tests: in any state, full of words to look out for, and to act on."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from baken.core import clock
from baken.core.access import system_actor
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference
from baken.core.workflow.advance import begin_many
from baken.rooms.org.tests.factories import Planted
from baken.rooms.register.actions.end_decisions import end_decisions
from baken.rooms.register.actions.take_decision_step import take_decision_step
from baken.rooms.register.models import Condition, Decision, Risk
from baken.rooms.register.queries.decision_parts import condition_part
from baken.rooms.register.queries.pictures import hash_of

FACTORY = system_actor("factory")
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
_READ = ("register.risk.read",)
_SIGNER = uuid.UUID(int=7)


@transaction.atomic
def decision_in(
    *, unit: Any, state: str = "in_force", at: datetime = NOW, **fields: Any
) -> Decision:
    """A decision in a state, on an accepted risk of its own, with the first row of its history."""
    risk = _risk(unit, at, str(fields.get("reason", "")))
    picture = _picture(risk)
    told: dict[str, Any] = {"reason": "Geen oefening zonder dit.", "question": "Mag dit?", **fields}
    record = Decision(
        number=row_number(at),
        ref=next_reference(Decision.prefix, clock.local_date(at)),
        unit_id=unit.pk,
        risk=risk,
        kind="accept",
        risk_class="medium",
        context="non_operational",
        signer=_SIGNER,
        post="commandant BATTALION",
        post_unit_id=unit.pk,
        level=3,
        post_kind="permanent",
        signed_at=at,
        starts_on=clock.local_date(at),
        ends_on=clock.local_date(at) + timedelta(days=20),
        time_zone="Europe/Amsterdam",
        ends_at=at,
        picture=picture,
        picture_hash=hash_of(picture),
        risk_serial=1,
        suspended_for="by_hand" if state == "suspended" else "",
        ended_at=at if state == "ended" else None,
        ended_for="expired" if state == "ended" else "",
        **told,
    )
    condition = Condition(nth=1, text="Golfhoogte", expression="surf_m <= 1.0")
    begin_many(
        records=[record],
        code="register.decision.signed",
        actor=FACTORY,
        at=at,
        seal=("reason", "question", "picture"),
        states=[state],
        parts=[condition_part(condition)],
    )
    condition.record = record
    condition.save()
    return record


def plant_decision(*, unit: Any, word: str, at: datetime) -> Planted:
    """A decision whose words only readers of risks may meet."""
    said = {name: f"{name}{word} kabel" for name in ("reason", "question", "indicators")}
    record = decision_in(unit=unit, at=at, **said)
    return Planted(record, dict.fromkeys((f"{name}{word}" for name in said), _READ))


def _risk(unit: Any, at: datetime, words: str) -> Risk:
    risk = Risk(
        number=row_number(at),
        ref=next_reference(Risk.prefix, clock.local_date(at)),
        unit_id=unit.pk,
        title="Beknelling",
        scenario=f"De koepel draait. {words}".strip(),
        hazard="mechanical.crushing",
        scoring_model="fine_kinney_nl",
        scoring_version=1,
        current_class="medium",
        identified_at=at,
        touched_at=at,
    )
    begin_many(
        records=[risk],
        code="register.risk.identified",
        actor=FACTORY,
        at=at,
        seal=("title", "scenario", "legal_basis"),
        states=["accepted"],
    )
    return risk


def _picture(risk: Risk) -> dict[str, Any]:
    return {
        "risk": {"ref": risk.ref, "title": risk.title, "scenario": risk.scenario},
        "scores": {},
        "advice": [],
        "stack": {"raises": 0, "members": [], "reasons": []},
        "who_decides": {"sentences": [], "steps": []},
        "before": [],
    }


def _step(cast: Any, at: datetime) -> Callable[[], Any]:
    record = decision_in(unit=cast.company, at=at)
    given = {"record": record, "step": "suspend", "fields": {"reason": "Storm."}}
    return partial(take_decision_step, actor=cast.commander.actor, at=at, **given)


def _run_out(cast: Any, at: datetime) -> Callable[[], Any]:
    decision_in(unit=cast.company, at=at)
    return partial(end_decisions, actor=FACTORY, at=at)


DECISION_CALLS: Mapping[str, Callable[[Any, datetime], Callable[[], Any]]] = {
    "take_decision_step": _step,
    "end_decisions": _run_out,
}
