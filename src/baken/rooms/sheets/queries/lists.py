"""Pages of sheets for an actor."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from baken.core.access import Actor
from baken.core.lists import USUAL_ROWS, Narrow, Page, page_of
from baken.core.search.words import Wanted
from baken.rooms.org.queries import tree
from baken.rooms.sheets.models import Sheet
from baken.rooms.sheets.permits import READ

UNITS = ("unit", "owner_unit")


def sheets_page(
    actor: Actor,
    *,
    narrow: Narrow | None = None,
    words: Wanted | None = None,
    cursor: str = "",
    limit: int = USUAL_ROWS,
) -> Page:
    """The newest sheets within the actor's reach."""
    return page_of(
        root=Sheet,
        actor=actor,
        permit=READ,
        narrow=narrow,
        words=words,
        related=UNITS,
        cursor=cursor,
        limit=limit,
    )


def narrowed(chosen: dict[str, Any]) -> Q:
    """The condition of what was chosen in a list: unit, state and instrument."""
    whole = Q()
    if chosen.get("unit"):
        here = tree()
        ids = here.ids_in((here.by_code[chosen["unit"]].range,))
        whole = here.among("unit_id", ids) | here.among("owner_unit_id", ids)
    for name in ("state", "instrument"):
        if chosen.get(name):
            whole &= Q(**{name: chosen[name]})
    return whole
