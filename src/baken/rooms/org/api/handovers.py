"""Handovers of command over HTTP: the list, one with its items, its steps and its thread."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from baken.core.api.endpoints import endpoint
from baken.core.api.queries import ListQuery
from baken.core.api.records import TAKING, StepsKind, history_page, node_out, steps_now
from baken.core.api.schemas import AvailableSteps, HistoryPage, StepBody, Thread
from baken.core.api.threads import thread_out
from baken.core.questions import thread_nodes
from baken.core.threads import whole_thread
from baken.rooms.org.actions.handover_steps import take_handover_step
from baken.rooms.org.models import Handover
from baken.rooms.org.permits import READ_HANDOVER
from baken.rooms.org.queries.codes import codes_of
from baken.rooms.org.queries.handovers import handovers_page, hidden_of, items_page
from baken.rooms.org.schemas.handovers import (
    HandoverItemPage,
    HandoverOut,
    HandoverPage,
    handover_out,
    item_out,
)
from baken.rooms.org.texts import title_of_code

router = Router()
STEPS = StepsKind(root=Handover, choices_of=codes_of, title_of=title_of_code, hidden=hidden_of)


@router.get("/handovers", response=HandoverPage, operation_id="handovers")
@endpoint(permit=READ_HANDOVER, root=Handover)
def handovers(request: HttpRequest, asked: Query[ListQuery]) -> HandoverPage:
    """Handovers of command within your reach and your own, newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    found = handovers_page(actor, cursor=asked.cursor, limit=asked.limit)
    items = [handover_out(one) for one in found.items]
    return HandoverPage(items=items, next=found.next_cursor or None)


@router.get("/handovers/{ref}", response=HandoverOut, operation_id="handover")
@endpoint(permit=READ_HANDOVER, root=Handover)
def handover(request: HttpRequest, record: Handover) -> HandoverOut:
    """One handover of command."""
    return handover_out(record)


@router.get("/handovers/{ref}/items", response=HandoverItemPage, operation_id="handover_items")
@endpoint(permit=READ_HANDOVER, root=Handover)
def items(request: HttpRequest, record: Handover, asked: Query[ListQuery]) -> HandoverItemPage:
    """What is taken over, the gravest first. What you may not read has no reference and no title."""
    actor = request.actor  # type: ignore[attr-defined]
    found = items_page(actor, record, cursor=asked.cursor, limit=asked.limit)
    shown = [item_out(actor, record, one) for one in found.items]
    return HandoverItemPage(items=shown, next=found.next_cursor or None)


@router.get("/handovers/{ref}/steps", response=HistoryPage, operation_id="handover_history")
@endpoint(permit=READ_HANDOVER, root=Handover)
def history(request: HttpRequest, record: Handover, asked: Query[ListQuery]) -> HistoryPage:
    """The history of a handover: every step and event, oldest first."""
    return history_page(STEPS, request.actor, record, asked)  # type: ignore[attr-defined]


@router.get(
    "/handovers/{ref}/available-steps",
    response=AvailableSteps,
    operation_id="handover_available_steps",
)
@endpoint(permit=READ_HANDOVER, root=Handover)
def available(request: HttpRequest, record: Handover) -> AvailableSteps:
    """What can happen now: each step with its fields, allowed or with the reasons why not."""
    return steps_now(STEPS, request, record)


@router.post(
    "/handovers/{ref}/steps",
    response=HandoverOut,
    operation_id="handover_take_step",
    description=TAKING,
)
@endpoint(permit=READ_HANDOVER, root=Handover)
def take(request: HttpRequest, record: Handover, payload: StepBody) -> HandoverOut:
    """Write for whoever comes, take over in one act, or say that it is complete."""
    fresh = take_handover_step(
        actor=request.actor,  # type: ignore[attr-defined]
        record=record,
        step=payload.step,
        at=request.at,  # type: ignore[attr-defined]
        note=payload.note,
        fields=payload.fields,
        seen=payload.seen,
    )
    return handover_out(fresh)


@router.get("/handovers/{ref}/thread", response=Thread, operation_id="handover_thread")
@endpoint(permit=READ_HANDOVER, root=Handover)
def thread(request: HttpRequest, record: Handover) -> Thread:
    """Its steps, and all that hangs together with it as far as you may see."""
    actor = request.actor  # type: ignore[attr-defined]
    nodes = [node_out(node) for node in thread_nodes.ask(actor, record)]
    return thread_out(nodes, whole_thread(actor, record))
