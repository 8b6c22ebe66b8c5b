"""Reviews of an assessment, and in which fields somebody may review by their certificates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from baken.core.access import Actor
from baken.rooms.assessments.models import Assessment, AssessmentReview
from baken.rooms.library.queries import code_list
from baken.rooms.org.queries.certificates import Certificate, certificates_of


def scopes_by_hazard() -> Mapping[str, tuple[str, ...]]:
    """By field the groups of hazards that make a review in it needed."""
    return {code: tuple(item.extra["hazards"]) for code, item in code_list("review_scopes").items()}


def reviews_of(record: Assessment) -> list[AssessmentReview]:
    """The reviews of an assessment, in the order in which they came."""
    return list(AssessmentReview.objects.of(record).order_by("pk"))


def newest_outcomes(record: Assessment) -> dict[str, str]:
    """The newest outcome by field."""
    return {one.scope: one.outcome for one in reviews_of(record)}


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
