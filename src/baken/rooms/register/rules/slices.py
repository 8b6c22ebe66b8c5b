"""What counts in a slice, what it asks of who decides, and what leaves when one risk is taken out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from baken.core.instruments.scoring import RiskClass
from baken.rooms.library.rules.stacking_rules import StackingRules
from baken.rooms.register.rules.stacking import Member, Slice, Stack, stack_of
from baken.rooms.register.rules.states import STRICT

AVOIDED = "avoided"
GONE = (AVOIDED, "closed")
_CLASSES = frozenset(one.value for one in RiskClass)


@dataclass(frozen=True)
class Ruled:
    """A member with the level that decides on it alone, and the highest that a stack can bring it to."""

    member: Member
    level: int
    highest: int


@dataclass(frozen=True)
class Without:
    """What a slice asks when one risk is taken out: its raise and its level (None: nothing is left)."""

    risk: str
    raises: int
    level: int | None


@dataclass(frozen=True)
class SliceFacts:
    """What the guards of a slice look at: when it is over, and what time it is."""

    to_at: datetime
    at: datetime


def needs_end(facts: SliceFacts) -> str:
    """Why a slice does not run out yet; empty from the moment on that it is over."""
    return "" if facts.to_at <= facts.at else "not_over"


def within_rules(slice_: Slice, rules: StackingRules) -> Slice:
    """A slice that was kept, as the rules of today can take it: they may have become stricter since."""
    longest = slice_.from_at + timedelta(hours=rules.longest_hours)
    known = slice_.circumstances & set(rules.factors)
    return replace(slice_, to_at=min(slice_.to_at, longest), circumstances=known, unit_level=None)


def counts_in_stack(*, state: str, risk_class: str) -> bool:
    """Whether a risk is met now: it was scored as it is, and it is neither avoided nor closed.

    A high or extreme one that was avoided counts until it is closed: until then nobody saw that it is gone.
    """
    is_gone = state in GONE and not (state == AVOIDED and risk_class in STRICT)
    return not is_gone and risk_class in _CLASSES


def needed_level(ruled: Iterable[Ruled], stack: Stack) -> int | None:
    """The highest level that the members ask for with the raise of their stack; None without any.

    A raise never goes past the highest of a context, and never lowers what was asked.
    Source: domain reference, irm, section 5, step 4.
    """
    asked = [max(one.level, min(one.level + stack.raises, one.highest)) for one in ruled]
    return max(asked, default=None)


def without_each(
    slice_: Slice, ruled: Sequence[Ruled], rules: StackingRules
) -> tuple[Without, ...]:
    """For every member what the slice asks without it, in their order."""
    found = []
    for taken in ruled:
        left = [one for one in ruled if one.member.risk != taken.member.risk]
        stack = stack_of(slice_, [one.member for one in left], rules)
        found.append(Without(taken.member.risk, stack.raises, needed_level(left, stack)))
    return tuple(found)


def worst_stack(stacks: Iterable[Stack], none: Stack) -> Stack:
    """The stack that raises most; of equal ones the one with most risks."""
    return max(stacks, key=lambda one: (one.raises, len(one.members)), default=none)


def outgrows(*, raises: int, level: int, raises_now: int, highest: int) -> bool:
    """Whether a stack asks a higher level by now than a decision was taken on.

    ``raises`` and ``level`` are those of the decision: by how much the stack raised who decides, and
    the level that was asked with it. ``highest`` is as far as a stack can bring it in that context.
    """
    return raises_now > raises and level < highest


def is_looser(before: Stack, after: Stack) -> bool:
    """Whether a slice, changed, raises who decides less than it did."""
    return after.raises < before.raises
