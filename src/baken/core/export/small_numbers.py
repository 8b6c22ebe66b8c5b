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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from baken.core.export.bridges import bridges
from baken.core.export.figures import SMALL, Branch, Figure
from baken.core.export.pipe import Cell, Loose

LARGE = 1_000


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


_Move = tuple[Cell, bool]
_NONE: frozenset[Cell] = frozenset()


@dataclass
class _Pipes:
    """All counts of a tree with the junctions between them."""

    top: Branch
    cells: dict[str, list[Cell]] = field(default_factory=dict)
    at: list[list[Cell]] = field(default_factory=list)
    safe: dict[bool, set[int]] = field(default_factory=lambda: {True: set(), False: set()})

    def __post_init__(self) -> None:
        source = self._junction()
        self._lay(self.top, [source] * _width(self.top), source)

    def protect(self, with_known: bool) -> None:
        """Hide what it takes that no hidden count can be computed.

        With ``with_known`` by a reader who knows the known leaves, else by one who does not.
        """
        loose = Loose()
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

    def _tie(self, cells: Iterable[Cell], with_known: bool, loose: Loose) -> None:
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
        loose = Loose()
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

    def _all(self) -> Iterator[Cell]:
        return (cell for cells in self.cells.values() for cell in cells)

    def _junction(self) -> int:
        self.at.append([])
        return len(self.at) - 1

    def _lay(self, branch: Branch, tails: list[int], head: int) -> list[Cell]:
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
            self._pipe(Cell(tail, into, count, known, single=not branch.parts))
            for tail, into, count in zip(tails, inner, counts, strict=True)
        ]
        cells.append(self._pipe(Cell(total, head, sum(counts), known, single=False)))
        for place, cell in enumerate(cells):
            cell.veiled = place in branch.veils
            cell.hidden = cell.veiled or place in branch.hides or cell.is_small()
        self.cells[branch.key] = cells
        return cells

    def _pipe(self, cell: Cell) -> Cell:
        self.at[cell.tail].append(cell)
        self.at[cell.head].append(cell)
        return cell

    def _small_sum_with(self, cell: Cell) -> frozenset[Cell]:
        """Counts of leaves, this one among them, of which a small sum is told; none if there is none.

        A sum that is told is a cut. Flow finds the least: a count lets as much through as it holds
        and anything back, a hidden total lets everything through both ways.
        """
        flow: dict[Cell, int] = {}
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

    def _free_way(self, cell: Cell, flow: Mapping[Cell, int]) -> dict[int, tuple[int, _Move]]:
        """How to come, over what is not told and not full, from one end of a count to the other.

        It looks from both ends at once, from where there is less to look at. Where the other end
        cannot be reached, all that can be.
        """
        came: dict[int, tuple[int, _Move]] = {cell.tail: (cell.tail, (cell, False))}
        goes: dict[int, tuple[int, _Move]] = {cell.head: (cell.head, (cell, False))}
        ahead, back = [cell.tail], [cell.head]
        while ahead and back:
            if len(ahead) <= len(back):
                ahead = self._look(ahead, came, flow, along=True)
                met = next((one for one in ahead if one in goes), None)
            else:
                back = self._look(back, goes, flow, along=False)
                met = next((one for one in back if one in came), None)
            if met is not None:
                return came | dict(_joined(goes, met, cell.head))
        while ahead:
            ahead = self._look(ahead, came, flow, along=True)
        return came

    def _look(
        self,
        edge: list[int],
        seen: dict[int, tuple[int, _Move]],
        flow: Mapping[Cell, int],
        *,
        along: bool,
    ) -> list[int]:
        """The junctions one further than ``edge``, ``along`` the way or back to where it comes from."""
        found = []
        for here in edge:
            for one in self.at[here]:
                if not one.is_free():
                    continue
                rising = (one.tail == here) is along
                there = one.head if one.tail == here else one.tail
                if there in seen or (rising and one.single and flow.get(one, 0) >= one.value):
                    continue
                seen[there] = (here, (one, rising))
                found.append(there)
        return found

    def _round_trip(
        self, cell: Cell, with_known: bool, together: frozenset[Cell] = _NONE
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
                there = cell.head if rising else cell.tail
                known = best.get(there)
                if known is not None and known <= far:
                    continue
                move = (cell, rising)
                cost = None if move in barred else cell.cost(rising, with_known)
                if cost is not None and (known is None or far + cost < known):
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


def _joined(
    goes: Mapping[int, tuple[int, _Move]], met: int, goal: int
) -> Iterator[tuple[int, tuple[int, _Move]]]:
    """The rest of a way, from where both halves met, as it was found from its end."""
    while met != goal:
        following, move = goes[met]
        yield following, (met, move)
        met = following


def _moves(came: Mapping[int, tuple[int, _Move]], start: int, goal: int) -> list[_Move]:
    moves = []
    while goal != start:
        goal, move = came[goal]
        moves.append(move)
    return moves


def _least(cell: Cell) -> int:
    if not cell.hidden:
        return cell.value
    return SMALL if cell.value >= SMALL and not cell.veiled else 0


def _figure(cell: Cell, at_least: int) -> Figure:
    if not cell.hidden:
        return Figure(exact=cell.value)
    if cell.value < SMALL and not cell.veiled:
        return Figure(is_small=True)
    return Figure(at_least=at_least)
