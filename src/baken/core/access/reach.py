"""How far a grant reaches: path ranges of units, own records, single cases.

Paths are strings of fixed-width digits, four per level, so that "a unit and all below it" is the
half-open range from its path to the next path of the same length, in any collation.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field

SEGMENT = 4
# Kinds of permits: see ``Permit``.
READ, ACT, GUARDED, ADMINISTER = "read", "act", "guarded", "administer"
# The reach of what is about the units above somebody's own, and so about theirs as well.
ABOVE = "above"


class Confidentiality(enum.IntEnum):
    """How closely a record is held; who reported is no level but a permit of its own."""

    NORMAL = 0
    SENSITIVE = 1
    RESTRICTED = 2


@dataclass(frozen=True, order=True)
class PathRange:
    """The half-open range of unit paths ``low <= path < high``."""

    low: str
    high: str

    def covers(self, path: str) -> bool:
        """Whether a unit path lies in the range."""
        return self.low <= path < self.high

    def without(self, hole: PathRange) -> list[PathRange]:
        """What is left of the range when a hole is cut out of it."""
        if hole.high <= self.low or self.high <= hole.low:
            return [self]
        pieces = (PathRange(self.low, hole.low), PathRange(hole.high, self.high))
        return [piece for piece in pieces if piece.low < piece.high]


def below(path: str) -> PathRange:
    """A unit and everything below it."""
    head, last = path[:-SEGMENT], int(path[-SEGMENT:])
    return PathRange(path, f"{head}{last + 1:0{SEGMENT}}")


def only(path: str) -> PathRange:
    """A unit without anything below it."""
    return PathRange(path, path + "0" * SEGMENT)


def span(path: str, with_below: bool) -> PathRange:
    """The unit at a path, with or without what lies below it: what a post on it covers."""
    return below(path) if with_below else only(path)


def union(ranges: Iterable[PathRange]) -> tuple[PathRange, ...]:
    """The same paths in the fewest ranges, in order."""
    merged: list[PathRange] = []
    for piece in sorted(ranges):
        if merged and piece.low <= merged[-1].high:
            last = merged.pop()
            piece = PathRange(last.low, max(last.high, piece.high))
        merged.append(piece)
    return tuple(merged)


def cut(ranges: Iterable[PathRange], holes: Iterable[PathRange]) -> tuple[PathRange, ...]:
    """The ranges with every hole cut out."""
    pieces = list(ranges)
    for hole in holes:
        pieces = [rest for piece in pieces for rest in piece.without(hole)]
    return union(pieces)


Tie = tuple[str, int]


@dataclass(frozen=True)
class Hosted:
    """What a host sees of its guests: records of their units that are about a site the host holds."""

    ranges: tuple[PathRange, ...]
    unit_ids: frozenset[int]
    sites: frozenset[int]


@dataclass(frozen=True)
class Reach:
    """What a grant covers: units by path, one's own records, single cases, or matters of a site.

    ``unit_ids`` are the units that lie in the ranges: lists read by them, single records by path.
    ``cases`` are records by table and row number.
    """

    ranges: tuple[PathRange, ...] = ()
    unit_ids: frozenset[int] = field(default_factory=frozenset)
    own: bool = False
    cases: frozenset[Tie] = field(default_factory=frozenset)
    hosted: tuple[Hosted, ...] = ()
