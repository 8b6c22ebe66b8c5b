"""Units over HTTP: the tree, and one unit with who is responsible."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from baken.core import clock
from baken.core.access.roles import role_label
from baken.core.api.endpoints import endpoint
from baken.core.api.problems import ApiProblem
from baken.core.api.queries import Day, DayQuery, ListQuery
from baken.core.api.schemas import Body
from baken.core.lists.cursors import read_place, write_place
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.actions import found_unit
from baken.rooms.org.api.asked import unit_at
from baken.rooms.org.models import Unit
from baken.rooms.org.permits import MANAGE_UNIT, READ_UNIT
from baken.rooms.org.queries import (
    Holder,
    Tree,
    UnitView,
    holders_by_unit,
    predecessors_of,
    tree,
    tree_on,
)
from baken.rooms.org.queries.tree import LineView
from baken.rooms.org.rules import UnitRow
from baken.rooms.org.texts import UNIT_KINDS

router = Router()


class UnitQuery(ListQuery):
    """A page of units."""

    unit: str = Field("", max_length=40, description="Unit code: this unit and all below it.")
    on: Day | None = Field(None, description="The tree of this day; empty is today's.")


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


class FoundBody(Body):
    """A unit that is to exist from today on."""

    code: str = Field(
        max_length=40, description="Capitals, digits, hyphens and underscores; it stays."
    )
    parent: str = Field(max_length=40, description="Code of the unit it stands below.")
    name_nl: str = Field(max_length=120)
    name_en: str = Field("", max_length=120)
    kind: str = Field("unit", max_length=30, description=f"One of {', '.join(UNIT_KINDS)}.")
    level: int = Field(description="0 (individual) to 7 (ministry), no higher than its parent's.")
    site: str = Field("", max_length=80)
    strength: int | None = None
    restricted: bool = Field(False, description="Closed to readers from above.")
    order_ref: str = Field("", max_length=80)
    reason: str = Field(max_length=300)


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


class LineOut(BaseModel):
    """A line of command beside the tree: `unit` answers to `superior`."""

    unit: str
    superior: str
    kind: str = Field(
        description="`operational`, `training`, `functional`, `host` or `administrative`."
    )
    from_on: date
    until: date | None
    withdrawn_at: datetime | None = Field(
        description="Since when it carries nothing more, when it was ended at once or before it "
        "began. On the days before it still held."
    )
    order_ref: str
    caveats: str


class UnitDetail(UnitOut):
    """A unit with the line above, the units directly below, and who is responsible."""

    state: str = Field(description="`existing` or `dissolved`.")
    ends_on: date | None = Field(description="Its last day: announced, or past when dissolved.")
    line: list[str] = Field(description="Codes above it, nearest first.")
    children: list[str]
    lines: list[LineOut] = Field(description="Lines of command beside the tree, from or to it.")
    earlier_lines: list[LineOut] = Field(
        description="Those that were over by that day, and those withdrawn by then."
    )
    named_post: str = Field(
        description="The name in the mandate table that the commander's post on the unit has now; "
        "empty for most."
    )
    predecessors: list[str] = Field(description="Codes of units that went on in this one.")
    holders: list[HolderOut]


@router.get("/units", response=UnitPage, operation_id="units")
@endpoint(permit=READ_UNIT)
def units(request: HttpRequest, asked: Query[UnitQuery]) -> UnitPage:
    """The units of the organisation, in order of the tree."""
    here = tree_on(asked.on) if asked.on else tree()
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
        items=[unit_out(unit, here) for unit in shown],
        next=write_place(shown[-1].path) if more else None,
    )


@router.post("/units", response={201: UnitOut}, operation_id="found_unit")
@endpoint(permit=MANAGE_UNIT)
def found(request: HttpRequest, response: HttpResponse, payload: FoundBody) -> object:
    """Found a unit below another one, from today on."""
    asked = payload.model_dump()
    beside = {name: asked.pop(name) for name in ("reason", "order_ref")}
    above = tree().find(payload.parent)
    if above is None:
        raise FieldsRefused({"parent": _("There is no unit with this code.")})
    made = found_unit(
        actor=request.actor,  # type: ignore[attr-defined]
        parent=Unit.objects.get(pk=above.id),
        row=UnitRow(**{**asked, "parent": above.code}),
        at=request.at,  # type: ignore[attr-defined]
        **beside,
    )
    response["Location"] = f"/api/v1/units/{made.code}"
    here = tree()
    return Status(201, unit_out(here.by_id[made.pk], here))


@router.get("/units/{code}", response=UnitDetail, operation_id="unit")
@endpoint(permit=READ_UNIT)
def unit(request: HttpRequest, code: str, asked: Query[DayQuery]) -> UnitDetail:
    """One unit and who is responsible there, today or on a day; 404 when it was not there then."""
    now = unit_at(code)
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    day = asked.on or clock.local_date(at)
    here = tree_on(day)
    found = here.by_id.get(now.id)
    if found is None:
        raise Http404
    moment = clock.start_of_day(day) if day < clock.local_date(at) else at
    return UnitDetail(
        **unit_out(found, here).model_dump(),
        state=found.state,
        ends_on=found.ends_on,
        line=[one.code for one in here.line_up(found)[1:]],
        children=[one.code for one in here.children(found)],
        lines=[_line(one) for one in here.lines_on(day) if found.id in one.ends],
        earlier_lines=[_line(one) for one in here.lines_over(day) if found.id in one.ends],
        named_post=tree().named_posts.get(found.id, ""),
        predecessors=[one.code for one in predecessors_of(now)],
        holders=[_holder(one) for one in holders_by_unit(actor=actor, units=[found], at=moment)],
    )


def unit_out(unit: UnitView, here: Tree) -> UnitOut:
    """A unit as the API shows it, in the tree it was found in."""
    plain = {name: getattr(unit, name) for name in UnitOut.model_fields if name != "parent"}
    parent = here.by_id[unit.parent_id].code if unit.parent_id else None
    return UnitOut(**plain, parent=parent)


def _line(line: LineView) -> LineOut:
    units = tree().by_id
    names = ("kind", "from_on", "until", "withdrawn_at", "order_ref", "caveats")
    return LineOut(
        unit=units[line.unit_id].code,
        superior=units[line.superior_id].code,
        **{name: getattr(line, name) for name in names},
    )


def _holder(holder: Holder) -> HolderOut:
    return HolderOut(
        role=holder.role,
        label=role_label(holder.role),
        name=holder.name,
        unit=holder.unit.code,
        kind=holder.kind,
        until=holder.until,
    )
