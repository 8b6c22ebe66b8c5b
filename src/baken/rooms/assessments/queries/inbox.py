"""What of assessments waits for an actor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from baken.core.access import Actor, may
from baken.rooms.assessments.models import Assessment, AssessmentCondition
from baken.rooms.assessments.permits import DECIDE, READ, REVIEW, WORK
from baken.rooms.assessments.queries.replacing import made_after
from baken.rooms.assessments.rules import OPEN, REVIEWED
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

    Of their own unit or below, in the state in which it is their turn; one that expired waits no more once
    a new version of it is being made.
    """
    turn = Q(pk__in=[])
    for state, permit in WAITS_FOR.items():
        units = actor.units_of(permit)
        if units:
            turn |= Q(state=state) & tree().among("unit_id", units)
    if not turn or actor.person is None:
        return []
    replaced = Q(state="expired") & Exists(made_after().filter(earlier=OuterRef("pk")))
    rows: Any = Assessment.objects.visible_to(actor, READ).filter(turn).exclude(replaced)
    found = list(rows.select_related("unit", "owner_unit").order_by("number")[: most * 2])
    return [one for one in found if may(actor, WAITS_FOR[one.state], one)][:most]


@dataclass(frozen=True)
class ToMeet:
    """An assessment with conditions of its reviews that wait for somebody: how many, and late ones."""

    record: Assessment
    still_open: int
    late: int


def conditions_waiting(actor: Actor, day: date, most: int) -> list[ToMeet]:
    """Conditions that the actor meets, and late ones of the units for which they sign; two queries."""
    if actor.person is None:
        return []
    conditions: Any = AssessmentCondition.objects.for_system(reason="filter")
    here = conditions.filter(record=OuterRef("pk"), standing=OPEN)
    units = actor.units_of(DECIDE)
    mine = Q(Exists(here.filter(owner=actor.person)))
    late = Q(Exists(here.filter(due_on__lt=day))) & tree().among("unit_id", units)
    rows: Any = Assessment.objects.visible_to(actor, READ).filter(state__in=REVIEWED)
    found = list(rows.filter(mine | late if units else mine).order_by("number")[:most])
    left = conditions.filter(record__in=[one.pk for one in found], standing=OPEN)
    told = list(left.values_list("record", "owner", "due_on")) if found else []
    return [_to_meet(actor, one, day, told) for one in found]


def _to_meet(
    actor: Actor, one: Assessment, day: date, told: Iterable[tuple[int, Any, date]]
) -> ToMeet:
    """How many of one wait: for who does not sign there, their own alone."""
    signs = may(actor, DECIDE, one)
    of_it = [
        due for number, owner, due in told if number == one.pk and (signs or owner == actor.person)
    ]
    return ToMeet(one, len(of_it), sum(due < day for due in of_it))
