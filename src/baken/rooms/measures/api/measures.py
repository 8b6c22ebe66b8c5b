"""Measures over HTTP: list, read, propose, and every step with the refusals of the pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from baken.core.api.endpoints import endpoint
from baken.core.api.records import RecordKind, add_record_endpoints
from baken.core.api.schemas import IdempotencyHeader
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.measures.actions.add_measure_file import add_measure_file
from baken.rooms.measures.actions.propose_once import propose_once
from baken.rooms.measures.actions.take_step import take_step
from baken.rooms.measures.api.filters import MeasureQuery
from baken.rooms.measures.models import Measure
from baken.rooms.measures.permits import MANAGE, READ
from baken.rooms.measures.queries.beside import thing_meant
from baken.rooms.measures.queries.choices import items_of
from baken.rooms.measures.queries.lists import measures_page
from baken.rooms.measures.queries.thread import title_of_code
from baken.rooms.measures.schemas.measure import (
    MeasureBody,
    MeasureOut,
    MeasurePage,
    measure_out,
)
from baken.rooms.notices.actions import mark_seen

router = Router()
ABOUT_STEPS = (
    "`decide` and `own` take the id of a person who leads the unit that acts. Nobody verifies what they"
    " own or carried out, whatever posts they hold. `describe` leaves what is not sent as it is; what is"
    " sent empty becomes empty."
)


@router.get("/measures", response=MeasurePage, operation_id="measures")
@endpoint(permit=READ, root=Measure)
def measures(request: HttpRequest, asked: Query[MeasureQuery]) -> MeasurePage:
    """Measures within your reach, newest first."""
    page = measures_page(
        request.actor,  # type: ignore[attr-defined]
        narrow=asked.narrow(request.at),  # type: ignore[attr-defined]
        words=asked.words(),
        cursor=asked.cursor,
        limit=asked.limit,
    )
    return MeasurePage(
        items=[measure_out(one) for one in page.items], next=page.next_cursor or None
    )


@router.post("/measures", response={201: MeasureOut}, operation_id="propose_measure")
@endpoint(permit=MANAGE)
def propose(
    request: HttpRequest, response: HttpResponse, payload: MeasureBody, key: IdempotencyHeader = ""
) -> object:
    """Propose a measure about a risk or occurrence that you manage.

    The same `Idempotency-Key` twice is one measure and one answer; with another body it is 409.
    """
    actor = request.actor  # type: ignore[attr-defined]
    serves = thing_meant(actor, payload.serves)
    if serves is None:
        raise FieldsRefused({"serves": _("There is no risk or occurrence with this reference.")})
    at = request.at  # type: ignore[attr-defined]
    made = propose_once(actor=actor, serves=serves, fields=payload.described(), at=at, key=key)
    response["Location"] = f"/api/v1/measures/{made.ref}"
    return Status(201, measure_out(made))


@router.get("/measures/{ref}", response=MeasureOut, operation_id="measure")
@endpoint(permit=READ, root=Measure)
def measure(request: HttpRequest, record: Measure) -> MeasureOut:
    """One measure, by reference number or UUID; outside your reach 404."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    mark_seen(actor=actor, record=record, at=at)
    return measure_out(record)


add_record_endpoints(
    router,
    RecordKind(
        name="measure",
        collection="measures",
        root=Measure,
        permit=READ,
        answer=lambda _request, record: measure_out(record),
        answer_schema=MeasureOut,
        take_step=take_step,
        add_file=add_measure_file,
        choices_of=items_of,
        title_of=title_of_code,
        hidden=lambda _actor, _record: frozenset({"serves"}),
        about_steps=ABOUT_STEPS,
    ),
)
