"""Pages of duties to notify for an actor, and what one duty shows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from baken.core.access import Actor
from baken.core.lists import USUAL_ROWS, Narrow, Page, Part, page_of_parts
from baken.rooms.reports.models import ExternalNotification, Occurrence
from baken.rooms.reports.permits import READ_NOTIFICATION, READ_NOTIFICATION_SUMMARY
from baken.rooms.reports.queries.duties import with_merged

READING = (READ_NOTIFICATION, READ_NOTIFICATION_SUMMARY)
# What a list shows of a duty: nothing about persons.
NOTIFICATION_SHOWN = (
    "id",
    "ref",
    "unit",
    "owner_unit",
    "state",
    "duty",
    "owner",
    "by_hand",
    "opened_at",
    "reopened_at",
    "known_at",
    "is_late",
    "term_at",
    "due_at",
    "lapsed_at",
    "called_at",
    "confirmed_at",
    "occurrence__ref",
)


def notifications_page(
    actor: Actor,
    *,
    narrow: Narrow | None = None,
    cursor: str = "",
    limit: int = USUAL_ROWS,
) -> Page:
    """The newest duties within the actor's reach, read in full or without names."""
    parts = [Part(permit, narrow) for permit in READING if actor.holds(permit)]
    page, _given = page_of_parts(
        root=ExternalNotification,
        actor=actor,
        parts=parts,
        related=("occurrence",),
        fields=NOTIFICATION_SHOWN,
        cursor=cursor,
        limit=limit,
    )
    return page


def notifications_of(actor: Actor, occurrence: Occurrence) -> Sequence[Any]:
    """The duties of an occurrence, and of what was merged into it, that the actor may see, by age."""
    permits = [permit for permit in READING if actor.holds(permit)]
    if not permits:
        return []
    seen = (ExternalNotification.objects.visible_to(actor, permit) for permit in permits)
    rows = reduce(or_, seen).filter(with_merged(occurrence))
    return list(rows.select_related("unit", "occurrence").order_by("number"))
