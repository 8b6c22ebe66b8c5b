"""One description of what an actor reaches in a table, as database conditions and as a test.

``branches`` feeds lists, counts, search and exports; ``covers`` feeds single records and buttons.
Both read the same normalised levels, so they cannot disagree. The shape of the branches was
measured: see ``docs/decisions/2026-11-23-unit-and-owner-unit.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import Q

from baken.core.access.actor import Actor, Grant
from baken.core.access.among import Among, among_units
from baken.core.access.kept_condition import KeptCondition
from baken.core.access.reach import Hosted, PathRange, Tie, cut, union
from baken.core.access.withheld import Keeping, Withheld

Units = frozenset[int]


@dataclass(frozen=True)
class AccessSpec:
    """Which fields of a root carry its unit, its owner unit, its level and its maker.

    ``owner_unit`` is empty on records whose owner is the unit itself. ``own`` holds the key that
    recognises the maker. ``through`` pairs a field that points at another record with the table of
    that record: who has a case there, or is too close to it, is so here. ``conflicts_through`` does so
    for who is too close alone: a case there opens nothing here. ``site`` holds the place a
    record is about, for hosts. A blank name means the root has no such field. ``withheld`` says when
    a record is kept with those who handle it.
    """

    unit: str = "unit"
    owner_unit: str = "owner_unit"
    confidentiality: str = "confidentiality"
    own: str = ""
    site: str = ""
    through: tuple[tuple[str, str], ...] = ()
    conflicts_through: tuple[tuple[str, str], ...] = ()
    withheld: Withheld | None = None

    def places(self, kind: str) -> tuple[tuple[str, str], ...]:
        """Where ties of a kind, ``case`` or ``conflict``, are looked for besides the record itself."""
        return self.through if kind == "case" else (*self.through, *self.conflicts_through)


@dataclass(frozen=True)
class Level:
    """What an actor reaches up to one confidentiality: units as paths and as ids.

    ``outside`` holds the units not reached when they are the fewer, else None.
    """

    confidentiality: int
    ranges: tuple[PathRange, ...]
    unit_ids: frozenset[int]
    outside: frozenset[int] | None = None


@dataclass(frozen=True)
class Ties:
    """Single records: by a column (the row number, or a field that points at another record)."""

    columns: tuple[tuple[str, frozenset[int]], ...] = ()

    @classmethod
    def of(cls, ties: Iterable[Tie], root: Any, *, kind: str) -> Ties:
        """Those ties of a kind that say something about the records of ``root``."""
        numbers: dict[str, set[int]] = {}
        for table, number in ties:
            numbers.setdefault(table, set()).add(number)
        places = (("pk", root._meta.label_lower), *root.access.places(kind))
        return cls(
            tuple(
                (column, frozenset(numbers[table])) for column, table in places if table in numbers
            )
        )

    def conditions(self) -> list[Q]:
        """One condition per column."""
        return [Q(**{f"{column}__in": sorted(found)}) for column, found in self.columns]

    def hold(self, record: Any) -> bool:
        """Whether a loaded record is one of them."""
        return any(getattr(record, column) in found for column, found in self.columns)


@dataclass(frozen=True)
class Scope:
    """What one actor reaches with one permit among the records of a root."""

    root: Any
    levels: tuple[Level, ...] = ()
    own_key: str = ""
    hosted: tuple[tuple[int, Hosted], ...] = ()
    cases: tuple[tuple[int, Ties], ...] = ()
    conflicts: Ties = Ties()
    keeping: Keeping | None = None

    @property
    def spec(self) -> AccessSpec:
        """Which fields of the root carry what."""
        found: AccessSpec = self.root.access
        return found

    def branches(self) -> list[Q]:
        """Conditions that each read one index; a record is in scope when any of them holds."""
        return [Q(one) for one in self.kept(whole=False)]

    def condition(self) -> Q:
        """The whole scope as one condition; of an empty scope, the condition that never holds.

        No index helps an OR over two columns, so that what else is asked finds the rows.
        """
        found = self.kept(whole=True)
        return Q(*found) if found else Q(pk__in=[])

    def kept(self, *, whole: bool) -> list[KeptCondition]:
        """The ``branches``, or the ``condition`` alone, worked out once for as long as this is kept."""
        return self._whole if whole else self._branches

    def within(self, units: Units, everywhere: Units, *, is_rare: bool) -> KeptCondition:
        """The records of some units themselves that are in scope; ``is_rare`` as in ``among_units``.

        Where all is reached of these up to the highest that is reached anywhere, no unit is asked twice.
        """
        inside = among_units(f"{self.spec.unit}_id", units, everywhere, is_rare=is_rare)
        return KeptCondition(inside & self._seen_in(units), self.root, {})

    def _seen_in(self, units: Units) -> Q:
        if not self.levels or not units <= self.levels[0].unit_ids:
            return self.condition()
        all_of = self._held(self.levels[0].confidentiality) or Q(pk__isnull=False)
        return reduce(or_, self._pieces([all_of]))

    @cached_property
    def _branches(self) -> list[KeptCondition]:
        pieces = self._pieces(self._by_units(only_check=False))
        return [KeptCondition(q, self.root, {}) for q in pieces]

    @cached_property
    def _whole(self) -> list[KeptCondition]:
        pieces = self._pieces(self._by_units(only_check=True))
        return [KeptCondition(reduce(or_, pieces), self.root, {})] if pieces else []

    def _by_units(self, *, only_check: bool) -> list[Q]:
        """What is reached by unit; with ``only_check`` for rows that are found by something else."""
        return [q for level in self.levels for q in self._by_unit(level, only_check)]

    def _pieces(self, by_units: list[Q]) -> list[Q]:
        """What is reached by unit, and in all other ways."""
        pieces = list(by_units)
        pieces += [self._at_site(*one) for one in self.hosted]
        if self._may_hide and pieces:
            shut = self.keeping.shut()  # type: ignore[union-attr]
            pieces = [piece & shut for piece in pieces]
        pieces += [q & self._held(up_to) for up_to, ties in self.cases for q in ties.conditions()]
        found = [self._not_conflicted(piece) for piece in pieces]
        if self.own_key and self.spec.own:
            found.append(Q(**{self.spec.own: self.own_key}))
        return found

    def covers(self, record: Any) -> bool:
        """Whether a loaded record lies in scope; reads its units, nothing else."""
        if self.own_key and self.spec.own and getattr(record, self.spec.own) == self.own_key:
            return True
        if self.conflicts.hold(record):
            return False
        if self._is_case(record):
            return True
        return (self._reached(record) or self._is_hosted(record)) and not self._hides(record)

    def withholds(self, record: Any) -> bool:
        """Whether a loaded record would lie in scope if it was not withheld."""
        return not self.covers(record) and self.lifted.covers(record)

    @cached_property
    def lifted(self) -> Scope:
        """The same scope as if nothing was withheld."""
        return replace(self, keeping=None)

    @property
    def is_wide(self) -> bool:
        """Whether it reaches more than half of all units, so that being in it tells nothing of one."""
        return any(level.outside is not None for level in self.levels)

    @cached_property
    def _may_hide(self) -> bool:
        """Whether anything can be withheld from this scope: not where its holder handles it all."""
        if self.keeping is None:
            return False
        return bool(self.hosted) or not self.keeping.hides_none(self.levels)

    def _hides(self, record: Any) -> bool:
        return self.keeping is not None and self.keeping.hides(record)

    def is_within(self, wider: Scope) -> bool:
        """Whether another scope of the same table surely reaches all that this one reaches."""
        return self._is_by_unit_alone() and wider.reaches(self.levels)

    def reaches(self, levels: Iterable[Level]) -> bool:
        """Whether this scope reaches, by unit, all that some levels reach."""
        return all(
            not cut(level.ranges, self.ranges_up_to(level.confidentiality)) for level in levels
        )

    def _is_by_unit_alone(self) -> bool:
        return not (self.hosted or self.cases or self.own_key)

    def ranges_up_to(self, confidentiality: int) -> tuple[PathRange, ...]:
        """The units reached for records of this confidentiality."""
        deep = (level for level in self.levels if level.confidentiality >= confidentiality)
        return union(piece for level in deep for piece in level.ranges)

    def _is_case(self, record: Any) -> bool:
        held = self._held_of(record)
        return any(held <= up_to and ties.hold(record) for up_to, ties in self.cases)

    def _reached(self, record: Any) -> bool:
        held = self._held_of(record)
        paths = list(self._paths(record))
        return any(
            piece.covers(path)
            for level in self.levels
            if held <= level.confidentiality
            for piece in level.ranges
            for path in paths
        )

    def _is_hosted(self, record: Any) -> bool:
        held = self._held_of(record)
        paths = list(self._paths(record))
        return any(
            getattr(record, f"{self.spec.site}_id") in one.sites
            and held <= confidentiality
            and any(piece.covers(path) for piece in one.ranges for path in paths)
            for confidentiality, one in self.hosted
        )

    def _held_of(self, record: Any) -> int:
        name = self.spec.confidentiality
        return int(getattr(record, name)) if name else 0

    def _paths(self, record: Any) -> Iterable[str]:
        for name in (self.spec.unit, self.spec.owner_unit):
            unit = getattr(record, name) if name else None
            if unit is not None:
                yield unit.path

    def _by_unit(self, level: Level, only_check: bool) -> list[Q]:
        """Per unit column one condition; when nearly all units are reached, one for both."""
        columns = self._columns()
        wide = level.outside is not None
        units = level.outside if level.outside is not None else level.unit_ids
        held = self._held(level.confidentiality)
        if wide and not units:
            return [held or Q(pk__isnull=False)]
        tests = [Q(Among(column, units, outside=wide, only_check=only_check)) for column in columns]
        return [reduce(or_, tests) & held] if wide else [test & held for test in tests]

    def _at_site(self, confidentiality: int, one: Hosted) -> Q:
        """The site finds the rows, the guests' units are checked on them."""
        tests = [Q(Among(column, one.unit_ids, only_check=True)) for column in self._columns()]
        here = Q(**{f"{self.spec.site}__in": sorted(one.sites)}) & self._held(confidentiality)
        return here & reduce(or_, tests)

    def _columns(self) -> list[str]:
        return [f"{name}_id" for name in (self.spec.unit, self.spec.owner_unit) if name]

    def _held(self, confidentiality: int) -> Q:
        name = self.spec.confidentiality
        return Q(**{f"{name}__lte": confidentiality}) if name else Q()

    def _not_conflicted(self, condition: Q) -> Q:
        for conflict in self.conflicts.conditions():
            condition &= ~conflict
        return condition


