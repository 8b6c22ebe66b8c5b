"""An organisation file keeps one top, and puts nothing new outside the life of a unit that is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from baken.conftest import Cast
from baken.rooms.org.actions import take_unit_step
from baken.rooms.org.models import Appointment, CommandLine, Person, Unit
from baken.rooms.org.rules import PersonRow, UnitRow
from baken.rooms.org.tests.test_import_lives import (
    BEGIN,
    DET,
    END,
    HEAD,
    LINE,
    POST,
    TODAY,
    bring,
    end_all,
    morning,
)

pytestmark = pytest.mark.django_db
AFTER = END + timedelta(days=1)


@pytest.fixture(autouse=True)
def _there(cast: Cast) -> None:
    """The cast's units are there."""


# ---- one top ----


def test_second_top_beside_the_one_that_is_there_is_refused(at: datetime) -> None:
    from baken.core.access import system_actor
    from baken.rooms.org.actions import import_organisation
    from baken.rooms.org.rules import OrganisationFile

    rows = [UnitRow("OTHER", "", 7, "Ander"), UnitRow("PART", "OTHER", 5, "Deel")]
    outcome = import_organisation(
        actor=system_actor("import"),
        at=at,
        content=OrganisationFile(rows),
        account_of=lambda name: None,
        roles=[],
    )
    assert outcome.problems == [
        "unit OTHER, field parent: there is none above it, and an organisation has one top, which is"
        " MINISTRY: put it below a unit that is there (in YAML under children, in CSV by parent)"
    ]
    assert list(Unit.objects.filter(parent=None).values_list("code", flat=True)) == ["MINISTRY"]


# ---- addresses ----


@pytest.mark.parametrize("email", ["x@y@z.nl", ">x@y.nl", "jansen", "jansen@ voorbeeld.example"])
def test_address_to_which_no_mail_can_be_written_is_refused_with_its_row(
    at: datetime, email: str
) -> None:
    wrong = PersonRow("P9", "Jansen", "COMPANY", email=email)
    right = PersonRow("P8", "De Vries", "COMPANY", email="vries@bücher.example")
    assert bring(at, persons=[right, wrong]).problems == [
        f"person P9, field email: {email!r} is no e-mail address: write one such as"
        " name@example.org, or leave it empty"
    ]
    assert not Person.objects.for_system(reason="import").filter(ref__in=["P8", "P9"]).exists()
    assert bring(at, persons=[right]).problems == []


# ---- a unit that is over ----


@pytest.fixture
def over(at: datetime) -> dict[str, Any]:
    """A detachment with a line and a post, that ended; gives what the file said of it."""
    more = {"lines": [LINE], "persons": [replace(HEAD, account="")], "appointments": [POST]}
    assert bring(at, DET, **more).problems == []
    assert end_all(AFTER) == ["DET"]
    return more


LATE = replace(LINE, from_on=END, until=AFTER)
NEW: list[tuple[str, list[Any], str]] = [
    ("lines", [LATE], f"line of DET to NAVY, field to: DET ends on {END}"),
    (
        "lines",
        [replace(LATE, unit="SQUADRON", superior="DET", kind="host")],
        f"line of SQUADRON to DET, field to: DET ends on {END}",
    ),
    (
        "lines",
        [replace(LINE, from_on=BEGIN - timedelta(days=1))],
        f"line of DET to NAVY, field from: DET exists from {BEGIN} on",
    ),
    ("lines", [replace(LINE, until=AFTER)], f"line of DET to NAVY, field to: DET ends on {END}"),
    (
        "appointments",
        [replace(POST, role="safety_adviser", from_on=END, until=AFTER)],
        f"appointment safety_adviser of P1 on DET, field to: DET ends on {END}",
    ),
    (
        "appointments",
        [replace(POST, until=AFTER)],
        f"appointment commander of P1 on DET, field to: DET ends on {END}",
    ),
]


@pytest.mark.parametrize(("part", "rows", "words"), NEW, ids=[words for *_, words in NEW])
@pytest.mark.parametrize("with_units", [True, False])
def test_new_line_or_post_outside_the_life_of_a_unit_that_is_over_is_refused(
    over: dict[str, Any], part: str, rows: list[Any], words: str, with_units: bool
) -> None:
    units = [DET] if with_units else []
    outcome = bring(morning(AFTER + timedelta(days=30)), *units, **{part: rows})
    assert outcome.problems == [words]
    assert (CommandLine.objects.count(), appointments("P1")) == (1, [END])


def appointments(number: str) -> list[date | None]:
    rows = Appointment.objects.for_system(reason="import").filter(record__ref=number)
    return list(rows.values_list("until", flat=True))


def test_new_line_and_post_within_the_life_of_a_unit_that_is_over_come_in(
    over: dict[str, Any],
) -> None:
    more = {
        "lines": [replace(LINE, superior="SQUADRON", kind="training")],
        "appointments": [replace(POST, role="safety_adviser")],
    }
    outcome = bring(morning(AFTER + timedelta(days=30)), DET, **more)
    assert (outcome.problems, outcome.created) == ([], 2)


def test_employee_of_a_unit_that_is_over_comes_in_after_it(over: dict[str, Any]) -> None:
    staying = replace(POST, role="employee", until=None)
    assert bring(morning(AFTER), DET, appointments=[staying]).problems == []


def test_what_is_there_already_may_stay_outside_the_life_of_a_unit_that_is_over(
    over: dict[str, Any], at: datetime
) -> None:
    """As when it was brought in before files were held against the last day of a unit."""
    CommandLine.objects.update(until=AFTER)
    Appointment.objects.for_system(reason="import").filter(record__ref="P1").update(until=AFTER)
    more = {
        "lines": [replace(LINE, until=AFTER)],
        "appointments": [replace(POST, until=AFTER)],
    }
    outcome = bring(morning(AFTER + timedelta(days=30)), DET, **more)
    assert (outcome.problems, outcome.changes) == ([], [])
    CommandLine.objects.update(until=END)
    Appointment.objects.for_system(reason="import").filter(record__ref="P1").update(until=END)


def test_withdrawn_line_may_stay_in_the_file_after_its_unit_ended(cast: Cast, at: datetime) -> None:
    """It stays withdrawn whatever last day the file gives it."""
    announced = replace(LINE, from_on=TODAY + timedelta(days=5), until=TODAY + timedelta(days=9))
    plain = replace(DET, until=None)
    bring(at, plain, lines=[announced])
    take_unit_step(
        actor=cast.functional_admin.on_duty,
        unit=Unit.objects.get(code="DET"),
        step="dissolve",
        at=at,
        fields={"reason": "Order 12"},
    )
    line = CommandLine.objects.get()
    assert (line.withdrawn_at, line.until) == (at, announced.until)
    shorter = replace(announced, until=TODAY + timedelta(days=7))
    for row in (announced, shorter):
        outcome = bring(morning(AFTER), plain, lines=[row])
        assert (outcome.problems, outcome.changes) == ([], [])
