"""Pure decisions about lines of command: no unit comes to answer to what stands below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from baken.rooms.org.rules.appointing import AT_ONCE
from baken.rooms.org.rules.reach import CARRIED

# Who hosts answers for the place and who administers for the payroll. Neither commands, so a
# headquarters may be the guest of a unit below it.
COMMANDING = frozenset(kind for kind, carried in CARRIED.items() if carried)


@dataclass(frozen=True)
class Tie:
    """A line of command by the codes of its units; ``until`` is its last day."""

    unit: str
    superior: str
    kind: str
    from_on: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.from_on <= day and (self.until is None or day <= self.until)


class Command:
    """Who answers to whom: the tree, and the lines beside it that carry something."""

    def __init__(self, parents: Mapping[str, str], ties: Iterable[Tie]) -> None:
        self._parents = parents
        self._ties = [tie for tie in ties if tie.kind in COMMANDING]
        self._on: dict[date, dict[str, set[str]]] = {}

    def circles(self, tie: Tie) -> bool:
        """Whether on any of its days the superior of a line answers to its unit, or is it.

        Source: domain reference, organisation, sections 1.2 and 12.10.
        """
        starts = {one.from_on for one in self._ties if tie.holds_on(one.from_on)}
        return any(self._answers(tie.superior, tie.unit, day) for day in {tie.from_on, *starts})

    def _answers(self, unit: str, to: str, day: date) -> bool:
        lines, seen, waiting = self._lines_on(day), set[str](), [unit]
        while waiting:
            here = waiting.pop()
            if here == to:
                return True
            if here not in seen:
                seen.add(here)
                waiting += [self._parents[here]] if self._parents.get(here) else []
                waiting += lines.get(here, ())
        return False

    def _lines_on(self, day: date) -> dict[str, set[str]]:
        if day not in self._on:
            found: dict[str, set[str]] = {}
            for one in self._ties:
                if one.holds_on(day):
                    found.setdefault(one.unit, set()).add(one.superior)
            self._on[day] = found
        return self._on[day]


def problem_of_line(tie: Tie, command: Command, levels: Mapping[str, int]) -> str:
    """Why a line of command cannot be, as a code; nothing when it can.

    ``levels`` holds both units. A line that carries nothing is free in both respects.
    """
    if tie.unit == tie.superior:
        return "itself"
    if tie.kind not in COMMANDING:
        return ""
    if command.circles(tie):
        return "circle"
    return "superior_lower" if levels[tie.superior] < levels[tie.unit] else ""


def problem_of_line_end(last_day: date, *, ends: date | None, today: date) -> str:
    """Why a line that is not over cannot get this last day, as a code.

    As with posts: days on which it held stay so, and ending never makes a line longer.
    """
    if last_day < today - AT_ONCE:
        return "before_yesterday"
    return "ends_before_that" if ends is not None and last_day > ends else ""
