"""What of assessments waits for an actor."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from baken.core.access import Actor, may
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.permits import DECIDE, READ, REVIEW, WORK
from baken.rooms.org.queries import tree

# By state, who is to act: by which right, and not who merely reads.
WAITS_FOR = {
    "in_expert_review": REVIEW,
    "approved": DECIDE,
    "review_due": WORK,
    "expired": WORK,
}


def assessments_waiting(actor: Actor, most: int) -> list[Assessment]:
    """The assessments that wait for the actor, the oldest first; one query.

    Of their own unit or below, in the state in which it is their turn.
    """
    turn = Q(pk__in=[])
    for state, permit in WAITS_FOR.items():
        units = actor.units_of(permit)
        if units:
            turn |= Q(state=state) & tree().among("unit_id", units)
    if not turn or actor.person is None:
        return []
    rows: Any = Assessment.objects.visible_to(actor, READ).filter(turn)
    found = list(rows.select_related("unit", "owner_unit").order_by("number")[: most * 2])
    return [one for one in found if may(actor, WAITS_FOR[one.state], one)][:most]