def scope_of(actor: Actor, permit: str, root: Any) -> Scope:
    """What ``actor`` reaches with ``permit`` among the records of ``root``."""
    key = (permit, root)
    if key not in actor.scopes:
        actor.scopes[key] = _worked_out(actor, permit, root)
    found: Scope = actor.scopes[key]
    return found


def _worked_out(actor: Actor, permit: str, root: Any) -> Scope:
    grants = actor.grants_of(permit)
    spec: AccessSpec = root.access
    hosted = {(int(grant.confidentiality), one) for grant in grants for one in grant.reach.hosted}
    return Scope(
        root=root,
        levels=_levels(grants, actor.all_units) if spec.unit else (),
        own_key=actor.own_key if any(grant.reach.own for grant in grants) else "",
        hosted=tuple(hosted) if spec.site else (),
        cases=_cases(grants, root),
        conflicts=Ties.of(actor.conflicts, root, kind="conflict"),
        keeping=_keeping(actor, permit, root),
    )


def _keeping(actor: Actor, permit: str, root: Any) -> Keeping | None:
    """What a permit says of the withheld records of a root; nothing of those that open them."""
    rule: Withheld | None = root.access.withheld
    if rule is None or permit in rule.keys:
        return None
    held = [scope_of(actor, key, root) for key in rule.keys if actor.holds(key)]
    return Keeping(root, rule, tuple(held), actor.person)


