"""Reorganisations over HTTP: the history of a unit, what can happen to it now, and one step."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from baken.core.api.endpoints import endpoint
from baken.core.api.queries import ListQuery
from baken.core.api.records import StepsKind, history_page, steps_now
from baken.core.api.schemas import AvailableSteps, Choice, HistoryPage, StepBody
from baken.rooms.org.actions import take_unit_step
from baken.rooms.org.api.asked import unit_at
from baken.rooms.org.api.units import UnitOut, unit_out
from baken.rooms.org.models import Unit
from baken.rooms.org.permits import MANAGE_UNIT, READ_UNIT
from baken.rooms.org.queries import tree
from baken.rooms.org.questions import open_items
from baken.rooms.org.texts import CHOICES, title_of_code

router = Router()


class OpenItemsOut(BaseModel):
    """Records of one kind that wait for the unit, and the page where they are handed over."""

    label: str
    count: int
    url: str


class OpenItemsList(BaseModel):
    """What must have another owner before the unit can be merged or dissolved."""

    items: list[OpenItemsOut]
    next: None = None


def _choices(name: str) -> dict[str, Choice]:
    return {code: Choice(code=code, label=str(label)) for code, label in CHOICES[name].items()}


KIND = StepsKind(root=Unit, choices_of=_choices, title_of=title_of_code)


@router.get("/units/{code}/steps", response=HistoryPage, operation_id="unit_history")
@endpoint(permit=READ_UNIT)
def history(request: HttpRequest, code: str, asked: Query[ListQuery]) -> HistoryPage:
    """What became of the unit: every step, oldest first."""
    return history_page(KIND, request.actor, _record(code), asked)  # type: ignore[attr-defined]


@router.get(
    "/units/{code}/available-steps", response=AvailableSteps, operation_id="unit_available_steps"
)
@endpoint(permit=READ_UNIT)
def available(request: HttpRequest, code: str) -> AvailableSteps:
    """What can happen to the unit now: each step with its fields, allowed or the reasons why not."""
    return steps_now(KIND, request, _record(code))


@router.get("/units/{code}/open-items", response=OpenItemsList, operation_id="unit_open_items")
@endpoint(permit=MANAGE_UNIT)
def waiting(request: HttpRequest, code: str) -> OpenItemsList:
    """What still waits for the unit itself, by kind: none of it may be left when it ends."""
    found = open_items.ask(unit_at(code).id)
    return OpenItemsList(
        items=[OpenItemsOut(label=str(one.label), count=one.count, url=one.url) for one in found]
    )


@router.post("/units/{code}/steps", response=UnitOut, operation_id="unit_take_step")
@endpoint(permit=MANAGE_UNIT)
def take(request: HttpRequest, code: str, payload: StepBody) -> UnitOut:
    """Rename, change, move, merge or dissolve the unit, or add or end a line of command, today."""
    fresh = take_unit_step(
        actor=request.actor,  # type: ignore[attr-defined]
        unit=_record(code),
        step=payload.step,
        at=request.at,  # type: ignore[attr-defined]
        note=payload.note,
        fields=payload.fields,
        seen=payload.seen,
    )
    here = tree()
    return unit_out(here.by_id[fresh.pk], here)


def _record(code: str) -> Unit:
    return Unit.objects.get(pk=unit_at(code).id)
