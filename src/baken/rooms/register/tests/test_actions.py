"""A risk is stated in words, scored by several people, and put up for decision."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from baken.conftest import Cast
from baken.core.access.errors import AccessDenied
from baken.core.links.registry import linked_records
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.org.queries import tree
from baken.rooms.register.actions import identify_risk, take_step
from baken.rooms.register.actions.add_risk_file import add_risk_file
from baken.rooms.register.models import Risk, RiskCategory, RiskScore, RiskStep
from baken.rooms.register.queries.scores import scores_of, spread_in
from baken.rooms.register.tests.factories import DESCRIBED, MEDIUM, PNG, give_score, make_risk
from baken.rooms.reports.tests.factories import make_occurrence

pytestmark = pytest.mark.django_db


def stated(cast: Cast) -> Risk:
    """A risk of the company, stated by the safety adviser."""
    return make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)


def codes_of(risk: Risk) -> Any:
    """The kinds of harm of a risk."""
    return RiskCategory.objects.of(risk).order_by("code").values_list("code", flat=True)


def test_risk_stated_from_an_occurrence_says_where_it_came_from(cast: Cast) -> None:
    adviser = cast.safety_adviser.actor
    occurrence = make_occurrence(unit=cast.company, confidentiality=1)

    risk = make_risk(actor=adviser, unit=cast.company, at=cast.at, origin=occurrence)

    assert (risk.state, risk.confidentiality, risk.scoring_model) == (
        "identified",
        1,
        "fine_kinney_nl",
    )
    assert list(codes_of(risk)) == ["safety"]
    assert list(linked_records(risk, adviser)) == [("originates_of", occurrence)]
    assert risk.due_at == cast.at + timedelta(days=14)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("scenario", "  "),
        ("title", ""),
        ("hazard", "nonsense"),
        ("categories", ["beauty"]),
        ("context", "holiday"),
        ("exposed", "0"),
        ("exposed", "a few"),
        ("until_on", "2026-02-30"),
        ("legal_basis", "Arbobesluit 1.2"),
    ],
)
def test_risk_stated_badly_is_refused_with_the_field(cast: Cast, field: str, value: object) -> None:
    with pytest.raises(FieldsRefused) as refused:
        make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at, **{field: value})
    assert list(refused.value.errors) == [field]
    assert not Risk.objects.for_system(reason="trail").exists()


@pytest.mark.parametrize("model", ["go_by_feeling", "oira_priority"])
def test_risk_with_a_model_that_is_none_or_for_instruments_alone_is_refused(
    cast: Cast, model: str
) -> None:
    with pytest.raises(FieldsRefused) as refused:
        identify_risk(
            actor=cast.safety_adviser.actor,
            unit=tree().by_id[cast.company.pk],
            fields=DESCRIBED,
            at=cast.at,
            model=model,
        )
    assert list(refused.value.errors) == ["scoring_model"]


def test_risk_of_an_activity_that_ends_before_it_begins_is_refused(cast: Cast) -> None:
    days = {"from_on": "2026-10-30", "until_on": "2026-10-01"}
    with pytest.raises(FieldsRefused) as refused:
        make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at, **days)
    assert list(refused.value.errors) == ["until_on"]


def test_risk_is_stated_by_a_soldier_who_reads_it_and_scores_nothing(cast: Cast) -> None:
    risk = make_risk(actor=cast.soldier.actor, unit=cast.company, at=cast.at)

    seen = Risk.objects.visible_to(cast.soldier.actor, "register.risk.read")
    assert list(seen) == [risk]
    with pytest.raises(AccessDenied):
        give_score(risk, cast.soldier.actor, cast.at)


def test_score_gives_the_class_of_the_model(cast: Cast) -> None:
    risk = give_score(stated(cast), cast.safety_adviser.actor, cast.at)

    (score,) = scores_of(risk, "current")
    assert (score.native, score.common, score.urgent, score.value) == ("4", "high", True, 270.0)
    assert (risk.current_class, risk.urgent, risk.state) == ("high", True, "identified")


def test_score_of_two_people_keeps_the_spread_and_the_highest_stands(cast: Cast) -> None:
    risk = give_score(stated(cast), cast.safety_adviser.actor, cast.at, **MEDIUM)
    risk = give_score(risk, cast.commander.actor, cast.at)

    rows = scores_of(risk, "current")
    spread = spread_in(risk, rows)
    assert [row.turn for row in rows] == [1, 1]
    assert (spread.highest.number, spread.lowest.number) == (270.0, 45.0)
    assert spread.differs_in_class
    assert risk.current_class == "high"


def test_score_again_begins_a_new_turn(cast: Cast) -> None:
    risk = give_score(stated(cast), cast.safety_adviser.actor, cast.at)
    risk = give_score(risk, cast.safety_adviser.actor, cast.at, **MEDIUM)

    assert [row.turn for row in RiskScore.objects.of(risk).order_by("id")] == [1, 2]
    assert risk.current_class == "high"
    risk = give_score(risk, cast.commander.actor, cast.at, **MEDIUM)
    assert (risk.current_class, risk.urgent) == ("medium", False)


@pytest.mark.parametrize("choice", [{"probability": "4"}, {"mood": "3"}])
def test_score_with_values_that_are_none_is_refused(cast: Cast, choice: dict[str, str]) -> None:
    with pytest.raises(FieldsRefused) as refused:
        give_score(stated(cast), cast.safety_adviser.actor, cast.at, **choice)
    assert list(refused.value.errors) == ["choice"]


def test_risk_without_a_score_is_not_put_up(cast: Cast) -> None:
    risk = stated(cast)
    with pytest.raises(StepRefused) as refused:
        take_step(actor=cast.safety_adviser.actor, record=risk, step="analyse", at=cast.at)
    assert [one.code for one in refused.value.refusals] == ["not_scored"]


def test_irm_17_1_score_without_a_written_scenario_is_refused(cast: Cast) -> None:
    """Source: domain reference, irm, section 17, test 1."""
    adviser = cast.safety_adviser.actor
    for scenario in ("", "  ", "\n\t"):
        with pytest.raises(FieldsRefused) as refused:
            make_risk(actor=adviser, unit=cast.company, at=cast.at, scenario=scenario)
        assert list(refused.value.errors) == ["scenario"]
    risk = give_score(make_risk(actor=adviser, unit=cast.company, at=cast.at), adviser, cast.at)
    for scenario in ("", " \n"):
        fields = {**DESCRIBED, "scenario": scenario}
        with pytest.raises(FieldsRefused) as refused:
            take_step(actor=adviser, record=risk, step="describe", at=cast.at, fields=fields)
        assert list(refused.value.errors) == ["scenario"]


def test_irm_17_1_score_of_a_risk_whose_scenario_is_blank_is_refused(cast: Cast) -> None:
    """Source: domain reference, irm, section 17, test 1."""
    adviser = cast.safety_adviser.actor
    risk = make_risk(actor=adviser, unit=cast.company, at=cast.at)
    Risk.objects.for_system(reason="advance").filter(pk=risk.pk).update(scenario="\n\t")
    with pytest.raises(StepRefused) as refused:
        give_score(risk, adviser, cast.at)
    assert [one.code for one in refused.value.refusals] == ["no_scenario"]


@pytest.mark.parametrize("scenario", ["", "   "])
def test_irm_17_1_database_keeps_no_risk_without_a_scenario(cast: Cast, scenario: str) -> None:
    """Source: domain reference, irm, section 17, test 1."""
    risk = make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)
    rows: Any = Risk.objects.for_system(reason="advance").filter(pk=risk.pk)
    with pytest.raises(IntegrityError, match="risk_has_scenario"), transaction.atomic():
        rows.update(scenario=scenario)


def test_urgent_high_risk_is_decided_on_within_three_working_days(cast: Cast) -> None:
    adviser = cast.safety_adviser.actor
    risk = give_score(stated(cast), adviser, cast.at)
    risk = take_step(actor=adviser, record=risk, step="analyse", at=cast.at)

    risk = take_step(
        actor=adviser,
        record=risk,
        step="ask_decision",
        at=cast.at,
        fields={"question": "Mag de oefening doorgaan?"},
    )

    assert risk.state == "decision_pending"
    assert risk.due_at == cast.at + timedelta(days=3)


def test_description_that_is_revised_keeps_the_old_words_in_the_history(cast: Cast) -> None:
    adviser = cast.safety_adviser.actor
    fields = {**DESCRIBED, "title": "Beknelling op het dek", "categories": ["health", "safety"]}
    risk = take_step(actor=adviser, record=stated(cast), step="describe", at=cast.at, fields=fields)

    assert risk.title == "Beknelling op het dek"
    assert list(codes_of(risk)) == ["health", "safety"]
    titles = [step.words["title"] for step in RiskStep.objects.of(risk).order_by("serial")]
    assert titles == ["Beknelling tussen koepel en romp", "Beknelling op het dek"]


def test_history_of_a_risk_with_a_file_holds(cast: Cast) -> None:
    adviser = cast.safety_adviser.actor
    risk = make_risk(actor=adviser, unit=cast.company, at=cast.at)
    add_risk_file(actor=adviser, record=risk, file=PNG, at=cast.at)
    assert [str(one) for one in breaks() if one.where.startswith("R-")] == []
