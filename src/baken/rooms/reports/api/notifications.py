"""Duties to notify over HTTP, and the accident list."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile
from pydantic import Field

from baken.core import clock
from baken.core.access import may
from baken.core.api.endpoints import endpoint
from baken.core.api.problems import ApiProblem
from baken.core.api.queries import FIRST_DAY, LAST_DAY, ListQuery
from baken.core.api.records import (
    TAKING,
    StepsKind,
    file_out,
    history_page,
    node_out,
    steps_now,
)
from baken.core.api.schemas import (
    AvailableSteps,
    FileList,
    FileOut,
    HistoryPage,
    StepBody,
    Thread,
)
from baken.core.api.threads import thread_out
from baken.core.files.content import MOST_BYTES, clean_upload
from baken.core.files.store import files_of
from baken.core.questions import thread_nodes
from baken.core.threads import whole_thread
from baken.rooms.library.queries import duty_table
from baken.rooms.org.queries import tree
from baken.rooms.reports.actions.add_evidence import add_evidence
from baken.rooms.reports.actions.open_duty import open_duty
from baken.rooms.reports.actions.take_step import take_step
from baken.rooms.reports.forms.notifications import OPEN, OVERDUE, in_state
from baken.rooms.reports.models import ExternalNotification, Occurrence
from baken.rooms.reports.permits import (
    NOTIFY,
    READ_ACCIDENT_LIST,
    READ_NOTIFICATION,
    READ_NOTIFICATION_SUMMARY,
    READ_OCCURRENCE,
    READ_SUMMARY,
)
from baken.rooms.reports.queries.accident_list import ListAsk, accidents_page
from baken.rooms.reports.queries.choices import choices_of
from baken.rooms.reports.queries.notifications import notifications_of, notifications_page
from baken.rooms.reports.queries.thread import title_of_code
from baken.rooms.reports.schemas.notification import (
    AccidentPage,
    NotificationListed,
    NotificationOut,
    NotificationPage,
    NotificationSummary,
    OpenDutyBody,
    accident_out,
    notification_listed,
    notification_out,
)
from baken.rooms.reports.workflow import NOTIFICATION

router = Router()
_TOLD = NotificationOut | NotificationSummary


class BelowUnitQuery(ListQuery):
    """A page of what belongs to a unit and all below it."""

    unit: str = Field("", max_length=40, description="Unit code: this unit and all below it.")

    def known_unit(self) -> str:
        """The code of a unit that exists, or nothing. Raises ApiProblem 400."""
        if self.unit and tree().find(self.unit) is None:
            raise _unknown("unit", _("There is no unit with this code."))
        return self.unit


class NotificationQuery(BelowUnitQuery):
    """A page of duties to notify."""

    state: str = Field("", max_length=24, description="A state, or `open` or `overdue`.")
    duty: str = Field("", max_length=40)

    def narrow(self, at: Any) -> Any:
        """What narrows a query set of duties. Raises ApiProblem 400 for codes that do not exist."""
        states = (OPEN, OVERDUE, *NOTIFICATION.states)
        if self.state and self.state not in states:
            raise _unknown("state", ", ".join(states))
        if self.duty and self.duty not in duty_table().duties:
            raise _unknown("duty", ", ".join(duty_table().duties))
        code, here = self.known_unit(), tree()
        ids = here.ids_in((here.by_code[code].range,)) if code else None

        def narrowed(rows: Any) -> Any:
            rows = rows.filter(here.among("unit_id", ids)) if ids is not None else rows
            rows = rows.filter(duty=self.duty) if self.duty else rows
            return in_state(rows, self.state, at)

        return narrowed


class AccidentQuery(BelowUnitQuery):
    """A page of the accident list of a year."""

    year: int | None = Field(
        None, ge=FIRST_DAY.year, le=LAST_DAY.year - 1, description="Empty is this year."
    )


@router.get("/notifications", response=NotificationPage, operation_id="notifications")
@endpoint(permit=READ_NOTIFICATION_SUMMARY)
def notifications(request: HttpRequest, asked: Query[NotificationQuery]) -> NotificationPage:
    """Duties to notify somebody outside within your reach, newest first."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    page = notifications_page(
        actor, narrow=asked.narrow(at), cursor=asked.cursor, limit=asked.limit
    )
    items = [notification_listed(one, at) for one in page.items]
    return NotificationPage(items=items, next=page.next_cursor or None)


@router.get("/notifications/{ref}", response=_TOLD, operation_id="notification")
@endpoint(permit=READ_NOTIFICATION, root=ExternalNotification, also=(READ_NOTIFICATION_SUMMARY,))
def notification(request: HttpRequest, record: ExternalNotification) -> object:
    """One duty: whom to call, what to say and give, and what was done, as far as you may read it."""
    return _shown(request, record)


