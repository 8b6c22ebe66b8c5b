"""One description of what an actor reaches in a table, as a database condition and as a test.

``branches`` feeds lists, counts, search and exports; ``covers`` feeds single records and buttons.
Both read the same normalised levels, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import Q

from baken.core.access.actor import Actor, Grant
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


class HasAccessSpec(Protocol):
    """A model class that declares its ``access``."""

    access: AccessSpec


@dataclass(frozen=True)
class Level:
    """Path ranges that an actor reaches up to one confidentiality."""

    confidentiality: int
    ranges: tuple[PathRange, ...]


@dataclass(frozen=True)
class Scope:
    """What one actor reaches with one permit in one table."""

    spec: AccessSpec
    levels: tuple[Level, ...] = ()
    own_key: str = ""
    cases: frozenset[int] = field(default_factory=frozenset)
    conflicts: frozenset[int] = field(default_factory=frozenset)

    def branches(self) -> list[Q]:
        """Disjointly indexed conditions; a record is in scope when any of them holds."""
        found: list[Q] = []
        if self.levels:
            found.append(self._not_conflicted(self._by_unit(self.spec.unit)))
            if self.spec.owner_unit:
                found.append(self._not_conflicted(self._by_unit(self.spec.owner_unit)))
        if self.own_key and self.spec.own:
            found.append(Q(**{self.spec.own: self.own_key}))
        if self.cases:
            found.append(self._not_conflicted(Q(pk__in=self.cases)))
        return found

    def condition(self) -> Q:
        """The whole scope as one condition; of an empty scope, the condition that never holds."""
        whole = Q(pk__in=[])
        for branch in self.branches():
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

    def _by_unit(self, name: str) -> Q:
        whole = Q()
        for level in self.levels:
            reached = Q()
            for piece in level.ranges:
                reached |= Q(**{f"{name}__path__gte": piece.low, f"{name}__path__lt": piece.high})
            if self.spec.confidentiality:
                reached &= Q(**{f"{self.spec.confidentiality}__lte": level.confidentiality})
            whole |= reached
        return whole

    def _not_conflicted(self, condition: Q) -> Q:
        return condition & ~Q(pk__in=self.conflicts) if self.conflicts else condition


def scope_of(actor: Actor, permit: str, root: Any) -> Scope:
    """What ``actor`` reaches with ``permit`` among the records of ``root``."""
    grants = actor.grants_of(permit)
    spec: AccessSpec = root.access
    return Scope(
        spec=spec,
        levels=_levels(grants) if spec.unit else (),
        own_key=actor.own_key if any(grant.reach.own for grant in grants) else "",
        cases=frozenset().union(*(grant.reach.cases for grant in grants)),
        conflicts=actor.conflicts_in(root._meta.label_lower),
    )


def _levels(grants: Iterable[Grant]) -> tuple[Level, ...]:
    """Ranges per confidentiality, highest first, without what a higher level already covers."""
    found: list[Level] = []
    covered: tuple[PathRange, ...] = ()
    listed = list(grants)
    for confidentiality in sorted({grant.confidentiality for grant in listed}, reverse=True):
        ranges = union(
            piece
            for grant in listed
            if grant.confidentiality == confidentiality
            for piece in grant.reach.ranges
        )
        rest = cut(ranges, covered)
        if rest:
            found.append(Level(int(confidentiality), rest))
            covered = union([*covered, *rest])
    return tuple(found)
