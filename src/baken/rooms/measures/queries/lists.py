"""Pages of measures for an actor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from baken.core.access import Actor
from baken.core.lists import USUAL_ROWS, Narrow, Page, page_of
from baken.core.search.words import Wanted
from baken.rooms.measures.models import Measure
from baken.rooms.measures.permits import READ
from baken.rooms.measures.rules.states import OPEN_STATES
from baken.rooms.org.queries import display_name

UNITS = ("unit", "owner_unit")
# What a table of a page shows of a measure.
SHOWN = (
    *("ref", "title", "control_level", "risk_class", "severity", "priority", "state"),
    *("unit", "owner_unit", "owner", "due_at", "confidentiality", "owner_key"),
    *("unit__path", "owner_unit__path", "rises", "postponed", "asked_at", "answered_at"),
)
# What is asked for where a measure serves nothing that has a class.
NO_CLASS = "none"
# Among the states that a list can be asked for: any in which something is still to be done.
OPEN = "open"


def measures_page(
    actor: Actor,
    *,
    narrow: Narrow | None = None,
    words: Wanted | None = None,
    cursor: str = "",
    limit: int = USUAL_ROWS,
    fields: Sequence[str] = (),
    along: Narrow | None = None,
) -> Page:
    """The newest measures within the actor's reach: these fields, or all, and what is added to them."""
    return page_of(
        root=Measure,
        actor=actor,
        permit=READ,
        narrow=narrow,
        words=words,
        related=UNITS,
        fields=fields,
        along=along,
        cursor=cursor,
        limit=limit,
    )


def with_owner(rows: Any) -> Any:
    """The same rows, each with the name of its owner as ``owner_name``: empty without one."""
    return rows.annotate(owner_name=display_name("owner"))


def in_state(asked: str) -> Q:
    """Measures in a state, or ``OPEN``; lists, exports and figures mean the same by it."""
    return Q(state__in=OPEN_STATES) if asked == OPEN else Q(state=asked)


def of_class(asked: str) -> Q:
    """Measures by the class of the worst that they serve, or ``NO_CLASS``; counts mean the same by it."""
    return Q(risk_class="" if asked == NO_CLASS else asked)


def overdue(at: datetime) -> Q:
    """Measures on which the next step was owed before a moment."""
    return Q(state__in=OPEN_STATES, due_at__lt=at)
