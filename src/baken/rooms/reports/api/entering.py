"""Entering for somebody else, over HTTP, and by which door a report came."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from baken.core.api.endpoints import endpoint
from baken.core.api.schemas import IdempotencyHeader
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries.persons_sought import person_within_reach, persons_sought
from baken.rooms.reports.actions.enter_report import Teller, enter_report
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import CREATE_FOR, READ
from baken.rooms.reports.queries.doors import CameBy, arrived_as_sent, came_by
from baken.rooms.reports.rules import spelled
from baken.rooms.reports.schemas.entering import (
    ArrivalOut,
    CallerList,
    CallerOut,
    EnteredBody,
    EnteredOut,
)
from baken.rooms.reports.schemas.report import report_made

router = Router()


@router.get("/callers", response=CallerList, operation_id="callers")
@endpoint(permit=CREATE_FOR)
def callers(request: HttpRequest, q: Annotated[str, Query(max_length=120)] = "") -> CallerList:
    """Persons within your reach by personnel number or part of the name, to enter a report for."""
    found = persons_sought(request.actor, CREATE_FOR, q)  # type: ignore[attr-defined]
    items = [CallerOut(ref=p.ref, name=p.name, unit=p.unit.code) for p in found]
    return CallerList(items=items)


@router.post("/entered-reports", response={201: EnteredOut}, operation_id="enter_report")
@endpoint(permit=CREATE_FOR)
def enter(
    request: HttpRequest, response: HttpResponse, payload: EnteredBody, key: IdempotencyHeader = ""
) -> object:
    """Enter what somebody told (`desk`) or wrote down (`paper`); the report is theirs, not yours.

    Somebody with a log-in finds it among their own reports; others get a receipt code, or have the
    one on the strip of their form. The same `Idempotency-Key` twice is one report.
    """
    sent = enter_report(
        actor=request.actor,  # type: ignore[attr-defined]
        intake=payload.intake(
            identity=payload.identity, channel=payload.channel, contact=payload.contact
        ),
        at=request.at,  # type: ignore[attr-defined]
        teller=_teller(request, payload.caller),
        form=payload.form_number,
        key=key,
        arrived=arrived_as_sent(payload.place_code),
    )
    response["Location"] = f"/api/v1/reports/{sent.report.ref}"
    made = report_made(sent.report, sent.receipt, repeated=sent.repeated).model_dump()
    words = [word for _sign, word in spelled(sent.receipt)]
    return Status(201, EnteredOut(**made, spelled=words))


@router.get("/reports/{ref}/arrival", response=ArrivalOut, operation_id="report_arrival")
@endpoint(permit=READ, root=Report)
def arrival(request: HttpRequest, record: Report) -> ArrivalOut:
    """By which door a report came in: a poster, a kiosk, a form on paper, and who entered it."""
    return ArrivalOut(channel=record.channel, **vars(came_by(record) or CameBy()))


def _teller(request: HttpRequest, ref: str) -> Teller | None:
    """The person who told it. Raises FieldsRefused for nobody within reach."""
    if not ref:
        return None
    person = person_within_reach(request.actor, CREATE_FOR, ref)  # type: ignore[attr-defined]
    if person is None:
        raise FieldsRefused({"caller": _("Nobody within your reach fits.")})
    return Teller(person.id, person.unit.id, has_account=person.has_account)
