"""Pages of consultations for an actor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from baken.core.access import Actor
from baken.core.lists import USUAL_ROWS, Narrow, Page, page_of
from baken.core.search.words import Wanted
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.permits import READ
from baken.rooms.consultation.rules import OPEN_STATES
from baken.rooms.org.queries import tree

# Rows that say whose a consultation is: what one may do with it depends on them.
UNITS = ("unit", "owner_unit")
# Among the states that a list can be asked for: any in which something is still to be done.
OPEN = "open"
# And asked, with the term of the body over.
LATE = "late"


def consultations_page(
    actor: Actor,
    *,
    narrow: Narrow | None = None,
    words: Wanted | None = None,
    cursor: str = "",
    limit: int = USUAL_ROWS,
) -> Page:
    """The newest consultations within the actor's reach."""
    return page_of(
        root=Consultation,
        actor=actor,
        permit=READ,
        narrow=narrow,
        words=words,
        related=UNITS,
        cursor=cursor,
        limit=limit,
    )


def in_state(asked: str, at: datetime) -> Q:
    """Consultations in a state, ``OPEN`` or ``LATE``; lists, files and figures mean the same by it."""
    if asked == LATE:
        return Q(state="asked", due_at__lte=at)
    return Q(state__in=OPEN_STATES) if asked == OPEN else Q(state=asked)


def of_unit(code: str) -> Q:
    """Consultations that a unit and all below it (a code that exists) asked or were asked."""
    here = tree()
    ids = here.ids_in((here.by_code[code].range,))
    return here.among("unit_id", ids) | here.among("owner_unit_id", ids)


def narrowed(chosen: dict[str, Any], at: datetime) -> Q:
    """The condition of what was chosen in a list: unit, state, kind, outcome and kind of subject."""
    whole = of_unit(chosen["unit"]) if chosen.get("unit") else Q()
    if chosen.get("state"):
        whole &= in_state(chosen["state"], at)
    for name in ("kind", "outcome", "subject_kind"):
        if chosen.get(name):
            whole &= Q(**{name: chosen[name]})
    return whole
