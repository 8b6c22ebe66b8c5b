"""Says in units what a reach covers: for people and programs that ask what they may do where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from baken.core.access.reach import PathRange, below
from baken.rooms.org.queries.tree import Tree, UnitView


@dataclass(frozen=True)
class Covered:
    """A unit that is reached, with or without all units below it."""

    unit: UnitView
    below: bool


def cover_of(ranges: Iterable[PathRange], here: Tree) -> list[Covered]:
    """The fewest units that together make up the path ranges, in order of the tree."""
    pieces = tuple(ranges)
    wanted = here.ids_in(pieces)
    found: list[Covered] = []
    for unit in here.units:
        if unit.id not in wanted or _within_last(found, unit):
            continue
        whole = below(unit.path)
        found.append(
            Covered(unit, any(p.low <= whole.low and whole.high <= p.high for p in pieces))
        )
    return found


def _within_last(found: list[Covered], unit: UnitView) -> bool:
    """Whether the last unit taken already stands for this one; units come in path order."""
    return bool(found) and found[-1].below and unit.path.startswith(found[-1].unit.path)
