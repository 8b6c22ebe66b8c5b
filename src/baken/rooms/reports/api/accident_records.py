"""Accident records of servicemen over HTTP: list, read, ask for one's own, and their steps."""

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
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.queries import code_list
from baken.rooms.org.queries import person_meant
from baken.rooms.reports.actions.accident_records import (
    open_accident_records,
    request_accident_record,
)
from baken.rooms.reports.actions.add_accident_file import add_accident_file
from baken.rooms.reports.actions.take_step import take_step
from baken.rooms.reports.models import AccidentRecord, Occurrence
from baken.rooms.reports.permits import DRAW_UP, READ_ACCIDENT, READ_OCCURRENCE, REQUEST_ACCIDENT
from baken.rooms.reports.queries.accident_records import (
    accident_records_of,
    accident_records_page,
    additions_of,
)
from baken.rooms.reports.queries.asked_about import asked_about
from baken.rooms.reports.queries.thread import title_of_code
from baken.rooms.reports.schemas.accident_record import (
    AccidentRecordOut,
    AccidentRecordPage,
    AccidentRecordsOpened,
    OpenBody,
    RequestBody,
    accident_record_out,
    listed,
)
from baken.rooms.reports.workflow import ACCIDENT_RECORD

router = Router()


class AccidentRecordQuery(ListQuery):
    """A page of accident records."""

    state: str = Field("", max_length=24)


@router.get("/accident-records", response=AccidentRecordPage, operation_id="accident_records")
@endpoint(permit=READ_ACCIDENT, root=AccidentRecord)
def records(request: HttpRequest, asked: Query[AccidentRecordQuery]) -> AccidentRecordPage:
    """Your own accident records, those that you draw up, and those that you were given."""
    if asked.state and asked.state not in ACCIDENT_RECORD.states:
        known = {"state": ", ".join(ACCIDENT_RECORD.states)}
        raise ApiProblem(400, _("This list cannot be filtered by that."), known)

    def narrow(rows: object) -> object:
        return rows.filter(state=asked.state) if asked.state else rows  # type: ignore[attr-defined]

    page = accident_records_page(
        request.actor,  # type: ignore[attr-defined]
        narrow=narrow,
        cursor=asked.cursor,
        limit=asked.limit,
    )
    return AccidentRecordPage(items=listed(page.items), next=page.next_cursor or None)


@router.post(
    "/accident-records", response={201: AccidentRecordOut}, operation_id="request_accident_record"
)
@endpoint(permit=REQUEST_ACCIDENT)
def request_own(request: HttpRequest, response: HttpResponse, payload: RequestBody) -> object:
    """Ask for a record of what happened to you. Your commander draws it up.

    A report that you made in confidence is not tied to it: the commander would see that it is yours.
    """
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    about = asked_about(actor, payload.report, payload.occurrence)
    record = request_accident_record(
        actor=actor,
        at=at,
        happened_at=payload.happened_at,
        place=payload.place,
        course=payload.course,
        occurrence=about.occurrence,
    )
    response["Location"] = f"/api/v1/accident-records/{record.ref}"
    return Status(201, accident_record_out(record, []))


@router.get("/accident-records/{ref}", response=AccidentRecordOut, operation_id="accident_record")
@endpoint(permit=READ_ACCIDENT, root=AccidentRecord)
def record(request: HttpRequest, record: AccidentRecord) -> AccidentRecordOut:
    """One accident record, by reference number or UUID."""
    return _shown(request, record)


@router.get(
    "/occurrences/{ref}/accident-records",
    response=AccidentRecordsOpened,
    operation_id="occurrence_accident_records",
)
@endpoint(permit=READ_OCCURRENCE, root=Occurrence)
def of_occurrence(request: HttpRequest, record: Occurrence) -> AccidentRecordsOpened:
    """The accident records of an occurrence, as far as you read them."""
    return AccidentRecordsOpened(items=listed(accident_records_of(request.actor, record)))  # type: ignore[attr-defined]


@router.post(
    "/occurrences/{ref}/accident-records",
    response={201: AccidentRecordsOpened},
    operation_id="open_accident_records",
)
@endpoint(permit=DRAW_UP, root=Occurrence, read=READ_OCCURRENCE)
def open_for(request: HttpRequest, record: Occurrence, payload: OpenBody) -> object:
    """Open an accident record for each serviceman who was in it; who has one keeps that."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    persons = [_person(text) for text in payload.persons]
    opened = open_accident_records(actor=actor, occurrence=record, persons=persons, at=at)
    return Status(201, AccidentRecordsOpened(items=listed(opened)))


def _person(text: str) -> Any:
    try:
        return person_meant(text)
    except FieldsRefused as refused:
        raise FieldsRefused({"persons": f"{text}: {refused.errors['person']}"}) from None


def _shown(request: HttpRequest, record: AccidentRecord) -> AccidentRecordOut:
    return accident_record_out(record, additions_of(record))


add_record_endpoints(
    router,
    RecordKind(
        name="accident_record",
        collection="accident-records",
        root=AccidentRecord,
        permit=READ_ACCIDENT,
        answer=_shown,
        answer_schema=AccidentRecordOut,
        take_step=take_step,
        add_file=add_accident_file,
        choices_of=code_list,
        title_of=title_of_code,
    ),
)
