"""Places with a code on a poster: what stands behind a code, and for which places one makes posters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q

from baken.core.access import Actor, may
from baken.rooms.org.models import Equipment, PlaceCode, Site, Unit, Workplace
from baken.rooms.org.permits import MAKE_POSTER
from baken.rooms.org.queries.codes import label_of
from baken.rooms.org.queries.heirs import living
from baken.rooms.org.queries.place_reach import equipment_within
from baken.rooms.org.queries.tree import SiteView, UnitView, name_of, tree
from baken.rooms.org.rules.place_codes import looks_like_code, plain_code

KINDS = ("site", "building", "workplace", "equipment")
MOST_PLACES = 100
MOST_NUMBER = 2**63 - 1
_WORD = re.compile(
    rf"(?P<kind>{'|'.join(KINDS)}):(?P<number>[0-9]{{1,19}}):(?P<building>.*)", re.DOTALL
)


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


def place_of_word(actor: Actor, word: str, *permits: str) -> Place | None:
    """The place that a word names, if the actor makes posters there, and has these permits too."""
    return next(iter(places_of_words(actor, [word], *permits)), None)


def places_of_words(actor: Actor, words: Iterable[str], *permits: str) -> list[Place]:
    """As ``place_of_word`` for several at once, in their order, each once; nonsense names nothing.

    Each is read by itself and not looked up in a list, which ends somewhere.
    """
    wanted = list(dict.fromkeys(words))
    named = {one for one in map(_named_by, wanted) if one}
    asked = (MAKE_POSTER, *permits)
    meant = [one for one in _there(actor, named) if one.key in named]
    held = [one for one in meant if all(_may(actor, one, permit) for permit in asked)]
    known = {one.word: one for one in with_codes(held)}
    return [known[word] for word in wanted if word in known]


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
    return _may(actor, place, MAKE_POSTER)


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
            place = place_of_thing(equipment[row.equipment_id])
        elif row.workplace_id:
            place = place_of_work(workplaces[row.workplace_id])
        else:
            place = place_at_site(sites[row.site_id], row.building)
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


def _named_by(word: str) -> tuple[str, int, str] | None:
    """What a word says by which a form names a place: kind, row number and building."""
    said = _WORD.fullmatch(word)
    number = int(said["number"]) if said else 0
    return (said["kind"], number, said["building"]) if said and number <= MOST_NUMBER else None


def _there(actor: Actor, named: Iterable[tuple[str, int, str]]) -> Iterable[Place]:
    """The places of what was named, as far as they are there; three questions at most."""
    numbers: dict[str, set[int]] = {kind: set() for kind in KINDS}
    for kind, number, _building in named:
        numbers[kind].add(number)
    for site in _sites_numbered(numbers["site"] | numbers["building"]).values():
        yield from (place_at_site(site, one) for one in names_at(site))
    yield from map(place_of_work, _workplaces_numbered(numbers["workplace"]).values())
    if numbers["equipment"]:
        rows = equipment_within(actor, MAKE_POSTER).filter(pk__in=numbers["equipment"])
        yield from map(place_of_thing, rows.select_related("unit"))


def names_at(site: Site) -> list[str]:
    """The site itself, as an empty name, and its buildings, each once."""
    return list(dict.fromkeys(["", *site.buildings]))


def _may(actor: Actor, place: Place, permit: str) -> bool:
    return may(actor, permit, owner_of(place))


def _key_of(row: PlaceCode) -> tuple[str, int, str]:
    return (row.kind, row.equipment_id or row.workplace_id or row.site_id, row.building)


def place_at_site(one: Site, building: str = "") -> Place:
    """A site, or a building at it, as a place."""
    kind = "building" if building else "site"
    view = tree().sites[one.pk]
    return Place(kind, _acts(one.holder_id), site=view, building=building, owner=one)


def workplace_types_of(unit: int) -> set[str]:
    """The types of the workplaces of a unit itself, by its row number."""
    return set(Workplace.objects.filter(unit=unit).values_list("type", flat=True))


def place_of_work(one: Workplace) -> Place:
    """A workplace as a place."""
    site = tree().sites[one.site_id]
    return Place("workplace", _acts(one.unit_id), site=site, workplace=one, owner=one.unit)


def place_of_thing(one: Equipment) -> Place:
    """A piece of equipment as a place."""
    site = tree().sites.get(one.site_id) if one.site_id else None
    return Place("equipment", _acts(one.unit_id), site=site, equipment=one, owner=one)


def _acts(unit: int) -> UnitView:
    """The unit that acts: of one that is no more, what took over from it."""
    return living(tree().by_id[unit])
