"""Reads counts: of units themselves, or of units with all below them, right at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from baken.core.access import Actor
from baken.core.access.among import MANY, listed
from baken.core.access.scope import Scope, scope_of
from baken.core.records.listed import among
from baken.core.records.rolled import Rolled
from baken.core.rollups.keys import Key, key_of, name_of
from baken.core.rollups.models import RolledTree, Rollup, RollupChange

Ids = frozenset[int]
_EACH = "month"
WHOLE_PERIOD = 0  # stands for the month where months are added up
_WHERE = "root = %s AND month BETWEEN %s AND %s AND confidentiality <= %s"


class Cell(NamedTuple):
    """One count: of a unit, a month (202611) or a whole period, and a code of what is counted by."""

    unit: int
    month: int
    code: str


@dataclass(frozen=True)
class Totals:
    """Counts, and the version of the tree by which those with all below them were rolled up."""

    cells: Mapping[Cell, int]
    version: int


@dataclass(frozen=True)
class _Asked:
    """Which counts: of a root in one way, from one month up to another, up to a confidentiality."""

    root: Any
    way: Rolled
    months: tuple[int, int]
    up_to: int
    month: str = _EACH

    @property
    def summed(self) -> _Asked:
        """The same with all months added up."""
        return replace(self, month=f"{WHOLE_PERIOD} AS month")

    def cell_of(self, key: Key, unit: int) -> Cell:
        """Where a record counts that is told of under a unit."""
        return Cell(unit, key.month if self.month == _EACH else WHOLE_PERIOD, key.code)

    def holds(self, key: Key) -> bool:
        """Whether a record is among those that are asked for."""
        first, last = self.months
        return first <= key.month <= last and key.confidentiality <= self.up_to

    def of(self, units: Ids, *, few_rows: bool) -> tuple[str, list[Any]]:
        """The condition for counts of some units, with its parameters; of few rows units find none."""
        unweighed = few_rows and len(units) >= MANY
        test, sent = among(listed(units), vendor=connection.vendor, unweighed=unweighed)
        name = name_of(self.root, self.way)
        return f"{_WHERE} AND unit {test}", [name, *self.months, self.up_to, sent]


def own_counts(
    *, root: Any, units: Ids, months: tuple[int, int], up_to: int
) -> Mapping[Cell, int] | None:
    """The records of units themselves that came in from one month up to another, both included.

    ``up_to`` is the highest confidentiality that counts. None while not everything is counted yet.
    """
    return _own(_Asked(root, root.rolled, months, up_to), units)


def own_sums(
    *, root: Any, units: Ids, months: tuple[int, int], up_to: int
) -> Mapping[Cell, int] | None:
    """As ``own_counts`` with all months added up, for ``WHOLE_PERIOD``."""
    return _own(_Asked(root, root.rolled, months, up_to).summed, units)


def _own(asked: _Asked, units: Ids) -> Mapping[Cell, int] | None:
    found = _read(asked, [("own", "records", units)], units) if units else Totals({}, 0)
    return None if found is None else found.cells


def totals_below(
    *,
    root: Any,
    tops: Mapping[int, int],
    months: tuple[int, int],
    up_to: int,
    version: int,
    without: Ids = frozenset(),
    itself: Ids = frozenset(),
    each_month: bool = True,
    way: Rolled | None = None,
) -> Mapping[Cell, int] | None:
    """The records of units with all below them; ``tops`` says of every unit below under which it counts.

    Of the units in ``itself``, each its own top, only their own records count. Records of the units
    ``without`` themselves are left out; without ``each_month`` months are added up. ``way`` is one of
    those in which the root is counted also. None while the counts are not complete or are keyed to
    another tree than that of ``version``.
    """
    asked = _asked(root, way, months, up_to, each_month=each_month)
    taken, alone = frozenset((without & tops.keys()) - itself), itself - without
    kept = [("NOT own", "records", frozenset(tops.values()) - itself), ("own", "-records", taken)]
    kept += [("own", "records", alone)] if alone else []
    found = _read(asked, kept, frozenset(tops.keys() - without))
    if found is None or found.version != version:
        return None
    cells: Counter[Cell] = Counter()
    for cell, records in found.cells.items():
        top = tops[cell.unit]
        cells[cell if top == cell.unit else Cell(top, cell.month, cell.code)] += records
    return cells


@dataclass(frozen=True)
class KeptReach:
    """Of ``units`` somebody sees every record up to a confidentiality, and no others.

    Of other units they may see some, which only counting the records can tell. ``scope`` knows the
    few that they are too close to.
    """

    units: Ids
    up_to: int
    scope: Scope

    def sees_most_of(self, units: Set[int]) -> bool:
        """Whether all is seen of at least half of some units: else counting the records is quicker."""
        return 2 * len(units & self.units) >= len(units)

    def elsewhere(self) -> Q:
        """Of records of units of which not all is seen: those that can be seen, where that is known.

        That is by the unit that holds them, when nothing else opens any.
        """
        scope = self.scope
        by_owner = len(scope.levels) == 1 and not (scope.cases or scope.hosted)
        return Q(**{f"{scope.spec.owner_unit}__isnull": False}) if by_owner else Q()

    def own(self, *, root: Any, units: Ids, months: tuple[int, int]) -> Counter[Cell] | None:
        """The records of those among ``units`` themselves of which all is seen, as ``own_counts``."""
        return self._own(_Asked(root, root.rolled, months, self.up_to), units)

    def own_sums(self, *, root: Any, units: Ids, months: tuple[int, int]) -> Counter[Cell] | None:
        """As ``own`` with all months added up, for ``WHOLE_PERIOD``."""
        return self._own(_Asked(root, root.rolled, months, self.up_to).summed, units)

    def _own(self, asked: _Asked, units: Ids) -> Counter[Cell] | None:
        seen = {unit: unit for unit in units & self.units}
        cells = _own(asked, frozenset(seen))
        return None if cells is None else self._without_conflicts(asked, seen, cells)

    def below(
        self,
        *,
        root: Any,
        tops: Mapping[int, int],
        months: tuple[int, int],
        version: int,
        itself: Ids = frozenset(),
        each_month: bool = True,
        way: Rolled | None = None,
    ) -> Counter[Cell] | None:
        """The records of units with all below them, as ``totals_below``, without those not all seen."""
        cells = totals_below(
            root=root,
            tops=tops,
            months=months,
            up_to=self.up_to,
            version=version,
            without=frozenset(tops.keys() - self.units),
            itself=itself,
            each_month=each_month,
            way=way,
        )
        if cells is None:
            return None
        asked = _asked(root, way, months, self.up_to, each_month=each_month)
        return self._without_conflicts(asked, tops, cells)

    def _without_conflicts(
        self, asked: _Asked, inside: Mapping[int, int], cells: Mapping[Cell, int]
    ) -> Counter[Cell]:
        """The counts without the records that this reader is too close to, and without what is none.

        ``inside`` says under which unit each unit counts: itself, or one above it. Of those of which not
        all is seen nothing was counted.
        """
        left = Counter(cells)
        for condition in self.scope.conflicts.conditions():
            for record in asked.root.objects.for_system(reason="count").filter(condition):
                key = key_of(record, asked.way)
                if key and key.unit in inside and key.unit in self.units and asked.holds(key):
                    left[asked.cell_of(key, inside[key.unit])] -= 1
        return +left


def kept_reach(
    actor: Actor, permit: str, root: Any, *, own_apart: bool = False
) -> KeptReach | None:
    """The units of which the actor sees all up to the highest they see anywhere; None without any.

    None also where own records, or single records or sites with closer held ones, come along: these
    may lie in the same units. With ``own_apart`` own records count where those of others would, and
    no more: for figures of units, which must not grow with who reads them.
    """
    scope = scope_of(actor, permit, root)
    own = bool(scope.own_key and scope.spec.own)
    if not scope.levels or (own and not own_apart):
        return None
    highest = scope.levels[0]
    beside = (up_to for up_to, _what in (*scope.cases, *scope.hosted))
    if any(up_to > highest.confidentiality for up_to in beside):
        return None
    return KeptReach(highest.unit_ids, highest.confidentiality, scope)


def _asked(
    root: Any, way: Rolled | None, months: tuple[int, int], up_to: int, *, each_month: bool
) -> _Asked:
    asked = _Asked(root, way or root.rolled, months, up_to)
    return asked if each_month else asked.summed


def _read(asked: _Asked, kept: Sequence[tuple[str, str, Ids]], waiting: Ids) -> Totals | None:
    """The counts with the changes that wait: one statement, so that a change is in one of them.

    None while these are not complete, or where a process of before an upgrade wrote among them.
    ``kept`` says which rows of which units are added or taken off, ``waiting`` whose changes count.
    """
    name = connection.ops.quote_name
    tables = {model: name(model._meta.db_table) for model in (Rollup, RollupChange, RolledTree)}
    pieces, params = [], []
    for which, records, units in [*kept, ("", "records", waiting)]:
        table = tables[Rollup if which else RollupChange]
        where, values = asked.of(units, few_rows=not which)
        condition = f"{which} AND {where}" if which else where
        pieces.append(
            f"SELECT unit, {asked.month}, code, {records} AS records FROM {table} WHERE {condition}"  # noqa: S608
        )
        params += values
    statement = (
        f"SELECT unit, month, code, SUM(records) FROM ({' UNION ALL '.join(pieces)})"  # noqa: S608  no value in it
        f" AS counted GROUP BY unit, month, code UNION ALL "
        f"SELECT 0, 0, '', version FROM {tables[RolledTree]} WHERE complete"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        rows = cursor.fetchall()
    cells = {Cell(*cell): int(records) for *cell, records in rows}
    version = cells.pop(Cell(0, 0, ""), None)
    codes = {cell.code for cell, records in cells.items() if records}
    if version is None or not all(map(asked.way.is_code, codes)):
        return None
    return Totals(cells, version)
