"""What of assessments waits for an actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery

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


@dataclass(frozen=True)
class ToMeet:
    """An assessment with conditions of its reviews that wait for somebody: how many, and late ones."""

    record: Assessment
    still_open: int
    late: int


@dataclass(frozen=True)
class Waiting:
    """What waits for somebody: assessments in which it is their turn, and conditions of reviews."""

    turns: list[Assessment]
    conditions: list[ToMeet]


def assessments_waiting(actor: Actor, day: date, most: int) -> Waiting:
    """The assessments that wait for the actor, and those with conditions for them, the oldest first.

    At most so many of either. It is their turn in those of their own unit or below, by the state; in one
    that expired no more once a new version of it is being made. Conditions are theirs to meet, or late in
    the units for which they sign. One query.
    """
    if actor.person is None:
        return Waiting([], [])
    visible: Any = Assessment.objects.visible_to(actor, READ)
    turns = _turns(actor, visible).values("pk")[: most * 2]
    conditions = _with_conditions(actor, visible, day).values("pk")[:most]
    rows = _counted(actor, visible.filter(Q(pk__in=turns) | Q(pk__in=conditions)), day)
    found = list(rows.select_related("unit", "owner_unit").order_by("number"))
    mine = [
        one for one in found if one.state in WAITS_FOR and may(actor, WAITS_FOR[one.state], one)
    ]
    return Waiting(
        [one for one in mine if not (one.state == "expired" and one.is_replaced)][:most],
        [told for one in found if (told := _to_meet(actor, one)).still_open][:most],
    )


def _turns(actor: Actor, visible: Any) -> Any:
    turn = Q(pk__in=[])
    for state, permit in WAITS_FOR.items():
        units = actor.units_of(permit)
        if units:
            turn |= Q(state=state) & tree().among("unit_id", units)
    replaced = Q(state="expired") & Exists(made_after().filter(earlier=OuterRef("pk")))
    return visible.filter(turn).exclude(replaced).order_by("number")


def _with_conditions(actor: Actor, visible: Any, day: date) -> Any:
    here, units = _open().filter(record=OuterRef("pk")), actor.units_of(DECIDE)
    mine = Q(Exists(here.filter(owner=actor.person)))
    late = Q(Exists(here.filter(due_on__lt=day))) & tree().among("unit_id", units)
    rows = visible.filter(state__in=REVIEWED)
    return rows.filter(mine | late if units else mine).order_by("number")


def _counted(actor: Actor, rows: Any, day: date) -> Any:
    """Adds how many conditions are open and late, of all and of one's own, and whether it is replaced."""
    late, mine = Q(due_on__lt=day), Q(owner=actor.person)
    return rows.annotate(
        all_open=_number_of(Q()),
        all_late=_number_of(late),
        own_open=_number_of(mine),
        own_late=_number_of(mine & late),
        is_replaced=Exists(made_after().filter(earlier=OuterRef("pk"))),
    )


def _number_of(condition: Q) -> Any:
    rows = _open().filter(condition, record=OuterRef("pk")).order_by().values("record")
    return Subquery(rows.annotate(many=Count("pk")).values("many"), output_field=IntegerField())


def _open() -> Any:
    rows: Any = AssessmentCondition.objects.for_system(reason="filter")
    return rows.filter(standing=OPEN)


def _to_meet(actor: Actor, one: Any) -> ToMeet:
    """What of one waits: late ones for who signs there, and their own."""
    if one.state not in REVIEWED:
        return ToMeet(one, 0, 0)
    if may(actor, DECIDE, one) and (one.all_late or one.own_open):
        return ToMeet(one, one.all_open or 0, one.all_late or 0)
    return ToMeet(one, one.own_open or 0, one.own_late or 0)
