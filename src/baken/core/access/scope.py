"""One description of what an actor reaches in a table, as database conditions and as a test.

``branches`` feeds lists, counts, search and exports; ``covers`` feeds single records and buttons.
Both read the same normalised levels, so they cannot disagree. The shape of the branches was
measured: see ``docs/decisions/2026-11-23-unit-and-owner-unit.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from baken.core.access.actor import Actor, Grant
from baken.core.access.among import Among
from baken.core.access.reach import PathRange, cut, union


@dataclass(frozen=True)
class AccessSpec:
    """Which fields of a root carry its unit, its owner unit, its level and its maker.

    ``owner_unit`` is empty on records whose owner is the unit itself. ``own`` holds the key that
    recognises the maker. A blank name means the root has no such field.
    """

    unit: str = "unit"
    owner_unit: str = "owner_unit"
    confidentiality: str = "confidentiality"
    own: str = ""


@dataclass(frozen=True)
class Level:
    """The units that an actor reaches up to one confidentiality, as paths and as ids.

    ``outside`` holds the units not reached when they are the fewer, else None.
    """

    confidentiality: int
    ranges: tuple[PathRange, ...]
    unit_ids: frozenset[int]
    outside: frozenset[int] | None = None


@dataclass(frozen=True)
class Scope:
    """What one actor reaches with one permit in one table."""

    spec: AccessSpec
    levels: tuple[Level, ...] = ()
    own_key: str = ""
    cases: frozenset[int] = field(default_factory=frozenset)
    conflicts: frozenset[int] = field(default_factory=frozenset)

    def branches(self, *, only_check: bool = False) -> list[Q]:
        """Conditions that each read one index; a record is in scope when any of them holds.

        With ``only_check`` they are for rows that are found by something else.
        """
        pieces = [q for level in self.levels for q in self._by_unit(level, only_check)]
        found = [self._not_conflicted(piece) for piece in pieces]
        if self.own_key and self.spec.own:
            found.append(Q(**{self.spec.own: self.own_key}))
        if self.cases:
            found.append(self._not_conflicted(Q(pk__in=self.cases)))
        return found

    def condition(self) -> Q:
        """The whole scope as one condition; of an empty scope, the condition that never holds.

        No index helps an OR over two columns, so that what else is asked finds the rows.
        """
        branches = self.branches(only_check=True)
        if not branches:
            return Q(pk__in=[])
        whole = branches[0]
        for branch in branches[1:]:
            whole |= branch
        return whole

    def covers(self, record: Any) -> bool:
        """Whether a loaded record lies in scope; reads its units, nothing else."""
        if self.own_key and self.spec.own and getattr(record, self.spec.own) == self.own_key:
            return True
        if record.pk in self.conflicts:
            return False
        return record.pk in self.cases or self._reached_by_unit(record)

    def _reached_by_unit(self, record: Any) -> bool:
        held = getattr(record, self.spec.confidentiality) if self.spec.confidentiality else 0
        paths = list(self._paths(record))
        return any(
            piece.covers(path)
            for level in self.levels
            if held <= level.confidentiality
            for piece in level.ranges
            for path in paths
        )

    def _paths(self, record: Any) -> Iterable[str]:
        for name in (self.spec.unit, self.spec.owner_unit):
            unit = getattr(record, name) if name else None
            if unit is not None:
                yield unit.path

    def _by_unit(self, level: Level, only_check: bool) -> list[Q]:
        """Per unit column one condition; when nearly all units are reached, one for both."""
        columns = [f"{name}_id" for name in (self.spec.unit, self.spec.owner_unit) if name]
        wide = level.outside is not None
        units = level.outside if level.outside is not None else level.unit_ids
        held = Q()
        if self.spec.confidentiality:
            held = Q(**{f"{self.spec.confidentiality}__lte": level.confidentiality})
        if wide and not units:
            return [held or Q(pk__isnull=False)]
        tests = [Q(Among(column, units, outside=wide, only_check=only_check)) for column in columns]
        return [reduce(or_, tests) & held] if wide else [test & held for test in tests]

    def _not_conflicted(self, condition: Q) -> Q:
        return condition & ~Q(pk__in=self.conflicts) if self.conflicts else condition


def scope_of(actor: Actor, permit: str, root: Any) -> Scope:
    """What ``actor`` reaches with ``permit`` among the records of ``root``."""
    grants = actor.grants_of(permit)
    spec: AccessSpec = root.access
    return Scope(
        spec=spec,
        levels=_levels(grants, actor.all_units) if spec.unit else (),
        own_key=actor.own_key if any(grant.reach.own for grant in grants) else "",
        cases=frozenset().union(*(grant.reach.cases for grant in grants)),
        conflicts=actor.conflicts_in(root._meta.label_lower),
    )


def _levels(grants: Sequence[Grant], all_units: frozenset[int]) -> tuple[Level, ...]:
    """Units per confidentiality, highest first, without what a higher level already covers."""
    found: list[Level] = []
    covered: tuple[PathRange, ...] = ()
    known: frozenset[int] = frozenset()
    for confidentiality in sorted({grant.confidentiality for grant in grants}, reverse=True):
        mine = [grant.reach for grant in grants if grant.confidentiality == confidentiality]
        ranges = cut(union(piece for reach in mine for piece in reach.ranges), covered)
        ids = frozenset().union(*(reach.unit_ids for reach in mine)) - known
        if ranges:
            wide = bool(all_units) and 2 * len(ids) > len(all_units)
            found.append(
                Level(int(confidentiality), ranges, ids, all_units - ids if wide else None)
            )
            covered, known = union([*covered, *ranges]), known | ids
    return tuple(found)
