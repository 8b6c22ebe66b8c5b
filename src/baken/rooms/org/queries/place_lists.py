"""Of what places are asked, which there are of it, and those that somebody names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.lists import MOST_ROWS, BadCursor, Page
from baken.core.lists.cursors import read_place, write_place
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.models import Equipment, Site
from baken.rooms.org.permits import MAKE_POSTER, MANAGE_KIOSK
from baken.rooms.org.queries.place_reach import equipment_within, sites_within, workplaces_within
from baken.rooms.org.queries.places import (
    KINDS,
    MOST_NUMBER,
    MOST_PLACES,
    Place,
    names_at,
    owner_of,
    place_at_site,
    place_of_thing,
    place_of_work,
    places_of_words,
    with_codes,
)
from baken.rooms.org.queries.sites import site_of_code
from baken.rooms.org.queries.tree import UnitView, tree


@dataclass(frozen=True)
class _After:
    """Where a list goes on: which kind, the row, and how many places of that row were given.

    A building is told by its number and not by its name, so that a cursor stays short.
    """

    rank: int = 0
    number: int = 0
    given: int = 0


_START = _After()
_AFTER = re.compile(r"([0-2])\.([1-9][0-9]{0,18})\.([1-9][0-9]{0,8})")


@dataclass(frozen=True)
class About:
    """Of what places are asked: a site, a unit or a piece of equipment; one of the three.

    Of a unit: the sites it holds with their buildings, its workplaces and its equipment; of what
    lies below it not.
    """

    site: Site | None = None
    unit: UnitView | None = None
    equipment: Equipment | None = None

    def has(self, place: Place) -> bool:
        """Whether a place is one of these."""
        if self.site is not None:
            return place.site is not None and place.site.id == self.site.pk
        if self.unit is not None:
            return _unit_of(place) == self.unit.id
        return place.equipment == self.equipment


def places_about(actor: Actor, *, site: str = "", unit: str = "", equipment: str = "") -> About:
    """What is meant by a code. Raises FieldsRefused unless it is one thing that there is."""
    if len([one for one in (site, unit, equipment) if one]) != 1:
        raise FieldsRefused({"site": _("Give one of these: a site, a unit or equipment.")})
    if site:
        return About(site=_site(actor, site))
    if unit:
        found = tree().find(unit)
        if found is None:
            raise FieldsRefused({"unit": _("There is no unit with this code.")})
        return About(unit=found)
    rows = Equipment.objects.visible_to(actor, MAKE_POSTER).select_related("unit")
    record = rows.filter(Equipment.ref_condition(equipment)).first()
    if record is None:
        raise FieldsRefused({"equipment": _("There is no equipment with this code.")})
    return About(equipment=record)


def places_of(
    actor: Actor,
    about: About,
    *permits: str,
    cursor: str = "",
    limit: int = MOST_PLACES,
) -> Page:
    """The places of what was asked where the actor makes posters, each with its code if it has one.

    Sites with their buildings first, then workplaces, then equipment, each in order of its row;
    ``permits`` are those that the actor must have there besides. Four questions. Raises BadCursor
    when the cursor is not one of ours.
    """
    held, after = (MAKE_POSTER, *permits), _read(cursor)
    wanted = max(1, min(limit, MOST_ROWS))
    found: list[Place] = []
    for rank, read in enumerate(_READERS):
        most = wanted + 1 - len(found)
        if rank >= after.rank and most:
            start = after if rank == after.rank else _START
            found += islice(read(actor, about, held, start), most)
    more = len(found) > wanted
    page = with_codes(found[:wanted])
    return Page(page, _write(page[-1]) if more else "")


def places_for_kiosks(
    actor: Actor, site: Site, *, cursor: str = "", limit: int = MOST_PLACES
) -> Page:
    """The places of a site where the actor can set up a kiosk, as ``places_of`` gives them."""
    return places_of(actor, About(site=site), MANAGE_KIOSK, cursor=cursor, limit=limit)


def places_chosen(
    actor: Actor, about: About, words: Sequence[str], *permits: str, field: str = "places"
) -> list[Place]:
    """The places that were named of what was asked. Raises FieldsRefused when one is none of them."""
    found = [one for one in places_of_words(actor, words, *permits) if about.has(one)]
    if len(found) != len(set(words)):
        raise FieldsRefused({field: _("This is none of the places here where you may do this.")})
    return found


def _sites(actor: Actor, about: About, held: Sequence[str], after: _After) -> Iterator[Place]:
    """The site, or the sites of the unit, each with its buildings."""
    if about.equipment is not None:
        return
    rows = sites_within(actor, *held).filter(pk__gte=after.number)
    here = rows.filter(holder=about.unit.id) if about.unit else rows.filter(pk=about.site.pk)  # type: ignore[union-attr]
    for one in here.select_related("holder").order_by("pk")[: MOST_ROWS + 2]:
        given = after.given if one.pk == after.number else 0
        yield from (place_at_site(one, name) for name in names_at(one)[given:])


def _workplaces(actor: Actor, about: About, held: Sequence[str], after: _After) -> Iterable[Place]:
    if about.equipment is not None:
        return []
    rows = workplaces_within(actor, *held).filter(pk__gt=after.number).select_related("unit")
    return map(place_of_work, _of(about, rows))


def _equipment(actor: Actor, about: About, held: Sequence[str], after: _After) -> Iterable[Place]:
    rows = equipment_within(actor, *held).filter(pk__gt=after.number).select_related("unit")
    here = rows.filter(pk=about.equipment.pk) if about.equipment else _of(about, rows)
    return map(place_of_thing, here)


_READERS: tuple[Callable[..., Iterable[Place]], ...] = (_sites, _workplaces, _equipment)


def _of(about: About, rows: Any) -> Any:
    """The rows of a site or of a unit, in their order, no more than fit on a page."""
    here = rows.filter(unit=about.unit.id) if about.unit else rows.filter(site=about.site)
    return here.order_by("pk")[: MOST_ROWS + 1]


def _unit_of(place: Place) -> int:
    """The unit whose place it is: the holder, or whose work or equipment it is."""
    record = owner_of(place)
    if isinstance(record, Site):
        return record.holder_id
    return record.unit_id if isinstance(record, Equipment) else record.pk


def _site(actor: Actor, code: str) -> Site:
    site = site_of_code(actor, code)
    if site is None:
        raise FieldsRefused({"site": _("There is no location with this code.")})
    return site


def _write(last: Place) -> str:
    """The cursor after a place."""
    kind, number, building = last.key
    rank = max(KINDS.index(kind) - 1, 0)
    given = 1 if rank else names_at(last.owner).index(building) + 1
    return write_place(f"{rank}.{number}.{given}")


def _read(cursor: str) -> _After:
    """Where a page starts. Raises BadCursor on nonsense."""
    text = read_place(cursor)
    if not text:
        return _START
    said = _AFTER.fullmatch(text)
    if said is None or int(said[2]) > MOST_NUMBER:
        raise BadCursor
    return _After(*map(int, said.groups()))
