"""What a search finds in the org room: units, sites and equipment by name or code."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.questions import SearchHit
from baken.rooms.org.permits import READ_EQUIPMENT, READ_UNIT
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.codes import label_of
from baken.rooms.org.queries.equipment import equipment_named
from baken.rooms.org.queries.sites import sites_page
from baken.rooms.org.queries.tree import name_of


def search_hits(actor: Actor, text: str, most: int) -> Iterable[SearchHit]:
    """Units, sites, and equipment within reach, whose code or name holds the text."""
    wanted = text.strip().lower()
    if len(wanted) < 2:
        return
    if actor.holds(READ_UNIT):
        yield from _units(wanted, most)
        yield from _sites(actor, wanted, most)
    if actor.holds(READ_EQUIPMENT):
        yield from _equipment(actor, wanted, most)


def _units(wanted: str, most: int) -> Iterable[SearchHit]:
    found = (
        unit for unit in tree().units if wanted in unit.code.lower() or wanted in unit.name.lower()
    )
    for _place, unit in zip(range(most), found, strict=False):
        yield SearchHit(
            kind=_("Unit"),
            ref=unit.code,
            title=unit.name,
            text=unit.site,
            url=reverse("org:unit", args=[unit.code]),
            number=0,
        )


def _sites(actor: Actor, wanted: str, most: int) -> Iterable[SearchHit]:
    for site in sites_page(actor, text=wanted, limit=most).items:
        url = reverse("org:site", args=[site.code])
        yield SearchHit(_("Location"), site.code, name_of(site), site.location, url, 0)


def _equipment(actor: Actor, wanted: str, most: int) -> Iterable[SearchHit]:
    for one in equipment_named(actor, wanted, most):
        url = reverse("org:equipment", args=[one.ref])
        kind = label_of("equipment_kinds", one.kind)
        yield SearchHit(_("Equipment"), one.ref, one.name, kind, url, one.number)
