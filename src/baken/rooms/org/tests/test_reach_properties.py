"""Random trees, posts, lines and records: all that reads the scope agrees with a slow reference.

The reference below knows nothing of paths, ranges or ids in lists: it walks the drawing of a tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
import yaml
from django.conf import settings as django_settings
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baken.core.access import Actor, may, visible
from baken.core.access.permits import permit_named
from baken.core.export.kinds import Ask, export_kinds
from baken.core.lists import count_up_to, page_of
from baken.core.records.references import spell
from baken.core.search.words import words_of
from baken.rooms.org.actions.versions import turn_page
from baken.rooms.org.models import Appointment, CommandLine, Involvement, Person, Site, Unit
from baken.rooms.org.queries import actor_of_person
from baken.rooms.org.queries.tree import _kept as kept_trees
from baken.rooms.org.rules import child_path
from baken.rooms.org.tests.factories import NOW, make_person, make_site, make_unit
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import ANSWER, EXPORT, READ, READ_IDENTITY

pytestmark = pytest.mark.django_db

SLOTS, REPORTS, SITES = 9, 36, 4
TODAY = date(2026, 3, 10)
ROLES = ("employee", "supervisor", "commander", "safety_adviser", "duty_officer", "investigator")
FILE = yaml.safe_load(django_settings.ROLES_FILE.read_text(encoding="utf-8"))["roles"]
LEVELS = {"normal": 0, "sensitive": 1, "restricted": 2}
CARRIES = {
    "operational": {"read", "act", "guarded"},
    "training": {"read"},
    "functional": {"read"},
    "host": set(),
    "administrative": set(),
}


@dataclass(frozen=True)
class Post:
    """Somebody's role on a unit, from a number of days ago to a number of days from now."""

    role: str
    unit: int
    below: bool
    began: int
    ends: int | None

    @property
    def holds(self) -> bool:
        """Whether it holds today."""
        return self.began >= 0 and (self.ends is None or self.ends >= 0)


@dataclass(frozen=True)
class Line:
    """A unit answers to another, today or not."""

    unit: int
    superior: int
    kind: str
    holds: bool


@dataclass(frozen=True)
class Drawing:
    """A tree by parents (each earlier than itself), closed units, and what ties people to records."""

    parents: tuple[int, ...]
    closed: frozenset[int]
    posts: tuple[Post, ...]
    lines: tuple[Line, ...]
    kept_from: frozenset[int] = field(default_factory=frozenset)
    given: frozenset[int] = field(default_factory=frozenset)
    holders: tuple[int, ...] = (0,) * SITES

    def up(self, unit: int) -> list[int]:
        """A unit and those above it."""
        return [unit] if unit == 0 else [unit, *self.up(self.parents[unit - 1])]

    def level(self, unit: int) -> int:
        """The root is a ministry, below it parts, below those plain units."""
        return (7, 5)[len(self.up(unit)) - 1] if len(self.up(unit)) <= 2 else 3

    def part(self, unit: int) -> int:
        """The part a unit belongs to; the root to itself."""
        return next((one for one in self.up(unit) if self.level(one) == 5), unit)

    def reached(self, post: Post, grant: dict[str, Any], kind: str) -> set[int]:
        """The units that a line of a role reaches from a post, for a permit of a kind."""
        if grant["reach"] == "above":
            return set(self.up(post.unit)[1:])
        tops = {"unit": post.unit, "part": self.part(post.unit), "all": 0}
        if grant["reach"] not in tops:
            return set()
        top = tops[grant["reach"]]
        found = {one for one in range(SLOTS) if top in self.up(one)}
        if grant["reach"] == "unit" and not post.below:
            found = {top}
        while True:
            more = {
                one
                for line in self.lines
                if line.holds and line.superior in found and kind in CARRIES[line.kind]
                for one in range(SLOTS)
                if line.unit in self.up(one)
            }
            if more <= found:
                break
            found |= more
        if grant.get("opens_restricted"):
            return found
        return {one for one in found if not self._shut(one, post.unit)}

    def hosted(self, post: Post, grant: dict[str, Any]) -> Iterator[tuple[set[int], set[int]]]:
        """Per host that a line of a role reads for: its guests' units, and the sites it holds."""
        read = self.reached(post, grant, "read")
        opens = grant.get("opens_restricted")
        for line in self.lines:
            if line.kind != "host" or not line.holds or line.superior not in read:
                continue
            guests = {one for one in range(SLOTS) if line.unit in self.up(one)}
            guests = {one for one in guests if opens or not self._shut(one, post.unit)}
            held = {
                site
                for site, holder in enumerate(self.holders)
                if line.superior in self.up(holder) and holder in read
            }
            yield guests, held

    def _seen_by_host(self, post: Post, grant: dict[str, Any], where: set[int], place: int) -> bool:
        """Whether a record of units is about a site that a host of theirs holds."""
        hosted = self.hosted(post, grant)
        return any(where & guests and site_of(place) in held for guests, held in hosted)

    def _shut(self, unit: int, standing: int) -> bool:
        """Whether a closed unit on the way up keeps out who does not stand inside it."""
        return any(one in self.closed and one not in self.up(standing) for one in self.up(unit))

    def sees(self, permit: str, report: Report, place: int, units: list[Unit]) -> bool:
        """The reference: what the rules say, spelled out."""
        kind = permit_named(permit).kind
        where = {units.index(report.unit)}
        if report.owner_unit is not None:
            where.add(units.index(report.owner_unit))
        live = [post for post in self.posts if post.holds]
        grants = [(p, g) for p in live for g in FILE[p.role]["grants"] if permit in g["permits"]]
        if any(g["reach"] == "own" for _, g in grants) and report.reporter_key == "mine":
            return True
        if place in self.kept_from:
            return False
        for post, grant in grants:
            deep = LEVELS[grant.get("confidentiality", "normal")] >= report.confidentiality
            if grant["reach"] == "case" and place in self.given and post.role == "investigator":
                return True
            if deep and where & self.reached(post, grant, kind):
                return True
            if deep and kind == "read" and self._seen_by_host(post, grant, where, place):
                return True
        return False


