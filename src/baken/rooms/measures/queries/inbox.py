"""What of measures waits for an actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q

from baken.core.access import Actor, may
from baken.core.lists import Part, soonest_of_parts
from baken.rooms.measures.models import Measure
from baken.rooms.measures.permits import CARRY_OUT, DECIDE, MANAGE, VERIFY
from baken.rooms.measures.queries.lists import UNITS
from baken.rooms.measures.rules.states import (
    IMPLEMENTED,
    INEFFECTIVE,
    PROPOSED,
    RISES_FROM,
    RUNNING,
)

# What a card tells of a measure, and what the guard needs to know whose it is.
CARD = (
    *("ref", "title", "state", "risk_class", "severity", "priority", "unit", "owner_unit"),
    *("owner", "owner_key", "due_at", "confidentiality", "raised_to", "asked_unit", "asked_at"),
    *("asked_party", "answered_at", "implemented_by", "unit__path", "owner_unit__path"),
)


@dataclass(frozen=True)
class Waiting:
    """What of measures waits for somebody, by what they are to do with it; the soonest due first."""

    to_answer: list[Measure]
    to_decide: list[Measure]
    to_own: list[Measure]
    own: list[Measure]
    raised: list[Measure]
    to_verify: list[Measure]
    to_plan: list[Measure]


def measures_waiting(actor: Actor, at: datetime, most: int) -> Waiting:
    """At most so many of each; one query."""
    posts = {one.unit for one in actor.grants_of(DECIDE) if one.unit is not None}
    managed = {one.unit for one in actor.grants_of(MANAGE) if one.unit is not None}
    asked = Q(asked_unit__in=managed, asked_at__isnull=False, answered_at__isnull=True)
    raised = Q(raised_to__in=posts, state__in=RISES_FROM)
    mine = Q(owner_key=actor.own_key, state__in=RUNNING) if actor.own_key else Q(pk__in=[])
    parts = [
        _part(MANAGE, asked),
        _part(DECIDE, Q(state=PROPOSED) | Q(state__in=RUNNING, owner__isnull=True)),
        _part(CARRY_OUT, mine),
        _part(DECIDE, raised),
        _part(VERIFY, Q(state=IMPLEMENTED)),
        _part(MANAGE, Q(state=INEFFECTIVE)),
    ]
    found = soonest_of_parts(
        root=Measure, actor=actor, parts=parts, most=most, related=UNITS, fields=CARD
    )
    return _sorted(actor, found, managed, posts)


def _sorted(actor: Actor, found: list[Measure], managed: set[int], posts: set[int]) -> Waiting:
    """Each once, under what presses most: an answer, a decision, one's own, what came up, the rest."""
    waiting = Waiting([], [], [], [], [], [], [])
    for one in found:
        open_ask = one.asked_at is not None and one.answered_at is None
        if open_ask and one.asked_unit_id in managed:
            waiting.to_answer.append(one)
        elif one.state == PROPOSED and not open_ask and may(actor, DECIDE, one):
            waiting.to_decide.append(one)
        elif one.state in RUNNING and one.owner is None and not open_ask and may(actor, DECIDE, one):
            waiting.to_own.append(one)
        elif one.state in RUNNING and one.owner_key and one.owner_key == actor.own_key:
            waiting.own.append(one)
        elif one.raised_to_id in posts:
            waiting.raised.append(one)
        elif one.state == IMPLEMENTED and not _is_own(actor, one) and may(actor, VERIFY, one):
            waiting.to_verify.append(one)
        elif one.state == INEFFECTIVE and may(actor, MANAGE, one):
            waiting.to_plan.append(one)
    return waiting


def _is_own(actor: Actor, one: Measure) -> bool:
    return actor.person in (one.owner, one.implemented_by)


def _part(permit: str, condition: Q) -> Part:
    return Part(permit, partial(_narrowed, condition=condition), is_rare=True)


def _narrowed(rows: Any, *, condition: Q) -> Any:
    return rows.filter(condition)
