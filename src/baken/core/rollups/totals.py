"""Reads counts: of units themselves, or of units with all below them, right at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from baken.core.access import Actor
from baken.core.access.scope import Scope, scope_of
from baken.core.records.listed import among
from baken.core.rollups.keys import key_of
from baken.core.rollups.models import RolledTree, Rollup, RollupChange

Ids = frozenset[int]
_WHERE = "root = %s AND month BETWEEN %s AND %s AND confidentiality <= %s"


class Cell(NamedTuple):
    """One count: of a unit, a month (202611), and a code of what the root is counted by."""

    unit: int
    month: int
    code: str


@dataclass(frozen=True)
class Totals:
    """Counts, and the version of the tree by which those with all below them were rolled up."""

    cells: Mapping[Cell, int]
    version: int


def own_counts(
    *, root: Any, units: Ids, months: tuple[int, int], up_to: int
) -> Mapping[Cell, int] | None:
    """The records of units themselves that came in from one month up to another, both included.

    ``up_to`` is the highest confidentiality that counts. None while not everything is counted yet.
    """
    if not units:
        return {}
    test, listed = among(_listed(units), vendor=connection.vendor)
    where = (f"{_WHERE} AND unit {test}", [root.prefix, *months, up_to, listed])
    found = _read((f"own AND {where[0]}", where[1]), where)
    return None if found is None else found.cells


def totals_below(
    *, root: Any, branches: Mapping[int, Ids], months: tuple[int, int], up_to: int, version: int
) -> Mapping[Cell, int] | None:
    """The records of units with all below them; ``branches`` says which units those are.

    None while the counts are not complete or are keyed to another tree than that of ``version``.
    """
    inside = {unit: top for top, units in branches.items() for unit in units}
    asked, params = _WHERE, [root.prefix, *months, up_to]
    tops, listed = among(_listed(branches), vendor=connection.vendor)
    all_units, listed_all = among(_listed(inside), vendor=connection.vendor)
    found = _read(
        (f"NOT own AND {asked} AND unit {tops}", [*params, listed]),
        (f"{asked} AND unit {all_units}", [*params, listed_all]),
    )
    if found is None or found.version != version:
        return None
    cells: Counter[Cell] = Counter()
    for cell, records in found.cells.items():
        cells[cell._replace(unit=inside[cell.unit])] += records
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

    def own(self, *, root: Any, units: Ids, months: tuple[int, int]) -> Counter[Cell] | None:
        """The records of those among ``units`` themselves of which all is seen, as ``own_counts``."""
        seen = units & self.units
        cells = own_counts(root=root, units=seen, months=months, up_to=self.up_to)
        if cells is None:
            return None
        return self._without_conflicts(root, {unit: unit for unit in seen}, months, Counter(cells))

    def below(
        self, *, root: Any, branches: Mapping[int, Ids], months: tuple[int, int], version: int
    ) -> Counter[Cell] | None:
        """The records of units with all below them, as ``totals_below``, without those not all seen.

        The totals are read first: of a record that comes in meanwhile too few is told, never too much.
        """
        asked: dict[str, Any] = {"root": root, "months": months, "up_to": self.up_to}
        inside = {unit: top for top, units in branches.items() for unit in units}
        totals = totals_below(**asked, branches=branches, version=version)
        taken = own_counts(**asked, units=frozenset(inside.keys() - self.units))
        if totals is None or taken is None:
            return None
        cells = Counter(totals)
        for cell, records in taken.items():
            cells[cell._replace(unit=inside[cell.unit])] -= records
        seen = {unit: top for unit, top in inside.items() if unit in self.units}
        return self._without_conflicts(root, seen, months, cells)

    def _without_conflicts(
        self, root: Any, inside: Mapping[int, int], months: tuple[int, int], cells: Counter[Cell]
    ) -> Counter[Cell]:
        """The counts without the records that this reader is too close to, and without what is none.

        ``inside`` says under which unit each unit was counted: itself, or one above it.
        """
        left = Counter(cells)
        for condition in self.scope.conflicts.conditions():
            for record in root.objects.for_system(reason="count").filter(condition):
                key = key_of(record)
                if key and key.unit in inside and months[0] <= key.month <= months[1]:
                    cell = Cell(inside[key.unit], key.month, key.code)
                    left[cell] -= key.confidentiality <= self.up_to
        return +left


def kept_reach(actor: Actor, permit: str, root: Any) -> KeptReach | None:
    """The units of which the actor sees all up to the highest they see anywhere; None without any.

    None also where own records, or single records or sites with closer held ones, come along: these
    may lie in the same units.
    """
    scope = scope_of(actor, permit, root)
    if not scope.levels or (scope.own_key and scope.spec.own):
        return None
    highest = scope.levels[0]
    beside = (up_to for up_to, _what in (*scope.cases, *scope.hosted))
    if any(up_to > highest.confidentiality for up_to in beside):
        return None
    return KeptReach(highest.unit_ids, highest.confidentiality, scope)


def _listed(units: Iterable[int]) -> str:
    return ",".join(map(str, sorted(units)))


def _read(kept: tuple[str, list[Any]], waiting: tuple[str, list[Any]]) -> Totals | None:
    """The counts with the changes that wait: one statement, so that a change is in one of them."""
    name = connection.ops.quote_name
    columns = "unit, month, code, records"
    tables = {model: name(model._meta.db_table) for model in (Rollup, RollupChange, RolledTree)}
    statement = (
        f"SELECT unit, month, code, SUM(records) FROM ("  # noqa: S608  no value in it
        f"SELECT {columns} FROM {tables[Rollup]} WHERE {kept[0]} UNION ALL "
        f"SELECT {columns} FROM {tables[RollupChange]} WHERE {waiting[0]}"
        f") AS counted GROUP BY unit, month, code UNION ALL "
        f"SELECT 0, 0, '', version FROM {tables[RolledTree]} WHERE complete"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*kept[1], *waiting[1]])
        rows = cursor.fetchall()
    cells = {Cell(unit, month, code): int(records) for unit, month, code, records in rows}
    version = cells.pop(Cell(0, 0, ""), None)
    return None if version is None else Totals(cells, version)