def _cases(grants: Sequence[Grant], root: Any) -> tuple[tuple[int, Ties], ...]:
    """The single records of a root that were given, by how closely held they may be."""
    given: dict[int, set[Tie]] = {}
    for grant in grants:
        given.setdefault(int(grant.confidentiality), set()).update(grant.reach.cases)
    found = ((up_to, Ties.of(ties, root, kind="case")) for up_to, ties in given.items())
    return tuple((up_to, ties) for up_to, ties in found if ties.columns)


def _levels(grants: Sequence[Grant], all_units: frozenset[int]) -> tuple[Level, ...]:
    """Units per confidentiality, highest first, without what a higher level covers."""
    found: list[Level] = []
    covered: tuple[PathRange, ...] = ()
    known: frozenset[int] = frozenset()
    for confidentiality in sorted({grant.confidentiality for grant in grants}, reverse=True):
        mine = [grant.reach for grant in grants if grant.confidentiality == confidentiality]
        ranges = cut(union(piece for reach in mine for piece in reach.ranges), covered)
        held = _together({reach.unit_ids for reach in mine})
        ids = held - known if known else held
        if ranges:
            wide = bool(all_units) and 2 * len(ids) > len(all_units)
            outside = all_units - ids if wide else None
            found.append(Level(int(confidentiality), ranges, ids, outside))
            covered, known = union([*covered, *ranges]), known | ids
    return tuple(found)


def _together(sets: set[frozenset[int]]) -> frozenset[int]:
    """Their union; the largest itself where it holds the others: actors are kept, and it is big."""
    largest = max(sets, key=len)
    return largest if all(one <= largest for one in sets) else largest.union(*sets)