@router.get(
    "/occurrences/{ref}/notifications",
    response=list[NotificationListed],
    operation_id="occurrence_notifications",
)
@endpoint(permit=READ_OCCURRENCE, root=Occurrence, also=(READ_SUMMARY,))
def of_occurrence(request: HttpRequest, record: Occurrence) -> list[NotificationListed]:
    """The duties of an occurrence that you may see."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    return [notification_listed(one, at) for one in notifications_of(actor, record)]


@router.post(
    "/occurrences/{ref}/notifications",
    response={201: _TOLD},
    operation_id="open_notification",
)
@endpoint(permit=NOTIFY, root=Occurrence, read=READ_OCCURRENCE)
def open_by_hand(
    request: HttpRequest, response: HttpResponse, record: Occurrence, payload: OpenDutyBody
) -> object:
    """Open a duty that the facts do not ask for by themselves, and say why."""
    one = open_duty(
        actor=request.actor,  # type: ignore[attr-defined]
        occurrence=record,
        duty=payload.duty,
        reason=payload.reason,
        at=request.at,  # type: ignore[attr-defined]
    )
    response["Location"] = f"/api/v1/notifications/{one.ref}"
    return Status(201, _shown(request, one))


@router.get("/accident-list", response=AccidentPage, operation_id="accident_list")
@endpoint(permit=READ_ACCIDENT_LIST)
def accident_list(request: HttpRequest, asked: Query[AccidentQuery]) -> AccidentPage:
    """Accidents at work of a year that were notified or gave more than three days of absence."""
    year = asked.year or clock.local_date(request.at).year  # type: ignore[attr-defined]
    ask = ListAsk(year, asked.known_unit())
    page, lines = accidents_page(request.actor, ask, asked.cursor, asked.limit)  # type: ignore[attr-defined]
    items = [accident_out(line) for line in lines]
    return AccidentPage(year=year, items=items, next=page.next_cursor or None)


STEPS = StepsKind(root=ExternalNotification, choices_of=choices_of, title_of=title_of_code)


@router.get("/notifications/{ref}/steps", response=HistoryPage, operation_id="notification_history")
@endpoint(permit=READ_NOTIFICATION, root=ExternalNotification, read=READ_NOTIFICATION_SUMMARY)
def history(
    request: HttpRequest, record: ExternalNotification, asked: Query[ListQuery]
) -> HistoryPage:
    """The history, with who called and why: every step and event, oldest first."""
    return history_page(STEPS, request.actor, record, asked)  # type: ignore[attr-defined]


@router.get(
    "/notifications/{ref}/available-steps",
    response=AvailableSteps,
    operation_id="notification_available_steps",
)
@endpoint(permit=READ_NOTIFICATION_SUMMARY, root=ExternalNotification)
def available(request: HttpRequest, record: ExternalNotification) -> AvailableSteps:
    """What can happen now: each step with its fields, allowed or with the reasons why not."""
    return steps_now(STEPS, request, record)


@router.post(
    "/notifications/{ref}/steps",
    response=_TOLD,
    operation_id="notification_take_step",
    description=TAKING,
)
@endpoint(permit=READ_NOTIFICATION_SUMMARY, root=ExternalNotification)
def take(request: HttpRequest, record: ExternalNotification, payload: StepBody) -> object:
    """One step, as its row in the workflow says."""
    fresh = take_step(
        actor=request.actor,  # type: ignore[attr-defined]
        record=record,
        step=payload.step,
        at=request.at,  # type: ignore[attr-defined]
        note=payload.note,
        fields=payload.fields,
        seen=payload.seen,
    )
    return _shown(request, fresh)


@router.get("/notifications/{ref}/thread", response=Thread, operation_id="notification_thread")
@endpoint(permit=READ_NOTIFICATION_SUMMARY, root=ExternalNotification)
def thread(request: HttpRequest, record: ExternalNotification) -> Thread:
    """Where the duty came from, and its steps as far as you may read them."""
    actor = request.actor  # type: ignore[attr-defined]
    nodes = [node_out(node) for node in thread_nodes.ask(actor, record)]
    return thread_out(nodes, whole_thread(actor, record))


@router.get("/notifications/{ref}/files", response=FileList, operation_id="notification_files")
@endpoint(permit=READ_NOTIFICATION, root=ExternalNotification, read=READ_NOTIFICATION_SUMMARY)
def files(request: HttpRequest, record: ExternalNotification) -> FileList:
    """The files of its occurrence, proof among them, for who reads that in full."""
    if not may(request.actor, READ_OCCURRENCE, record.occurrence):  # type: ignore[attr-defined]
        return FileList(items=[])
    return FileList(items=[file_out(stored) for stored in files_of(record.occurrence)])


@router.post(
    "/notifications/{ref}/files", response={201: FileOut}, operation_id="notification_add_file"
)
@endpoint(permit=NOTIFY, root=ExternalNotification, read=READ_NOTIFICATION_SUMMARY)
def add_proof(
    request: HttpRequest,
    response: HttpResponse,
    record: ExternalNotification,
    file: UploadedFile = File(...),  # type: ignore[type-arg]  # noqa: B008
) -> object:
    """Add a picture or a PDF of at most 50 MiB as proof; it is kept with the occurrence."""
    if file.size is None or file.size > MOST_BYTES:
        raise ApiProblem(413, _("The file is larger than 50 MiB. Send a smaller one."))
    clean = clean_upload(name=file.name or "", data=file.read())
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    stored = file_out(add_evidence(actor=actor, record=record, file=clean, at=at))
    response["Location"] = stored.url
    return Status(201, stored)


def _shown(request: HttpRequest, record: ExternalNotification) -> _TOLD:
    return notification_out(record, request.actor, request.at)  # type: ignore[attr-defined]


def _unknown(field: str, text: str) -> ApiProblem:
    return ApiProblem(400, _("This list cannot be filtered by that."), {field: text})
