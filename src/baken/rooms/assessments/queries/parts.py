"""What belongs to assessments in other tables, as plain values the trail vouches for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from baken.core.workflow.parts import Part, files_of_records, plain_row
from baken.rooms.assessments.models import (
    Assessment,
    AssessmentBasis,
    AssessmentCondition,
    AssessmentFinding,
    AssessmentFollowUp,
    AssessmentReview,
)

_BASIS = ("standing", "text", "at", "by")
_FINDING = ("title", "label", "common", "root_cause", "risk_number", "risk_ref", "at")
_RATED = ("scoring_model", "scoring_version", "native")
_REVIEW = (
    *("scope", "criteria", "outcome", "conditions", "conditions_due_on", "certificate"),
    *("certificate_code", "certificate_until", "reviewed_on", "at", "by", "post"),
)
_CONDITION = (
    *("scope", "text", "asked_by", "latest_on", "owner", "due_on", "standing", "how"),
    *("noted_at", "noted_by", "post", "told_at"),
)
_FOLLOW_UP = ("owner", "due_on", "standing", "text", "opened_at", "ended_at")


def basis_part(row: AssessmentBasis) -> dict[str, Any]:
    """One thing it rests on or covers."""
    return {f"basis.{row.sort}.{row.code}": plain_row(row, _BASIS)}


def finding_part(row: AssessmentFinding) -> dict[str, Any]:
    """One finding and the risk it became; of those from before its rating was kept, without that."""
    names = (*_FINDING, *_RATED) if row.scoring_model else _FINDING
    return {f"finding.{row.key}@{row.repetition}.{row.nth}": plain_row(row, names)}


def review_part(row: AssessmentReview) -> dict[str, Any]:
    """What one expert judged."""
    return {f"review.{row.scope}.{row.by}.{row.at.timestamp():.0f}": plain_row(row, _REVIEW)}


def condition_part(row: AssessmentCondition) -> dict[str, Any]:
    """One condition of a review, who meets it and what became of it."""
    return {f"condition.{row.nth}": plain_row(row, _CONDITION)}


def follow_up_part(row: AssessmentFollowUp) -> dict[str, Any]:
    """One further inventory and what came of it."""
    return {f"follow_up.{row.instrument}": plain_row(row, _FOLLOW_UP)}


_TABLES: tuple[tuple[Any, Any], ...] = (
    (AssessmentBasis, basis_part),
    (AssessmentFinding, finding_part),
    (AssessmentReview, review_part),
    (AssessmentCondition, condition_part),
    (AssessmentFollowUp, follow_up_part),
)


def parts_of_assessments(numbers: Sequence[int]) -> Iterator[Part]:
    """Everything that belongs to these assessments, their documents with it."""
    for table, part in _TABLES:
        for row in table.objects.for_system(reason="trail").filter(record__in=numbers):
            yield from ((row.record_id, key, value) for key, value in part(row).items())
    yield from files_of_records(Assessment, numbers)
