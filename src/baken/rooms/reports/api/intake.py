"""Reporting without an account, and coming back with the receipt code; leaves no trace."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Status

from baken.core.access import NOBODY, Actor
from baken.core.api.attempts import Attempts
from baken.core.api.endpoints import public_endpoint
from baken.core.api.problems import ApiProblem
from baken.core.api.schemas import IdempotencyHeader
from baken.core.workflow.available import available_steps
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.actions.say import send_message
from baken.rooms.reports.actions.submit_once import submit_once
from baken.rooms.reports.actions.take_step import take_step
from baken.rooms.reports.api.answers import made
from baken.rooms.reports.models import Report
from baken.rooms.reports.queries.conversation import message_said, messages_of
from baken.rooms.reports.queries.doors import arrived_as_sent, form_not_entered
from baken.rooms.reports.queries.journey import journey_of
from baken.rooms.reports.queries.receipts import report_of_code
from baken.rooms.reports.schemas.intake import (
    CodeBody,
    CodeMessageBody,
    CodeStepBody,
    StatusOut,
    status_out,
)
from baken.rooms.reports.schemas.report import MessageOut, PublicBody, ReportMade, message_out

router = Router(auth=None)
TEN_MINUTES = timedelta(minutes=10)
sendings = Attempts(60, TEN_MINUTES)
wrong_codes = Attempts(20, TEN_MINUTES)

EVERYBODY = "everybody identifies risks: reporting needs no account"
BY_CODE = "the receipt code itself is the key, and it is never part of an address"


@router.post("/intake", response={201: ReportMade}, operation_id="intake")
@public_endpoint(reason=EVERYBODY)
def intake(
    request: HttpRequest, response: HttpResponse, payload: PublicBody, key: IdempotencyHeader = ""
) -> object:
    """Report without logging in; the answer holds the receipt code, which is shown only here.

    The same `Idempotency-Key` with the same body gives the same answer. At most 60 reports per
    sender in ten minutes; nothing about the sender is stored.
    """
    if payload.contact and payload.identity == "anonymous":
        raise FieldsRefused({"contact": _("An anonymous report keeps no name or number.")})
    sendings.refuse_when_too_many(request)
    words = payload.intake(identity=payload.identity, channel="api", contact=payload.contact)
    sent = submit_once(
        actor=NOBODY,
        intake=words,
        at=request.at,  # type: ignore[attr-defined]
        key=key,
        arrived=arrived_as_sent(payload.place_code),
    )
    sendings.note(request)
    return made(response, sent)


@router.post("/intake/status", response=StatusOut, operation_id="intake_status")
@public_endpoint(reason=BY_CODE)
def status(request: HttpRequest, payload: CodeBody) -> StatusOut:
    """How it stands with a report, its conversation, and what its reporter can do now."""
    report, actor = opened_by(request, payload.code)
    return _status(request, report, actor)


@router.post("/intake/messages", response={201: MessageOut}, operation_id="intake_message")
@public_endpoint(reason=BY_CODE)
def message(request: HttpRequest, payload: CodeMessageBody) -> object:
    """Say something about one's own report."""
    report, actor = opened_by(request, payload.code)
    at: Any = request.at  # type: ignore[attr-defined]
    sent = send_message(actor=actor, report=report, text=payload.text, at=at, kind=payload.kind)
    return Status(201, message_out(message_said(sent)))


@router.post("/intake/steps", response=StatusOut, operation_id="intake_step")
@public_endpoint(reason=BY_CODE)
def step(request: HttpRequest, payload: CodeStepBody) -> StatusOut:
    """Say that it is solved, or that it is not."""
    report, actor = opened_by(request, payload.code)
    fresh = take_step(
        actor=actor,
        record=report,
        step=payload.step,
        at=request.at,  # type: ignore[attr-defined]
        fields=payload.fields,
    )
    return _status(request, fresh, actor)


def opened_by(request: HttpRequest, code: str) -> tuple[Report, Actor]:
    """What the code opens; 404 for one that opens nothing, 429 after twenty of those."""
    wrong_codes.refuse_when_too_many(request)
    opened = report_of_code(code)
    if opened is None:
        if form_not_entered(code) is not None:
            raise ApiProblem(409, _("This code is of a form on paper that nobody has entered yet."))
        wrong_codes.note(request)
        raise ApiProblem(404, _("This code opens no report. Check it and try again."))
    return opened


def _status(request: HttpRequest, report: Report, actor: Actor) -> StatusOut:
    at: Any = request.at  # type: ignore[attr-defined]
    choices = available_steps(record=report, actor=actor, at=at)
    steps = [choice for choice in choices if choice.allowed]
    return status_out(report, journey_of(report, at), messages_of(report), steps)
