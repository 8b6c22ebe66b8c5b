"""What of assessments waits for an actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery

from baken.core.access import Actor, may
from baken.core.lists.pressing import OLDEST, Heading, Values, first_of
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


def _states(permit: str) -> list[str]:
    return [state for state, needed in WAITS_FOR.items() if needed == permit]


def _to_review(rows: Any, given: Values) -> Any:
    return rows.filter(given["reviews"], state__in=_states(REVIEW))


def _to_sign(rows: Any, given: Values) -> Any:
    return rows.filter(given["decides"], state__in=_states(DECIDE))


def _to_look_at(rows: Any, given: Values) -> Any:
    replaced = Q(state="expired") & Exists(made_after().filter(earlier=OuterRef("pk")))
    return rows.filter(given["works"], state__in=_states(WORK)).exclude(replaced)


def _own_conditions(rows: Any, given: Values) -> Any:
    return rows.filter(pk__in=_open().filter(owner=given["person"]).values("record"))


def _late_conditions(rows: Any, given: Values) -> Any:
    late = _open().filter(due_on__lt=given["day"])
    return rows.filter(given["decides"], pk__in=late.values("record"))


HEADINGS = (
    Heading(REVIEW, _to_review),
    Heading(DECIDE, _to_sign),
    Heading(WORK, _to_look_at),
    Heading(READ, _own_conditions),
    Heading(DECIDE, _late_conditions),
)


def assessments_waiting(actor: Actor, day: date, most: int) -> Waiting:
    """The assessments that wait for the actor, and those with conditions for them, the oldest first.

    At most so many of either. It is their turn in those of their own unit or below, by the state; in one
    that expired no more once a new version of it is being made. Conditions are theirs to meet, or late in
    the units for which they sign. One query.
    """
    if actor.person is None:
        return Waiting([], [])
    within = {"reviews": REVIEW, "decides": DECIDE, "works": WORK}
    found = first_of(
        HEADINGS,
        by=OLDEST,
        root=Assessment,
        actor=actor,
        given={
            **{name: tree().among("unit_id", actor.units_of(it)) for name, it in within.items()},
            "person": actor.person,
            "day": day,
        },
        most=most * 2,
        related=("unit", "owner_unit"),
        along=_counted,
    )
    return Waiting(
        [one for one in found if _is_turn_of(actor, one)][:most],
        [told for one in found if (told := _to_meet(actor, one)).still_open][:most],
    )


def _is_turn_of(actor: Actor, one: Any) -> bool:
    if one.state not in WAITS_FOR or (one.state == "expired" and one.is_replaced):
        return False
    return may(actor, WAITS_FOR[one.state], one)


def _counted(rows: Any, given: Values) -> Any:
    """Adds how many conditions are open and late, of all and of one's own, and whether it is replaced."""
    late, mine = Q(due_on__lt=given["day"]), Q(owner=given["person"])
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
