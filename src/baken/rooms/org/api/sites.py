"""Sites over HTTP: the list, and one with who works there."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from baken.core.access import Actor
from baken.core.api.endpoints import endpoint
from baken.core.api.problems import ApiProblem
from baken.core.api.queries import ListQuery
from baken.rooms.org.models import Site
from baken.rooms.org.permits import READ_UNIT
from baken.rooms.org.queries import UnitView, tree
from baken.rooms.org.queries.sites import (
    first_day_of,
    holders_of,
    lodgers_of,
    site_of_code,
    sites_page,
    work_at,
)
from baken.rooms.org.queries.tree import name_of

router = Router()


class SiteQuery(ListQuery):
    """A page of sites."""

    unit: str = Field(
        "", max_length=40, description="Unit code: held by this unit or one below, or worked at."
    )
    q: str = Field("", max_length=100, description="Stands in the code, a name or the location.")


class SiteOut(BaseModel):
    """A barracks, base, port or camp."""

    code: str
    name: str
    name_nl: str
    name_en: str
    holder: str = Field(description="Code of the unit that answers for the place.")
    location: str
    time_zone: str = Field(description="IANA name, such as America/Curacao.")
    buildings: list[str]


class SitePage(BaseModel):
    """Sites in order of their code."""

    items: list[SiteOut]
    next: str | None


class WorkplaceOut(BaseModel):
    """The work of one kind that a unit does at a site."""

    unit: str
    type: str
    headcount: int | None
    function_groups: list[str]


class HeldOut(BaseModel):
    """Which unit held a site, from a day until a day."""

    unit: str
    from_on: date | None = Field(description="Empty when it was so before this was kept.")
    until: date | None = Field(description="The last day; empty for who holds it now.")


class SiteDetail(SiteOut):
    """A site with who works there and which of them lodge."""

    holders: list[HeldOut] = Field(description="Who held it, the present holder first.")

    workplaces: list[WorkplaceOut]
    lodgers: list[str] = Field(description="Codes of units there that are not the holder's.")


@router.get("/sites", response=SitePage, operation_id="sites")
@endpoint(permit=READ_UNIT)
def sites(request: HttpRequest, asked: Query[SiteQuery]) -> SitePage:
    """The sites of the organisation, in order of their code."""
    page = sites_page(
        request.actor,  # type: ignore[attr-defined]
        text=asked.q.strip(),
        unit=unit_asked(asked.unit),
        cursor=asked.cursor,
        limit=asked.limit,
    )
    items = [SiteOut(**_site(one)) for one in page.items]
    return SitePage(items=items, next=page.next_cursor or None)


@router.get("/sites/{site}", response=SiteDetail, operation_id="site")
@endpoint(permit=READ_UNIT)
def site(request: HttpRequest, site: str) -> SiteDetail:
    """One site, by its code."""
    actor = request.actor  # type: ignore[attr-defined]
    return site_out(actor, site_at(actor, site))


def site_at(actor: Actor, code: str) -> Site:
    """The site of a code. Raises Http404 when there is none."""
    found = site_of_code(actor, code)
    if found is None:
        raise Http404
    return found


def site_out(actor: Actor, found: Site) -> SiteDetail:
    """A site as the API shows it."""
    work = work_at(actor, found)
    return SiteDetail(
        **_site(found),
        holders=[
            HeldOut(unit=one.unit.code, from_on=first_day_of(one), until=one.until)
            for one in holders_of(actor, found)
        ],
        workplaces=[
            WorkplaceOut(
                unit=one.unit.code,
                type=one.type,
                headcount=one.headcount,
                function_groups=list(one.function_groups),
            )
            for one in work
        ],
        lodgers=[unit.code for unit in lodgers_of(found, work)],
    )


def unit_asked(code: str) -> UnitView | None:
    """The unit that a list is asked for, or None. Raises ApiProblem 400 when there is none."""
    if not code:
        return None
    unit = tree().find(code)
    if unit is None:
        text = _("There is no unit with this code.")
        raise ApiProblem(400, _("This list cannot be filtered by that."), {"unit": text})
    return unit


def _site(one: Site) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": name_of(one),
        "name_nl": one.name_nl,
        "name_en": one.name_en,
        "holder": tree().by_id[one.holder_id].code,
        "location": one.location,
        "time_zone": one.time_zone,
        "buildings": one.buildings,
    }
