"""Places with a code on a poster: what stands behind a code, and for which places one makes posters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q

from baken.core.access import Actor, may
from baken.rooms.org.models import Equipment, PlaceCode, Site, Unit, Workplace
from baken.rooms.org.permits import MAKE_POSTER
from baken.rooms.org.queries.codes import label_of
from baken.rooms.org.queries.heirs import living
from baken.rooms.org.queries.place_reach import workplaces_within
from baken.rooms.org.queries.tree import SiteView, UnitView, name_of, tree
from baken.rooms.org.rules.place_codes import looks_like_code, plain_code

MOST_PLACES = 100


@dataclass(frozen=True)
class Place:
    """A site, a building or workplace at one, or a piece of equipment; ``unit`` is who acts there.

    ``code`` is the one on its poster, empty when it has none yet.
    """

    kind: str
    unit: UnitView
    site: SiteView | None = None
    building: str = ""
    workplace: Workplace | None = None
    equipment: Equipment | None = None
    code: str = ""
    owner: Any = field(default=None, repr=False, compare=False)

    @property
    def key(self) -> tuple[str, int, str]:
        """What makes it this place and no other."""
        thing = self.workplace or self.equipment
        number = thing.pk if thing else self.site.id if self.site else 0
        return (self.kind, number, self.building)

    @property
    def word(self) -> str:
        """The same as one word, by which a form names it; it is the same for everybody."""
        kind, number, building = self.key
        return f"{kind}:{number}:{building}"

    @property
    def name(self) -> str:
        """What it is called, in the active language."""
        if self.equipment:
            return f"{self.equipment.name} ({self.equipment.ref})"
        if self.workplace:
            return f"{label_of('workplace_types', self.workplace.type)} {self.unit.name}"
        return self.building or (name_of(self.site) if self.site else "")

    @property
    def where(self) -> str:
        """The whole place in one line, as a report tells it; it names the site by its label."""
        site = self.site.label if self.site else ""
        return site if self.kind == "site" else ", ".join(one for one in (self.name, site) if one)


def place_behind(text: str, *, held: bool = False) -> Place | None:
    """What stands behind a code on a poster, however it was typed; None when it holds no more.

    The code is the key: whoever stands before the poster reads there what this gives. Of a building
    that was taken down the code holds no more. ``held`` asks for what it was, also when withdrawn.
    """
    if not looks_like_code(text):
        return None
    row = PlaceCode.objects.filter(code=plain_code(text)).first()
    if row is None or (row.withdrawn_on and not held):
        return None
    return next(iter(_read([row], there=not held)), None)


def places_of(
    actor: Actor,
    *,
    site: Site | None = None,
    unit: UnitView | None = None,
    equipment: Equipment | None = None,
) -> list[Place]:
    """The places of a site, of a unit, or one piece of equipment, for which the actor makes posters.

    Of a unit: the sites it holds with their buildings, its workplaces and its equipment; of what
    lies below it not. At most a hundred, each with its code when it has one.
    """
    if equipment is not None:
        found = [_of_equipment(equipment)]
    else:
        found = [*_of_sites(site, unit), *_of_workplaces(actor, site, unit)]
        found += [_of_equipment(one) for one in _equipment_at(actor, site, unit)]
    return with_codes([one for one in found if may_make_poster(actor, one)][:MOST_PLACES])


def places_of_codes(actor: Actor, codes: Iterable[str]) -> list[Place]:
    """The places behind some codes, in their order, for which the actor makes posters."""
    wanted = list(dict.fromkeys(plain_code(code) for code in codes))[:MOST_PLACES]
    rows = PlaceCode.objects.filter(code__in=wanted, withdrawn_on__isnull=True)
    found = {one.code: one for one in _read(rows) if may_make_poster(actor, one)}
    return [found[code] for code in wanted if code in found]


def with_codes(places: list[Place]) -> list[Place]:
    """The same places, each with the code it has; one query."""
    sites = {one.site.id for one in places if one.site and one.kind in ("site", "building")}
    rows = PlaceCode.objects.filter(
        Q(kind__in=["site", "building"], site__in=sites)
        | Q(workplace__in=[one.workplace.pk for one in places if one.workplace])
        | Q(equipment__in=[one.equipment.pk for one in places if one.equipment]),
        withdrawn_on__isnull=True,
    )
    known = {_key_of(row): row.code for row in rows}
    return [replace(one, code=known.get(one.key, "")) for one in places]


def code_on_label(*, site: int | None = None, equipment: Iterable[int] = ()) -> dict[int, str]:
    """The codes that hold of a site, or of several pieces of equipment, by row number."""
    rows = PlaceCode.objects.filter(withdrawn_on__isnull=True)
    if site is not None:
        return dict(rows.filter(kind="site", site=site).values_list("site_id", "code"))
    return dict(rows.filter(equipment__in=list(equipment)).values_list("equipment_id", "code"))


def may_make_poster(actor: Actor, place: Place) -> bool:
    """Whether somebody makes posters there: as holder of the site, of the unit or of the equipment."""
    return may(actor, MAKE_POSTER, owner_of(place))


def owner_of(place: Place) -> Any:
    """The record whose unit decides over a place: equipment, the unit that works there, or the site."""
    if place.owner is not None:
        return place.owner
    if place.equipment:
        return place.equipment
    if place.workplace:
        return Unit.objects.get(pk=place.workplace.unit_id)
    return Site.objects.get(pk=place.site.id if place.site else 0)


def places_of_rows(rows: Iterable[PlaceCode]) -> list[Place]:
    """The places of codes, also of such as hold no more: what stands there stays there."""
    return _read(rows, there=False)


def keepers_of(places: Iterable[Place]) -> dict[tuple[str, int, str], Any]:
    """By place the record in whose history its code stands: the equipment, or the site; one query."""
    kept = list(places)
    sites = {one.site.id for one in kept if one.site and not one.equipment}
    known = Site.objects.in_bulk(sites) if sites else {}
    return {one.key: one.equipment or known[one.site.id if one.site else 0] for one in kept}


def _read(rows: Iterable[PlaceCode], *, there: bool = True) -> list[Place]:
    """Places by their codes; ``there`` leaves out what is there no more."""
    kept = list(rows)
    equipment = _equipment_numbered({row.equipment_id for row in kept if row.equipment_id})
    workplaces = _workplaces_numbered({row.workplace_id for row in kept if row.workplace_id})
    sites = _sites_numbered({row.site_id for row in kept if row.kind in ("site", "building")})
    found = []
    for row in kept:
        if row.equipment_id:
            place = _of_equipment(equipment[row.equipment_id])
        elif row.workplace_id:
            place = _of_workplace(workplaces[row.workplace_id])
        else:
            place = _of_site(sites[row.site_id], row.building)
        stands = row.kind != "building" or row.building in sites[row.site_id].buildings
        if stands or not there:
            found.append(replace(place, code=row.code))
    return found


def _equipment_numbered(numbers: set[int]) -> dict[int, Equipment]:
    if not numbers:
        return {}
    rows = Equipment.objects.for_system(reason="place code").filter(pk__in=numbers)
    return {one.pk: one for one in rows.select_related("unit")}


def _workplaces_numbered(numbers: set[int]) -> dict[int, Workplace]:
    if not numbers:
        return {}
    rows = Workplace.objects.filter(pk__in=numbers).select_related("unit")
    return {one.pk: one for one in rows}


def _sites_numbered(numbers: set[int]) -> dict[int, Site]:
    if not numbers:
        return {}
    return {one.pk: one for one in Site.objects.filter(pk__in=numbers).select_related("holder")}


def _key_of(row: PlaceCode) -> tuple[str, int, str]:
    return (row.kind, row.equipment_id or row.workplace_id or row.site_id, row.building)


def _of_sites(site: Site | None, unit: UnitView | None) -> Iterable[Place]:
    rows = Site.objects.filter(holder=unit.id) if unit else Site.objects.filter(pk=site.pk)  # type: ignore[union-attr]
    for one in rows.select_related("holder").order_by("code")[:MOST_PLACES]:
        yield _of_site(one)
        yield from (_of_site(one, building) for building in dict.fromkeys(one.buildings))


def _of_site(one: Site, building: str = "") -> Place:
    kind = "building" if building else "site"
    view = tree().sites[one.pk]
    return Place(kind, _acts(one.holder_id), site=view, building=building, owner=one)


def _of_workplaces(actor: Actor, site: Site | None, unit: UnitView | None) -> Iterable[Place]:
    rows = workplaces_within(actor, MAKE_POSTER)
    rows = rows.filter(unit=unit.id) if unit else rows.filter(site=site)
    rows = rows.select_related("unit").order_by("site__code", "unit__path", "type")
    return [_of_workplace(one) for one in rows[:MOST_PLACES]]


def _of_workplace(one: Workplace) -> Place:
    site = tree().sites[one.site_id]
    return Place("workplace", _acts(one.unit_id), site=site, workplace=one, owner=one.unit)


def _equipment_at(actor: Actor, site: Site | None, unit: UnitView | None) -> Iterable[Equipment]:
    rows = Equipment.objects.visible_to(actor, MAKE_POSTER).select_related("unit")
    rows = rows.filter(unit=unit.id) if unit else rows.filter(site=site)
    return rows.order_by("ref")[:MOST_PLACES]


def _of_equipment(one: Equipment) -> Place:
    site = tree().sites.get(one.site_id) if one.site_id else None
    return Place("equipment", _acts(one.unit_id), site=site, equipment=one, owner=one)


def _acts(unit: int) -> UnitView:
    """The unit that acts: of one that is no more, what took over from it."""
    return living(tree().by_id[unit])
