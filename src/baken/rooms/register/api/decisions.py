"""Decisions over HTTP: read, and the steps of a decision; to decide is a step of a risk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from baken.core.accounts.confirmation import strong_proof
from baken.core.api.endpoints import endpoint
from baken.core.api.problems import ApiProblem
from baken.core.api.queries import ListQuery
from baken.core.api.records import TAKING, StepsKind, history_page, node_out, steps_now
from baken.core.api.schemas import AvailableSteps, HistoryPage, StepBody, Thread
from baken.core.api.threads import thread_out
from baken.core.threads import whole_thread
from baken.rooms.org.queries import tree
from baken.rooms.register.actions.take_decision_step import take_decision_step
from baken.rooms.register.api.signing import must_be_signed
from baken.rooms.register.models import Decision, Risk
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.choices import items_of
from baken.rooms.register.queries.decision_words import steps_of_decision, title_of_decision_code
from baken.rooms.register.queries.decisions import decision_read, decisions_of, decisions_page
from baken.rooms.register.rules.decisions import KINDS
from baken.rooms.register.schemas.decision import (
    DecisionList,
    DecisionOut,
    DecisionPage,
    decision_listed,
    decision_out,
)
from baken.rooms.register.workflow import DECISION

router = Router()
STEPS = StepsKind(root=Decision, choices_of=items_of, title_of=title_of_decision_code)


class DecisionQuery(ListQuery):
    """A page of decisions."""

    unit: str = Field("", max_length=40, description="Unit code: this unit and all below it.")
    state: str = Field("", max_length=24)
    kind: str = Field("", max_length=24)

    def narrow(self) -> Any:
        """What narrows a query set of decisions. Raises ApiProblem 400 for codes that do not exist."""
        here, errors = tree(), {}
        unit = here.find(self.unit) if self.unit else None
        if self.unit and unit is None:
            errors["unit"] = _("There is no unit with this code.")
        if self.state and self.state not in DECISION.states:
            errors["state"] = ", ".join(DECISION.states)
        if self.kind and self.kind not in KINDS:
            errors["kind"] = ", ".join(KINDS)
        if errors:
            raise ApiProblem(400, _("This list cannot be filtered by that."), errors)
        said = {name: one for name in ("state", "kind") if (one := getattr(self, name))}
        ids = here.ids_in((unit.range,)) if unit else None

        def narrowed(rows: Any) -> Any:
            rows = rows.filter(here.among("unit_id", ids)) if ids is not None else rows
            return rows.filter(**said)

        return narrowed


@router.get("/decisions", response=DecisionPage, operation_id="decisions")
@endpoint(permit=READ, root=Decision)
def decisions(request: HttpRequest, asked: Query[DecisionQuery]) -> DecisionPage:
    """Decisions within your reach, newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    page = decisions_page(actor, narrow=asked.narrow(), cursor=asked.cursor, limit=asked.limit)
    items = [decision_listed(one) for one in page.items]
    return DecisionPage(items=items, next=page.next_cursor or None)


@router.get("/decisions/{ref}", response=DecisionOut, operation_id="decision")
@endpoint(permit=READ, root=Decision)
def decision(request: HttpRequest, record: Decision) -> DecisionOut:
    """One decision, with the picture it was taken on and what changed since."""
    return _shown(request, record)


@router.get("/risks/{ref}/decisions", response=DecisionList, operation_id="risk_decisions")
@endpoint(permit=READ, root=Risk)
def of_risk(request: HttpRequest, record: Risk) -> DecisionList:
    """The decisions on a risk, newest first."""
    found = decisions_of(request.actor, record)  # type: ignore[attr-defined]
    return DecisionList(items=[decision_listed(one) for one in found])


@router.get("/decisions/{ref}/steps", response=HistoryPage, operation_id="decision_history")
@endpoint(permit=READ, root=Decision)
def history(request: HttpRequest, record: Decision, asked: Query[ListQuery]) -> HistoryPage:
    """The history of a decision: every step and event, oldest first."""
    return history_page(STEPS, request.actor, record, asked)  # type: ignore[attr-defined]


@router.get(
    "/decisions/{ref}/available-steps",
    response=AvailableSteps,
    operation_id="decision_available_steps",
)
@endpoint(permit=READ, root=Decision)
def available(request: HttpRequest, record: Decision) -> AvailableSteps:
    """What can happen now: each step with its fields, allowed or with the reasons why not."""
    return steps_now(STEPS, request, record)


@router.get("/decisions/{ref}/thread", response=Thread, operation_id="decision_thread")
@endpoint(permit=READ, root=Decision)
def thread(request: HttpRequest, record: Decision) -> Thread:
    """The risk it is on, its steps, and all that hangs together with it as far as you may see."""
    nodes = [node_out(one) for one in steps_of_decision(record)]
    return thread_out(nodes, whole_thread(request.actor, record))  # type: ignore[attr-defined]


@router.post(
    "/decisions/{ref}/steps",
    response=DecisionOut,
    operation_id="decision_take_step",
    description=TAKING,
)
@endpoint(permit=READ, root=Decision)
def take(request: HttpRequest, record: Decision, payload: StepBody) -> DecisionOut:
    """One step of a decision: note how a condition stands, suspend, resume or revoke."""
    must_be_signed(request, record, payload.step)
    fresh = take_decision_step(
        actor=request.actor,  # type: ignore[attr-defined]
        record=record,
        step=payload.step,
        at=request.at,  # type: ignore[attr-defined]
        note=payload.note,
        fields=payload.fields,
        seen=payload.seen,
        proof=strong_proof(request),
    )
    return _shown(request, fresh)


def _shown(request: HttpRequest, record: Decision) -> DecisionOut:
    return decision_out(decision_read(request.actor, record, request.at))  # type: ignore[attr-defined]
