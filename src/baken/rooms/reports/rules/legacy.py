"""What several rows, or several systems, tell together of one occurrence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

BOTH = " + "
LONGEST = 200
_DEATHS_FOR_WORST = 2
_WORST = 5
T = TypeVar("T")


def worst(values: Iterable[int | None]) -> int | None:
    """The highest of the known classes; None when none is known."""
    return max((value for value in values if value is not None), default=None)


def severity_of_all(severity: int | None, outcomes: Sequence[str]) -> int | None:
    """What happened, counted over everybody hurt: two deaths are worse than each by itself."""
    deaths = sum(outcome == "death" for outcome in outcomes)
    return _WORST if deaths >= _DEATHS_FOR_WORST else severity


def systems_together(told: str | None, name: str) -> str:
    """The systems that tell of one occurrence, in order of their names: whoever came first."""
    names = {*told.split(BOTH), name} if told else {name}
    return BOTH.join(sorted(names))[:LONGEST]


def tells(told: str | None, name: str) -> bool:
    """Whether a system is among those that tell of an occurrence."""
    return name in (told or "").split(BOTH)


def fuller_harm(one: Sequence[T], other: Sequence[T], deaths: tuple[int, int]) -> Sequence[T]:
    """Which of two systems' lists of injured stands: the one with more deaths, then more injured.

    Both tell of the same people, so adding them would count everybody twice.
    """
    return other if (deaths[1], len(other)) > (deaths[0], len(one)) else one
