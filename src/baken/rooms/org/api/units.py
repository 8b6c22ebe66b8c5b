"""Units over HTTP: the tree, one unit with who is responsible, and its picture."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

from django.http import Http404, HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from baken.core.access.roles import role_label
from baken.core.api.endpoints import endpoint
from baken.core.api.problems import ApiProblem
from baken.core.api.queries import ListQuery
from baken.core.lists.cursors import read_place, write_place
from baken.core.questions import unit_figures
from baken.rooms.org.permits import READ_UNIT
from baken.rooms.org.queries import Holder, UnitView, holders_by_unit, tree

router = Router()


class UnitQuery(ListQuery):
    """A page of units."""

    unit: str = Field("", max_length=40, description="Unit code: this unit and all below it.")


class UnitOut(BaseModel):
    """A unit of the tree."""

    code: str
    name: str
    name_nl: str
    name_en: str
    kind: str
    level: int = Field(description="0 (individual) to 7 (ministry).")
    parent: str | None
    site: str
    strength: int | None
    restricted: bool
    independent: bool


class UnitPage(BaseModel):
    """Units in order of the tree: a parent stands before what lies below it."""

    items: list[UnitOut]
    next: str | None


class HolderOut(BaseModel):
    """Somebody who holds a role."""

    role: str
    label: str
    name: str
    unit: str
    kind: str
    until: date | None


class UnitDetail(UnitOut):
    """A unit with the line above, the units directly below, and who is responsible."""

    line: list[str] = Field(description="Codes above it, nearest first.")
    children: list[str]
    holders: list[HolderOut]


class FigureOut(BaseModel):
    """A figure; null is unknown, never zero."""

    label: str
    value: int | None
    note: str
    url: str


class Picture(BaseModel):
    """What is going on in a unit and below, as far as the caller may see."""

    unit: UnitOut
    figures: list[FigureOut]


@router.get("/units", response=UnitPage, operation_id="units")
@endpoint(permit=READ_UNIT)
def units(request: HttpRequest, asked: Query[UnitQuery]) -> UnitPage:
    """The units of the organisation, in order of the tree."""
    here = tree()
    listed = here.units
    if asked.unit:
        top = here.find(asked.unit)
        if top is None:
            raise ApiProblem(400, "There is no such unit.", {"unit": "There is no such unit."})
        listed = [unit for unit in listed if top.range.covers(unit.path)]
    start = bisect_right([unit.path for unit in listed], read_place(asked.cursor))
    shown = listed[start : start + asked.limit]
    more = start + asked.limit < len(listed)
    return UnitPage(
        items=[_unit(unit) for unit in shown],
        next=write_place(shown[-1].path) if more else None,
    )


@router.get("/units/{code}", response=UnitDetail, operation_id="unit")
@endpoint(permit=READ_UNIT)
def unit(request: HttpRequest, code: str) -> UnitDetail:
    """One unit and who is responsible there."""
    found = _found(code)
    here = tree()
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    return UnitDetail(
        **_unit(found).model_dump(),
        line=[one.code for one in here.line_up(found)[1:]],
        children=[one.code for one in here.children(found)],
        holders=[_holder(one) for one in holders_by_unit(actor=actor, units=[found], at=at)],
    )


@router.get("/units/{code}/picture", response=Picture, operation_id="unit_picture")
@endpoint(permit=READ_UNIT)
def picture(request: HttpRequest, code: str) -> Picture:
    """The figures of a unit and all below it."""
    found = _found(code)
    figures = unit_figures.ask(request.actor, found, request.at)  # type: ignore[attr-defined]
    names = FigureOut.model_fields
    shown = [FigureOut(**{name: getattr(figure, name) for name in names}) for figure in figures]
    return Picture(unit=_unit(found), figures=shown)


def _found(code: str) -> UnitView:
    found = tree().find(code)
    if found is None:
        raise Http404
    return found


def _unit(unit: UnitView) -> UnitOut:
    plain = {name: getattr(unit, name) for name in UnitOut.model_fields if name != "parent"}
    parent = tree().by_id[unit.parent_id].code if unit.parent_id else None
    return UnitOut(**plain, parent=parent)


def _holder(holder: Holder) -> HolderOut:
    return HolderOut(
        role=holder.role,
        label=role_label(holder.role),
        name=holder.name,
        unit=holder.unit.code,
        kind=holder.kind,
        until=holder.until,
    )
