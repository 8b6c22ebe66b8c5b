"""List, count, detail and button agree with each other and with a slow, obvious reference."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baken.core.access import Actor, Confidentiality, Grant, Reach
from baken.core.access.among import MANY, Among
from baken.core.access.decisions import may
from baken.core.access.reach import Hosted, below, cut, only, union
from baken.core.access.scope import AccessSpec, Scope, Ties, scope_of
from baken.core.lists import count_up_to, page_of
from baken.core.lists.pressing import OLDEST, Heading, first_of
from baken.core.records.references import spell
from baken.rooms.org.models import Unit
from baken.rooms.org.tests.factories import NOW, make_person, make_unit
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import READ
from baken.rooms.reports.tests.factories import make_occurrence

OTHER = "reports.report.respond"
KEYS = ("mine", "of somebody else", None)
SLOTS = 8
MATTERS = 3

pytestmark = pytest.mark.django_db


@dataclass
class World:
    """A tree of eight units, and reports of every unit, owner unit and confidentiality."""

    units: list[Unit]
    parents: dict[int, int | None]
    reports: list[Report]
    occurrences: list[Occurrence]

    def matter_of(self, place: int) -> int | None:
        """The place of the occurrence a report is about, or None."""
        about = self.reports[place].occurrence
        return self.occurrences.index(about) if about else None

    def ties(self, reports: Iterable[int], matters: Iterable[int]) -> frozenset[tuple[str, int]]:
        """Reports and occurrences as the access layer names single records."""
        records = [self.reports[one] for one in reports]
        told = [(one._meta.label_lower, one.pk) for one in records]
        about = [self.occurrences[one] for one in matters]
        return frozenset(told + [(one._meta.label_lower, one.pk) for one in about])

    def family(self, place: int) -> set[int]:
        """The unit and those below it, walking up from every unit."""
        return {one for one in range(SLOTS) if place in self.line_up(one)}

    def line_up(self, place: int | None) -> list[int]:
        """A unit and those above it."""
        return [] if place is None else [place, *self.line_up(self.parents[place])]


@dataclass(frozen=True)
class Rights:
    """A grant as a person would draw it on the tree: units with or without their family, holes."""

    permit: str
    confidentiality: int
    added: tuple[tuple[int, bool], ...]
    holes: tuple[int, ...]
    own: bool
    cases: frozenset[int] = field(default_factory=frozenset)
    matters: frozenset[int] = field(default_factory=frozenset)

    def units(self, world: World) -> set[int]:
        """The places on the tree that the grant reaches."""
        reached: set[int] = set()
        for place, with_family in self.added:
            reached |= world.family(place) if with_family else {place}
        for hole in self.holes:
            reached -= world.family(hole)
        return reached

    def grant(self, world: World) -> Grant:
        """The same grant as the product carries it."""
        paths = [(world.units[place].path, family) for place, family in self.added]
        wide = union(below(path) if family else only(path) for path, family in paths)
        reach = Reach(
            ranges=cut(wide, [below(world.units[hole].path) for hole in self.holes]),
            unit_ids=frozenset(world.units[place].id for place in self.units(world)),
            own=self.own,
            cases=world.ties(self.cases, self.matters),
        )
        return Grant(self.permit, Confidentiality(self.confidentiality), reach)


@dataclass(frozen=True)
class Somebody:
    """Somebody with rights and with records they are too close to."""

    rights: tuple[Rights, ...]
    close_to: frozenset[int]
    close_to_matters: frozenset[int] = frozenset()

    def actor(self, world: World, *, knows_all: bool) -> Actor:
        """Who the access layer gets to see."""
        everything = frozenset(unit.id for unit in world.units) if knows_all else frozenset()
        return Actor(
            kind="person",
            own_key="mine",
            grants=tuple(rights.grant(world) for rights in self.rights),
            conflicts=world.ties(self.close_to, self.close_to_matters)
            | {("org.person", world.reports[0].pk)},
            all_units=everything,
        )

    def sees(self, world: World, place: int) -> bool:
        """The reference: what the rules of house.md 5 say, spelled out."""
        report = world.reports[place]
        mine = [rights for rights in self.rights if rights.permit == READ]
        if report.reporter_key == "mine" and any(rights.own for rights in mine):
            return True
        matter = world.matter_of(place)
        if place in self.close_to or matter in self.close_to_matters:
            return False
        if any(
            rights.confidentiality >= report.confidentiality
            and (place in rights.cases or matter in rights.matters)
            for rights in mine
        ):
            return True
        held = {report.unit.id, report.owner_unit.id if report.owner_unit else report.unit.id}
        return any(
            rights.confidentiality >= report.confidentiality
            and held & {world.units[one].id for one in rights.units(world)}
            for rights in mine
        )


places = st.integers(0, SLOTS - 1)
some_reports = st.frozensets(st.integers(0, 59), max_size=4)
some_matters = st.frozensets(st.integers(0, MATTERS - 1), max_size=1)
rights = st.builds(
    Rights,
    permit=st.sampled_from([READ, READ, OTHER]),
    confidentiality=st.integers(0, 2),
    added=st.lists(st.tuples(places, st.booleans()), max_size=3).map(tuple),
    holes=st.lists(st.integers(1, SLOTS - 1), max_size=2).map(tuple),
    own=st.booleans(),
    cases=some_reports,
    matters=some_matters,
)
somebodies = st.builds(
    Somebody,
    rights=st.lists(rights, max_size=4).map(tuple),
    close_to=some_reports,
    close_to_matters=some_matters,
)
wide = st.builds(
    Rights,
    permit=st.just(READ),
    confidentiality=st.integers(0, 2),
    added=st.just(((0, True),)),
    holes=st.lists(st.integers(4, SLOTS - 1), max_size=2).map(tuple),
    own=st.just(False),
)
wide_somebodies = st.builds(
    Somebody,
    rights=st.tuples(wide, st.lists(rights, max_size=2)).map(lambda pair: (pair[0], *pair[1])),
    close_to=some_reports,
)
many = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


@pytest.fixture
def world(db: None) -> World:
    """The tree 0 -> (1 -> (3, 4), 2 -> (5 -> 6, 7)), and sixty reports on it."""
    parents = {0: None, 1: 0, 2: 0, 3: 1, 4: 1, 5: 2, 6: 5, 7: 2}
    units: list[Unit] = []
    for place, parent in parents.items():
        units.append(make_unit(f"U{place}", parent=None if parent is None else units[parent]))
    occurrences = [make_occurrence(unit=units[0], at=NOW) for _ in range(MATTERS)]
    reports = [
        Report(
            number=place,
            ref=spell("M", 2026, place),
            unit=units[place % SLOTS],
            owner_unit=units[(place // 3) % SLOTS] if place % 5 == 0 else None,
            confidentiality=(place // SLOTS) % 3,
            reporter_key=KEYS[place % 3],
            occurrence=occurrences[place % MATTERS] if place % 4 == 0 else None,
            state="received",
            story="Kabel los.",
            received_at=NOW,
            touched_at=NOW,
        )
        for place in range(60)
    ]
    return World(units, parents, Report.objects.bulk_create(reports), occurrences)


def _check(world: World, actor: Actor, expected: list[int]) -> None:
    """Everything that reads the scope gives the same records."""
    everything = list(
        Report.objects.for_system(reason="trail").select_related("unit", "owner_unit")
    )
    in_branches = {row.pk for rows in Report.objects.visible_branches(actor, READ) for row in rows}
    listed = page_of(root=Report, actor=actor, permit=READ, limit=200)
    _check_of_units(world, actor, expected)
    assert {
        "condition": sorted(r.pk for r in Report.objects.visible_to(actor, READ)),
        "branches": sorted(in_branches),
        "covers": sorted(r.pk for r in everything if may(actor, READ, r)),
        "list": sorted(r.pk for r in listed.items),
        "count": count_up_to(root=Report, actor=actor, permit=READ),
        "by a kept statement": _kept(actor, is_rare=True),
        "by kept branches": _kept(actor, is_rare=False),
    } == {
        "condition": expected,
        "branches": expected,
        "covers": expected,
        "list": expected,
        "count": len(expected),
        "by a kept statement": expected,
        "by kept branches": expected,
    }


def _kept(actor: Actor, units: frozenset[int] | None = None, *, is_rare: bool) -> list[int]:
    """What a statement finds whose text was worked out for whoever has rights of the same shape."""
    headings = (Heading(READ, is_rare=is_rare),)
    found = first_of(headings, by=OLDEST, root=Report, actor=actor, units=units, most=200)
    return [report.pk for report in found]


def _check_of_units(world: World, actor: Actor, expected: list[int]) -> None:
    """Of some units themselves the same records are seen, whichever units are asked for."""
    for places in (range(SLOTS), (3,), (1, 3, 4), (2, 5, 6, 7)):
        units = frozenset(world.units[place].id for place in places)
        meant = [place for place in expected if place % SLOTS in places]
        for is_rare in (True, False):
            seen = Report.objects.visible_in(actor, READ, units, is_rare=is_rare)
            assert sorted(report.pk for report in seen) == meant
            assert _kept(actor, units, is_rare=is_rare) == meant


@pytest.mark.parametrize("knows_all", [True, False])
def test_scope_of_anybody_is_what_the_rules_say(world: World, knows_all: bool) -> None:
    @many
    @given(somebodies)
    def agree(somebody: Somebody) -> None:
        expected = [place for place in range(60) if somebody.sees(world, place)]
        _check(world, somebody.actor(world, knows_all=knows_all), expected)

    agree()


def test_scope_of_somebody_with_a_wide_reach_is_what_the_rules_say(world: World) -> None:
    wide_ones = []

    @many
    @given(wide_somebodies)
    def agree(somebody: Somebody) -> None:
        actor = somebody.actor(world, knows_all=True)
        levels = scope_of(actor, READ, Report).levels
        wide_ones.append(any(level.outside is not None for level in levels))
        expected = [place for place in range(60) if somebody.sees(world, place)]
        _check(world, actor, expected)

    agree()
    assert wide_ones.count(True) > len(wide_ones) / 2


def _reach(*units: Unit, **more: Any) -> Reach:
    ranges = union(only(unit.path) for unit in units)
    return Reach(ranges=ranges, unit_ids=frozenset(unit.id for unit in units), **more)


def test_levels_of_overlapping_grants_say_each_unit_once_at_its_highest(world: World) -> None:
    one, two, *_ = world.units
    grants = (
        Grant(READ, Confidentiality.NORMAL, _reach(one, two)),
        Grant(READ, Confidentiality.SENSITIVE, _reach(one)),
        Grant(READ, Confidentiality.SENSITIVE, _reach(one)),
    )
    levels = scope_of(Actor(kind="person", grants=grants), READ, Report).levels
    assert [(level.confidentiality, set(level.unit_ids)) for level in levels] == [
        (1, {one.id}),
        (0, {two.id}),
    ]


@pytest.mark.parametrize(("reached", "is_wide"), [(4, False), (5, True)])
def test_levels_at_half_of_all_units_are_narrow_and_beyond_wide(
    world: World, reached: int, is_wide: bool
) -> None:
    grant = Grant(READ, Confidentiality.NORMAL, _reach(*world.units[:reached]))
    everything = frozenset(unit.id for unit in world.units)
    actor = Actor(kind="person", grants=(grant,), all_units=everything)
    (level,) = scope_of(actor, READ, Report).levels
    assert (level.outside is not None) == is_wide


@pytest.mark.parametrize(
    ("mine", "wider", "is_within"),
    [
        ([(0, (1,))], [(0, (1, 2))], True),
        ([(0, (1,))], [(1, (1,))], True),
        ([(1, (1,))], [(0, (1,))], False),
        ([(0, (1, 2))], [(0, (1,))], False),
        ([(0, (1, 2)), (1, (1,))], [(2, (1,)), (0, (2,))], True),
        ([], [], True),
        ([(0, (1,))], [], False),
    ],
)
def test_scope_within_another_reaches_nothing_that_the_other_does_not(
    world: World, mine: list[Any], wider: list[Any], is_within: bool
) -> None:
    def scope(rows: list[Any]) -> Scope:
        grants = tuple(
            Grant(READ, Confidentiality(held), _reach(*(world.units[place] for place in places)))
            for held, places in rows
        )
        return scope_of(Actor(kind="person", grants=grants), READ, Report)

    assert scope(mine).is_within(scope(wider)) == is_within


def test_scope_with_more_than_units_is_surely_within_no_other(world: World) -> None:
    own = scope_of(_everywhere(world), READ, Report)
    guests = Hosted((below(world.units[0].path),), frozenset({world.units[0].id}), frozenset({1}))
    beside = (
        replace(own, hosted=((0, guests),)),
        replace(own, cases=((0, Ties((("pk", frozenset({1})),))),)),
        replace(own, own_key="mine"),
    )
    assert own.is_within(own)
    assert [one.is_within(own) for one in beside] == [False, False, False]


@pytest.mark.parametrize(("held", "seen"), [(0, True), (1, True), (2, False)])
def test_scope_of_a_case_ends_where_it_is_held_more_closely(
    world: World, held: int, seen: bool
) -> None:
    report = next(one for one in world.reports if one.confidentiality == held)
    case = Reach(cases=frozenset({("reports.report", report.pk), ("org.person", report.pk)}))
    grant = Grant(READ, Confidentiality.SENSITIVE, case)
    elsewhere = Grant(READ, Confidentiality.RESTRICTED, Reach(cases=frozenset({("org.person", 1)})))
    scope = scope_of(Actor(kind="person", grants=(grant, elsewhere)), READ, Report)
    found = Report.objects.for_system(reason="access").filter(scope.condition())
    assert (scope.covers(report), list(found)) == (seen, [report] if seen else [])
    assert len(scope.cases) == 1


def test_scope_is_worked_out_once_and_keeps_no_units_of_its_own(world: World) -> None:
    actor, other = _everywhere(world), _everywhere(world)
    found = scope_of(actor, READ, Report)
    assert scope_of(actor, READ, Report) is found
    assert (scope_of(other, READ, Report) == found, other.scopes is actor.scopes) == (True, False)
    assert [level.unit_ids for level in found.levels] == [actor.grants[0].reach.unit_ids]
    assert found.levels[0].unit_ids is actor.grants[0].reach.unit_ids
    assert replace(actor, grants=()).scopes == {}


def test_scope_without_grants_holds_for_nothing(world: World) -> None:
    scope = scope_of(Actor(kind="person", own_key="mine"), READ, Report)
    assert (scope.branches(), scope.covers(world.reports[0])) == ([], False)


def test_scope_of_a_root_without_units_is_own_records_and_cases(world: World) -> None:
    grant = Grant(READ, Confidentiality.RESTRICTED, _reach(*world.units, own=True))
    actor = Actor(kind="person", own_key="mine", grants=(grant,))

    spec = AccessSpec(unit="", owner_unit="", own="reporter_key")
    unplaced = type("Unplaced", (), {"access": spec, "_meta": Report._meta})
    found = Report.objects.for_system(reason="trail").filter(
        scope_of(actor, READ, unplaced).condition()
    )
    assert {row.reporter_key for row in found} == {"mine"}


@pytest.mark.parametrize("reached", [1, 8])
def test_scope_of_a_root_without_levels_looks_at_the_unit_alone(world: World, reached: int) -> None:
    people = [make_person(unit=unit) for unit in world.units]
    permit = "org.person.read"
    grant = Grant(permit, Confidentiality.NORMAL, _reach(*world.units[:reached]))
    everything = frozenset(unit.id for unit in world.units)
    actor = Actor(kind="person", grants=(grant,), all_units=everything)
    seen = type(people[0]).objects.visible_to(actor, permit)
    assert (set(seen), [may(actor, permit, one) for one in people].count(True)) == (
        set(people[:reached]),
        reached,
    )


def test_scope_with_many_units_sends_them_as_one_parameter(world: World) -> None:
    scope = Scope(Report, scope_of(_everywhere(world), READ, Report).levels)
    rows = Report.objects.for_system(reason="trail").filter(scope.branches()[0])
    _sql, params = rows.query.sql_with_params()
    listed = ",".join(str(unit.id) for unit in world.units[:4])
    sent = {"postgresql": f"{{{listed}}}", "sqlite": f"[{listed}]"}
    assert params == (sent[connection.vendor], 2)


def _everywhere(world: World) -> Actor:
    grant = Grant(READ, Confidentiality.RESTRICTED, _reach(*world.units[:4]))
    return Actor(kind="person", grants=(grant,))


@pytest.mark.parametrize(("outside", "found"), [(True, 1), (False, 0)])
def test_among_no_ids_an_empty_column_is_neither_in_nor_outside(
    world: World, outside: bool, found: int
) -> None:
    rows = Report.objects.for_system(reason="trail")
    owned = rows.filter(owner_unit__isnull=False)
    assert owned.exists()
    assert rows.filter(owner_unit__isnull=True).exists()
    listed = rows.filter(Among("owner_unit_id", [], outside=outside))
    assert listed.count() == found * owned.count()


@pytest.mark.parametrize("column", ["unit_id", "owner_unit_id"])
@pytest.mark.parametrize("outside", [True, False])
def test_among_many_ids_that_are_only_checked_finds_the_same_rows(
    world: World, column: str, outside: bool
) -> None:
    ids = {*(one.pk for one in world.units[:2]), *range(10**6, 10**6 + MANY)}
    rows = Report.objects.for_system(reason="trail")
    found, checked = (
        set(rows.filter(Among(column, ids, outside=outside, only_check=told)))
        for told in (False, True)
    )
    assert checked == found
    assert 0 < len(found) < rows.count()


def test_among_the_same_ids_is_the_same_condition(world: World) -> None:
    rows = Report.objects.for_system(reason="trail")
    first, again = (rows.filter(_by(world, 1)), rows.filter(_by(world, 1)))
    other = rows.filter(_by(world, 2))
    assert (first.query.where == again.query.where, first.query.where == other.query.where) == (
        True,
        False,
    )


def _by(world: World, reached: int) -> Any:
    grant = Grant(READ, Confidentiality.RESTRICTED, _reach(*world.units[:reached]))
    return scope_of(Actor(kind="person", grants=(grant,)), READ, Report).lifted.condition()


def test_covers_of_a_loaded_record_asks_the_database_nothing(
    world: World, django_assert_num_queries: Any
) -> None:
    actor = _everywhere(world)
    (record,) = Report.objects.for_system(reason="trail").select_related("unit", "owner_unit")[:1]
    with django_assert_num_queries(0):
        may(actor, READ, record)
