"""What of measures waits for an actor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from baken.core.access import Actor, may
from baken.core.lists.pressing import SOONEST, Heading, Values, first_of
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


def _asked(rows: Any, given: Values) -> Any:
    return rows.filter(given["asked_of_mine"], asked_at__isnull=False, answered_at__isnull=True)


def _proposed(rows: Any, _given: Values) -> Any:
    return rows.filter(state=PROPOSED)


def _without_owner(rows: Any, _given: Values) -> Any:
    return rows.filter(state__in=RUNNING, owner__isnull=True)


def _raised(rows: Any, given: Values) -> Any:
    return rows.filter(given["raised_to_mine"], state__in=RISES_FROM)


def _implemented(rows: Any, _given: Values) -> Any:
    return rows.filter(state=IMPLEMENTED)


def _ineffective(rows: Any, _given: Values) -> Any:
    return rows.filter(state=INEFFECTIVE)


def _own(rows: Any, given: Values) -> Any:
    return rows.filter(owner_key=given["own_key"], state__in=RUNNING)


HEADINGS = (
    Heading(MANAGE, _asked),
    Heading(DECIDE, _proposed),
    Heading(DECIDE, _without_owner),
    Heading(DECIDE, _raised),
    Heading(VERIFY, _implemented),
    Heading(MANAGE, _ineffective),
)
OWN = Heading(CARRY_OUT, _own)


def measures_waiting(actor: Actor, at: datetime, most: int) -> Waiting:
    """At most so many of each; one query."""
    posts = {one.unit for one in actor.grants_of(DECIDE) if one.unit is not None}
    managed = {one.unit for one in actor.grants_of(MANAGE) if one.unit is not None}
    found = first_of(
        (*HEADINGS, OWN) if actor.own_key else HEADINGS,
        by=SOONEST,
        root=Measure,
        actor=actor,
        given={
            "asked_of_mine": Q(asked_unit__in=managed),
            "raised_to_mine": Q(raised_to__in=posts),
            "own_key": actor.own_key,
        },
        most=most,
        related=UNITS,
        fields=CARD,
    )
    return _sorted(actor, found, managed, posts)


def _sorted(actor: Actor, found: list[Measure], managed: set[int], posts: set[int]) -> Waiting:
    """Each once, under what presses most; what waits for somebody else alone is left out."""
    waiting = Waiting([], [], [], [], [], [], [])
    for one in found:
        if heading := _heading(actor, one, managed, posts):
            getattr(waiting, heading).append(one)
    return waiting


def _heading(actor: Actor, one: Measure, managed: set[int], posts: set[int]) -> str:
    """What somebody is to do first with a measure; empty when that is nothing."""
    is_asked = one.asked_at is not None and one.answered_at is None
    runs = one.state in RUNNING
    asks: Mapping[str, Callable[[], bool]] = {
        "to_answer": lambda: is_asked and one.asked_unit_id in managed,
        "to_decide": lambda: one.state == PROPOSED and not is_asked and may(actor, DECIDE, one),
        "to_own": lambda: runs and not (is_asked or one.owner) and may(actor, DECIDE, one),
        "own": lambda: runs and bool(one.owner_key) and one.owner_key == actor.own_key,
        "raised": lambda: one.raised_to_id in posts,
        "to_verify": lambda: (
            one.state == IMPLEMENTED and not _is_own(actor, one) and may(actor, VERIFY, one)
        ),
        "to_plan": lambda: one.state == INEFFECTIVE and may(actor, MANAGE, one),
    }
    return next((name for name, holds in asks.items() if holds()), "")


def _is_own(actor: Actor, one: Measure) -> bool:
    return actor.person in (one.owner, one.implemented_by)