def site_of(place: int) -> int | None:
    """At which site a report was: two of three are about none."""
    return (place // 3) % SITES if place % 3 == 1 else None


units_st = st.integers(0, SLOTS - 1)
posts_st = st.builds(
    Post,
    role=st.sampled_from(ROLES),
    unit=units_st,
    below=st.booleans(),
    began=st.sampled_from([400, 0, 30, -1]),
    ends=st.sampled_from([None, None, 0, 9, -1]),
).filter(lambda post: post.ends is None or post.ends + post.began >= 0)
lines_st = st.builds(
    Line,
    unit=units_st,
    superior=units_st,
    kind=st.sampled_from(sorted(CARRIES)),
    holds=st.sampled_from([True, True, False]),
).filter(lambda line: line.unit != line.superior)
drawings = st.builds(
    Drawing,
    parents=st.tuples(*(st.integers(0, child - 1) for child in range(1, SLOTS))),
    closed=st.frozensets(st.integers(1, SLOTS - 1), max_size=2),
    posts=st.lists(
        posts_st, min_size=1, max_size=4, unique_by=lambda p: (p.role, p.unit, p.began)
    ).map(tuple),
    lines=st.lists(
        lines_st, max_size=3, unique_by=lambda line: (line.unit, line.superior, line.kind)
    ).map(tuple),
    kept_from=st.frozensets(st.integers(0, REPORTS - 1), max_size=3),
    given=st.frozensets(st.integers(0, REPORTS - 1), max_size=3),
    holders=st.tuples(*(units_st for _ in range(SITES))),
)


@st.composite
def hosting(draw: st.DrawFn) -> Drawing:
    """A drawing in which somebody stands at a host that others lodge with, or above it."""
    drawing = draw(drawings)
    host, guest = draw(units_st), draw(units_st.filter(bool))
    stands = draw(st.sampled_from(drawing.up(host)))
    role = draw(st.sampled_from(("commander", "safety_adviser", "supervisor")))
    return replace(
        drawing,
        posts=(Post(role, stands, draw(st.booleans()), 0, None),),
        lines=(Line(guest, host, "host", holds=True),) if guest != host else (),
        holders=(host, *drawing.holders[1:]),
    )


class World:
    """Nine units, thirty-six reports and one person, drawn anew for every example."""

    def __init__(self) -> None:
        first = make_unit("U0", level=7)
        self.units = [first, *(make_unit(f"U{n}", parent=first) for n in range(1, SLOTS))]
        self.person = make_person(unit=first)
        self.sites = [make_site(f"S{n}", holder=first) for n in range(SITES)]
        reports = [self._report(place) for place in range(REPORTS)]
        self.reports = Report.objects.bulk_create(reports)

    def _report(self, place: int) -> Report:
        site = site_of(place)
        return Report(
            number=place + 1,
            ref=spell("M", 2026, place),
            unit=self.units[place % SLOTS],
            owner_unit=self.units[(place // 4) % SLOTS] if place % 3 == 0 else None,
            confidentiality=(place // SLOTS) % 3,
            site=None if site is None else self.sites[site],
            reporter_key="mine" if place % 11 == 0 else None,
            state="received",
            story="Een kabel hing los.",
            received_at=NOW,
            touched_at=NOW,
        )

    def draw(self, drawing: Drawing) -> Actor:
        """Make the database as the drawing says, and give who the person is in it.

        Every example is undone, so that version numbers of the tree come back: none may be kept.
        """
        kept_trees.clear()
        self._draw_tree(drawing)
        Appointment.objects.bulk_create(self._posts(drawing))
        CommandLine.objects.bulk_create(self._lines(drawing))
        Involvement.objects.bulk_create(self._ties(drawing))
        for site, holder in zip(self.sites, drawing.holders, strict=True):
            Site.objects.filter(pk=site.pk).update(holder=self.units[holder])
        turn_page()
        person = Person.objects.for_system(reason="access").get(pk=self.person.pk)
        actor = actor_of_person(person, NOW)
        return replace(actor, own_key="mine")

    def _draw_tree(self, drawing: Drawing) -> None:
        children: dict[int, int] = {}
        paths = {0: self.units[0].path}
        for unit in self.units[1:]:
            Unit.objects.filter(pk=unit.pk).update(path=f"x{unit.pk}")
        for place, parent in enumerate(drawing.parents, start=1):
            children[parent] = children.get(parent, 0) + 1
            paths[place] = child_path(paths[parent], children[parent])
        for place, unit in enumerate(self.units):
            unit.path, unit.level = paths[place], drawing.level(place)
            unit.restricted = place in drawing.closed
            unit.parent = self.units[drawing.parents[place - 1]] if place else None
            unit.save(update_fields=["path", "level", "restricted", "parent"])

    def _posts(self, drawing: Drawing) -> Iterator[Appointment]:
        for post in drawing.posts:
            ends = None if post.ends is None else TODAY + timedelta(days=post.ends)
            yield Appointment(
                record=self.person,
                role=post.role,
                unit=self.units[post.unit],
                below=post.below,
                from_on=TODAY - timedelta(days=post.began),
                until=ends,
            )

    def _lines(self, drawing: Drawing) -> Iterator[CommandLine]:
        for line in drawing.lines:
            yield CommandLine(
                unit=self.units[line.unit],
                superior=self.units[line.superior],
                kind=line.kind,
                from_on=TODAY - timedelta(days=9),
                until=None if line.holds else TODAY - timedelta(days=1),
            )

    def _ties(self, drawing: Drawing) -> Iterator[Involvement]:
        table = Report._meta.label_lower
        for kind, role, places in (
            ("conflict", "", drawing.kept_from),
            ("case", "investigator", drawing.given),
        ):
            for place in places:
                yield Involvement(
                    record=self.person,
                    kind=kind,
                    role=role,
                    table=table,
                    number=self.reports[place].pk,
                    from_on=TODAY,
                    ground="-",
                )


def everything_that_reads(actor: Actor, permit: str) -> dict[str, Any]:
    """The reports that every way of reading gives, by their place."""
    rows = Report.objects.for_system(reason="trail").select_related("unit", "owner_unit")
    listed = page_of(root=Report, actor=actor, permit=permit, limit=200)
    words = words_of("kabel")
    searched = page_of(root=Report, actor=actor, permit=permit, words=words, limit=200)
    return {
        "one condition": sorted(r.pk - 1 for r in Report.objects.visible_to(actor, permit)),
        "may": sorted(r.pk - 1 for r in rows if may(actor, permit, r)),
        "visible": sorted(r.pk - 1 for r in rows if visible(actor, permit, r)),
        "list": sorted(r.pk - 1 for r in listed.items),
        "search": sorted(r.pk - 1 for r in searched.items),
        "count": count_up_to(root=Report, actor=actor, permit=permit),
    }


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    database=None,
)
@given(drawings)
def test_export_of_any_person_is_what_they_may_both_read_and_take_away(
    at: Any, drawing: Drawing
) -> None:
    with transaction.atomic():
        world = World()
        actor = world.draw(drawing)
        reports = Report.objects.for_system(reason="trail").select_related("unit", "owner_unit")
        expected = [
            place
            for place, report in enumerate(reports.order_by("number"))
            if all(drawing.sees(one, report, place, world.units) for one in (READ, EXPORT))
        ]
        source = export_kinds()["reports"].source_of(actor)
        taken = source.records(Ask(), max(LEVELS.values())) if source else ()
        found = sorted(answered.one.pk - 1 for answered in taken)
        level = source.level_of(Ask()) if source else 0
        transaction.set_rollback(True)
    assert found == expected
    assert level == max(((place // SLOTS) % 3 for place in expected), default=0)


@pytest.mark.parametrize(
    ("permit", "drawn"),
    [(READ, drawings), (ANSWER, drawings), (READ_IDENTITY, drawings), (READ, hosting())],
    ids=["read", "answer", "identity", "read as host"],
)
def test_scope_of_any_person_in_any_tree_is_what_the_reference_says(
    permit: str, drawn: st.SearchStrategy[Drawing], at: Any
) -> None:
    world, shown = World(), []

    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        database=None,
    )
    @given(drawn)
    def agree(drawing: Drawing) -> None:
        with transaction.atomic():
            actor = world.draw(drawing)
            reports = list(
                Report.objects.for_system(reason="trail").select_related("unit", "owner_unit")
            )
            expected = [
                place
                for place, report in enumerate(sorted(reports, key=lambda r: r.pk))
                if drawing.sees(permit, report, place, world.units)
            ]
            shown.append(len(expected))
            found = everything_that_reads(actor, permit)
            transaction.set_rollback(True)
        assert found == {name: expected for name in found} | {"count": len(expected)}

    agree()
    assert any(shown), "nobody ever saw anything, so nothing was proved"
