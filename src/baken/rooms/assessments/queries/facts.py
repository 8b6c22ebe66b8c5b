"""Gathers what the guards of a step look at, and turns their refusals into sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from baken.core.access import Actor
from baken.core.instruments.risk_classes import RiskClass
from baken.core.workflow.table import Guard, Refusal
from baken.rooms.assessments import rules
from baken.rooms.assessments.models import Assessment, AssessmentFinding
from baken.rooms.assessments.queries.planned import numbers_with_measures
from baken.rooms.assessments.queries.replacing import is_being_replaced
from baken.rooms.assessments.queries.reviews import (
    certified_scopes,
    newest_outcomes,
    scopes_by_hazard,
    untold_of,
)
from baken.rooms.assessments.queries.sheet import (
    basis_of,
    classes_of,
    findings_of,
    groups_named_later,
    hazard_groups,
    key_of,
    people_of,
    scorers_of,
    whole_of,
)
from baken.rooms.assessments.queries.terms import day_of
from baken.rooms.assessments.rules import LEAST_SCORERS, Facts
from baken.rooms.assessments.texts import REFUSALS
from baken.rooms.consultation.queries.standing import is_consulted_about


def assessment_facts(record: Assessment, actor: Actor, at: datetime) -> Facts:
    """The facts about one assessment that its guards decide on."""
    whole, day = whole_of(record), day_of(record, at)
    outcome, findings = whole.outcome, findings_of(record)
    linked = {(one.key, one.repetition, one.nth) for one in findings}
    classes = classes_of(outcome.risks)
    outcomes = newest_outcomes(record)
    return Facts(
        missing=len(outcome.troubles) + len(outcome.refusals) + len(whole.rivals),
        unsettled=sum(one.standing == "open" for one in basis_of(record)),
        few_scorers=sum(
            len(scorers_of(whole, one)) < LEAST_SCORERS for one in outcome.risks if one.trigger
        ),
        unplanned=_unplanned(findings, classes),
        unlinked=sum(key_of(one) not in linked for one in outcome.risks),
        is_consulted=is_consulted_about(record),
        needed=rules.scopes_needed(
            hazard_groups(outcome.risks) | groups_named_later(findings),
            scopes_by_hazard(),
            record.scopes,
        ),
        positive=frozenset(scope for scope, told in outcomes.items() if told != rules.REJECTED),
        rejected=frozenset(scope for scope, told in outcomes.items() if told == rules.REJECTED),
        certified=certified_scopes(actor, day),
        took_part=actor.person is not None and actor.person in people_of(whole) | {record.begun_by},
        day=day,
        valid_until=record.valid_until,
        review_on=record.review_on,
        overdue=len(untold_of(record, day)),
        is_being_replaced=is_being_replaced(record),
    )


def _unplanned(
    findings: Sequence[AssessmentFinding], classes: Mapping[tuple[str, str, int], str]
) -> int:
    """How many findings above low stand in the register without any measure."""
    pressing = {
        one.risk_number
        for one in findings
        if classes.get((one.key, one.repetition, one.nth), "") not in ("", RiskClass.LOW.value)
    }
    return len(pressing - numbers_with_measures(pressing))


def _refusing(needs: Callable[[Facts], str]) -> Guard:
    def guard(facts: Facts) -> Refusal | None:
        code = needs(facts)
        return Refusal(code, REFUSALS[code]) if code else None

    return guard


GUARDS: Mapping[str, Guard] = {
    "is_filled_in": _refusing(rules.needs_filled_in),
    "is_scored": _refusing(rules.needs_scores),
    "is_planned": _refusing(rules.needs_plan),
    "is_consulted": _refusing(rules.needs_consultation),
    "reviews_independently": _refusing(rules.needs_independence),
    "reviews_are_positive": _refusing(rules.needs_positive_reviews),
    "validity_is_over": _refusing(rules.needs_validity_over),
    "not_being_replaced": _refusing(rules.needs_no_other_version),
    "conditions_are_overdue": _refusing(rules.needs_overdue_conditions),
}
