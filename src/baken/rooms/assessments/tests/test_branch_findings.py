"""Findings of an RI&E that rates by a priority of its own, which the register does not decide on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.instruments.filling import Place
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import StepRefused
from baken.rooms.assessments.actions import state_finding
from baken.rooms.assessments.models import Assessment, AssessmentFinding
from baken.rooms.assessments.queries.facts import assessment_facts
from baken.rooms.assessments.queries.sheet import findings_of, sheet_of
from baken.rooms.assessments.tests.factories import make_assessment, settle_all, step
from baken.rooms.library.queries.assessment import assessment
from baken.rooms.library.queries.scoring import scoring_models_for_risks
from baken.rooms.register.actions import take_step
from baken.rooms.register.models import Risk, RiskScore
from baken.rooms.sheets.actions import score_risk
from baken.rooms.sheets.tests.factories import SELDOM, TEXT, know_workshop, with_machine

pytestmark = pytest.mark.django_db
BRANCH = (
    TEXT.replace("code: small_workshop", "code: branch_workshop")
    .replace("{model: fine_kinney_nl, version: 1}", "{model: oira_priority, version: 1}")
    .replace("{probability: '3', exposure: '6', effect: '7'}", "{priority: high}")
    .replace("            hazard: mechanical.rotating_parts\n", "")
    .replace("    - {id: worst_score, expr: max(risks.current_score)}\n", "")
)
DESCRIPTION = {
    "title": "Intrekking",
    "scenario": "Hand raakt as.",
    "hazard": "ammunition.storage",
    "context": "non_operational",
}


def evaluated(
    cast: Cast, *priorities: str, text: str = BRANCH, choices: tuple[Any, ...] = ()
) -> Assessment:
    """An RI&E of which the findings are in the register, each scorer with a priority or choice."""
    know_workshop(text)
    actor = cast.commander.actor
    code = "branch_workshop" if text == BRANCH else "small_workshop"
    record = make_assessment(actor=actor, unit=cast.company, at=cast.at, instrument=code)
    record = step(actor, record, "start", cast.at)
    sheet = sheet_of(record)
    name = with_machine(actor=actor, record=sheet, at=cast.at, m1="no", m2="79")
    given = choices or tuple({"priority": one} for one in priorities)
    for who, choice in zip(("commander", "safety_adviser"), given, strict=True):
        score_risk(
            actor=getattr(cast, who).actor,
            record=sheet,
            place=Place("m1", name),
            moment="current",
            choice=choice,
            argument="Gezien",
            at=cast.at,
        )
    settle_all(actor, record, cast.at)
    record = step(actor, record, "end_inventory", cast.at)
    return step(actor, record, "end_evaluation", cast.at)


def risk_of(record: Assessment) -> tuple[AssessmentFinding, Risk]:
    """The only finding of an assessment, and the risk it became."""
    [finding] = findings_of(record)
    return finding, Risk.objects.for_system(reason="trail").get(pk=finding.risk_number)


def test_finding_rated_by_priority_enters_the_register_identified_and_not_scored(
    cast: Cast,
) -> None:
    finding, risk = risk_of(evaluated(cast, "medium", "high"))
    assert (risk.state, risk.current_class, risk.scorers) == ("identified", "", {})
    assert risk.scoring_model == assessment().default_model
    assert (finding.scoring_model, finding.scoring_version, finding.native) == (
        "oira_priority", 1, "high",
    )  # fmt: skip
    assert (finding.common, risk.hazard) == ("high", "")
    assert list(breaks())[:1] == []


def test_risk_of_a_priority_shows_it_as_advice_where_it_is_scored(
    cast: Cast, client: Client
) -> None:
    _finding, risk = risk_of(evaluated(cast, "high", "high"))
    client.force_login(cast.commander.account)
    for address in (f"/risicos/{risk.ref}", f"/risicos/{risk.ref}/stap/score"):
        answer = client.get(address, headers={"accept-language": "en"})
        assert answer.status_code == 200, address
        assert "Priority of a branch RI&amp;E, version 1: High" in answer.text, address


def test_risk_without_a_hazard_is_not_analysed_before_somebody_names_it(cast: Cast) -> None:
    record = evaluated(cast, "high", "high")
    _finding, risk = risk_of(record)
    actor = cast.safety_adviser.actor
    fields = {
        "kind": "current",
        "choice": SELDOM,
        "rationale": "Gezien",
        "confidence": "medium",
    }
    take_step(actor=actor, record=risk, step="score", at=cast.at, fields=fields)
    with pytest.raises(StepRefused) as told:
        take_step(actor=actor, record=risk, step="analyse", at=cast.at)
    assert [one.code for one in told.value.refusals] == ["no_hazard"]
    take_step(actor=actor, record=risk, step="describe", at=cast.at, fields=DESCRIPTION)
    take_step(actor=actor, record=risk, step="analyse", at=cast.at)
    facts = assessment_facts(record, cast.commander.actor, cast.at)
    assert facts.needed == {"system", "safety"}


@pytest.mark.parametrize(
    ("second", "confidence"),
    [
        ({"probability": "6", "exposure": "6", "effect": "15"}, "high"),
        ({"probability": "10", "exposure": "6", "effect": "15"}, "high"),
        (SELDOM, "low"),
    ],
)
def test_carried_scores_are_as_sure_as_their_scorers_agree(
    cast: Cast, second: Any, confidence: str
) -> None:
    first = {"probability": "6", "exposure": "6", "effect": "15"}
    _finding, risk = risk_of(evaluated(cast, text=TEXT, choices=(first, second)))
    rows = RiskScore.objects.of(risk)
    assert [row.confidence for row in rows] == [confidence, confidence]
    assert risk.confidence == confidence


def test_score_by_an_older_version_of_the_model_of_the_register_is_advice_there(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = scoring_models_for_risks()
    newer = {code: replace(one, version=one.version + 1) for code, one in newest.items()}
    monkeypatch.setattr(state_finding, "scoring_models_for_risks", lambda: newer)
    often = {"probability": "6", "exposure": "6", "effect": "15"}
    finding, risk = risk_of(evaluated(cast, text=TEXT, choices=(often, often)))
    assert (finding.scoring_model, finding.scoring_version) == ("fine_kinney_nl", 1)
    assert (risk.state, RiskScore.objects.of(risk).count()) == ("identified", 0)
