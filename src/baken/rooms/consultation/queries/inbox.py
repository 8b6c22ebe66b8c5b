"""What of consultations waits for an actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from baken.core.access import Actor
from baken.core.lists import Narrow, Part, soonest_of_parts
from baken.rooms.consultation.models import (
    Consultation,
    ConsultationCondition,
    ConsultationStep,
)
from baken.rooms.consultation.permits import ANSWER, ASK
from baken.rooms.consultation.queries.facts import WRITING, asks_for
from baken.rooms.consultation.queries.lists import UNITS
from baken.rooms.consultation.rules import OPEN, SPEAKERS
from baken.rooms.org.queries import own_roles, tree

_WITH_ASKER = ("draft", "answered", "replied")
# So many more are read than asked for: those of the own unit that are another's to answer or to handle.
BESIDE = 50


@dataclass(frozen=True)
class Waiting:
    """What waits for somebody, to answer or to handle, and what they asked and wait for; soonest first."""

    to_answer: list[Consultation]
    to_handle: list[Consultation]
    to_wait_for: list[Consultation]


def consultations_waiting(actor: Actor, at: datetime, most: int) -> Waiting:
    """Consultations to answer for a body, and to handle for the side that asks; at most so many of each.

    Of whatever else lies within reach none takes the place of one of these. One query.
    """
    late = Q(due_at__lte=at) | Q(proposed_on__isnull=False)
    acts = Q(state__in=_WITH_ASKER) | Q(late, state="asked")
    posts = {one.unit for one in actor.grants_of(ANSWER) if one.unit is not None}
    own = tree().among("unit_id", actor.units_of(ASK))
    found = soonest_of_parts(
        root=Consultation,
        actor=actor,
        parts=[
            _part(ANSWER, Q(state="asked", body_unit__in=posts)),
            _part(ASK, acts & own),
            _part(ASK, Q(state="asked", asker=actor.person) & ~late),
        ],
        most=most + BESIDE,
        related=UNITS,
        along=_told(actor, at),
    )
    to_answer = [one for one in found if one.state == "asked" and one.speaks and not one.wrote]
    return Waiting(
        to_answer=to_answer[:most],
        to_handle=[one for one in found if _is_to_handle(actor, one, at)][:most],
        to_wait_for=[one for one in found if _waits(one, at) and one.asker == actor.person][:most],
    )


def _part(permit: str, condition: Q) -> Part:
    return Part(permit, lambda rows: rows.filter(condition), is_rare=True)


def _told(actor: Actor, at: datetime) -> Narrow:
    """Adds to rows whether the actor speaks for the body and wrote it, and whether conditions are open."""
    held = own_roles(actor, at).filter(unit=OuterRef("body_unit"))
    speaks = [
        When(Q(Exists(held.filter(role=role)), body=body), then=True)
        for body, role in SPEAKERS.items()
    ]
    steps: Any = ConsultationStep.objects.for_system(reason="filter")
    wrote = steps.filter(record=OuterRef("pk"), code__in=WRITING, actor=actor.person)
    conditions: Any = ConsultationCondition.objects.for_system(reason="filter")
    to_note = conditions.filter(record=OuterRef("pk"), standing=OPEN)

    def told(rows: Any) -> Any:
        return rows.annotate(
            speaks=Case(*speaks, default=Value(value=False)),
            is_to_note=Exists(to_note),
            wrote=Case(When(asker=actor.person, then=True), default=Exists(wrote)),
        )

    return told


def _is_to_handle(actor: Actor, one: Any, at: datetime) -> bool:
    """Whether the side that asks has something to do: all but waiting for an answer in time."""
    return not _waits(one, at) and not one.speaks and asks_for(actor, one)


def _waits(one: Consultation, at: datetime) -> bool:
    """Whether the body still has time to answer, and asked for no more."""
    is_late = one.due_at is not None and one.due_at <= at
    return one.state == "asked" and one.proposed_on is None and not is_late
