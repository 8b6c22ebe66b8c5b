"""What of consultations waits for an actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from baken.core import clock
from baken.core.access import Actor
from baken.core.lists.pressing import SOONEST, Heading, Values, first_of
from baken.rooms.consultation.models import (
    Consultation,
    ConsultationCondition,
    ConsultationStep,
)
from baken.rooms.consultation.permits import ANSWER, ASK
from baken.rooms.consultation.queries.facts import WRITING, asks_for
from baken.rooms.consultation.queries.lists import UNITS
from baken.rooms.consultation.rules import OPEN, SPEAKERS
from baken.rooms.org.queries import roles_held, tree

_WITH_ASKER = ("draft", "answered", "replied")
# So many more are read than asked for: those of the own unit that are another's to answer or to handle.
BESIDE = 50


@dataclass(frozen=True)
class Waiting:
    """What waits for somebody, to answer or to handle, and what they asked and wait for; soonest first."""

    to_answer: list[Consultation]
    to_handle: list[Consultation]
    to_wait_for: list[Consultation]


def _late(given: Values) -> Q:
    """Asked, and its term has passed or the body asks for more time."""
    return Q(due_at__lte=given["at"]) | Q(proposed_on__isnull=False)


def _to_answer(rows: Any, given: Values) -> Any:
    return rows.filter(given["of_own_body"], state="asked")


def _to_handle(rows: Any, given: Values) -> Any:
    acts = Q(state__in=_WITH_ASKER) | Q(_late(given), state="asked")
    return rows.filter(acts, given["of_own_units"])


def _to_wait_for(rows: Any, given: Values) -> Any:
    return rows.filter(~_late(given), state="asked", asker=given["person"])


HEADINGS = (Heading(ANSWER, _to_answer), Heading(ASK, _to_handle), Heading(ASK, _to_wait_for))


def _told(rows: Any, given: Values) -> Any:
    """Adds whether this person speaks for the body and wrote it, and whether conditions are open."""
    person = given["person"]
    held = roles_held(person, given["day"]).filter(unit=OuterRef("body_unit"))
    speaks = [
        When(Q(Exists(held.filter(role=role)), body=body), then=True)
        for body, role in SPEAKERS.items()
    ]
    steps: Any = ConsultationStep.objects.for_system(reason="filter")
    wrote = steps.filter(record=OuterRef("pk"), code__in=WRITING, actor=person)
    conditions: Any = ConsultationCondition.objects.for_system(reason="filter")
    to_note = conditions.filter(record=OuterRef("pk"), standing=OPEN)
    return rows.annotate(
        speaks=Case(*speaks, default=Value(value=False)),
        is_to_note=Exists(to_note),
        wrote=Case(When(asker=person, then=True), default=Exists(wrote)),
    )


def consultations_waiting(actor: Actor, at: datetime, most: int) -> Waiting:
    """Consultations to answer for a body, and to handle for the side that asks; at most so many of each.

    Of whatever else lies within reach none takes the place of one of these. One query.
    """
    if actor.person is None:
        return Waiting([], [], [])
    posts = {one.unit for one in actor.grants_of(ANSWER) if one.unit is not None}
    found = first_of(
        HEADINGS,
        by=SOONEST,
        root=Consultation,
        actor=actor,
        given={
            "of_own_body": Q(body_unit__in=posts),
            "of_own_units": tree().among("unit_id", actor.units_of(ASK)),
            "person": actor.person,
            "at": at,
            "day": clock.local_date(at),
        },
        most=most + BESIDE,
        related=UNITS,
        along=_told,
    )
    to_answer = [one for one in found if one.state == "asked" and one.speaks and not one.wrote]
    return Waiting(
        to_answer=to_answer[:most],
        to_handle=[one for one in found if _is_to_handle(actor, one, at)][:most],
        to_wait_for=[one for one in found if _waits(one, at) and one.asker == actor.person][:most],
    )


def _is_to_handle(actor: Actor, one: Any, at: datetime) -> bool:
    """Whether the side that asks has something to do: all but waiting for an answer in time."""
    return not _waits(one, at) and not one.speaks and asks_for(actor, one)


def _waits(one: Consultation, at: datetime) -> bool:
    """Whether the body still has time to answer, and asked for no more."""
    is_late = one.due_at is not None and one.due_at <= at
    return one.state == "asked" and one.proposed_on is None and not is_late
