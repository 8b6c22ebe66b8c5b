"""Pages of assessments for an actor."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from baken.core.access import Actor
from baken.core.lists import USUAL_ROWS, Narrow, Page, page_of
from baken.core.search.words import Wanted
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.permits import READ
from baken.rooms.assessments.rules import HOLDING, MAKING
from baken.rooms.org.queries import tree

UNITS = ("unit", "owner_unit")
# Among the states that a list can be asked for: any in which it is being made, and any in which it holds.
GROUPS = {"making": MAKING, "holding": HOLDING}


def assessments_page(
    actor: Actor,
    *,
    narrow: Narrow | None = None,
    words: Wanted | None = None,
    cursor: str = "",
    limit: int = USUAL_ROWS,
) -> Page:
    """The newest assessments within the actor's reach."""
    return page_of(
        root=Assessment,
        actor=actor,
        permit=READ,
        narrow=narrow,
        words=words,
        related=UNITS,
        cursor=cursor,
        limit=limit,
    )


def of_unit(code: str) -> Q:
    """Assessments of a unit and all below it, by a code that exists."""
    here = tree()
    ids = here.ids_in((here.by_code[code].range,))
    return here.among("unit_id", ids) | here.among("owner_unit_id", ids)


def narrowed(chosen: dict[str, Any]) -> Q:
    """The condition of what was chosen in a list: unit, state and days on which they were begun."""
    whole = of_unit(chosen["unit"]) if chosen.get("unit") else Q()
    state = chosen.get("state")
    if state:
        whole &= Q(state__in=GROUPS.get(state, (state,)))
    return whole
