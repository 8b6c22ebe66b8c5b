"""The unit tree in memory, read again only when its version number moves."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection
from django.utils.translation import get_language

from baken.core.access.reach import SEGMENT, PathRange, below
from baken.rooms.org.models import TreeVersion, Unit
from baken.rooms.org.rules import PART_LEVEL, Fences


@dataclass(frozen=True)
class UnitView:
    """A unit as pages and rules see it."""

    id: int
    code: str
    name_nl: str
    name_en: str
    kind: str
    level: int
    parent_id: int | None
    path: str
    site: str
    strength: int | None
    restricted: bool
    independent: bool

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The unit's name in the active language."""
        dutch = (get_language() or "nl").startswith("nl")
        return self.name_nl if dutch else self.name_en or self.name_nl

    @property
    def range(self) -> PathRange:
        """The unit and all below it."""
        return below(self.path)


class Tree:
    """All units of one version in path order, found by id, code or path."""

    def __init__(self, version: int, units: list[UnitView]) -> None:
        self.version = version
        self.units = units
        self.by_id = {unit.id: unit for unit in units}
        self.by_code = {unit.code: unit for unit in units}
        self.by_path = {unit.path: unit for unit in units}
        self._paths = [unit.path for unit in units]
        self._ids_in: dict[tuple[PathRange, ...], frozenset[int]] = {}
        self.grants_of_posts: dict[Any, Any] = {}

    def find(self, code: str) -> UnitView | None:
        """The unit of this code, in any letter case, or None."""
        return self.by_code.get(code) or self.by_code.get(code.strip().upper())

    def line_up(self, unit: UnitView) -> list[UnitView]:
        """The unit and those above it, nearest first."""
        paths = (unit.path[:end] for end in range(len(unit.path), 0, -SEGMENT))
        return [self.by_path[path] for path in paths if path in self.by_path]

    def children(self, unit: UnitView) -> list[UnitView]:
        """The units directly below, in order of the tree."""
        return self._children.get(unit.id, [])

    def part_of(self, unit: UnitView) -> UnitView:
        """The organisation part a unit belongs to; above the parts, the unit itself."""
        above = [one for one in self.line_up(unit) if one.level <= PART_LEVEL]
        return above[-1] if above else unit

    def ids_in(self, ranges: tuple[PathRange, ...]) -> frozenset[int]:
        """The ids of the units in path ranges; kept, since posts share them."""
        if ranges not in self._ids_in:
            self._ids_in[ranges] = frozenset(
                unit.id
                for piece in ranges
                for unit in self.units[
                    bisect_left(self._paths, piece.low) : bisect_left(self._paths, piece.high)
                ]
            )
        return self._ids_in[ranges]

    @cached_property
    def all_ids(self) -> frozenset[int]:
        """The ids of all units."""
        return frozenset(self.by_id)

    @cached_property
    def roots(self) -> list[UnitView]:
        """The units without a parent: one, once an organisation is loaded."""
        return [unit for unit in self.units if unit.parent_id is None]

    @cached_property
    def fences(self) -> Fences:
        """The restricted units."""
        return Fences(tuple(unit.path for unit in self.units if unit.restricted))

    @cached_property
    def _children(self) -> dict[int, list[UnitView]]:
        found: dict[int, list[UnitView]] = {}
        for unit in self.units:
            if unit.parent_id is not None:
                found.setdefault(unit.parent_id, []).append(unit)
        return found


_kept: dict[Any, Tree] = {}
_held: ContextVar[list[Tree] | None] = ContextVar("held_tree", default=None)


def tree() -> Tree:
    """The present tree; one small query when nothing changed, none where ``one_tree`` holds it."""
    held = _held.get()
    if held:
        return held[0]
    return tree_of_version(TreeVersion.objects.values_list("version", flat=True).first() or 0)


def tree_of_version(version: int) -> Tree:
    """The tree of the present version, which the caller has just read."""
    where = connection.settings_dict["NAME"]
    kept = _kept.get(where)
    if kept is None or kept.version != version:
        kept = _kept[where] = Tree(version, _read_units())
    held = _held.get()
    if held is not None:
        held[:] = [kept]
    return kept


@contextmanager
def one_tree() -> Iterator[None]:
    """Look at one and the same tree inside the block: for the length of a request that reads it."""
    token = _held.set([])
    try:
        yield
    finally:
        _held.reset(token)


def _read_units() -> list[UnitView]:
    names = list(UnitView.__dataclass_fields__)
    return [UnitView(**row) for row in Unit.objects.order_by("path").values(*names)]
