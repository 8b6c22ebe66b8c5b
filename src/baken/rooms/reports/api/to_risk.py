"""From a report or an occurrence to the register of risks over HTTP."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import BaseModel, Field

from baken.core.api.endpoints import endpoint
from baken.core.api.schemas import Body, IdempotencyHeader
from baken.rooms.register.api.risks import made_from
from baken.rooms.register.schemas.risk import RiskBody, RiskOut
from baken.rooms.reports.actions.to_risk import attach_to_risk, state_risk
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE
from baken.rooms.reports.queries.to_risk import risks_like

router = Router()


class AttachBody(Body):
    """A known risk."""

    risk: str = Field(max_length=20, description="Its reference number.")


class AttachOut(BaseModel):
    """What belongs to which risk now, and how that risk stands."""

    occurrence: str
    risk: str
    state: str


class LikelyOut(BaseModel):
    """A known risk that it may belong to, and why: hazard, words, site, unit."""

    risk: str
    title: str
    state: str
    reasons: list[str]


class LikelyList(BaseModel):
    """Known risks within your reach, the likeliest first."""

    items: list[LikelyOut]


@router.post("/reports/{ref}/risk", response={201: RiskOut}, operation_id="risk_from_report")
@endpoint(permit=READ, root=Report)
def from_report(
    request: HttpRequest,
    response: HttpResponse,
    record: Report,
    payload: RiskBody,
    key: IdempotencyHeader = "",
) -> object:
    """State a risk from a report that you are to triage and that was not triaged yet."""
    return _made(request, response, record, payload, key)


@router.post(
    "/occurrences/{ref}/risk", response={201: RiskOut}, operation_id="risk_from_occurrence"
)
@endpoint(permit=READ_OCCURRENCE, root=Occurrence)
def from_occurrence(
    request: HttpRequest,
    response: HttpResponse,
    record: Occurrence,
    payload: RiskBody,
    key: IdempotencyHeader = "",
) -> object:
    """State a risk from an occurrence; it is held at least as closely."""
    return _made(request, response, record, payload, key)


@router.get(
    "/occurrences/{ref}/known-risks", response=LikelyList, operation_id="known_risks_of_occurrence"
)
@endpoint(permit=READ_OCCURRENCE, root=Occurrence)
def known(request: HttpRequest, record: Occurrence) -> LikelyList:
    """The known risks that an occurrence may belong to."""
    found = risks_like(request.actor, record)  # type: ignore[attr-defined]
    return LikelyList(
        items=[
            LikelyOut(
                risk=one.risk.ref,
                title=one.risk.title,
                state=one.risk.state,
                reasons=list(one.reasons),
            )
            for one in found
        ]
    )


@router.post(
    "/occurrences/{ref}/known-risks", response=AttachOut, operation_id="attach_occurrence_to_risk"
)
@endpoint(permit=READ_OCCURRENCE, root=Occurrence)
def attach(request: HttpRequest, record: Occurrence, payload: AttachBody) -> AttachOut:
    """Say that an occurrence belongs to a known risk; for who handles it. Twice is once."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    risk = attach_to_risk(actor=actor, occurrence=record, risk=payload.risk, at=at)
    return AttachOut(occurrence=record.ref, risk=risk.ref, state=risk.state)


def _made(
    request: HttpRequest, response: HttpResponse, record: Any, payload: RiskBody, key: str
) -> Status[RiskOut]:
    return made_from(request, response, payload, partial(state_risk, record=record, key=key))
