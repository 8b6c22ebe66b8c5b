"""One count as a pipe between two junctions: what it costs to let it move, and what is tied.

See ``small_numbers`` for what pipes are for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from baken.core.export.figures import SMALL
from baken.core.records.same import Same

_HIDDEN_COST = 1
_SHOWN_COST = 10
_VEIL_COST = 10**9


@dataclass(eq=False)
class Cell:
    """One count, as a pipe from one junction to another."""

    tail: int
    head: int
    value: int
    known: bool
    single: bool
    hidden: bool = False
    veiled: bool = False

    def cost(self, rising: bool, with_known: bool) -> int | None:
        """What it costs to let the count go one up or down; None when it cannot.

        A count shown as "<5" cannot rise to 5, nor a hidden larger one fall below it, unless not
        even that much is shown of it any more: it is then veiled.
        """
        if (with_known and self.known) or (self.value == 0 and not rising):
            return None
        cost = _HIDDEN_COST if self.hidden else _SHOWN_COST + self.value
        return cost + (0 if self.veiled or not self.at_border(rising) else _VEIL_COST)

    def ways(self, with_known: bool) -> int:
        """Of up and down, how many a hidden count can go unseen, as it is hidden now."""
        costs = [self.cost(rising, with_known) for rising in (True, False)]
        return costs.count(_HIDDEN_COST) if self.hidden else 0

    def at_border(self, rising: bool) -> bool:
        """Whether one up or down would be shown in another way."""
        if self.known and self.value == (0 if rising else 1):
            return True
        return self.value == (SMALL - 1 if rising else SMALL)

    def is_small(self) -> bool:
        """Whether the count must be hidden whatever stands beside it."""
        return self.value < SMALL and not (self.known and self.value == 0)

    def is_free(self) -> bool:
        """Whether a reader who knows the known leaves is not told the count."""
        return self.hidden and not self.known

    def open(self, rising: bool) -> None:
        """Hide the count so that it may go one up or down unseen."""
        self.hidden = True
        self.veiled = self.veiled or self.at_border(rising)


class Loose:
    """Which junctions are tied by counts of some kind, so that what runs between them is loose."""

    def __init__(self) -> None:
        self._same: Same[int] = Same()

    def join(self, cells: Iterable[Cell]) -> None:
        """Tie the ends of what is hidden and lets at least five through, whichever way."""
        for cell in cells:
            if cell.is_free() and (not cell.single or cell.value >= SMALL):
                self.tie(cell)

    def tie(self, cell: Cell) -> None:
        """Tie both ends."""
        self._same.tie(cell.head, cell.tail)

    def ends(self, cell: Cell) -> tuple[int, int]:
        """Where a count runs from and to, the same for all junctions that are tied."""
        return self._same.top(cell.tail), self._same.top(cell.head)

    def is_within(self, cell: Cell) -> bool:
        """Whether both ends are tied."""
        tail, head = self.ends(cell)
        return tail == head
