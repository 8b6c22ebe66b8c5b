"""What a refusal says is missing can be filled in: on the form of every step that can be refused so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from baken.conftest import Cast
from baken.core.instruments.scoring import CLASSES
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.table import Step
from baken.rooms.org.tests.factories import name_post
from baken.rooms.register.actions import take_step
from baken.rooms.register.actions.decided_refusals import FIELD_OF
from baken.rooms.register.queries.facts import TYPED
from baken.rooms.register.rules.decisions import KINDS, RENEW, kind_of_step
from baken.rooms.register.rules.signing import Paper
from baken.rooms.register.tests.cast import DAY, advice, lasting, post, question, signed, stack
from baken.rooms.register.tests.deciding import (
    HANDED_UP,
    MINUTE,
    MITIGATED,
    advised_by_experts,
    pending,
    standing,
    take,
)
from baken.rooms.register.tests.factories import give_score
from baken.rooms.register.workflow.deciding import DECIDING


def codes_of(kind: str) -> set[str]:
    """Every code that mends with a field and with which one kind of decision can be refused."""
    empty = Paper(
        changed_at=advice("safety_adviser").given_at - timedelta(days=9),
        advice=(advice("safety_adviser", "negative"),),
    )
    papers = (
        empty,
        Paper(changed_at=empty.changed_at, limit_breached=True),
        Paper(
            changed_at=empty.changed_at,
            limit_breached=True,
            interim_control="Hekken.",
            interim_until=DAY - timedelta(days=1),
        ),
    )
    asked = [
        question(
            risk_class,
            context=context,
            decision=KINDS[kind].asked,
            stack=stack(1),
            period=lasting(days),
        )
        for risk_class in CLASSES
        for context in ("non_operational", "exercise", "deployment")
        for days in (10, 4_000)
    ]
    return {
        one.code
        for case in papers
        for what in asked
        for one in signed(post("ministry"), what, case).refusals
        if one.code in FIELD_OF
    }


@pytest.mark.parametrize("step", DECIDING, ids=lambda one: one.name)
def test_every_field_that_a_refusal_names_is_on_the_form(step: Step) -> None:
    names = {field.name for field in step.fields}
    standing = ("accept", "exempt") if step.name == RENEW else ("",)
    kinds = [kind_of_step(step.name, one) for one in standing]
    told = {code for kind in kinds for code in codes_of(kind)}
    assert {FIELD_OF[code] for code in told} <= names


def test_the_refusals_of_this_test_are_all_there_are() -> None:
    assert set().union(*(codes_of(one) for one in KINDS)) == set(FIELD_OF) == set(TYPED)


@pytest.mark.django_db
def test_extreme_risk_is_mitigated_by_who_may(cast: Cast) -> None:
    name_post(cast.ministry, "secretary_general")
    secretary = cast.add("secretary", ("commander", "MINISTRY", None)).actor
    head = cast.add("head", ("commander", "ARMY", None)).actor
    values = {"probability": "10", "exposure": "10", "effect": "100"}
    risk = pending(cast)
    for actor in (cast.safety_adviser.actor, cast.team_leader.actor):
        risk = give_score(risk, actor, cast.at, **values)
    risk = advised_by_experts(cast, risk)
    law = {"kind": "legal_adviser", "adviser": "mr. A", "document": "Nota 7"}
    said = {**law, "verdict": "positive", "advice": "Mag."}
    adviser, at = cast.safety_adviser.actor, cast.at + MINUTE
    risk = take_step(actor=adviser, record=risk, step="advise", at=at, fields=said)
    safe = {"interim_control": "Het terrein is afgesloten.", "interim_until": "2026-03-20"}
    risk = take(head, risk, "hand_up", cast.at + 2 * MINUTE, {**HANDED_UP, **safe})
    said = {**MITIGATED, **safe}
    with pytest.raises(FieldsRefused) as refused:
        take(secretary, risk, "mitigate", cast.at + 3 * MINUTE, said)
    assert list(refused.value.errors) == ["alternatives_rejected"]
    fields = {**said, "alternatives_rejected": "Stoppen: dan valt de wacht weg."}
    risk = take(secretary, risk, "mitigate", cast.at + 3 * MINUTE, fields)
    assert (risk.state, standing(risk).risk_class) == ("treating", "extreme")
