"""A change of command: whether it asks a handover, until when, and what of it is taken over how.

Source: domain reference, organisation, section 8; integral risk management, sections 7 and 15.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

PERMANENT, ACTING = "permanent", "acting"
# What is asked of whoever takes over an item: to sign for it anew, to decide on what waits, to look at
# what somebody else signed, or to know of it.
REACCEPT, DECIDE, LOOK, KNOW = "reaccept", "decide", "look", "know"
# What became of an item, beside what the room that owns the record says.
TAKEN_OVER, LAPSED, GONE = "taken_over", "lapsed", "gone"
# At the end of the term: nobody looked at it, or a decision was not there yet.
NOT_LOOKED_AT, STILL_WAITS = "not_looked_at", "still_waits"
ON_MISSION = ("detachment", "task_force")
DEPLOYMENT, USUAL = "deployment", "non_operational"
# So many items of one rank can stand in a list.
PER_RANK = 100_000


@dataclass(frozen=True)
class Terms:
    """How many days an incoming commander has by kind of work, and how long an absence is short.

    In the last ``tidying_days`` whoever leaves closes nothing that the safety adviser did not look at.
    """

    days: Mapping[str, int]
    short_absence_days: int
    tidying_days: int


def is_needed(kind: str, from_on: date, until: date | None, terms: Terms) -> bool:
    """Whether a commander's post that begins asks a handover; a short absence does not.

    Days of an acting post are counted with its first and its last one.
    """
    if kind != ACTING or until is None:
        return True
    return (until - from_on).days + 1 >= terms.short_absence_days


def due_on(starts_on: date, unit_kind: str, terms: Terms) -> date:
    """The first day on which what was not taken over holds no more."""
    work = DEPLOYMENT if unit_kind in ON_MISSION else USUAL
    return starts_on + timedelta(days=terms.days[work])


def in_one_act(ask: str, one_by_one: bool) -> bool:
    """Whether an item is taken over together with others: what is low, and what is only to be known."""
    return not one_by_one and ask in (REACCEPT, LOOK, KNOW)


@dataclass(frozen=True)
class HandoverFacts:
    """What the guards of a handover look at; ``left`` is how many must still be signed for or decided
    one by one, ``together`` how many are taken over in one act.
    """

    is_outgoing: bool
    is_incoming: bool
    left: int
    together: int


def needs_outgoing(facts: HandoverFacts) -> str:
    """Only whoever hands over writes for whoever comes."""
    return "" if facts.is_outgoing else "not_outgoing"


def needs_incoming(facts: HandoverFacts) -> str:
    """Only whoever comes takes over."""
    return "" if facts.is_incoming else "not_incoming"


def needs_some_together(facts: HandoverFacts) -> str:
    """Nothing is taken over where nothing waits for it."""
    return "" if facts.together else "none_together"


def needs_none_left(facts: HandoverFacts) -> str:
    """A handover is complete when everything was taken over that must be."""
    return "items_left" if facts.left else ""
