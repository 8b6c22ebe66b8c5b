"""Counts in a tree, and what is shown of each."""

from __future__ import annotations

from dataclasses import dataclass

SMALL = 5


@dataclass(frozen=True)
class Branch:
    """Counts by category of a unit: a leaf has counts, another has parts that add up to it.

    ``key`` is unique in its tree. ``known`` leaves are those whose records the reader may open and
    count one by one: hiding them keeps nothing from this reader, but does from others who get to
    see the figures. ``hides`` are places not to be shown exactly whatever they hold, ``veils`` those
    of which nothing is told; the total has the last place.
    """

    key: str
    counts: tuple[int, ...] = ()
    parts: tuple[Branch, ...] = ()
    known: bool = False
    hides: frozenset[int] = frozenset()
    veils: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Figure:
    """What is shown for one count: exactly, or that it is under five, or at least how much.

    ``at_least`` follows from the other figures that are shown, so it tells nothing new.
    """

    exact: int | None = None
    is_small: bool = False
    at_least: int = 0

    def __str__(self) -> str:
        if self.exact is not None:
            return str(self.exact)
        if self.is_small:
            return f"<{SMALL}"
        return f"≥{self.at_least}" if self.at_least else "–"

    @property
    def value(self) -> int | str:
        """The number when it is shown, else what is shown in its place."""
        return str(self) if self.exact is None else self.exact


def counted_alone(count: int) -> Figure:
    """What is shown of a count beside which no total stands: from one to four is "<5"."""
    small = 0 < count < SMALL
    return Figure(exact=None if small else count, is_small=small)
