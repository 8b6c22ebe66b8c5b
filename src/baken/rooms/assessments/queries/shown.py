"""What pages and programs read of one assessment, beside its own fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from baken.core.access import Actor
from baken.rooms.assessments.models import (
    Assessment,
    AssessmentBasis,
    AssessmentFinding,
    AssessmentFollowUp,
    AssessmentReview,
)
from baken.rooms.assessments.queries.reviews import reviews_of, scopes_by_hazard
from baken.rooms.assessments.queries.sheet import findings_of, sheet_of
from baken.rooms.assessments.rules import scopes_needed
from baken.rooms.measures.queries.about import measures_about
from baken.rooms.register.queries.origins import RISK_TABLE, risks_seen


@dataclass(frozen=True)
class Inside:
    """Everything that belongs to one assessment, with the risks and measures that the actor reads."""

    sheet: Any
    basis: list[AssessmentBasis]
    findings: list[AssessmentFinding]
    risks: Mapping[int, Any]
    measures: Mapping[int, list[Any]]
    reviews: list[AssessmentReview]
    follow_ups: list[AssessmentFollowUp]


def inside_of(actor: Actor, record: Assessment) -> Inside:
    """All of an assessment that was read through the guard."""
    findings = findings_of(record)
    numbers = {one.risk_number for one in findings}
    return Inside(
        sheet=sheet_of(record),
        basis=list(AssessmentBasis.objects.of(record).order_by("pk")),
        findings=findings,
        risks=risks_seen(actor, numbers),
        measures=measures_about(actor, table=RISK_TABLE, numbers=numbers),
        reviews=reviews_of(record),
        follow_ups=list(AssessmentFollowUp.objects.of(record).order_by("pk")),
    )


def needed_scopes(record: Assessment, inside: Inside) -> frozenset[str]:
    """The fields in which it must be reviewed, by the hazards of its findings and what was chosen."""
    groups = {risk.hazard.partition(".")[0] for risk in inside.risks.values() if risk.hazard}
    return scopes_needed(groups, scopes_by_hazard(), record.scopes)
