"""The kinds of decisions: to which state of a risk each leads, what it says, and what ends it.

Source: domain reference, irm, sections 3, 6 and 7.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from baken.rooms.register.rules.handing_up import RETURN_WITH_INSTRUCTION, RETURN_WITH_MEANS
from baken.rooms.register.rules.resolution import ACCEPT, EXEMPT
from baken.rooms.register.rules.signing import (
    AVOID,
    CARRIES_ON,
    ESCALATE,
    MITIGATE,
    STOP,
    TRANSFER,
    Paper,
    offered,
)
from baken.rooms.register.rules.states import DECIDED, HANDED_UP

RENEW, HAND_UP = "renew", "hand_up"
# Why a decision ends.
EXPIRED, REVOKED, REPLACED, CLOSED = "expired", "revoked", "replaced", "risk_closed"
SCORE_CHANGED, DESCRIPTION_CHANGED = "score_changed", "description_changed"
STACK_CHANGED, OWNER_CHANGED = "stack_changed", "owner_changed"
CONTEXT_CHANGED = "context_changed"
# After these another line of command decides, or by other rows of the table.
LINE_CHANGED = (OWNER_CHANGED, CONTEXT_CHANGED)
SEVERE, BARRIER_FAILED = "severe_occurrence", "barrier_red"
ACTIVITY_END = "activity_end"
INTERIM_OVER, LOOK_AGAIN = "interim_over", "look_again"
# Why a decision is suspended: a commander did it, a condition does not hold, or its conditions hold and
# who may sign must say so.
BY_HAND, CONDITION, TO_BE_SIGNED = "by_hand", "condition", "to_be_signed"
SUSPENDED_TOO_LONG = "suspended_too_long"
HANDOVER_LAPSED = "handover_lapsed"
# What of an acceptance's ending the reasons above call by another name.
_CALLED = {"end_date": EXPIRED, "longest_validity": EXPIRED}


@dataclass(frozen=True)
class Kind:
    """One kind of decision: what is asked of the mandate, and what the risk is after it.

    ``asked`` is the decision of the mandate rules, ``lasts`` says that it holds until a day.
    """

    code: str
    asked: str
    state: str
    lasts: bool = False

    @property
    def carries(self) -> bool:
        """Whether the risk is carried on as it is, with the whole record of an acceptance."""
        return self.asked in CARRIES_ON


KINDS = {
    one.code: one
    for one in (
        Kind(ACCEPT, ACCEPT, "accepted", lasts=True),
        Kind(EXEMPT, EXEMPT, "accepted", lasts=True),
        Kind(MITIGATE, MITIGATE, "treating", lasts=True),
        Kind(TRANSFER, TRANSFER, "transferred", lasts=True),
        Kind(AVOID, AVOID, "avoided"),
        Kind(STOP, STOP, "avoided"),
        Kind(ESCALATE, ESCALATE, "escalated"),
        Kind(RETURN_WITH_MEANS, ESCALATE, "decision_pending"),
        Kind(RETURN_WITH_INSTRUCTION, ESCALATE, "decision_pending"),
    )
}
# Kinds after which the risk is still to be decided on.
STILL_TO_DECIDE = (ESCALATE, RETURN_WITH_MEANS, RETURN_WITH_INSTRUCTION)
RETURNED = (RETURN_WITH_MEANS, RETURN_WITH_INSTRUCTION)


def kind_of_step(step: str, standing: str = "") -> str:
    """The kind of decision that a step makes; to renew is to take the standing kind anew."""
    if step == RENEW:
        return standing
    return ESCALATE if step == HAND_UP else step


def is_on_offer(kind: str, paper: Paper) -> bool:
    """Whether a kind can be decided on as the law stands.

    Handing up and answering it lets nothing go on, so that a broken limit does not forbid it: who
    may not exempt must be able to ask who may.
    """
    return kind in STILL_TO_DECIDE or kind in offered(paper)


def reason_of_ending(code: str) -> str:
    """What an ending of an acceptance is called as the end of a decision."""
    return _CALLED.get(code, code)


def step_back(why: str) -> str:
    """The step by which a risk waits for a new decision, by why the one before ended."""
    return why if why in (SEVERE, BARRIER_FAILED, STACK_CHANGED) else "decision_ended"


def is_asked_anew(state: str, why: str) -> bool:
    """Whether a risk waits for a new decision after the one on it ended, by its state and why.

    What was handed up stays with its level, unless from now on it is not that level's to answer.
    """
    return state in DECIDED or (state in HANDED_UP and why in LINE_CHANGED)


def next_reminder(days: Iterable[date], told: date) -> date | None:
    """The first day after ``told`` on which the end is told of, or None."""
    return min((day for day in days if day > told), default=None)


def next_above(units: tuple[str, ...], at: str) -> str:
    """The unit of a line that comes after one, nearest first; nothing at the top or outside it."""
    place = units.index(at) + 1 if at in units else len(units)
    return units[place] if place < len(units) else ""


def changed_between(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """What is different between two pictures of a risk: names, and of what has names inside ``a.b``."""
    found: list[str] = []
    for name in dict.fromkeys([*then, *now]):
        one, other = then.get(name), now.get(name)
        if one == other:
            continue
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            found += [f"{name}.{inner}" for inner in changed_between(one, other)]
        else:
            found.append(name)
    return tuple(found)
