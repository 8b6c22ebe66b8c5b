"""Lines of command: no step, move or file lets a unit answer to what stands below it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db.models import Q
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.actions import import_organisation
from baken.rooms.org.models import CommandLine, Unit
from baken.rooms.org.rules import LineRow, OrganisationFile, UnitRow
from baken.rooms.org.tests.factories import make_unit
from baken.rooms.org.tests.test_unit_steps import change, line
from baken.rooms.reports.tests.factories import make_report

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)
CIRCLE = "That unit answers to this one already, through the tree or a line of command."
LOWER = "A unit cannot answer to one of a lower level."


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("unit", "superior", "text"),
    [
        ("battalion", "COMPANY", CIRCLE),
        ("army", "COMPANY", CIRCLE),
        ("battalion", "BATTALION", "A unit cannot answer to itself."),
        ("army", "SQUADRON", LOWER),
    ],
)
def test_line_upside_down_is_refused(cast: Cast, unit: str, superior: str, text: str) -> None:
    with pytest.raises(FieldsRefused) as refused:
        line(cast, getattr(cast, unit), superior, "operational")
    assert refused.value.errors == {"superior": text}
    assert not CommandLine.objects.exists()


def test_line_back_along_another_line_is_refused(cast: Cast) -> None:
    """The army answers to the staff: the staff cannot answer to a battalion of the army."""
    staff = make_unit("STAFF", parent=cast.ministry, level=5)
    line(cast, cast.army, "STAFF", "operational")
    make_report(unit=cast.squadron, at=cast.at)
    with pytest.raises(FieldsRefused) as refused:
        line(cast, staff, "BATTALION", "functional")
    assert refused.value.errors == {"superior": CIRCLE}


def test_line_to_a_dissolved_unit_is_refused(cast: Cast) -> None:
    make_unit("GONE", parent=cast.ministry, level=5, state="dissolved")
    with pytest.raises(FieldsRefused, match="dissolved"):
        line(cast, cast.battalion, "GONE", "operational")


def test_headquarters_is_the_guest_of_a_unit_below_it(cast: Cast) -> None:
    line(cast, cast.army, "BATTALION", "host")
    assert CommandLine.objects.get().superior_id == cast.battalion.pk


@pytest.mark.parametrize(("step", "field"), [("move", "parent"), ("merge", "into")])
def test_reorganisation_that_closes_a_circle_is_refused(cast: Cast, step: str, field: str) -> None:
    """The battalion answers to a staff: the staff cannot come to stand below the battalion."""
    desk = make_unit("DESK", parent=cast.ministry, level=3)
    staff = make_unit("STAFF", parent=desk, level=3)
    line(cast, cast.battalion, "STAFF", "operational")
    moved = staff if step == "move" else desk

    with pytest.raises(FieldsRefused) as refused:
        change(cast, moved, step, **{field: "BATTALION"})

    assert refused.value.errors == {field: CIRCLE}
    assert Unit.objects.get(code="STAFF").parent_id == desk.pk


# ---- which line is meant ----


@pytest.mark.parametrize(
    ("fields", "first"),
    [({"until": "2026-03-10"}, date(2026, 1, 1)), ({"from_on": "2026-06-01"}, date(2026, 6, 1))],
)
def test_ending_means_the_line_that_runs_unless_its_first_day_is_given(
    cast: Cast, fields: dict[str, str], first: date
) -> None:
    line(cast, cast.company, "SQUADRON", "host", from_on="2026-01-01", until="2026-05-31")
    line(cast, cast.company, "SQUADRON", "host", from_on="2026-06-01")
    given = {"until": "2026-03-10", **fields}
    change(cast, cast.company, "end_line", superior="SQUADRON", kind="host", **given)
    over = CommandLine.objects.filter(Q(until=TODAY) | Q(withdrawn_at=cast.at))
    assert [one.from_on for one in over] == [first]


# ---- the same in a file ----

UNITS = [
    UnitRow("TOP", "", 7, "Top"),
    UnitRow("PART", "TOP", 5, "Deel"),
    UnitRow("BAT", "PART", 3, "Bataljon"),
    UnitRow("CDS", "TOP", 6, "Staf"),
]
JANUARY = date(2026, 1, 1)


def problems(*lines: LineRow, units: list[UnitRow] | None = None) -> list[str]:
    content = OrganisationFile(units=UNITS if units is None else units, lines=list(lines))
    outcome = import_organisation(
        actor=system_actor("import"),
        at=AT,
        content=content,
        account_of=lambda name: None,
        roles=["commander"],
    )
    return outcome.problems


@pytest.mark.django_db
def test_import_of_a_line_below_or_lower_is_refused_and_writes_nothing() -> None:
    up = LineRow("PART", "CDS", "operational", JANUARY)
    found = problems(up, LineRow("CDS", "BAT", "operational", JANUARY))
    circle = "that unit answers to this one already, through the tree or a line"
    assert found == [f"line of PART to CDS: {circle}", f"line of CDS to BAT: {circle}"]
    assert not Unit.objects.exists()
    lower = problems(LineRow("CDS", "BAT", "training", JANUARY))
    assert lower == ["line of CDS to BAT: a unit cannot answer to one of a lower level"]


@pytest.mark.django_db
def test_import_holds_a_line_against_those_that_are_there() -> None:
    assert problems(LineRow("PART", "CDS", "operational", JANUARY)) == []
    found = problems(LineRow("CDS", "PART", "functional", JANUARY), units=[])
    assert [one.split(":")[0] for one in found] == ["line of CDS to PART"]


@pytest.mark.django_db
def test_import_takes_hosts_and_lines_that_are_over_as_they_come() -> None:
    over = LineRow("PART", "BAT", "operational", JANUARY, until=date(2026, 3, 9))
    assert problems(LineRow("CDS", "BAT", "host", JANUARY), over) == []
    assert CommandLine.objects.count() == 2
