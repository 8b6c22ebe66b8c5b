"""House rule 1, by position: the same role stands on, above, below, beside and far from a record.

What is expected is worked out here from the role file and a drawing of the tree, without the access
layer. Visitors of whom the same is expected must meet the same words and get the same answers on
every address their role has a right to; who is to see nothing meets nothing. That the others stay
shut to the role is what the other walk sees. A new room needs no change here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.db import connection
from django.test import Client

from baken.conftest import Cast, Member, administer
from baken.core.access.permits import permit_named
from baken.core.access.reach import ACT, GUARDED, READ
from baken.rooms.org.models import Appointment, CommandLine, Site, Unit
from baken.rooms.org.tests.factories import Planted, appoint, make_unit
from tests.house.addresses import Address, all_addresses
from tests.house.walk import Visitor, permits_of, plant_everything, walk, words_in

# The drawing: each unit with the one above it; CLOSED is closed to readers from above.
ABOVE = {
    "PLATOON": "COMPANY",
    "COMPANY": "BATTALION",
    "SIDE": "BATTALION",
    "CLOSED": "BATTALION",
    "BATTALION": "ARMY",
    "ARMY": "MINISTRY",
    "SQUADRON": "NAVY",
    "NAVY": "MINISTRY",
}
PARTS = {"ARMY", "NAVY"}
WORDS = {"COMPANY": "zevenslaper", "CLOSED": "achtslaper"}
LEVELS = {"normal": 0, "sensitive": 1, "restricted": 2}


@dataclass(frozen=True)
class Position:
    """Where a visitor's post stands, and how they hold it; ``line`` ties the record's unit to it."""

    name: str
    unit: str
    below: bool = True
    kind: str = "permanent"
    until: date | None = None
    line: str = ""

    @property
    def is_over(self) -> bool:
        """Whether the post ended before the visit."""
        return self.until is not None


POSITIONS = (
    Position("own unit", "COMPANY"),
    Position("above", "BATTALION"),
    Position("above without what is below", "BATTALION", below=False),
    Position("far above", "ARMY"),
    Position("below", "PLATOON"),
    Position("beside", "SIDE"),
    Position("other branch", "SQUADRON"),
    Position("in the closed unit", "CLOSED"),
    Position("former", "BATTALION", until=date(2026, 3, 9)),
    Position("acting", "COMPANY", kind="acting"),
    Position("delegated", "COMPANY", kind="delegate"),
    Position("by operational line", "SQUADRON", line="operational"),
    Position("by training line", "SQUADRON", line="training"),
    Position("by administrative line", "SQUADRON", line="administrative"),
    Position("as host of the site", "SQUADRON", line="host"),
)
# What a line carries depends on the kind of permit and on nothing else of a role, and how a post is held
# on the role not at all: the roles that together hold every kind stand everywhere and hold theirs in every
# way, the others stand in all places without a line.
EVERYWHERE = {"commander", "safety_adviser", "supervisor"}
WITHOUT_LINES = {"own unit", "above", "below", "beside", "other branch", "in the closed unit"}
FILE = yaml.safe_load(settings.ROLES_FILE.read_text(encoding="utf-8"))["roles"]


def shape(role: str) -> str:
    """What of a role decides where it reaches: how far, how deep, and which kinds of permit."""
    lines = [
        (
            grant["reach"],
            grant.get("confidentiality", "normal"),
            bool(grant.get("opens_restricted")),
            sorted({permit_named(one).kind for one in grant["permits"]}),
        )
        for grant in FILE[role].get("grants", [])
        if grant["reach"] != "none"
    ]
    return str(sorted(lines))


# One of those that reach the same places; that they show different records is of the other walk.
ROLES = sorted({*{shape(role): role for role in sorted(FILE)}.values(), *EVERYWHERE})


def line_up(unit: str) -> list[str]:
    """A unit and those above it."""
    return [unit, *line_up(ABOVE[unit])] if unit in ABOVE else [unit]


def part_of(unit: str) -> str:
    """The part of the organisation a unit belongs to."""
    return next((one for one in line_up(unit) if one in PARTS), unit)


def reaches(grant: dict[str, Any], position: Position, unit: str) -> bool:
    """Whether a line of a role, held at a position, reaches a unit by the tree alone."""
    if grant["reach"] == "above":
        return unit in line_up(position.unit)[1:]
    inside = position.unit in ("CLOSED",) and unit == "CLOSED"
    closed = unit == "CLOSED" and not inside and not grant.get("opens_restricted")
    if closed:
        return False
    top = {"unit": position.unit, "part": part_of(position.unit), "all": "MINISTRY"}.get(
        grant["reach"]
    )
    if top is None:
        return False
    alone = grant["reach"] == "unit" and not position.below
    return unit == top if alone else top in line_up(unit)


def carried(grant: dict[str, Any], permit: str, position: Position, unit: str) -> bool:
    """Whether the line of command carries a permit from the position to a unit of the company."""
    if not position.line or grant["reach"] not in ("unit", "part", "all"):
        return False
    kinds = {"operational": {"read", "act", "guarded"}, "training": {"read"}, "host": {"read"}}
    travels = permit_named(permit).kind in kinds.get(position.line, set())
    return travels and "COMPANY" in line_up(unit) and unit != "CLOSED"


def is_about_a_site(planted: Planted) -> bool:
    """Whether a host may have something to do with it."""
    return getattr(planted.record, "site", None) is not None


def expected(role: str, position: Position, planted: Planted) -> frozenset[str]:
    """The permits that the role, held at a position, gives for a planted record."""
    if position.is_over:
        return frozenset()
    record = planted.record
    held = getattr(record, "confidentiality", 0) if type(record).access.confidentiality else 0
    return frozenset(
        permit
        for grant in FILE[role].get("grants", [])
        if LEVELS[grant.get("confidentiality", "normal")] >= held
        for permit in grant["permits"]
        if reaches(grant, position, record.unit.code)
        or (
            carried(grant, permit, position, record.unit.code)
            and (position.line != "host" or is_about_a_site(planted))
        )
    )


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of refusals are what we came for; they need no line each."""
    logger = logging.getLogger("django.request")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(before)


