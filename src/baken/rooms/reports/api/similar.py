"""What is alike over HTTP, as the screens of triage and its revision show it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from baken.core.api.endpoints import endpoint
from baken.core.api.queries import NamedQuery
from baken.core.api.schemas import Body
from baken.rooms.org.queries import tree
from baken.rooms.reports.actions.set_apart import put_back, set_apart
from baken.rooms.reports.api.filters import known_code
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE
from baken.rooms.reports.queries.reasons import ReasonTold
from baken.rooms.reports.queries.set_apart import set_apart_from
from baken.rooms.reports.queries.similar import (
    USUAL,
    Similar,
    similar_records,
)
from baken.rooms.reports.queries.weak_signal import MOST_COUNTED, Stack, codes_of, stack_of
from baken.rooms.reports.rules import REASONS, Coded

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


class LikenessReasonOut(BaseModel):
    """One reason why a record is alike."""

    code: str = Field(description=f"One of: {', '.join(REASONS)}.")
    text: str = Field(description="In plain words of your language.")
    values: list[str] = Field(description="What both share: words, codes, or days apart.")
    points: float = Field(description="What it adds; the points of all reasons order the list.")


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
    reasons: list[LikenessReasonOut]


class TogetherOut(BaseModel):
    """Light records like one occurrence, weighed together with it."""

    count: int = Field(description=f"Within your reach, counted no further than {MOST_COUNTED}.")
    units: int = Field(description="In so many units, that of the occurrence counted too.")
    investigation_level: int = Field(description="What they ask for together.")
    potential_severity: int = Field(description="The worst that could have happened in any.")
    raises: bool = Field(description="Whether that is higher than the level that stands.")
    items: list[SimilarOut] = Field(description="The most alike of them.")


class ApartBody(Body):
    """Which other record is meant."""

    other: str = Field(max_length=40, description="Reference number or UUID.")


class ApartOut(BaseModel):
    """That it has been remembered, about which record."""

    other: str
    set_apart: bool


class ApartList(BaseModel):
    """References of what was set apart from the record, as far as you may read it."""

    items: list[str]
    next: None = None


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
    own = codes_of(request.actor, record) if given == Coded() else given  # type: ignore[attr-defined]
    return _found(request, record, asked, own)


@router.get(
    "/occurrences/{ref}/weak-signal",
    response=TogetherOut | None,
    operation_id="occurrence_weak_signal",
)
@endpoint(permit=READ_OCCURRENCE, root=Occurrence)
def weak_signal(request: HttpRequest, record: Occurrence) -> TogetherOut | None:
    """What light records like this one weigh with it; nothing when fewer than three are alike."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    stack = stack_of(actor=actor, occurrence=record, at=at)
    return _together(stack) if stack else None


def _add_apart(name: str, collection: str, root: type[Any], permit: str) -> None:
    """Give a collection what was set apart from its records, and saying so and taking it back."""
    place = f"/{collection}/{{ref}}/set-apart"

    @router.get(place, response=ApartList, operation_id=f"{name}_set_apart_list")
    @endpoint(permit=permit, root=root)
    def listed(request: HttpRequest, record: Any) -> ApartList:
        """What somebody said tells of something else, and is not suggested here."""
        found = set_apart_from(request.actor, record)  # type: ignore[attr-defined]
        return ApartList(items=[other.ref for other in found])

    @router.post(place, response=ApartOut, operation_id=f"{name}_set_apart")
    @endpoint(permit=permit, root=root)
    def apart(request: HttpRequest, record: Any, payload: ApartBody) -> ApartOut:
        """Say that another record tells of something else; for who triages. Twice is once."""
        actor, at = request.actor, request.at  # type: ignore[attr-defined]
        found = set_apart(actor=actor, record=record, other=payload.other, at=at)
        return ApartOut(other=found.ref, set_apart=True)

    @router.post(f"{place}/end", response=ApartOut, operation_id=f"{name}_put_back")
    @endpoint(permit=permit, root=root)
    def back(request: HttpRequest, record: Any, payload: ApartBody) -> ApartOut:
        """Take back that another record tells of something else; for who triages."""
        actor, at = request.actor, request.at  # type: ignore[attr-defined]
        found = put_back(actor=actor, record=record, other=payload.other, at=at)
        return ApartOut(other=found.ref, set_apart=False)


_add_apart("report", "reports", Report, READ)
_add_apart("occurrence", "occurrences", Occurrence, READ_OCCURRENCE)


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
        subjects=list(one.alike.values("subject")),
        same_kind=one.alike.has("kind"),
        same_context=one.alike.has("context"),
        reasons=[_reason_out(reason) for reason in one.reasons],
    )


def _reason_out(reason: ReasonTold) -> LikenessReasonOut:
    return LikenessReasonOut(
        code=reason.code, text=reason.text, values=list(reason.values), points=reason.points
    )


def _together(stack: Stack) -> TogetherOut:
    return TogetherOut(
        count=stack.together.count,
        units=stack.units,
        investigation_level=stack.together.level,
        potential_severity=stack.together.potential,
        raises=stack.raises,
        items=[_out(one) for one in stack.listed],
    )
