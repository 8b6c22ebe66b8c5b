"""Sites, their workplaces and councils: reference data that everybody with a post may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import F, Q

from baken.core.access import Actor, refuse_unless
from baken.core.access.roles import load_roles
from baken.core.lists import MOST_ROWS, USUAL_ROWS, Page
from baken.core.lists.cursors import read_place, write_place
from baken.rooms.org.models import Council, Site, SiteHolder, Workplace
from baken.rooms.org.permits import MANAGE_EQUIPMENT, READ_UNIT
from baken.rooms.org.queries.holders import Holder, nearest_holders
from baken.rooms.org.queries.tree import UnitView, tree
from baken.rooms.org.rules.lives import SINCE_ALWAYS

MOST_WORKPLACES = 200
MOST_OF_UNIT = 12
MOST_HOLDERS = 50


@dataclass(frozen=True)
class Work:
    """What one unit does at a site."""

    unit: UnitView
    type: str
    headcount: int | None
    function_groups: tuple[str, ...]


@dataclass(frozen=True)
class CouncilView:
    """A council of employees, by the unit of which its members are."""

    id: int
    code: str
    name_nl: str
    name_en: str
    unit: int
    kind: str


def sites_page(
    actor: Actor,
    *,
    text: str = "",
    unit: UnitView | None = None,
    cursor: str = "",
    limit: int = USUAL_ROWS,
) -> Page:
    """Sites in order of their code, after ``cursor``; one query.

    ``text`` must stand in the code, a name or the location; ``unit`` asks for sites that the unit
    or one below it holds or works at. Raises BadCursor when the cursor is not one of ours.
    """
    refuse_unless(actor, READ_UNIT)
    rows = Site.objects.filter(code__gt=read_place(cursor)).order_by("code")
    wanted = max(1, min(limit, MOST_ROWS))
    if text:
        rows = rows.filter(
            Q(code__icontains=text)
            | Q(name_nl__icontains=text)
            | Q(name_en__icontains=text)
            | Q(location__icontains=text)
        )
    if unit is not None:
        rows = rows.filter(_of_units(tree().ids_in((unit.range,))))
    found = list(rows[: wanted + 1])
    more = len(found) > wanted
    return Page(found[:wanted], write_place(found[wanted - 1].code) if more else "")


def site_of_code(actor: Actor, code: str) -> Site | None:
    """The site of a code in any letter case, or None."""
    refuse_unless(actor, READ_UNIT)
    return Site.objects.filter(code=_plain(code)).first()


def place_named(actor: Actor, code: str) -> str:
    """What stands on the label of a place, as its name and code; an unknown code stays as it is.

    Whoever has no post gets the code back that they came with.
    """
    if not actor.holds(READ_UNIT):
        return code
    site = tree().site_meant(code)
    return site.label if site else code


def work_at(actor: Actor, site: Site) -> list[Work]:
    """The workplaces of a site, in order of the tree."""
    refuse_unless(actor, READ_UNIT)
    units = tree().by_id
    rows = Workplace.objects.filter(site=site).order_by("unit__path", "type")[:MOST_WORKPLACES]
    return [
        Work(units[row.unit_id], row.type, row.headcount, tuple(row.function_groups))
        for row in rows
    ]


def lodgers_of(site: Site, work: Iterable[Work]) -> list[UnitView]:
    """The units that work at a site and do not belong to its holder, each once."""
    holder = tree().by_id[site.holder_id]
    units = {one.unit.id: one.unit for one in work}
    return [unit for unit in units.values() if not holder.range.covers(unit.path)]


def holders_of(actor: Actor, site: Site) -> list[SiteHolder]:
    """Who held a site, the present holder first; of one day the last that got it."""
    refuse_unless(actor, READ_UNIT)
    rows = SiteHolder.objects.filter(site=site).select_related("unit")
    newest = F("until").desc(nulls_first=True)
    return list(rows.order_by(newest, "-from_on", "-id")[:MOST_HOLDERS])


def first_day_of(held: SiteHolder) -> date | None:
    """Since when a unit held a site; None when it was so before this was kept."""
    return None if held.from_on == SINCE_ALWAYS else held.from_on


def site_numbered(number: int) -> Site | None:
    """The site of a row number, as news names it, or None."""
    return Site.objects.filter(pk=number).first()


def keepers_of(site: Site, at: datetime) -> list[Holder]:
    """Who manages the equipment of the unit that holds a site: on it, or the nearest above it."""
    able = [
        code
        for code, role in load_roles(settings.ROLES_FILE).items()
        if any(MANAGE_EQUIPMENT in line.permits for line in role.grants)
    ]
    return nearest_holders(roles=able, unit=tree().by_id[site.holder_id], at=at)


def councils_of(actor: Actor, units: Iterable[UnitView]) -> list[Council]:
    """The councils of some units, from the smallest to the central one."""
    refuse_unless(actor, READ_UNIT)
    rows = Council.objects.filter(unit__in=[unit.id for unit in units])
    return list(rows.order_by("-unit__path", "code"))


def every_council() -> list[CouncilView]:
    """Every council there is, the central one first; reference data, one query."""
    rows = Council.objects.order_by("unit__path", "code")
    names = ("id", "code", "name_nl", "name_en", "unit_id", "kind")
    return [CouncilView(*row) for row in rows.values_list(*names)]


def _of_units(ids: frozenset[int]) -> Q:
    """Sites that one of the units holds, or at which one of them works."""
    here = tree()
    worked = Workplace.objects.filter(here.among("unit_id", ids)).values("site_id")
    return here.among("holder_id", ids) | Q(pk__in=worked)


def _plain(code: str) -> str:
    """A code as it stands in the table; nonsense stays nonsense and finds nothing."""
    wanted = code.strip().upper()[:20]
    return wanted if wanted.isprintable() else ""