@pytest.fixture
def planted(cast: Cast) -> list[Planted]:
    """Records of every root in the company and in a closed unit."""
    company, battalion = cast.company, cast.battalion
    make_unit("PLATOON", parent=company, level=1)
    make_unit("SIDE", parent=battalion, level=2)
    closed = make_unit("CLOSED", parent=battalion, level=2, restricted=True)
    places = {"COMPANY": company, "CLOSED": closed}
    return [
        one
        for code, unit in places.items()
        for one in plant_everything(unit=unit, word=WORDS[code], at=cast.at)
    ]


def visitor_at(cast: Cast, role: str, position: Position) -> Visitor:
    """Somebody who holds the role at the position, in the way it says."""
    member = cast.add(f"{role}-{POSITIONS.index(position)}", home="SQUADRON")
    unit = Unit.objects.get(code=position.unit)
    post = appoint(member.person, role, unit, below=position.below, until=position.until)
    rows = Appointment.objects.of(member.person).filter(pk=post.pk)
    rows.update(kind=position.kind)
    if position.kind == "delegate":
        rows.update(taken_from=appoint(cast.outsider.person, role, unit, from_on=date(2021, 1, 1)))
    return _visitor(member, role, cast.at)


def _visitor(member: Member, role: str, at: datetime) -> Visitor:
    client = Client(raise_request_exception=False)
    client.force_login(member.account)
    actor = administer(client, member, at) if member.actor.duty else member.actor
    return Visitor("holder", role, client, actor)


def read_addresses(role: str) -> list[Address]:
    """Every address a role has a right to, with only its reading side; steps are of the other walk."""
    return [
        Address(**{**vars(one), "declared": {"GET": one.declared["GET"]}})
        for one in all_addresses()
        if "GET" in one.declared and "step" not in one.parts and _is_open_to(role, one)
    ]


def _is_open_to(role: str, address: Address) -> bool:
    """Whether what it shows to this role depends on where one stands."""
    declared = address.declared["GET"]
    if declared is None or declared.public:
        return False
    asked = {declared.permit, *declared.also} - {""}
    return not asked or bool(asked & permits_of(role))


def positions_of(role: str) -> list[Position]:
    """Where a role is made to stand."""
    return [one for one in POSITIONS if role in EVERYWHERE or one.name in WITHOUT_LINES]


def what_came(visitor: Visitor, planted: list[Planted]) -> tuple[set[str], dict[str, int]]:
    """The hidden words met on all addresses, and the status of every visit about a record."""
    met: set[str] = set()
    answers: dict[str, int] = {}
    for visit in walk(visitor, read_addresses(visitor.role), planted):
        met |= words_in(visit, planted)
        if visit.about is not None:
            answers[f"{visit.route} {visit.about.record}"] = visit.status
    return met, answers


def test_roles_that_stand_everywhere_hold_every_kind_of_permit() -> None:
    held = {
        (permit_named(permit).kind, grant["reach"])
        for role in EVERYWHERE
        for grant in FILE[role]["grants"]
        for permit in grant["permits"]
    }
    assert {(kind, "unit") for kind in (READ, ACT, GUARDED)} <= held
    assert {one.name for one in POSITIONS} >= WITHOUT_LINES


@pytest.mark.no_cover
@pytest.mark.skipif(
    connection.vendor != "sqlite",
    reason="takes minutes; where databases differ, the property test and the other walk look on both",
)
@pytest.mark.parametrize("role", ROLES)
def test_walk_from_every_position_answers_as_the_tables_say(
    role: str, cast: Cast, planted: list[Planted]
) -> None:
    seen: dict[Any, tuple[str, set[str], dict[str, int]]] = {}
    for position in positions_of(role):
        if position.line:
            CommandLine.objects.all().delete()
            _tie(cast, position.line)
        signature = (
            position.is_over,
            tuple(expected(role, position, one) for one in planted),
        )
        met, answers = what_came(visitor_at(cast, role, position), planted)
        if not any(signature[1]):
            assert met == set(), f"{role} {position.name}: is to see nothing and met {met}"
            assert {status for status in answers.values()} <= {302, 403, 404, 405}, position.name
        before = seen.setdefault(signature, (position.name, met, answers))
        assert (met, answers) == before[1:], (
            f"{role} {position.name}: the tables promise the same as {before[0]}"
        )
    told_by = {name for one in planted for permits in one.hidden.values() for name in permits}
    if any(told_by & permits for signature in seen for permits in signature[1]):
        assert any(met for _name, met, _answers in seen.values()), f"{role}: met nothing anywhere"


def _tie(cast: Cast, kind: str) -> None:
    from baken.rooms.org.actions.versions import turn_page

    if kind == "host":
        Site.objects.update(holder=cast.squadron)
    CommandLine.objects.create(
        unit=cast.company, superior=cast.squadron, kind=kind, from_on=date(2026, 1, 1)
    )
    turn_page()
