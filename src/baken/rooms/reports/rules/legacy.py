"""What several rows, or several systems, tell together of one occurrence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

BOTH = " + "
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


def names_of(systems: str | None) -> list[str]:
    """The systems that tell of one occurrence; none when it was told here."""
    return systems.split(BOTH) if systems else []


def named_together(names: Iterable[str]) -> str | None:
    """Systems as they stand with their occurrence: each once, in order of their names."""
    return BOTH.join(sorted(set(names))) or None


def fullest(lists: Mapping[str, Sequence[T]], is_death: Callable[[T], bool]) -> Sequence[T]:
    """The list of the system that tells of most harm; of equal ones the first stands."""
    found: Sequence[T] = ()
    for one in lists.values():
        deaths = (sum(map(is_death, found)), sum(map(is_death, one)))
        found = fuller_harm(found, one, deaths)
    return found


def is_ours(*, story: str, cells: Iterable[str]) -> bool:
    """Whether a row with the reference of a report made here is that report, come back in an export.

    It is when one of its cells tells the same story. What the encoding of the other system cannot
    hold went out as a question mark, and spaces and capitals may have changed.
    """
    own = _spelt(story)
    return any(_spelt(cell) == own for cell in cells)


def _spelt(text: str) -> str:
    kept = (sign if sign.isascii() else "?" for sign in text if not sign.isspace())
    return "".join(kept).casefold()


def fuller_harm(one: Sequence[T], other: Sequence[T], deaths: tuple[int, int]) -> Sequence[T]:
    """Which of two systems' lists of injured stands: the one with more deaths, then more injured.

    Both tell of the same people, so adding them would count everybody twice.
    """
    return other if (deaths[1], len(other)) > (deaths[0], len(one)) else one
