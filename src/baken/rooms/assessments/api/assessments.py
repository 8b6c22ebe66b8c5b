"""Assessments over HTTP: list, read, begin, progress, and every step with the refusals of the pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field

from baken.core.api.endpoints import endpoint
from baken.core.api.problems import ApiProblem
from baken.core.api.queries import ListQuery
from baken.core.api.records import RecordKind, add_record_endpoints
from baken.core.search.words import LONGEST_QUERY, Wanted, words_of
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.assessments.actions import begin_assessment, take_assessment_step
from baken.rooms.assessments.actions.add_file import add_assessment_file
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.permits import READ, WORK
from baken.rooms.assessments.queries.choices import choices_of
from baken.rooms.assessments.queries.lists import GROUPS, assessments_page, narrowed
from baken.rooms.assessments.queries.thread import title_of_code
from baken.rooms.assessments.schemas.assessment import (
    AssessmentBody,
    AssessmentPage,
    WholeAssessmentOut,
    assessments_out,
    whole_out,
)
from baken.rooms.assessments.workflow import ASSESSMENT
from baken.rooms.notices.actions import mark_seen
from baken.rooms.org.queries import tree

router = Router()
_STATE = "A state; `holding`: in force; `making`: not yet."


class AssessmentQuery(ListQuery):
    """A page of assessments."""

    unit: str = Field("", max_length=40, description="Unit code: this unit and all below it.")
    state: str = Field("", max_length=24, description=_STATE)
    q: str = Field("", max_length=LONGEST_QUERY, description="Words that must all be there.")

    def words(self) -> Wanted | None:
        """The words to look for, or None."""
        return words_of(self.q) if self.q.strip() else None

    def narrow(self) -> Any:
        """What narrows a query set of assessments. Raises ApiProblem 400 for unknown codes."""
        unit = tree().find(self.unit) if self.unit else None
        if self.unit and unit is None:
            raise _unknown("unit", _("There is no unit with this code."))
        known = (*GROUPS, *ASSESSMENT.states)
        if self.state and self.state not in known:
            raise _unknown("state", ", ".join(known))
        whole = narrowed({"unit": unit.code if unit else "", "state": self.state})
        return lambda rows: rows.filter(whole)


def _unknown(field: str, text: str) -> ApiProblem:
    return ApiProblem(400, _("This list cannot be filtered by that."), {field: text})


@router.get("/assessments", response=AssessmentPage, operation_id="assessments")
@endpoint(permit=READ, root=Assessment)
def assessments(request: HttpRequest, asked: Query[AssessmentQuery]) -> AssessmentPage:
    """Assessments within your reach, newest first."""
    page = assessments_page(
        request.actor,  # type: ignore[attr-defined]
        narrow=asked.narrow(),
        words=asked.words(),
        cursor=asked.cursor,
        limit=asked.limit,
    )
    return AssessmentPage(items=assessments_out(page.items), next=page.next_cursor or None)


@router.post("/assessments", response={201: WholeAssessmentOut}, operation_id="begin_assessment")
@endpoint(permit=WORK)
def make(request: HttpRequest, response: HttpResponse, payload: AssessmentBody) -> object:
    """Begin an assessment of a unit for which you make them, with the sheet to fill in."""
    unit = tree().find(payload.unit)
    if unit is None:
        raise FieldsRefused({"unit": _("There is no unit with this code.")})
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    made = begin_assessment(actor=actor, unit=unit, fields=payload.described(), at=at)
    response["Location"] = f"/api/v1/assessments/{made.ref}"
    return Status(201, _answer(request, made))


@router.get("/assessments/{ref}", response=WholeAssessmentOut, operation_id="assessment")
@endpoint(permit=READ, root=Assessment)
def assessment(request: HttpRequest, record: Assessment) -> WholeAssessmentOut:
    """One assessment, by reference number or UUID. Your notices about it are read."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    mark_seen(actor=actor, record=record, at=at)
    return _answer(request, record)


def _answer(request: HttpRequest, record: Assessment) -> WholeAssessmentOut:
    return whole_out(request.actor, record, request.at)  # type: ignore[attr-defined]


add_record_endpoints(
    router,
    RecordKind(
        name="assessment",
        collection="assessments",
        root=Assessment,
        permit=READ,
        answer=_answer,
        answer_schema=WholeAssessmentOut,
        take_step=take_assessment_step,
        add_file=add_assessment_file,
        choices_of=choices_of,
        title_of=title_of_code,
        about_steps="",
    ),
)
