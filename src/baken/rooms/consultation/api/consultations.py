"""Consultations over HTTP: list, read, draft, and every step with the refusals of the pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from baken.core.api.endpoints import endpoint
from baken.core.api.records import RecordKind, add_record_endpoints
from baken.core.api.schemas import IdempotencyHeader
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.consultation.actions import take_consultation_step
from baken.rooms.consultation.actions.add_file import add_consultation_file
from baken.rooms.consultation.actions.draft_once import draft_once
from baken.rooms.consultation.api.filters import ConsultationQuery
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.permits import ASK, READ
from baken.rooms.consultation.queries.choices import items_of
from baken.rooms.consultation.queries.lists import consultations_page
from baken.rooms.consultation.queries.subjects import subject_to_ask
from baken.rooms.consultation.queries.thread import title_of_code
from baken.rooms.consultation.schemas.consultation import (
    ConsultationBody,
    ConsultationOut,
    ConsultationPage,
    consultations_out,
)
from baken.rooms.notices.actions import mark_seen
from baken.rooms.org.queries import tree

router = Router()
ABOUT_STEPS = "With `answer`, `conditions` is a text with one condition on a line."


@router.get("/consultations", response=ConsultationPage, operation_id="consultations")
@endpoint(permit=READ, root=Consultation)
def consultations(request: HttpRequest, asked: Query[ConsultationQuery]) -> ConsultationPage:
    """Consultations within your reach, newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    page = consultations_page(
        actor,
        narrow=asked.narrow(request.at),  # type: ignore[attr-defined]
        words=asked.words(),
        cursor=asked.cursor,
        limit=asked.limit,
    )
    items = consultations_out(actor, page.items)
    return ConsultationPage(items=items, next=page.next_cursor or None)


@router.post("/consultations", response={201: ConsultationOut}, operation_id="draft_consultation")
@endpoint(permit=ASK)
def make(
    request: HttpRequest,
    response: HttpResponse,
    payload: ConsultationBody,
    key: IdempotencyHeader = "",
) -> object:
    """Draft a consultation for a unit for which you may ask; `ask` is a step.

    The same `Idempotency-Key` twice is one draft and one answer; with another body it is 409.
    """
    actor = request.actor  # type: ignore[attr-defined]
    unit = tree().find(payload.unit)
    subject = subject_to_ask(actor, payload.subject_kind, payload.subject)
    errors = {} if unit else {"unit": _("There is no unit with this code.")}
    if subject is None:
        wrong = _("There is no record of this kind with this reference that you may ask about.")
        errors["subject"] = wrong
    if unit is None or subject is None:
        raise FieldsRefused(errors)
    at, fields = request.at, payload.described()  # type: ignore[attr-defined]
    made = draft_once(actor=actor, unit=unit, subject=subject, fields=fields, at=at, key=key)
    response["Location"] = f"/api/v1/consultations/{made.ref}"
    return Status(201, _answer(request, made))


@router.get("/consultations/{ref}", response=ConsultationOut, operation_id="consultation")
@endpoint(permit=READ, root=Consultation)
def consultation(request: HttpRequest, record: Consultation) -> ConsultationOut:
    """One consultation, by reference number or UUID. Your notices about it are read."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    mark_seen(actor=actor, record=record, at=at)
    return _answer(request, record)


def _answer(request: HttpRequest, record: Consultation) -> ConsultationOut:
    return consultations_out(request.actor, [record])[0]  # type: ignore[attr-defined]


add_record_endpoints(
    router,
    RecordKind(
        name="consultation",
        collection="consultations",
        root=Consultation,
        permit=READ,
        answer=_answer,
        answer_schema=ConsultationOut,
        take_step=take_consultation_step,
        add_file=add_consultation_file,
        choices_of=items_of,
        title_of=title_of_code,
        about_steps=ABOUT_STEPS,
    ),
)
