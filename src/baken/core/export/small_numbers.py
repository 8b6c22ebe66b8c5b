"""Counts under five are hidden, and with them as many others as it takes that none can be computed.

The counts of a tree of units by category, with totals both ways, are one circulation: each count is
a pipe, and what goes into a total comes out of its parts. A hidden count cannot be computed exactly
when it lies on a round trip of pipes whose counts are all free to go one up or down; where there is
no such trip, the cheapest one is opened by hiding the counts on it too.

Counts that are hidden one by one may still be known together. A sum of unknown counts is fixed when
it is a cut: no pipe that is free leads back over it. That it is small, the least cut between the two
ends of a small count tells, which is the largest flow between them.
Source: domain reference, organisation, section 7; M. Fischetti and J. J. Salazar-González, Models
and algorithms for the 2-dimensional cell suppression problem, Mathematical Programming 84 (1999).
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from baken.core.export.bridges import bridges
from baken.core.export.figures import SMALL, Branch, Figure

LARGE = 1_000
_HIDDEN_COST = 1
_SHOWN_COST = 10
_VEIL_COST = 10**9


def is_large(top: Branch) -> bool:
    """Whether a tree of counts has more branches than can be protected from everybody at once."""
    waiting, branches = [top], 0
    while waiting and branches <= LARGE:
        branches += 1
        waiting.extend(waiting.pop().parts)
    return branches > LARGE


@lru_cache(maxsize=16)
def figures_of(top: Branch) -> Mapping[str, tuple[Figure, ...]]:
    """What may be shown of a tree of counts: per key a figure per category and one for their total.

    Every leaf has the same number of categories. Counts from 1 to 4 are shown as "<5"; so is a 0
    in which an unknown leaf has part, while another 0 tells about nobody and is shown. Every hidden
    count has at least two values that fit all that is shown, also for a reader who adds what the
    known leaves hold; of known leaves the latter says nothing. To that reader no sum of counts of
    unknown leaves that is itself under five has one value only. The last answers are kept.

    Of a large tree the small counts of known leaves are hidden but can be computed by others who
    get to see the figures: to keep that from them as well takes minutes.
    """
    pipes = _Pipes(top)
    for with_known in (True,) if is_large(top) else (True, False, True):
        pipes.protect(with_known)
    pipes.protect_sums()
    return pipes.figures()


@dataclass(eq=False)
class _Cell:
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


class _Loose:
    """Which junctions are tied by counts of some kind, so that what runs between them is loose."""

    def __init__(self, junctions: int) -> None:
        self.above = list(range(junctions))

    def join(self, cells: Iterable[_Cell]) -> None:
        """Tie the ends of the totals among these that are hidden."""
        for cell in cells:
            if cell.is_free() and not cell.single:
                self.tie(cell)

    def tie(self, cell: _Cell) -> None:
        """Tie both ends."""
        self.above[self._root(cell.tail)] = self._root(cell.head)

    def ends(self, cell: _Cell) -> tuple[int, int]:
        """Where a count runs from and to, the same for all junctions that are tied."""
        return self._root(cell.tail), self._root(cell.head)

    def is_within(self, cell: _Cell) -> bool:
        """Whether both ends are tied."""
        return self._root(cell.tail) == self._root(cell.head)

    def _root(self, one: int) -> int:
        while self.above[one] != one:
            self.above[one] = one = self.above[self.above[one]]
        return one


_Move = tuple[_Cell, bool]
_NONE: frozenset[_Cell] = frozenset()


@dataclass
class _Pipes:
    """All counts of a tree with the junctions between them."""

    top: Branch
    cells: dict[str, list[_Cell]] = field(default_factory=dict)
    at: list[list[_Cell]] = field(default_factory=list)
    safe: dict[bool, set[int]] = field(default_factory=lambda: {True: set(), False: set()})

    def __post_init__(self) -> None:
        source = self._junction()
        self._lay(self.top, [source] * _width(self.top), source)

    def protect(self, with_known: bool) -> None:
        """Hide what it takes that no hidden count can be computed.

        With ``with_known`` by a reader who knows the known leaves, else by one who does not.
        """
        loose = _Loose(len(self.at))
        both_ways = [cell for cell in self._all() if cell.ways(with_known) == 2]
        alone = bridges([(cell.tail, cell.head) for cell in both_ways])
        bridging = {id(both_ways[place]) for place in alone}
        self._tie(both_ways, with_known, loose)
        for cell in [one for one in self._all() if one.hidden]:
            if id(cell) in self.safe[with_known] or (with_known and cell.known):
                continue
            if id(cell) not in bridging and cell.ways(with_known) and loose.is_within(cell):
                self.safe[with_known].add(id(cell))
                continue
            trip = self._round_trip(cell, with_known)
            self._open(trip, with_known)
            self._tie((one for one, _rising in trip), with_known, loose)

    def _tie(self, cells: Iterable[_Cell], with_known: bool, loose: _Loose) -> None:
        """Tie the ends of hidden counts that can go both ways.

        What else is hidden between ends that are tied lies on a trip; it is quick to see. Of those
        that tie, the ones on no circle of such counts do not: they are bridges.
        """
        for cell in cells:
            if cell.ways(with_known) == 2:
                loose.tie(cell)

    def protect_sums(self) -> None:
        """Hide what it takes that no small sum of unknown counts can be computed.

        The reader knows the known leaves. Every trip that is opened changes the sum it is for.
        """
        loose = _Loose(len(self.at))
        loose.join(self._all())
        enough: set[tuple[int, int]] = set()
        for cell in [
            one for one in self._all() if one.single and one.is_free() and one.value < SMALL
        ]:
            while loose.ends(cell) not in enough and not loose.is_within(cell):
                few = self._small_sum_with(cell)
                trip = self._round_trip(cell, True, few) if few else []
                self._open(trip, True)
                loose.join(one for one, _rising in trip)
                if not few:
                    enough.add(loose.ends(cell))

    def _open(self, trip: list[_Move], with_known: bool) -> None:
        for cell, rising in trip:
            cell.open(rising)
            self.safe[False].add(id(cell))
            if with_known:
                self.safe[True].add(id(cell))

    def figures(self) -> dict[str, tuple[Figure, ...]]:
        """What is shown of every count."""
        least: dict[str, list[int]] = {}
        self._bound(self.top, least)
        return {
            key: tuple(_figure(cell, bound) for cell, bound in zip(cells, least[key], strict=True))
            for key, cells in self.cells.items()
        }

    def _all(self) -> Iterator[_Cell]:
        return (cell for cells in self.cells.values() for cell in cells)

    def _junction(self) -> int:
        self.at.append([])
        return len(self.at) - 1

    def _lay(self, branch: Branch, tails: list[int], head: int) -> list[_Cell]:
        """The pipes of a branch and all below it, between the junctions of what it is a part of."""
        if branch.parts:
            inner = [self._junction() for _ in tails]
            total = self._junction()
            parts = [self._lay(part, inner, total) for part in branch.parts]
            counts = [sum(cells[place].value for cells in parts) for place in range(len(tails))]
            known = all(cells[-1].known for cells in parts)
        else:
            total = self._junction()
            inner, counts, known = [total] * len(tails), list(branch.counts), branch.known
        cells = [
            self._pipe(_Cell(tail, into, count, known, single=not branch.parts))
            for tail, into, count in zip(tails, inner, counts, strict=True)
        ]
        cells.append(self._pipe(_Cell(total, head, sum(counts), known, single=False)))
        for place, cell in enumerate(cells):
            cell.veiled = place in branch.veils
            cell.hidden = cell.veiled or place in branch.hides or cell.is_small()
        self.cells[branch.key] = cells
        return cells

    def _pipe(self, cell: _Cell) -> _Cell:
        self.at[cell.tail].append(cell)
        self.at[cell.head].append(cell)
        return cell

    def _small_sum_with(self, cell: _Cell) -> frozenset[_Cell]:
        """Counts of leaves, this one among them, of which a small sum is told; none if there is none.

        A sum that is told is a cut. Flow finds the least: a count lets as much through as it holds
        and anything back, a hidden total lets everything through both ways.
        """
        flow: dict[_Cell, int] = {}
        for _unit in range(SMALL):
            came = self._free_way(cell, flow)
            if cell.head not in came:
                return frozenset(
                    one
                    for here in came
                    for one in self.at[here]
                    if one.is_free() and one.tail in came and one.head not in came
                )
            for one, rising in _moves(came, cell.tail, cell.head):
                flow[one] = flow.get(one, 0) + (1 if rising else -1)
        return _NONE

    def _free_way(self, cell: _Cell, flow: Mapping[_Cell, int]) -> dict[int, tuple[int, _Move]]:
        """How to come, over what is not told and not full, from one end of a count to the other."""
        came: dict[int, tuple[int, _Move]] = {cell.tail: (cell.tail, (cell, False))}
        queue = deque([cell.tail])
        while queue and cell.head not in came:
            here = queue.popleft()
            for one in self.at[here]:
                rising = one.tail == here
                there = one.head if rising else one.tail
                full = rising and one.single and flow.get(one, 0) >= one.value
                if there not in came and one.is_free() and not full:
                    came[there] = (here, (one, rising))
                    queue.append(there)
        return came

    def _round_trip(
        self, cell: _Cell, with_known: bool, together: frozenset[_Cell] = _NONE
    ) -> list[_Move]:
        """The cheapest trip on which this count goes one up or down and all totals still fit.

        None of those ``together`` goes the other way. There always is a trip: veiled, a count can
        go together with the totals of its row and column.
        """
        found: list[tuple[int, list[_Move]]] = []
        for rising in (True, False):
            own = cell.cost(rising, with_known)
            if own is None:
                continue
            ends = (cell.head, cell.tail) if rising else (cell.tail, cell.head)
            barred = {(one, not rising) for one in together} | {(cell, True), (cell, False)}
            way = self._way(ends, barred, with_known)
            if way is not None:
                found.append((own + way[0], [(cell, rising), *way[1]]))
        return min(found, key=lambda one: one[0])[1]

    def _way(
        self, ends: tuple[int, int], barred: set[_Move], with_known: bool
    ) -> tuple[int, list[_Move]] | None:
        """The cheapest way between two junctions (Dijkstra), with the moves on it, if there is one."""
        start, goal = ends
        best: dict[int, int] = {start: 0}
        came: dict[int, tuple[int, _Move]] = {}
        queue = [(0, start)]
        while queue:
            far, here = heapq.heappop(queue)
            if here == goal:
                return far, _moves(came, start, goal)
            for cell in self.at[here]:
                rising = cell.tail == here
                move = (cell, rising)
                cost = None if move in barred else cell.cost(rising, with_known)
                there = cell.head if rising else cell.tail
                if cost is not None and far + cost < best.get(there, far + cost + 1):
                    best[there] = far + cost
                    came[there] = (here, move)
                    heapq.heappush(queue, (far + cost, there))
        return None

    def _bound(self, branch: Branch, least: dict[str, list[int]]) -> None:
        """How much every count is at least, by what is shown of itself, its parts and its row."""
        for part in branch.parts:
            self._bound(part, least)
        cells = self.cells[branch.key]
        found = [_least(cell) for cell in cells]
        if branch.parts:
            below = [least[part.key] for part in branch.parts]
            sums = [sum(one[place] for one in below) for place in range(len(cells))]
            found = [max(pair) for pair in zip(found, sums, strict=True)]
        found[-1] = max(found[-1], sum(found[:-1]))
        least[branch.key] = found


def _width(branch: Branch) -> int:
    return _width(branch.parts[0]) if branch.parts else len(branch.counts)


def _moves(came: Mapping[int, tuple[int, _Move]], start: int, goal: int) -> list[_Move]:
    moves = []
    while goal != start:
        goal, move = came[goal]
        moves.append(move)
    return moves


def _least(cell: _Cell) -> int:
    if not cell.hidden:
        return cell.value
    return SMALL if cell.value >= SMALL and not cell.veiled else 0


def _figure(cell: _Cell, at_least: int) -> Figure:
    if not cell.hidden:
        return Figure(exact=cell.value)
    if cell.value < SMALL and not cell.veiled:
        return Figure(is_small=True)
    return Figure(at_least=at_least)
