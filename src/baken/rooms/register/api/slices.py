"""Slices of exposure over HTTP: list, read, make, their steps, and the stacks of a risk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field

from baken.core.access import Actor
from baken.core.api.endpoints import endpoint
from baken.core.api.problems import ApiProblem
from baken.core.api.queries import ListQuery
from baken.core.api.records import TAKING, StepsKind, history_page, node_out, steps_now
from baken.core.api.schemas import AvailableSteps, HistoryPage, StepBody, Thread
from baken.core.api.threads import thread_out
from baken.core.questions import thread_nodes
from baken.core.threads import whole_thread
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import tree
from baken.rooms.register.actions import make_slice, take_slice_step
from baken.rooms.register.models import Risk, Slice
from baken.rooms.register.permits import MANAGE, READ
from baken.rooms.register.queries.choices import stacking_factors
from baken.rooms.register.queries.slice_picture import picture_of, stacks_seen
from baken.rooms.register.queries.slice_thread import ABOUT_A_RISK, title_of_code
from baken.rooms.register.queries.slices import risk_read, slices_page, slices_that
from baken.rooms.register.queries.stacks import mark_of, stacks_of
from baken.rooms.register.schemas.slice import (
    SliceBody,
    SliceOut,
    SlicePage,
    StackList,
    slice_listed,
    slice_out,
    stack_list,
)
from baken.rooms.register.workflow import SLICE

router = Router()
ABOUT_STEPS = (
    "`quantities` is a list of objects with `kind`, `value`, `limit`, `unit`, `name` and `source`. With"
    " `add_risk` the factors that are not sent are those of the hazard; sent as an empty list there"
    " are none."
)


class SliceQuery(ListQuery):
    """A page of slices."""

    unit: str = Field("", max_length=40, description="Unit code: this unit and all below it.")
    state: str = Field("", max_length=24, description="`open` or `ended`.")

    def known(self) -> dict[str, str]:
        """The filters. Raises ApiProblem 400 for codes that do not exist."""
        unit = tree().find(self.unit) if self.unit else None
        if self.unit and unit is None:
            raise _unknown("unit", _("There is no unit with this code."))
        if self.state and self.state not in SLICE.states:
            raise _unknown("state", ", ".join(SLICE.states))
        return {"unit": unit.code if unit else "", "state": self.state}


@router.get("/slices", response=SlicePage, operation_id="slices")
@endpoint(permit=READ, root=Slice)
def slices(request: HttpRequest, asked: Query[SliceQuery]) -> SlicePage:
    """Slices of exposure within your reach, newest first."""
    narrow = slices_that(**asked.known())
    actor = request.actor  # type: ignore[attr-defined]
    found = slices_page(actor, narrow=narrow, cursor=asked.cursor, limit=asked.limit)
    items = [slice_listed(one) for one in found.items]
    return SlicePage(items=items, next=found.next_cursor or None)


@router.post("/slices", response={201: SliceOut}, operation_id="make_slice")
@endpoint(permit=MANAGE)
def make(request: HttpRequest, response: HttpResponse, payload: SliceBody) -> object:
    """Make a slice of a unit whose risks you manage."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    unit = tree().find(payload.unit)
    if unit is None:
        raise FieldsRefused({"unit": _("There is no unit with this code.")})
    risk = risk_read(actor, payload.risk) if payload.risk else None
    if payload.risk and risk is None:
        wrong = _("There is no risk with this reference that you may read.")
        raise FieldsRefused({"risk": wrong})
    record = make_slice(actor=actor, unit=unit, fields=payload.fields(), at=at, risk=risk)
    response["Location"] = f"/api/v1/slices/{record.ref}"
    return Status(201, _shown(request, record))


@router.get("/slices/{ref}", response=SliceOut, operation_id="slice")
@endpoint(permit=READ, root=Slice)
def one_slice(request: HttpRequest, record: Slice) -> SliceOut:
    """One slice, by reference number or UUID, with its risks and what they ask together."""
    return _shown(request, record)


@router.get("/risks/{ref}/stacks", response=StackList, operation_id="risk_stacks")
@endpoint(permit=READ, root=Risk)
def stacks(request: HttpRequest, record: Risk) -> StackList:
    """The stacks of the open slices that a risk is in, the one that raises most in front."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    # The mark comes first: of what changes in between, it is never newer than what is shown.
    mark = mark_of(stacks_of(record, at))
    return stack_list(stacks_seen(actor, record, at), mark)


def _hidden(actor: Actor, record: Slice) -> frozenset[str]:
    """What a step keeps about one risk: the slice itself tells what the caller may see of it."""
    return ABOUT_A_RISK


KIND = StepsKind(
    root=Slice,
    choices_of=lambda name: stacking_factors(),
    title_of=title_of_code,
    hidden=_hidden,
)


@router.get("/slices/{ref}/steps", response=HistoryPage, operation_id="slice_history")
@endpoint(permit=READ, root=Slice)
def history(request: HttpRequest, record: Slice, asked: Query[ListQuery]) -> HistoryPage:
    """The history: every step and event, oldest first."""
    return history_page(KIND, request.actor, record, asked)  # type: ignore[attr-defined]


@router.get(
    "/slices/{ref}/available-steps",
    response=AvailableSteps,
    operation_id="slice_available_steps",
)
@endpoint(permit=READ, root=Slice)
def available(request: HttpRequest, record: Slice) -> AvailableSteps:
    """What can happen now: each step with its fields, allowed or with the reasons why not."""
    return steps_now(KIND, request, record)


@router.post(
    "/slices/{ref}/steps",
    response=SliceOut,
    operation_id="slice_take_step",
    description=f"{TAKING} {ABOUT_STEPS}",
)
@endpoint(permit=READ, root=Slice)
def take(request: HttpRequest, record: Slice, payload: StepBody) -> SliceOut:
    """One step, as its row in the workflow says."""
    fresh = take_slice_step(
        actor=request.actor,  # type: ignore[attr-defined]
        record=record,
        step=payload.step,
        at=request.at,  # type: ignore[attr-defined]
        note=payload.note,
        fields=payload.fields,
        seen=payload.seen,
    )
    return _shown(request, fresh)


@router.get("/slices/{ref}/thread", response=Thread, operation_id="slice_thread")
@endpoint(permit=READ, root=Slice)
def thread(request: HttpRequest, record: Slice) -> Thread:
    """The steps of the slice, as far as you may read the risks they are about."""
    actor = request.actor  # type: ignore[attr-defined]
    nodes = thread_nodes.ask(actor, record)
    return thread_out([node_out(node) for node in nodes], whole_thread(actor, record))


def _shown(request: HttpRequest, record: Slice) -> SliceOut:
    return slice_out(record, picture_of(request.actor, record))  # type: ignore[attr-defined]


def _unknown(field: str, text: str) -> ApiProblem:
    return ApiProblem(400, _("This list cannot be filtered by that."), {field: text})
