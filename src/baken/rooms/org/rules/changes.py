"""Pure decisions about changing the organisation: what stands in the way of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from baken.core.access.reach import SEGMENT
from baken.rooms.org.rules.tree import is_level, level_rises


@dataclass(frozen=True)
class No:
    """A refusal by its code; the room's texts give the sentence."""

    code: str


@dataclass(frozen=True)
class UnitFacts:
    """What the guards of a unit's steps look at, each asked when a guard does.

    ``waiting`` names the open items, for who reads it; empty when there are none.
    """

    is_top: bool = False
    units_below: Callable[[], int] = int
    lines: Callable[[], int] = int
    waiting: Callable[[], str] = str


def not_the_top(facts: UnitFacts) -> No | None:
    """The whole organisation has nothing above it and cannot end."""
    return No("is_top") if facts.is_top else None


def nothing_below(facts: UnitFacts) -> No | None:
    """What lies below a unit is moved before it is dissolved."""
    return No("units_below") if facts.units_below() else None


def nothing_open(facts: UnitFacts) -> No | None:
    """Every open item gets another owner before its unit ends.

    Source: domain reference, organisation, sections 8.6 and 12.5.
    """
    return No("open_items") if facts.waiting() else None


def has_lines(facts: UnitFacts) -> No | None:
    """Only a line that is there can be ended."""
    return None if facts.lines() else No("no_lines")


GUARDS: dict[str, Callable[[UnitFacts], No | None]] = {
    "not_the_top": not_the_top,
    "nothing_below": nothing_below,
    "nothing_open": nothing_open,
    "has_lines": has_lines,
}


@dataclass(frozen=True)
class Place:
    """Where a unit stands: its path, its level, and whether it still exists."""

    path: str
    level: int
    exists: bool = True


def problem_of_move(unit: Place, parent: Place, *, deepest: int, longest: int) -> str:
    """Why ``unit`` cannot stand below ``parent``, as a code; nothing when it can.

    ``deepest`` is the length of the longest path below the unit, ``longest`` what a path may have.
    """
    if not parent.exists:
        return "parent_gone"
    if parent.path.startswith(unit.path):
        return "below_itself"
    if level_rises(unit.level, parent.level):
        return "level_rises"
    grown = deepest - len(unit.path) + len(parent.path) + SEGMENT
    return "too_deep" if grown > longest else ""


MOST_BELOW = 9_998
UNIT_CODE = re.compile(r"[A-Z0-9][A-Z0-9_-]{0,39}", re.ASCII)


def founding_mistakes(
    *, code: str, taken: bool, level: int, parent: Place, below: int, longest: int
) -> dict[str, str]:
    """Why a unit cannot be founded below ``parent``: per field the code of a sentence.

    ``taken`` tells that another unit bears the code, ``below`` how many stand below the parent,
    ``longest`` what a path may have.
    """
    mistakes = {}
    if UNIT_CODE.fullmatch(code) is None:
        mistakes["code"] = "code"
    elif taken:
        mistakes["code"] = "taken"
    if not is_level(level):
        mistakes["level"] = "level"
    elif level_rises(level, parent.level):
        mistakes["level"] = "level_rises"
    if len(parent.path) + SEGMENT > longest:
        mistakes["parent"] = "too_deep"
    elif below >= MOST_BELOW:
        mistakes["parent"] = "full"
    return mistakes
