"""Reviews of an assessment, and in which fields somebody may review by their certificates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from baken.core.access import Actor
from baken.core.access.once import once_a_page
from baken.rooms.assessments.models import (
    Assessment,
    AssessmentCondition,
    AssessmentReview,
    AssessmentStep,
)
from baken.rooms.assessments.rules import OPEN
from baken.rooms.library.queries import code_list
from baken.rooms.org.queries import nearest_holders, tree
from baken.rooms.org.queries.certificates import Certificate, certificates_of

REVIEWED_CODE = "assessments.assessment.reviewed"
SENT_BACK_CODE = "assessments.assessment.sent_back"
# Who can be asked to meet a condition: who makes assessments.
OWNING_ROLES = ("arbo_coordinator", "prevention_officer", "safety_adviser", "commander")


def scopes_by_hazard() -> Mapping[str, tuple[str, ...]]:
    """By field the groups of hazards that make a review in it needed."""
    return {code: tuple(item.extra["hazards"]) for code, item in code_list("review_scopes").items()}


@once_a_page
def reviews_of(record: Assessment) -> list[AssessmentReview]:
    """The reviews of an assessment, in the order in which they came."""
    return list(AssessmentReview.objects.of(record).order_by("pk"))


@once_a_page
def counting_reviews(record: Assessment) -> list[AssessmentReview]:
    """The reviews since the assessment was last sent back: what was judged before is judged anew."""
    rows = AssessmentStep.objects.of(record).filter(code__in=(REVIEWED_CODE, SENT_BACK_CODE))
    codes = list(rows.order_by("serial").values_list("code", flat=True))
    last = max((nth for nth, code in enumerate(codes) if code == SENT_BACK_CODE), default=-1)
    return reviews_of(record)[codes[: last + 1].count(REVIEWED_CODE) :]


def newest_outcomes(record: Assessment) -> dict[str, str]:
    """The newest outcome by field, of the reviews that count."""
    return {one.scope: one.outcome for one in counting_reviews(record)}


def certified_scopes(actor: Actor, day: date) -> frozenset[str]:
    """The fields in which somebody may review on a day, by certificates that are valid then."""
    held = {one.code for one in certificates_of(actor, day)}
    return frozenset(
        code
        for code, item in code_list("review_scopes").items()
        if held & set(item.extra["certificates"])
    )


def certificate_for(actor: Actor, scope: str, day: date) -> Certificate | None:
    """The certificate by which somebody reviews a field on a day, or None."""
    counts = code_list("review_scopes")[scope].extra["certificates"]
    return next((one for one in certificates_of(actor, day) if one.code in counts), None)


@once_a_page
def conditions_of(record: Assessment) -> list[AssessmentCondition]:
    """The conditions of the reviews of an assessment, in the order in which they came."""
    return list(AssessmentCondition.objects.of(record).order_by("nth"))


def untold_of(record: Assessment, day: date) -> list[AssessmentCondition]:
    """The conditions that are overdue on a day, and of which nobody was told that they are."""
    found = (one for one in conditions_of(record) if one.standing == OPEN and one.due_on < day)
    return [one for one in found if one.told_at is None]


def owners_to_choose(record: Assessment, at: datetime) -> dict[str, str]:
    """The names of who can be asked to meet a condition, by person."""
    unit = tree().by_id[record.unit_id]
    holders = nearest_holders(roles=OWNING_ROLES, unit=unit, at=at)
    return {str(one.person): one.name for one in holders}
