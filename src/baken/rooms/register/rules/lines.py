"""Which line of command is decisive for a risk, and which units stand in it.

Source: domain reference, irm, section 5, steps 1 and 2; organisation, sections 1.2 and 1.4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from baken.rooms.org.rules.lines import Tie

PART_LEVEL = 5


@dataclass(frozen=True)
class Seat:
    """A unit in the tree: its level, and the unit above it or nothing."""

    level: int
    parent: str = ""


@dataclass(frozen=True)
class LinesOfDay:
    """The tree by code of unit, and the lines of command beside it that hold on one day."""

    seats: Mapping[str, Seat]
    ties: tuple[Tie, ...] = ()

    def superior_of(self, unit: str, kind: str) -> str:
        """To whom a unit answers along one kind of line, or nothing."""
        return next((t.superior for t in self.ties if t.unit == unit and t.kind == kind), "")

    def above(self, unit: str) -> tuple[str, ...]:
        """The unit and those above it in the tree, nearest first."""
        found = [unit]
        while self.seats[found[-1]].parent:
            found.append(self.seats[found[-1]].parent)
        return tuple(found)


@dataclass(frozen=True)
class Risky:
    """What a risk is about: people of a unit at their task, or the site where the unit is a guest."""

    unit: str
    about_site: bool = False


def decisive_line(risk: Risky, lines: LinesOfDay) -> str:
    """The line that decides: of the host for the site, operational while it holds, else organic.

    That the Chief of Defence stands above whole organisation parts is no operational command over
    their units: only a line below that level makes the operational one decisive.
    """
    if risk.about_site and lines.superior_of(risk.unit, "host"):
        return "host"
    below = [one for one in lines.above(risk.unit) if lines.seats[one].level < PART_LEVEL]
    commanded = any(lines.superior_of(one, "operational") for one in below)
    return "operational" if commanded else "organic"


def units_in_line(risk: Risky, line: str, lines: LinesOfDay) -> tuple[str, ...]:
    """The units of a line in which a commander may decide, nearest first.

    The operational line leaves the tree where a unit answers to somebody else; the organic one only
    above the organisation parts, where the Chief of Defence stands between part and ministry; that of
    the host begins with the host.
    """
    start = lines.superior_of(risk.unit, "host") if line == "host" else risk.unit
    found: list[str] = []
    here = start
    while here and here not in found:
        found.append(here)
        here = _next_up(here, line, lines)
    return tuple(found)


def _next_up(unit: str, line: str, lines: LinesOfDay) -> str:
    seat = lines.seats[unit]
    leaves = line == "operational" or seat.level >= PART_LEVEL
    return (lines.superior_of(unit, "operational") if leaves else "") or seat.parent
