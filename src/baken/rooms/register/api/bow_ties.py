"""Bow-ties over HTTP: list, draw, read, their steps, and what is wrong with their barriers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field

from baken.core.api.endpoints import endpoint
from baken.core.api.problems import ApiProblem
from baken.core.api.queries import ListQuery
from baken.core.api.records import StepsKind, history_page, node_out, steps_now
from baken.core.api.schemas import AvailableSteps, HistoryPage, StepBody, Thread
from baken.core.api.threads import thread_out
from baken.core.questions import thread_nodes
from baken.core.threads import whole_thread
from baken.rooms.library.queries import code_list
from baken.rooms.org.queries import UnitView, tree
from baken.rooms.register.actions import draw_bow_tie, take_bow_tie_step
from baken.rooms.register.forms.bow_tie import narrowed
from baken.rooms.register.models import BowTie
from baken.rooms.register.permits import MANAGE, READ
from baken.rooms.register.queries.bow_tie_choices import bow_tie_list
from baken.rooms.register.queries.bow_tie_thread import title_of_code
from baken.rooms.register.queries.bow_ties import bow_ties_page, signals_page
from baken.rooms.register.schemas.bow_tie import (
    BowTieBody,
    BowTieOut,
    BowTiePage,
    SignalPage,
    bow_tie_listed,
    bow_tie_out,
    signal_out,
)
from baken.rooms.register.workflow import BOW_TIE

router = Router()
# Which record a signal came from stands on the thread, for who may see that record.
STEPS = StepsKind(
    root=BowTie,
    choices_of=bow_tie_list,
    title_of=title_of_code,
    hidden=lambda actor, record: frozenset({"source"}),
)


class BowTieQuery(ListQuery):
    """A page of bow-ties."""

    unit: str = Field("", max_length=40, description="Unit code: this unit and all below it.")
    hazard: str = Field("", max_length=60)
    state: str = Field("", max_length=24)

    def narrow(self) -> Any:
        """What narrows a query set of bow-ties. Raises ApiProblem 400 for codes that do not exist."""
        for name, known in (("hazard", code_list("hazards")), ("state", BOW_TIE.states)):
            value = getattr(self, name)
            if value and value not in known:
                raise _unknown(name, ", ".join(known))
        unit = _unit(self.unit) if self.unit else None
        return narrowed(unit=unit, hazard=self.hazard, state=self.state)


@router.get("/bow-ties", response=BowTiePage, operation_id="bow_ties")
@endpoint(permit=READ, root=BowTie)
def bow_ties(request: HttpRequest, asked: Query[BowTieQuery]) -> BowTiePage:
    """Bow-ties within your reach, newest first."""
    page = bow_ties_page(
        request.actor,  # type: ignore[attr-defined]
        narrow=asked.narrow(),
        cursor=asked.cursor,
        limit=asked.limit,
    )
    items = [bow_tie_listed(one) for one in page.items]
    return BowTiePage(items=items, next=page.next_cursor or None)


@router.post("/bow-ties", response={201: BowTieOut}, operation_id="draw_bow_tie")
@endpoint(permit=MANAGE)
def draw(request: HttpRequest, response: HttpResponse, payload: BowTieBody) -> object:
    """Draw a bow-tie without parts; threats, consequences and barriers come by steps."""
    actor = request.actor  # type: ignore[attr-defined]
    record = draw_bow_tie(
        actor=actor,
        unit=_unit(payload.unit),
        fields=payload.model_dump(exclude={"unit"}),
        at=request.at,  # type: ignore[attr-defined]
    )
    response["Location"] = f"/api/v1/bow-ties/{record.ref}"
    return Status(201, bow_tie_out(record, actor))


@router.get("/bow-ties/{ref}", response=BowTieOut, operation_id="bow_tie")
@endpoint(permit=READ, root=BowTie)
def bow_tie(request: HttpRequest, record: BowTie) -> BowTieOut:
    """One bow-tie with its threats, consequences and barriers; outside your reach 404."""
    return bow_tie_out(record, request.actor)  # type: ignore[attr-defined]


@router.get("/bow-ties/{ref}/signals", response=SignalPage, operation_id="bow_tie_signals")
@endpoint(permit=READ, root=BowTie)
def signals(request: HttpRequest, record: BowTie, asked: Query[ListQuery]) -> SignalPage:
    """What is or was wrong with its barriers, newest first."""
    page = signals_page(record, cursor=asked.cursor, limit=asked.limit)
    items = [signal_out(row) for row in page.items]
    return SignalPage(items=items, next=page.next_cursor or None)


@router.get("/bow-ties/{ref}/steps", response=HistoryPage, operation_id="bow_tie_history")
@endpoint(permit=READ, root=BowTie)
def history(request: HttpRequest, record: BowTie, asked: Query[ListQuery]) -> HistoryPage:
    """The history: every step and every barrier that came to stand differently, oldest first."""
    return history_page(STEPS, request.actor, record, asked)  # type: ignore[attr-defined]


@router.get(
    "/bow-ties/{ref}/available-steps",
    response=AvailableSteps,
    operation_id="bow_tie_available_steps",
)
@endpoint(permit=READ, root=BowTie)
def available(request: HttpRequest, record: BowTie) -> AvailableSteps:
    """What can happen now: each step with its fields, allowed or with the reasons why not."""
    return steps_now(STEPS, request, record)


@router.post("/bow-ties/{ref}/steps", response=BowTieOut, operation_id="bow_tie_take_step")
@endpoint(permit=READ, root=BowTie)
def take(request: HttpRequest, record: BowTie, payload: StepBody) -> BowTieOut:
    """Take a step. 403: not yours; 409: not possible now, with reasons; 400: wrong fields.

    Parts are named by their code, such as `b3`. A revision sends every field: what is left out is
    emptied.
    """
    actor = request.actor  # type: ignore[attr-defined]
    fresh = take_bow_tie_step(
        actor=actor,
        record=record,
        step=payload.step,
        at=request.at,  # type: ignore[attr-defined]
        note=payload.note,
        fields=payload.fields,
        seen=payload.seen,
    )
    return bow_tie_out(fresh, actor)


@router.get("/bow-ties/{ref}/thread", response=Thread, operation_id="bow_tie_thread")
@endpoint(permit=READ, root=BowTie)
def thread(request: HttpRequest, record: BowTie) -> Thread:
    """The records that named a barrier, and the steps of the bow-tie."""
    actor = request.actor  # type: ignore[attr-defined]
    nodes = thread_nodes.ask(actor, record)
    return thread_out([node_out(node) for node in nodes], whole_thread(actor, record))


def _unit(code: str) -> UnitView:
    found = tree().find(code)
    if found is None:
        raise _unknown("unit", _("There is no unit with this code."))
    return found


def _unknown(field: str, text: str) -> ApiProblem:
    return ApiProblem(400, _("This does not exist."), {field: text})
