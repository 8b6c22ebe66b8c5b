"""A unit that ends takes its posts and lines along, and nothing new can be put on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core import clock
from baken.core.access import system_actor
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.org.actions import appoint as appoint_by_hand
from baken.rooms.org.actions import import_organisation, import_things
from baken.rooms.org.actions.equipment_steps import take_equipment_step
from baken.rooms.org.forms import UnitField
from baken.rooms.org.models import Appointment, CommandLine, PersonStep, UnitStep
from baken.rooms.org.queries import actor_for, tree
from baken.rooms.org.queries.heirs import heir_of, living, why_gone
from baken.rooms.org.rules import AppointmentRow, LineRow, OrganisationFile, PersonRow, UnitRow
from baken.rooms.org.rules.things import (
    CouncilRow,
    EquipmentRow,
    InspectionRow,
    SiteRow,
    ThingsFile,
    WorkplaceRow,
)
from baken.rooms.org.tests.basics import vouch_for
from baken.rooms.org.tests.factories import (
    appoint,
    make_equipment,
    make_person,
    make_unit,
)
from baken.rooms.org.tests.test_unit_steps import change, line
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import READ
from baken.rooms.reports.tests.factories import make_report

TODAY, TOMORROW = date(2026, 3, 10), date(2026, 3, 11)
GONE = "This unit has been dissolved."
WENT_ON = "This unit has been dissolved. It went on in Eenheid BATTALION (BATTALION)."


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def merge(cast: Cast) -> None:
    """The company goes on in the battalion."""
    change(cast, cast.company, "merge", into="BATTALION")


def days(person: Any) -> dict[str, date | None]:
    return dict(Appointment.objects.of(person).values_list("role", "until"))


@pytest.mark.parametrize("step", ["dissolve", "merge"])
def test_posts_on_a_unit_end_with_it_and_people_stay_employees(cast: Cast, step: str) -> None:
    head = cast.add("head", ("commander", "COMPANY", None))
    appoint(head.person, "employee", cast.company)
    make_report(unit=cast.company, state="closed", at=cast.at)

    change(cast, cast.company, step, **({"into": "BATTALION"} if step == "merge" else {}))

    assert days(head.person) == {"commander": TODAY, "employee": None}
    later = actor_for(head.account, clock.start_of_day(TOMORROW))
    assert not Report.objects.visible_to(later, READ).exists()
    told = PersonStep.objects.of(head.person).order_by("serial").last()
    assert told is not None
    assert (told.code, told.words["reason"]) == ("org.person.appointment_ended", "Order 12")
    assert told.facts == {
        "role": "commander",
        "unit": "COMPANY",
        "below": True,
        "kind": "permanent",
        "from": "2020-01-01",
        "until": "2026-03-10",
    }
    assert list(breaks()) == []


def test_posts_elsewhere_and_posts_that_end_before_are_left_alone(cast: Cast) -> None:
    person = make_person(unit=cast.company)
    appoint(person, "supervisor", cast.company, until=TODAY)
    appoint(person, "commander", cast.battalion)
    change(cast, cast.company, "dissolve")
    assert days(person) == {"supervisor": TODAY, "commander": None}
    assert not PersonStep.objects.of(person).filter(code="org.person.appointment_ended").exists()


def test_announced_post_and_what_is_delegated_from_it_are_withdrawn(cast: Cast) -> None:
    person, other = make_person(unit=cast.company), make_person(unit=cast.company)
    announced = appoint(person, "commander", cast.company, from_on=TOMORROW)
    given = {"role": "commander", "unit": cast.company, "from_on": TOMORROW}
    passed = Appointment.objects.create(
        record=other, kind="delegate", taken_from=announced, **given
    )
    vouch_for(passed)

    change(cast, cast.company, "dissolve")

    for one in (person, other):
        assert [post.withdrawn_at for post in Appointment.objects.of(one)] == [cast.at]
        last = PersonStep.objects.of(one).order_by("serial").last()
        assert last is not None
        assert last.code == "org.person.appointment_withdrawn"
    assert list(breaks()) == []


def test_lines_of_a_unit_end_with_it_each_in_the_history_it_belongs_to(cast: Cast) -> None:
    line(cast, cast.company, "SQUADRON", "operational")
    line(cast, cast.squadron, "COMPANY", "host")
    line(cast, cast.company, "SQUADRON", "training", from_on="2026-05-01")

    change(cast, cast.company, "dissolve")

    kept = CommandLine.objects.order_by("id").values_list("kind", "until", "withdrawn_at")
    ended = [("operational", TODAY, None), ("host", TODAY, None)]
    assert list(kept) == [*ended, ("training", None, cast.at)]
    mine = UnitStep.objects.of(cast.company).order_by("serial").values_list("code", flat=True)
    assert list(mine)[-3:] == ["org.unit.line_ended", "org.unit.line_ended", "org.unit.dissolved"]
    theirs = UnitStep.objects.of(cast.squadron).order_by("serial").last()
    assert theirs is not None
    assert (theirs.code, theirs.facts["until"]) == ("org.unit.line_ended", "2026-03-10")
    assert list(breaks()) == []


# ---- who took over ----


def test_heir_is_found_along_several_mergers(cast: Cast) -> None:
    make_unit("OTHER", parent=cast.army, level=3)
    merge(cast)
    change(cast, cast.battalion, "merge", into="OTHER")
    here = tree()
    heir = heir_of(here.by_code["COMPANY"])
    assert heir is not None
    assert heir.code == "OTHER"
    assert living(here.by_code["COMPANY"]).code == "OTHER"
    assert why_gone(here.by_code["COMPANY"]).endswith("It went on in Eenheid OTHER (OTHER).")


def test_unit_without_heir_leaves_what_stands_above_it(cast: Cast) -> None:
    change(cast, cast.company, "dissolve")
    company = tree().by_code["COMPANY"]
    assert (heir_of(company), why_gone(company)) == (None, GONE)
    assert living(company).code == "BATTALION"
    battalion = tree().by_code["BATTALION"]
    assert (living(battalion), why_gone(battalion)) == (battalion, "")


# ---- nothing new ----


def test_appointment_on_a_dissolved_unit_is_refused(cast: Cast) -> None:
    merge(cast)
    with pytest.raises(FieldsRefused, match="dissolved"):
        appoint_by_hand(
            actor=cast.commander.actor,
            person=cast.soldier.person,
            unit=type(cast.company).objects.get(pk=cast.company.pk),
            role="supervisor",
            below=True,
            kind="permanent",
            from_on=TODAY,
            until=None,
            reason="Vacature",
            at=cast.at,
        )


def test_field_for_a_unit_says_who_took_over(cast: Cast) -> None:
    merge(cast)
    with pytest.raises(Exception, match=r"It went on in Eenheid BATTALION"):
        UnitField().clean("COMPANY")
    assert UnitField(dissolved_too=True).clean("COMPANY").code == "COMPANY"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("put_back", {}),
        ("inspect", {"kind": "periodic", "done_on": "2026-03-09", "result": "passed"}),
    ],
)
def test_step_of_equipment_of_a_dissolved_unit_is_refused(
    cast: Cast, step: str, fields: dict[str, str]
) -> None:
    record = make_equipment(unit=cast.company, state="out_of_use")
    merge(cast)
    actor = cast.safety_adviser.actor
    with pytest.raises(StepRefused) as refused:
        take_equipment_step(actor=actor, record=record, step=step, at=cast.at, fields=fields)
    assert [(one.code, one.text) for one in refused.value.refusals] == [("unit_gone", WENT_ON)]


def organisation(**rows: Any) -> list[str]:
    outcome = import_organisation(
        actor=system_actor("import"),
        at=datetime(2026, 3, 10, 9, 0, tzinfo=UTC),
        content=OrganisationFile(**rows),
        account_of=lambda name: None,
        roles=["commander", "employee"],
    )
    return outcome.problems


def things(**rows: Any) -> list[str]:
    at = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    return import_things(actor=system_actor("import"), at=at, content=ThingsFile(**rows)).problems


SINCE = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ({"persons": [PersonRow("P-NEW", "Nieuw", "COMPANY")]}, "person P-NEW"),
        (
            {"appointments": [AppointmentRow("P-OLD", "commander", "COMPANY", SINCE)]},
            "appointment of P-OLD",
        ),
        ({"lines": [LineRow("COMPANY", "NAVY", "host", SINCE)]}, "line of COMPANY to NAVY"),
    ],
)
def test_import_puts_nothing_new_on_a_dissolved_unit(
    cast: Cast, rows: dict[str, Any], where: str
) -> None:
    make_person(unit=cast.company, ref="P-OLD", name="Oud")
    merge(cast)
    assert organisation(**rows) == [f"{where}: {WENT_ON}"]


def test_import_leaves_what_a_dissolved_unit_had(cast: Cast) -> None:
    make_person(unit=cast.company, ref="P-OLD", name="Oud")
    merge(cast)
    person = PersonRow("P-OLD", "Oud", "COMPANY")
    post = AppointmentRow("P-OLD", "commander", "COMPANY", SINCE, until=TODAY)
    staying = AppointmentRow("P-OLD", "employee", "COMPANY", SINCE)
    over = LineRow("COMPANY", "NAVY", "operational", SINCE, until=date(2026, 2, 1))
    assert organisation(persons=[person], appointments=[post, staying], lines=[over]) == []


def test_import_neither_changes_a_dissolved_unit_nor_founds_below_it(cast: Cast) -> None:
    merge(cast)
    rows = [
        UnitRow("MINISTRY", "", 7, "Eenheid MINISTRY"),
        UnitRow("ARMY", "MINISTRY", 5, "Eenheid ARMY"),
        UnitRow("BATTALION", "ARMY", 3, "Eenheid BATTALION"),
        UnitRow("COMPANY", "BATTALION", 2, "Eenheid COMPANY"),
    ]
    assert organisation(units=rows) == []
    renamed = UnitRow("COMPANY", "BATTALION", 2, "Anders")
    fresh = UnitRow("PLATOON", "COMPANY", 1, "Peloton")
    expected = [f"unit COMPANY: {WENT_ON}", f"unit PLATOON: {WENT_ON}"]
    assert organisation(units=[*rows[:3], renamed, fresh]) == expected


INSPECTED = (InspectionRow("periodic", date(2026, 3, 1), "passed"),)


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ({"sites": [SiteRow("site 1", "HAV-1", "Haven", "COMPANY")]}, "site 1, field holder"),
        (
            {
                "sites": [SiteRow("site 1", "HAV-1", "Haven", "ARMY")],
                "workplaces": [WorkplaceRow("workplace 1", "HAV-1", "COMPANY", "garage")],
            },
            "workplace 1, field unit",
        ),
        (
            {"councils": [CouncilRow("council 1", "MC-1", "Raad", "COMPANY", "MC")]},
            "council 1, field unit",
        ),
        (
            {"equipment": [EquipmentRow("equipment 1", "LADR-NEW", "ladder", "L", "COMPANY")]},
            "equipment 1, field unit",
        ),
        (
            {
                "equipment": [
                    EquipmentRow(
                        "equipment 1", "LADR-OLD", "ladder", "L", "COMPANY", inspections=INSPECTED
                    )
                ]
            },
            "equipment 1, field unit",
        ),
    ],
)
def test_import_puts_no_things_on_a_dissolved_unit(
    cast: Cast, rows: dict[str, Any], where: str
) -> None:
    make_equipment(unit=cast.company, ref="LADR-OLD", state="out_of_use", name="L")
    merge(cast)
    assert things(**rows) == [f"{where}: {WENT_ON}"]


def test_import_leaves_equipment_that_a_dissolved_unit_had(cast: Cast) -> None:
    make_equipment(unit=cast.company, ref="LADR-OLD", state="out_of_use", name="L")
    merge(cast)
    row = EquipmentRow("equipment 1", "LADR-OLD", "ladder", "L", "COMPANY")
    assert things(equipment=[row]) == []
