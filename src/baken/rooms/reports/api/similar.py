"""What is alike over HTTP, as the screens of triage and its revision show it."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from baken.core.api.endpoints import endpoint
from baken.core.api.queries import NamedQuery
from baken.rooms.org.queries import tree
from baken.rooms.reports.api.filters import known_code
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE
from baken.rooms.reports.queries.classified import present_classification
from baken.rooms.reports.queries.similar import (
    USUAL,
    Similar,
    codes_for_likeness,
    similar_records,
)
from baken.rooms.reports.rules import Coded

router = Router()
MOST = 50


class SimilarQuery(NamedQuery):
    """The codes to compare by, besides the words; several subjects are given one by one."""

    subject: list[str] = Field([], max_length=20, description="Those that share any count.")
    kind: str = Field("", max_length=40, description="Counts beside a shared subject.")
    context: str = Field("", max_length=40, description="Counts beside a shared subject.")
    limit: int = Field(USUAL, ge=1, le=MOST, description="Records at most.")

    def codes(self) -> Coded:
        """The codes that were asked for. Raises ApiProblem 400 for codes that do not exist."""
        kind = known_code("kind", "kinds", self.kind) if self.kind else ""
        context = known_code("context", "contexts", self.context) if self.context else ""
        subjects = [known_code("subject", "subjects", code) for code in self.subject]
        return Coded(tuple(dict.fromkeys(subjects)), kind, context)


class SimilarOut(BaseModel):
    """A record that is alike, and why."""

    report: str | None = Field(description="Empty when the occurrence was found by its codes.")
    occurrence: str | None
    headline: str
    unit: str
    words: list[str] = Field(description="Shared words of story and place, most telling first.")
    subjects: list[str] = Field(description="Shared subjects.")
    same_kind: bool
    same_context: bool


class SimilarList(BaseModel):
    """What is alike within your reach in 24 months, most alike first."""

    items: list[SimilarOut]
    next: None = None


@router.get("/reports/{ref}/similar", response=SimilarList, operation_id="similar_to_report")
@endpoint(permit=READ, root=Report)
def similar_to_report(
    request: HttpRequest, record: Report, asked: Query[SimilarQuery]
) -> SimilarList:
    """What is like a report: by its words, and by the codes that you give."""
    return _found(request, record, asked, asked.codes())


@router.get(
    "/occurrences/{ref}/similar", response=SimilarList, operation_id="similar_to_occurrence"
)
@endpoint(permit=READ_OCCURRENCE, root=Occurrence)
def similar_to_occurrence(
    request: HttpRequest, record: Occurrence, asked: Query[SimilarQuery]
) -> SimilarList:
    """What is like an occurrence: by its words and its own codes, or by those that you give."""
    given = asked.codes()
    own = codes_for_likeness(present_classification(record)) if given == Coded() else given
    return _found(request, record, asked, own)


def _found(
    request: HttpRequest, record: Report | Occurrence, asked: SimilarQuery, codes: Coded
) -> SimilarList:
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    found = similar_records(actor=actor, record=record, at=at, codes=codes, most=asked.limit)
    return SimilarList(items=[_out(one) for one in found])


def _out(one: Similar) -> SimilarOut:
    record = one.record
    return SimilarOut(
        report=record.ref if isinstance(record, Report) else None,
        occurrence=one.occurrence.ref if one.occurrence else None,
        headline=record.headline if isinstance(record, Report) else record.title,
        unit=tree().by_id[record.unit_id].code,
        words=list(one.shares),
        subjects=list(one.codes.subjects),
        same_kind=bool(one.codes.kind),
        same_context=bool(one.codes.context),
    )
