"""What of consultations waits for an actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from baken.core.access import Actor
from baken.core.lists import Part, soonest_of_parts
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.permits import ANSWER, ASK
from baken.rooms.consultation.queries.facts import asks_for
from baken.rooms.consultation.queries.lists import UNITS
from baken.rooms.consultation.rules import SPEAKERS
from baken.rooms.org.queries import own_appointments


@dataclass(frozen=True)
class Waiting:
    """What waits for somebody, to answer or to handle, and what they asked and wait for; soonest first."""

    to_answer: list[Consultation]
    to_handle: list[Consultation]
    to_wait_for: list[Consultation]


def consultations_waiting(actor: Actor, at: datetime, most: int) -> Waiting:
    """Consultations to answer for a body, and to handle for the side that asks; at most so many of each."""
    found = soonest_of_parts(
        root=Consultation,
        actor=actor,
        parts=[
            Part(ANSWER, partial(_in_states, states=("asked",)), is_rare=True),
            Part(
                ASK,
                partial(_in_states, states=("draft", "asked", "answered", "replied")),
                is_rare=True,
            ),
        ],
        most=most,
        related=UNITS,
    )
    held = {(one.role, one.unit.id) for one in own_appointments(actor, at)} if found else set()
    return Waiting(
        to_answer=[one for one in found if _is_to_answer(actor, one, held)],
        to_handle=[one for one in found if _is_to_handle(actor, one, at, held)],
        to_wait_for=[one for one in found if _waits(one, at) and one.asker == actor.person],
    )


def _is_to_answer(actor: Actor, one: Consultation, held: set[tuple[str, int]]) -> bool:
    return one.state == "asked" and _speaks(one, held) and one.asker != actor.person


def _is_to_handle(
    actor: Actor, one: Consultation, at: datetime, held: set[tuple[str, int]]
) -> bool:
    """Whether the side that asks has something to do: all but waiting for an answer in time."""
    return not _waits(one, at) and not _speaks(one, held) and asks_for(actor, one)


def _speaks(one: Consultation, held: set[tuple[str, int]]) -> bool:
    """Whether somebody speaks for the body, by the roles that they hold on units."""
    return (SPEAKERS[one.body], one.body_unit_id) in held


def _waits(one: Consultation, at: datetime) -> bool:
    """Whether the body still has time to answer, and asked for no more."""
    is_late = one.due_at is not None and one.due_at <= at
    return one.state == "asked" and one.proposed_on is None and not is_late


def _in_states(rows: Any, *, states: tuple[str, ...]) -> Any:
    return rows.filter(state__in=states)
