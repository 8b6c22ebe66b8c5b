"""Counts hung in a tree of units: what of each a reader can count, and what not.

The same counts are shown in the tree of today and in that of a past day. Whoever lays one beside the
other must learn nothing that today's does not tell: of what is closed to the reader and counted in
both, the past tree shows only what follows from today's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from baken.core.export.figures import Branch, Figure
from baken.core.export.small_numbers import figures_of
from baken.rooms.org.queries import Tree, UnitView

CATEGORIES: tuple[int | None, ...] = (0, 1, 2, 3, 4, None)
PLACES = range(len(CATEGORIES) + 1)

Counts = Mapping[tuple[int, int | None], int]
Ids = frozenset[int]
Rows = Mapping[int, list[int]]


@dataclass(frozen=True)
class Sight:
    """The units whose records the actor reads, and those of which the figures alone are theirs.

    Of these the ``larger`` may be looked into; the others count in what they belong to.
    """

    readable: Ids
    counted: Ids
    larger: Ids

    @cached_property
    def opens(self) -> Ids:
        """The units whose counts may be looked into."""
        return self.readable | self.larger

    def closed(self, ids: Ids) -> Ids:
        """Those among units of which more counts than the actor can read."""
        return (ids - self.readable) | (ids & self.counted)


@dataclass(frozen=True)
class Counted:
    """Occurrences by unit and category: what the actor sees, and all there is of closed units."""

    sight: Sight
    seen: Counts
    whole: Counts

    def seen_in(self, ids: Ids) -> tuple[int, ...]:
        """What the actor sees of these units, by category."""
        return _sum_of(ids, self._seen_rows)

    def rest_in(self, ids: Ids) -> tuple[int, ...]:
        """What there is of these closed units beside it."""
        seen = _sum_of(ids, self._seen_rows)
        return tuple(all_ - mine for all_, mine in zip(_sum_of(ids, self._rows), seen, strict=True))

    @cached_property
    def _seen_rows(self) -> Rows:
        return _by_unit(self.seen)

    @cached_property
    def _rows(self) -> Rows:
        return _by_unit(self.whole)


@dataclass
class Grown:
    """A tree of counts, with the closed units that count in each branch."""

    here: Tree
    counted: Counted
    others: Mapping[int, Ids] = field(default_factory=dict)
    told: Told | None = None
    closed: dict[str, Ids] = field(default_factory=dict)

    def branch(self, unit: UnitView) -> Branch:
        """A unit with all below it; a closed unit is one leaf, whatever lies below it."""
        if unit.id not in self.counted.sight.opens:
            return self._leaf(unit.code, self._all_in(unit))
        children, others = self.here.children(unit), self.others.get(unit.id, frozenset())
        if not children and not others:
            return self._leaf(unit.code, frozenset({unit.id}))
        parts = [self._leaf(own_key(unit), frozenset({unit.id}))]
        parts += [self.branch(child) for child in children]
        parts += [self._leaf(others_key(unit), others)] if others else []
        return self._made(unit.code, parts=tuple(parts))

    def _all_in(self, unit: UnitView) -> Ids:
        ids = self.here.ids_in((unit.range,))
        return ids.union(*(self.others.get(one, frozenset()) for one in ids))

    def _leaf(self, key: str, ids: Ids) -> Branch:
        """The counts of some units: what the reader knows of them, and the rest."""
        closed = self.counted.sight.closed(ids)
        old = closed & self.told.units if self.told else frozenset()
        seen = self.counted.seen_in(ids)
        if not closed:
            return self._made(key, counts=seen, known=True)
        parts = [("rest", closed - old, False), ("told", old, True)]
        some = [(name, units, known) for name, units, known in parts if units]
        if not any(seen) and len(some) == 1:
            (_name, units, known), *_ = some
            return self._made(key, counts=self.counted.rest_in(units), known=known, closed=units)
        made = [
            self._made(
                f"{key}\n{name}", counts=self.counted.rest_in(units), known=known, closed=units
            )
            for name, units, known in some
        ]
        return self._made(key, parts=(self._made(f"{key}\nseen", counts=seen, known=True), *made))

    def _made(
        self,
        key: str,
        *,
        counts: tuple[int, ...] = (),
        parts: tuple[Branch, ...] = (),
        known: bool = False,
        closed: Ids = frozenset(),
    ) -> Branch:
        closed = closed.union(*(self.closed[part.key] for part in parts))
        self.closed[key] = closed
        hides, veils = self.told.kept_from(closed, bool(parts)) if self.told else (Ids(), Ids())
        return Branch(key, counts, parts, known, hides, veils)


@dataclass
class Told:
    """What the tree of today tells of closed units."""

    tops: list[Branch]
    closed: Mapping[str, Ids]

    def __post_init__(self) -> None:
        self.figures = [figures_of(top) for top in self.tops]
        self.units = frozenset().union(*(self.closed[top.key] for top in self.tops))
        self.leaves = {
            self.closed[leaf.key]: figures[leaf.key]
            for top, figures in zip(self.tops, self.figures, strict=True)
            for leaf in _leaves(top)
        }

    def kept_from(self, closed: Ids, has_parts: bool) -> tuple[Ids, Ids]:
        """Of a branch with these closed units: the places to hide, and those to veil."""
        old = closed & self.units
        if not old:
            return frozenset(), frozenset()
        untold = [place for place in PLACES if not self._tells(old, place)]
        leaf = self.leaves.get(closed) if not has_parts else None
        small = [place for place in untold if leaf and leaf[place].is_small]
        return frozenset(small), frozenset(untold) - frozenset(small)

    def _tells(self, units: Ids, place: int) -> bool:
        """Whether what these units have together follows from what is shown."""
        found = (
            self._told_in(top, figures, units, place)
            for top, figures in zip(self.tops, self.figures, strict=True)
        )
        return units == frozenset().union(*found)

    def _told_in(
        self, branch: Branch, figures: Mapping[str, tuple[Figure, ...]], units: Ids, place: int
    ) -> Ids:
        all_here = self.closed[branch.key]
        mine = all_here & units
        if not mine or (mine == all_here and figures[branch.key][place].exact is not None):
            return mine
        parts = (self._told_in(part, figures, units, place) for part in branch.parts)
        return frozenset().union(*parts)


def _by_unit(counts: Counts) -> Rows:
    """The counts of each unit that has any, in the order of the categories."""
    place = {category: here for here, category in enumerate(CATEGORIES)}
    rows: dict[int, list[int]] = {}
    for (unit, category), count in counts.items():
        rows.setdefault(unit, [0] * len(CATEGORIES))[place[category]] += count
    return rows


def _sum_of(ids: Ids, rows: Rows) -> tuple[int, ...]:
    found = [rows[one] for one in ids if one in rows]
    return tuple(map(sum, zip(*found, strict=True))) if found else (0,) * len(CATEGORIES)


def missing_in(past: Tree, today: Tree) -> dict[int, Ids]:
    """The units that did not stand in a past tree, by the nearest unit above them that did."""
    found: dict[int, set[int]] = {}
    for unit in today.units:
        if unit.id not in past.by_id:
            above = next((one for one in today.line_up(unit) if one.id in past.by_id), None)
            if above is not None:
                found.setdefault(above.id, set()).add(unit.id)
    return {above: frozenset(ids) for above, ids in found.items()}


def tops_of(here: Tree, opens: Ids) -> list[UnitView]:
    """The units that may be looked into and have nothing such right above them."""
    return [unit for unit in here.units if unit.id in opens and unit.parent_id not in opens]


def top_of(here: Tree, unit: UnitView, opens: Ids) -> UnitView:
    """The highest unit above, with nothing closed in between."""
    top = unit
    for one in here.line_up(unit):
        if one.id not in opens:
            break
        top = one
    return top


def own_key(unit: UnitView) -> str:
    """The key of a unit without what lies below it; no code of a unit holds a line break."""
    return f"{unit.code}\n"


def others_key(unit: UnitView) -> str:
    """The key of the units that did not stand on the day, and would have stood below this one."""
    return f"{unit.code}\nothers"


def _leaves(branch: Branch) -> Iterator[Branch]:
    if not branch.parts:
        yield branch
    for part in branch.parts:
        yield from _leaves(part)


def ids_below(here: Tree, tops: Iterable[UnitView], others: Mapping[int, Ids]) -> Ids:
    """The units in some branches, with those hung there that did not stand."""
    ids = here.ids_in(tuple(top.range for top in tops))
    return ids.union(*(others[one] for one in ids & others.keys()))
