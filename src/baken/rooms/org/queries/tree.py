"""The unit tree in memory, read again only when its version number moves."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.translation import get_language

from baken.core import clock
from baken.core.access.among import among_units
from baken.core.access.reach import SEGMENT, PathRange, below
from baken.rooms.org.models import (
    CommandLine,
    NamedPost,
    Site,
    SiteHolder,
    Succession,
    TreeVersion,
    Unit,
)
from baken.rooms.org.queries.periods import not_over, running
from baken.rooms.org.rules import CARRIED, PART_LEVEL, Fences, Line

HOST = "host"


def name_of(named: Any) -> str:
    """The name of a unit, site or council in the active language."""
    dutch = (get_language() or "nl").startswith("nl")
    return str(named.name_nl if dutch else named.name_en or named.name_nl)


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
    state: str
    ends_on: date | None = None

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The unit's name in the active language."""
        return name_of(self)

    @property
    def is_dissolved(self) -> bool:
        """True when it exists no more: kept for what happened there."""
        return self.state == "dissolved"

    @property
    def range(self) -> PathRange:
        """The unit and all below it."""
        return below(self.path)


@dataclass(frozen=True)
class LineView:
    """A line of command beside the tree, by unit ids."""

    id: int
    unit_id: int
    superior_id: int
    kind: str
    from_on: date
    until: date | None
    withdrawn_at: datetime | None
    order_ref: str
    caveats: str

    @property
    def ends(self) -> tuple[int, int]:
        """The units it ties: the one that answers, and the one it answers to."""
        return (self.unit_id, self.superior_id)

    @cached_property
    def withdrawn_on(self) -> date:
        """The day on which it was withdrawn; the end of time when it was not."""
        return clock.local_date(self.withdrawn_at) if self.withdrawn_at else date.max

    def holds_on(self, day: date) -> bool:
        """Whether it gives rights on a day: to the end of it, so not on the day of withdrawal."""
        return self.held_on(day) and day < self.withdrawn_on

    def held_on(self, day: date) -> bool:
        """Whether it held on a day, if only until it was withdrawn that day."""
        runs = self.from_on <= day and (self.until is None or day <= self.until)
        return runs and day <= self.withdrawn_on

    def is_over(self, day: date) -> bool:
        """Whether it gives no more rights on a day, and never will."""
        return self.withdrawn_on <= day or (self.until is not None and self.until < day)


@dataclass(frozen=True)
class SiteView:
    """A site: its code, its names, who holds it, and its time zone by its IANA name."""

    id: int
    code: str
    name_nl: str
    name_en: str
    holder_id: int
    time_zone: str

    @property
    def label(self) -> str:
        """Its name in the active language, and its code: as on the label on its wall."""
        return f"{name_of(self)} ({self.code})"


