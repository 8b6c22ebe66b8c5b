"""Reports over HTTP: list, read, make, talk, and look up who reported."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Status

from baken.core.access import may
from baken.core.api.endpoints import endpoint
from baken.core.api.records import RecordKind, add_record_endpoints
from baken.core.api.schemas import IdempotencyHeader
from baken.rooms.library.queries import code_list
from baken.rooms.notices.actions import mark_seen
from baken.rooms.reports.actions.add_file import add_file
from baken.rooms.reports.actions.read_identity import read_identity
from baken.rooms.reports.actions.say import send_message
from baken.rooms.reports.actions.submit_once import submit_once
from baken.rooms.reports.actions.take_step import take_step
from baken.rooms.reports.api.answers import made
from baken.rooms.reports.api.filters import ReportQuery
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import CREATE, INSPECT_IDENTITY, READ, RESPOND
from baken.rooms.reports.queries.conversation import message_said, messages_of
from baken.rooms.reports.queries.doors import arrived_as_sent
from baken.rooms.reports.queries.identity import is_shut_to
from baken.rooms.reports.queries.lists import reports_page
from baken.rooms.reports.queries.source_rows import source_rows_of
from baken.rooms.reports.queries.thread import title_of_code
from baken.rooms.reports.queries.told_of_level import told_to_reporter
from baken.rooms.reports.schemas.report import (
    LISTED_STORY,
    GroundBody,
    MessageList,
    MessageOut,
    ReportBody,
    ReporterOut,
    ReportInFull,
    ReportMade,
    ReportOut,
    ReportPage,
    SayBody,
    SourceRowList,
    SourceRowOut,
    message_list,
    message_out,
    report_out,
)

router = Router()


@router.get("/reports", response=ReportPage, operation_id="reports")
@endpoint(permit=READ, root=Report)
def reports(request: HttpRequest, asked: Query[ReportQuery]) -> ReportPage:
    """Reports within your reach, newest first; long stories are cut to 2,000 characters."""
    at = request.at  # type: ignore[attr-defined]
    page = reports_page(
        request.actor,  # type: ignore[attr-defined]
        narrow=asked.narrow(),
        words=asked.words(),
        cursor=asked.cursor,
        limit=asked.limit,
    )
    items = [report_out(report, at, longest=LISTED_STORY) for report in page.items]
    return ReportPage(items=items, next=page.next_cursor or None)


@router.post("/reports", response={201: ReportMade}, operation_id="make_report")
@endpoint(permit=CREATE)
def make(
    request: HttpRequest, response: HttpResponse, payload: ReportBody, key: IdempotencyHeader = ""
) -> object:
    """Make a report. The same `Idempotency-Key` or `id` twice is one report and one answer.

    The same key with another body is 409. An anonymous report keeps nothing of who sent it and
    answers with a receipt code; that code is its only key.
    """
    return made(
        response,
        submit_once(
            actor=request.actor,  # type: ignore[attr-defined]
            intake=payload.intake(identity=payload.identity, channel=payload.channel),
            at=request.at,  # type: ignore[attr-defined]
            key=key or str(payload.id or ""),
            report_id=payload.id,
            arrived=arrived_as_sent(payload.place_code),
        ),
    )


@router.get("/reports/{ref}", response=ReportInFull, operation_id="report")
@endpoint(permit=READ, root=Report)
def report(request: HttpRequest, record: Report) -> ReportInFull:
    """One report, by reference number or UUID; outside your reach 404. Your notices about it are read."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    mark_seen(actor=actor, record=record, at=at)
    levels = told_to_reporter(record) if may(actor, RESPOND, record) else []
    return ReportInFull(**report_out(record, at).model_dump(), levels=levels)


@router.get("/reports/{ref}/messages", response=MessageList, operation_id="report_messages")
@endpoint(permit=READ, root=Report)
def messages(request: HttpRequest, record: Report) -> MessageList:
    """The conversation with the reporter."""
    return message_list(messages_of(record))


@router.post(
    "/reports/{ref}/messages", response={201: MessageOut}, operation_id="send_report_message"
)
@endpoint(permit=READ, root=Report)
def say(request: HttpRequest, record: Report, payload: SayBody) -> object:
    """Say something: as the reporter of your own report, else as the organisation.

    With kind `correction` it is added beneath the story, which is never edited.
    """
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    sent = send_message(actor=actor, report=record, text=payload.text, at=at, kind=payload.kind)
    return Status(201, message_out(message_said(sent)))


@router.get("/reports/{ref}/source-rows", response=SourceRowList, operation_id="report_source_rows")
@endpoint(permit=READ, root=Report)
def source_rows(request: HttpRequest, record: Report) -> SourceRowList:
    """What the system an imported report came from said, version by version."""
    names = SourceRowOut.model_fields
    found = source_rows_of(record)
    return SourceRowList(
        items=[SourceRowOut(**{name: getattr(row, name) for name in names}) for row in found]
    )


@router.post("/reports/{ref}/identity", response=ReporterOut, operation_id="read_reporter")
@endpoint(permit=READ, root=Report, also=(INSPECT_IDENTITY,))
def identity(request: HttpRequest, record: Report, payload: GroundBody) -> ReporterOut:
    """Look up who reported, saying why; the look is written in the record's history.

    An inspector to whom it was released learns this, and nothing else of the report.
    """
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    if is_shut_to(actor, record, at):
        raise Http404
    reporter = read_identity(actor=actor, report=record, ground=payload.ground, at=at)
    return ReporterOut(reporter=reporter)


add_record_endpoints(
    router,
    RecordKind(
        name="report",
        collection="reports",
        root=Report,
        permit=READ,
        answer=lambda request, record: report_out(record, request.at),  # type: ignore[attr-defined]
        answer_schema=ReportOut,
        take_step=take_step,
        add_file=lambda *, actor, record, file, at: add_file(
            actor=actor, report=record, file=file, at=at
        ),
        choices_of=code_list,
        title_of=title_of_code,
    ),
)
