"""Risks over HTTP: list, read, state, score, and every step with the refusals of the pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from baken.core.access import Actor
from baken.core.api.endpoints import endpoint
from baken.core.api.records import RecordKind, add_record_endpoints
from baken.core.api.schemas import IdempotencyHeader
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.notices.actions import mark_seen
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.heirs import why_gone
from baken.rooms.register.actions import take_step
from baken.rooms.register.actions.add_risk_file import add_risk_file
from baken.rooms.register.actions.identify_once import identify_once
from baken.rooms.register.api.filters import RiskQuery
from baken.rooms.register.api.signing import must_be_signed
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import IDENTIFY, MANAGE, READ
from baken.rooms.register.queries.choices import items_of
from baken.rooms.register.queries.history import turns_of
from baken.rooms.register.queries.independent import withheld_kinds, withheld_of
from baken.rooms.register.queries.lists import categories_by_risk, risks_page
from baken.rooms.register.queries.thread import title_of_code
from baken.rooms.register.schemas.risk import (
    RiskBody,
    RiskOut,
    RiskPage,
    TurnList,
    risk_out,
    turn_out,
)

router = Router()
State = Callable[..., Risk]
ABOUT_STEPS = (
    "With `score`, `choice` holds a value for every axis of the scoring model, by its code. While one"
    " person alone has scored, what they gave is kept from those who are to score by themselves."
)
# What a score gave; and records of other kinds, which not every reader of the risk may see.
GIVEN = frozenset({"class", "common", "rationale"})
ELSEWHERE = frozenset({"from", "attached"})


@router.get("/risks", response=RiskPage, operation_id="risks")
@endpoint(permit=READ, root=Risk)
def risks(request: HttpRequest, asked: Query[RiskQuery]) -> RiskPage:
    """Risks within your reach, newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    page = risks_page(
        actor,
        narrow=asked.narrow(actor),
        words=asked.words(),
        cursor=asked.cursor,
        limit=asked.limit,
    )
    return RiskPage(items=_out(actor, page.items), next=page.next_cursor or None)


@router.post("/risks", response={201: RiskOut}, operation_id="state_risk")
@endpoint(permit=IDENTIFY, also=(MANAGE,))
def make(
    request: HttpRequest, response: HttpResponse, payload: RiskBody, key: IdempotencyHeader = ""
) -> object:
    """State a risk, of any unit. The same `Idempotency-Key` twice is one risk and one answer.

    The same key with another body is 409.
    """
    return made_from(request, response, payload, partial(identify_once, key=key))


@router.get("/risks/{ref}", response=RiskOut, operation_id="risk")
@endpoint(permit=READ, root=Risk)
def risk(request: HttpRequest, record: Risk) -> RiskOut:
    """One risk, by reference number or UUID; outside your reach 404. Your notices about it are read."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    mark_seen(actor=actor, record=record, at=at)
    return _answer(request, record)


@router.get("/risks/{ref}/scores", response=TurnList, operation_id="risk_scores")
@endpoint(permit=READ, root=Risk)
def scores(request: HttpRequest, record: Risk) -> TurnList:
    """How it was scored: every kind and turn, everybody's score, and how far they were apart."""
    turns = turns_of(request.actor, record)  # type: ignore[attr-defined]
    return TurnList(items=[turn_out(turn) for turn in turns])


def made_from(
    request: HttpRequest, response: HttpResponse, payload: RiskBody, state: State
) -> Status[RiskOut]:
    """201 with the risk that ``state`` makes of a body; where it is to be found stands in Location.

    Raises FieldsRefused for a unit or location that does not exist.
    """
    actor, here = request.actor, tree()  # type: ignore[attr-defined]
    unit = here.find(payload.unit)
    site = here.site_meant(payload.site) if payload.site else None
    errors = {}
    if unit is None or why_gone(unit):
        errors["unit"] = why_gone(unit) if unit else _("There is no unit with this code.")
    if payload.site and site is None:
        errors["site"] = _("There is no location with this code or name.")
    if errors or unit is None:
        raise FieldsRefused(errors)
    risk = state(
        actor=actor,
        unit=unit,
        fields=payload.described(),
        at=request.at,  # type: ignore[attr-defined]
        model=payload.scoring_model,
        site=site.id if site else None,
    )
    response["Location"] = f"/api/v1/risks/{risk.ref}"
    return Status(201, _out(actor, [risk])[0])


def _out(actor: Actor, found: Sequence[Risk]) -> list[RiskOut]:
    codes, kept_back = categories_by_risk(found), withheld_of(actor, found)
    return [risk_out(one, codes[one.pk], kept_back.get(one.pk, ())) for one in found]


def _answer(request: HttpRequest, record: Risk) -> RiskOut:
    return _out(request.actor, [record])[0]  # type: ignore[attr-defined]


def _hidden(actor: Actor, record: Risk) -> frozenset[str]:
    return ELSEWHERE | (GIVEN if withheld_kinds(actor, record) else frozenset())


add_record_endpoints(
    router,
    RecordKind(
        name="risk",
        collection="risks",
        root=Risk,
        permit=READ,
        answer=_answer,
        answer_schema=RiskOut,
        take_step=take_step,
        add_file=add_risk_file,
        choices_of=items_of,
        title_of=title_of_code,
        hidden=_hidden,
        about_steps=ABOUT_STEPS,
        before_step=must_be_signed,
    ),
)