class Tree:
    """All units of one version in path order, found by id, code or path, and the lines beside it.

    ``day`` is the one of which all is told that held during it, if only for hours; the present tree
    has none, and tells what gives rights to the end of a day.
    """

    def __init__(
        self,
        version: int,
        units: list[UnitView],
        lines: Sequence[LineView] = (),
        *,
        day: date | None = None,
    ) -> None:
        self.version = version
        self.day = day
        self.units = units
        self.lines = tuple(lines)
        self._holding = LineView.holds_on if day is None else LineView.held_on
        self.by_id = {unit.id: unit for unit in units}
        self.by_code = {unit.code: unit for unit in units}
        self.by_path = {unit.path: unit for unit in units}
        self._paths = [unit.path for unit in units]
        self._ids_in: dict[tuple[PathRange, ...], frozenset[int]] = {}
        self.tops: dict[int, Mapping[int, int]] = {}
        self._handed_over: dict[date, bool] = {}
        self._lines_on: dict[tuple[date, str], tuple[Line, ...]] = {}
        self.grants_of_posts: dict[Any, Any] = {}
        self.actors: dict[Any, Any] = {}

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

    def among(self, column: str, ids: frozenset[int]) -> Q:
        """That a record's unit is one of these; of nearly all units only the others are told."""
        return among_units(column, ids, self.all_ids)

    def lines_on(self, day: date) -> list[LineView]:
        """The lines that hold on a day, oldest first."""
        return [one for one in self.lines if self._holding(one, day)]

    def lines_over(self, day: date) -> list[LineView]:
        """The lines that are over on a day and did not hold on it, oldest first."""
        return [one for one in self.lines if one.is_over(day) and not self._holding(one, day)]

    def lines_that_carry(self, kind: str, day: date) -> tuple[Line, ...]:
        """The lines of a day that carry a kind of permit from the superior to the unit."""
        return self._lines(day, kind, frozenset(k for k, held in CARRIED.items() if kind in held))

    def hosts_on(self, day: date) -> tuple[Line, ...]:
        """The host lines of a day."""
        return self._lines(day, HOST, frozenset({HOST}))

    def sites_of_host(self, path: str, ranges: tuple[PathRange, ...]) -> frozenset[int]:
        """The sites held at a path or below it by units in the ranges: now, or during its day."""
        here = below(path)
        held = ((site, self.by_id[unit].path) for site, unit in self.held if unit in self.by_id)
        return frozenset(
            site
            for site, holder in held
            if here.covers(holder) and any(piece.covers(holder) for piece in ranges)
        )

    def _lines(self, day: date, name: str, kinds: frozenset[str]) -> tuple[Line, ...]:
        """The lines of these kinds on a day, kept under a name."""
        key = (day, name)
        if key not in self._lines_on:
            self._lines_on[key] = tuple(
                Line(self.by_id[one.unit_id].path, self.by_id[one.superior_id].path, one.kind)
                for one in self.lines_on(day)
                if one.kind in kinds and self._has_both(one)
            )
        return self._lines_on[key]

    def _has_both(self, line: LineView) -> bool:
        return line.unit_id in self.by_id and line.superior_id in self.by_id

    @cached_property
    def all_ids(self) -> frozenset[int]:
        """The ids of all units."""
        return frozenset(self.by_id)

    @cached_property
    def sites(self) -> dict[int, SiteView]:
        """The sites by their id, with who holds them at the end of the day of the tree, and today's names.

        Read once, since a site that changes makes a new tree.
        """
        names = ("id", "code", "name_nl", "name_en", "holder_id", "time_zone")
        rows = Site.objects.values_list(*names)
        if self.day is not None:
            next_day = self.day + timedelta(days=1)
            held = SiteHolder.objects.filter(not_over(next_day), from_on__lte=self.day)
            site = ("site_id", "site__code", "site__name_nl", "site__name_en")
            rows = held.values_list(*site, "unit_id", "site__time_zone")
        return {row[0]: SiteView(*row) for row in rows}

    @cached_property
    def held(self) -> frozenset[tuple[int, int]]:
        """Each site with its holder now; of a day with every unit that held it, if only for hours."""
        if self.day is None:
            return frozenset((site.id, site.holder_id) for site in self.sites.values())
        rows = SiteHolder.objects.filter(running(self.day))
        return frozenset(rows.values_list("site_id", "unit_id"))

    def was_handed_over(self, day: date) -> bool:
        """Whether a site went to another holder on a day; asked of the database once a day."""
        if day not in self._handed_over:
            self._handed_over[day] = SiteHolder.objects.filter(until=day).exists()
        return self._handed_over[day]

    def site_meant(self, text: str) -> SiteView | None:
        """The one site that stands between the commas of a text: a code, a name, or name (code).

        "Shelter 31, Volkel air base" names one. Other text names none: "opposite the barracks" is
        not at the barracks, and a way from one site to another is at neither.
        """
        parts = (" ".join(part.split()).casefold() for part in text.split(","))
        found = {site for part in parts if (site := self._sites_named.get(part))}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def _sites_named(self) -> dict[str, SiteView]:
        found: dict[str, SiteView] = {}
        twice: set[str] = set()
        for site in self.sites.values():
            names = {name.casefold() for name in (site.name_nl, site.name_en) if name}
            twice |= names & found.keys()
            labels = {f"{name} ({site.code.casefold()})" for name in names}
            found |= dict.fromkeys(names | labels, site)
        codes = {site.code.casefold(): site for site in self.sites.values()}
        return {name: site for name, site in found.items() if name not in twice} | codes

    @cached_property
    def named_posts(self) -> dict[int, str]:
        """The names by which the commander's post on a unit is called now, by the unit's id.

        Read once, since a name that goes to another unit makes a new tree.
        """
        rows = NamedPost.objects.filter(withdrawn_at=None)
        return dict(rows.values_list("unit_id", "code"))

    @cached_property
    def predecessors(self) -> dict[int, list[UnitView]]:
        """By the id of a unit those that went on in it, the first one first.

        Read once, since a unit that ends in another makes a new tree.
        """
        found: dict[int, list[UnitView]] = {}
        pairs = Succession.objects.order_by("on", "id").values_list("predecessor", "successor")
        for before, after in pairs:
            found.setdefault(after, []).append(self.by_id[before])
        return found

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
        kept = _kept[where] = Tree(version, _read_units(), _read_lines())
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


def let_go() -> None:
    """Look at the tree anew where ``one_tree`` holds it: it was just changed."""
    held = _held.get()
    if held is not None:
        held.clear()


def _read_units() -> list[UnitView]:
    names = list(UnitView.__dataclass_fields__)
    return [UnitView(**row) for row in Unit.objects.order_by("path").values(*names)]


def _read_lines() -> list[LineView]:
    """Every line of command, past, present, announced and withdrawn."""
    names = list(LineView.__dataclass_fields__)
    return [LineView(**row) for row in CommandLine.objects.order_by("id").values(*names)]
