"""Pages of recommendations for an actor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from baken.core.access import Actor
from baken.core.lists import USUAL_ROWS, Narrow, Page, page_of
from baken.core.search.words import Wanted
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.permits import READ_RECOMMENDATION
from baken.rooms.measures.queries.lists import UNITS
from baken.rooms.measures.rules.recommending import OPEN_RECOMMENDATIONS, TO_ANSWER

# What a table of a page shows of a recommendation.
SHOWN_RECOMMENDATION = (
    *("ref", "title", "source", "party", "report_number", "category", "cause", "state", "unit"),
    *("owner_unit", "owner", "owner_key", "due_at", "confidentiality", "times_before"),
    *("appreciation", "unit__path", "owner_unit__path"),
)
# Among the states that a list can be asked for: any in which something is still to be done.
OPEN = "open"


def recommendations_page(
    actor: Actor,
    *,
    narrow: Narrow | None = None,
    words: Wanted | None = None,
    cursor: str = "",
    limit: int = USUAL_ROWS,
    fields: Sequence[str] = (),
    along: Narrow | None = None,
) -> Page:
    """The newest recommendations within the actor's reach: these fields, or all."""
    return page_of(
        root=Recommendation,
        actor=actor,
        permit=READ_RECOMMENDATION,
        narrow=narrow,
        words=words,
        related=UNITS,
        fields=fields,
        along=along,
        cursor=cursor,
        limit=limit,
    )


def in_recommendation_state(asked: str) -> Q:
    """Recommendations in a state, or ``OPEN``; lists, exports and figures mean the same by it."""
    return Q(state__in=OPEN_RECOMMENDATIONS) if asked == OPEN else Q(state=asked)


def owed_before(at: datetime) -> Q:
    """Recommendations on which the next step was owed before a moment."""
    return Q(state__in=OPEN_RECOMMENDATIONS, due_at__lt=at)


def answer_owed_before(at: datetime) -> Q:
    """Recommendations that nobody answered in time."""
    return Q(state__in=TO_ANSWER, due_at__lt=at)
