"""What pages and programs read of one assessment, beside its own fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from baken.core.access import Actor, may
from baken.rooms.assessments.models import (
    IN_FORCE,
    Assessment,
    AssessmentBasis,
    AssessmentCondition,
    AssessmentFinding,
    AssessmentFollowUp,
    AssessmentReview,
)
from baken.rooms.assessments.permits import REVIEW
from baken.rooms.assessments.queries.reviews import (
    conditions_of,
    counting_reviews,
    reviews_of,
    scopes_by_hazard,
)
from baken.rooms.assessments.queries.sheet import basis_of, findings_of, sheet_of
from baken.rooms.assessments.rules import scopes_needed
from baken.rooms.measures.queries.about import PlanLine, measures_about, rest_of_plan
from baken.rooms.register.queries.origins import RISK_TABLE, hazards_of_risks, risks_seen


@dataclass(frozen=True)
class Inside:
    """Everything that belongs to one assessment, with the risks and measures that the actor reads.

    ``plan`` holds, by risk, the measures in the plan of what is in force that the actor does not read
    themselves: whom an RI&E covers may read all of its plan, and who reviews it judges it.
    Source: Working Conditions Act 5.
    ``hazards`` are those of all its risks, so that everybody is told alike which reviews it needs.
    ``counting`` are the row numbers of the reviews since it was last sent back.
    """

    sheet: Any
    basis: list[AssessmentBasis]
    findings: list[AssessmentFinding]
    risks: Mapping[int, Any]
    hazards: frozenset[str]
    measures: Mapping[int, list[Any]]
    plan: Mapping[int, list[PlanLine]]
    reviews: list[AssessmentReview]
    counting: frozenset[int]
    conditions: list[AssessmentCondition]
    follow_ups: list[AssessmentFollowUp]


def inside_of(actor: Actor, record: Assessment) -> Inside:
    """All of an assessment that was read through the guard."""
    findings = findings_of(record)
    numbers = {one.risk_number for one in findings}
    measures = measures_about(actor, table=RISK_TABLE, numbers=numbers)
    return Inside(
        sheet=sheet_of(record),
        basis=basis_of(record),
        findings=findings,
        risks=risks_seen(actor, numbers),
        hazards=frozenset(hazards_of_risks(numbers)),
        measures=measures,
        plan=_rest_of_plan(actor, record, numbers, measures),
        reviews=reviews_of(record),
        counting=frozenset(one.pk for one in counting_reviews(record)),
        conditions=conditions_of(record),
        follow_ups=list(AssessmentFollowUp.objects.of(record).order_by("pk")),
    )


def _rest_of_plan(
    actor: Actor, record: Assessment, numbers: set[int], measures: Mapping[int, list[Any]]
) -> dict[int, list[PlanLine]]:
    """What else it holds, for everybody once it is in force, and before that for who reviews it."""
    if record.state not in IN_FORCE and not may(actor, REVIEW, record):
        return {}
    return rest_of_plan(
        table=RISK_TABLE,
        numbers=numbers,
        beside={one.pk for found in measures.values() for one in found},
        level=record.confidentiality,
    )


def needed_scopes(record: Assessment, inside: Inside) -> frozenset[str]:
    """The fields in which it must be reviewed, by the hazards of its findings and what was chosen."""
    groups = {one.partition(".")[0] for one in inside.hazards}
    return scopes_needed(groups, scopes_by_hazard(), record.scopes)
