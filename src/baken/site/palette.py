"""What the palette offers: records by their reference, pages, units and actions, within one's rights."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor
from baken.core.access.roots import Root, root_classes
from baken.core.page.addresses import record_address
from baken.core.records.references import spell
from baken.rooms.org.queries import tree
from baken.site.doors import doors_for

MOST_RECORDS, MOST_UNITS, MOST_ITEMS = 8, 6, 60
YEARS_BACK = 15
SIGNS = 6
FEWEST_OF_PREFIX = 4  # digits of a serial, from which on those that begin so are few enough to name
_TYPED = re.compile(r"\s*([a-z]{1,3})[\s-]*(?:(\d{4})[\s-]+)?(\d{1,6})\s*", re.IGNORECASE)


@dataclass(frozen=True)
class PaletteItem:
    """One line: its name, what kind of thing it is, and where it leads or what it does."""

    label: str
    kind: str
    url: str = ""
    act: str = ""


def palette_items(actor: Actor, text: str, at: datetime) -> list[PaletteItem]:
    """What fits a text, the records first; with nothing typed the pages and actions.

    At most two questions to the database, both answered by the index of the references.
    """
    found = list(_records(actor, text, at))
    wanted = plain(text).split()
    found += [one for one in _pages(actor) if _fits(one.label, wanted)]
    if wanted:
        found += _units(" ".join(wanted))
    found += [one for one in _acts(actor) if _fits(one.label, wanted)]
    return found[:MOST_ITEMS]


def references_meant(text: str, year: int) -> list[str]:
    """The references that a text may mean, the likeliest first: ``m 123``, ``M-2026-000123``.

    Without a year those of this and earlier years. Four or five digits of a serial, beginning with
    a nought, also mean all that begin so.
    """
    typed = _TYPED.fullmatch(text)
    if typed is None or typed[1].upper() not in root_classes():
        return []
    prefix, digits = typed[1].upper(), typed[3]
    years = [int(typed[2])] if typed[2] else list(range(year, year - YEARS_BACK, -1))
    exact = [spell(prefix, one, int(digits)) for one in years]
    if digits[0] != "0" or not FEWEST_OF_PREFIX <= len(digits) < SIGNS:
        return exact
    open_places = SIGNS - len(digits)
    first = int(digits) * 10**open_places
    begun = range(first, first + 10**open_places)
    return exact + [spell(prefix, years[0], serial) for serial in begun]


def _records(actor: Actor, text: str, at: datetime) -> Iterator[PaletteItem]:
    refs = references_meant(text, clock.local_date(at).year)
    if not refs:
        return
    root: type[Root] = root_classes()[refs[0].partition("-")[0]]
    seen: dict[str, Any] = {}
    for permit in filter(actor.holds, root.visible_with()):
        rows = root.objects.visible_to(actor, permit).filter(ref__in=refs).only("ref", "number")
        seen |= {one.ref: one for one in rows.order_by("-number")[:MOST_RECORDS]}
    if not root.page_name:
        return
    for ref in sorted(seen, reverse=True)[:MOST_RECORDS]:
        yield PaletteItem(ref, _("Record"), record_address(seen[ref]))


def _pages(actor: Actor) -> Iterator[PaletteItem]:
    """The pages this person has something to look for on."""
    kinds = {"page": _("Page"), "foot": _("Page"), "account": _("My account")}
    for door in doors_for(actor):
        yield PaletteItem(str(door.label), kinds[door.kind], door.url)


def _acts(actor: Actor) -> Iterator[PaletteItem]:
    """What a button of every page does."""
    here = get_language() or settings.LANGUAGE_CODE
    for code, name in settings.LANGUAGES:
        if not here.startswith(code):
            label = _("Language: %(name)s") % {"name": name}
            yield PaletteItem(label, _("Action"), act=f"language:{code}")
    yield PaletteItem(_("Change light or dark"), _("Action"), act="theme")
    yield PaletteItem(_("Keyboard shortcuts"), _("Action"), act="keys")
    yield PaletteItem(_("Log out"), _("Action"), act="logout")


def _units(wanted: str) -> list[PaletteItem]:
    """Units by code or name; the tree stands in memory."""
    if len(wanted) < 2:
        return []
    begins, holds = [], []
    for unit in tree().units:
        code, name = unit.code.lower(), plain(unit.name)
        if code.startswith(wanted) or name.startswith(wanted):
            begins.append(unit)
        elif wanted in code or wanted in name:
            holds.append(unit)
    return [
        PaletteItem(f"{unit.name} ({unit.code})", _("Unit"), reverse("org:unit", args=[unit.code]))
        for unit in [*begins, *holds][:MOST_UNITS]
    ]


def _fits(label: str, wanted: Iterable[str]) -> bool:
    """Whether every word that was typed begins a word of the label."""
    words = plain(label).split()
    return all(any(word.startswith(one) for word in words) for one in wanted)


def plain(text: str) -> str:
    """A text in small letters without accents, as people type it."""
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
