"""Importing sites, equipment, qualifications and councils: made, changed, unchanged, refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.access import AccessDenied, system_actor
from baken.core.trail.verify import breaks
from baken.rooms.org.actions import ImportOutcome, import_things
from baken.rooms.org.models import (
    Council,
    Equipment,
    EquipmentStep,
    Inspection,
    PersonStep,
    Qualification,
    Site,
    Workplace,
)
from baken.rooms.org.rules.things import ThingsFile
from baken.rooms.org.schemas.things import read_things, things_from
from baken.rooms.org.tests.factories import make_equipment

SITE: dict[str, Any] = {
    "code": "HAV-1",
    "nl": "Kazerne",
    "en": "Barracks",
    "holder": "ARMY",
    "location": "Havelte",
    "time_zone": "America/Curacao",
    "buildings": ["B12", "C4"],
}
WORK = {"site": "HAV-1", "unit": "COMPANY", "type": "garage", "headcount": 12}
PASSED = {"kind": "periodic", "done_on": date(2025, 3, 1), "due_on": date(2026, 3, 1)}
LADDER: dict[str, Any] = {
    "code": "LADR-1",
    "kind": "ladder",
    "name": "Ladder",
    "unit": "COMPANY",
    "site": "HAV-1",
    "serial_number": "S1",
    "in_use_on": date(2020, 1, 1),
    "inspections": [PASSED | {"result": "passed"}],
}
COUNCIL = {"code": "MC-1", "nl": "MC", "en": "Council", "unit": "BATTALION", "kind": "MC"}


def qualification(cast: Cast, **fields: Any) -> dict[str, Any]:
    values = {"person": cast.soldier.person.ref, "code": "bhv", "obtained_on": date(2025, 1, 1)}
    return values | {"valid_until": date(2027, 1, 1), "issuer": "School"} | fields


def whole(cast: Cast) -> dict[str, Any]:
    return {
        "sites": [SITE],
        "workplaces": [WORK],
        "equipment": [LADDER],
        "qualifications": [qualification(cast)],
        "councils": [COUNCIL],
    }


def bring(cast: Cast, content: Mapping[str, Any] | ThingsFile) -> ImportOutcome:
    things = content if isinstance(content, ThingsFile) else things_from(content)
    return import_things(actor=system_actor("import"), at=cast.at, content=things)


def counted(outcome: ImportOutcome) -> tuple[int, int, int]:
    return outcome.created, outcome.changed, outcome.unchanged


def everything() -> list[Any]:
    tables = (Site, Workplace, Equipment, EquipmentStep, Inspection, Qualification, Council)
    return [list(table._base_manager.order_by("pk").values()) for table in (*tables, PersonStep)]


def ladder() -> Equipment:
    return Equipment.objects.for_system(reason="import").get(ref="LADR-1")


def ladder_codes() -> list[str]:
    rows = EquipmentStep.objects.of(ladder()).order_by("serial")
    return [row.code.removeprefix("org.equipment.") for row in rows]


def with_ladder(cast: Cast, **fields: Any) -> ImportOutcome:
    return bring(cast, {"equipment": [LADDER | fields]})


def test_import_first_time_makes_and_names_everything(cast: Cast) -> None:
    outcome = bring(cast, whole(cast))
    assert outcome.problems == []
    assert outcome.changes == [
        "site HAV-1 created",
        "workplace garage of COMPANY at HAV-1 created",
        "equipment LADR-1 created",
        f"qualification bhv of {cast.soldier.person.ref} created",
        "council MC-1 created",
    ]
    site = Site.objects.get()
    assert (site.time_zone, site.buildings, site.holder.code) == (
        "America/Curacao",
        ["B12", "C4"],
        "ARMY",
    )
    assert (ladder().state, ladder().due_on, ladder().site_id) == (
        "in_use",
        date(2026, 3, 1),
        site.pk,
    )
    assert list(breaks()) == []


def test_import_again_changes_nothing(cast: Cast) -> None:
    bring(cast, whole(cast))
    before = everything()
    assert counted(bring(cast, whole(cast))) == (0, 0, 5)
    assert everything() == before


def test_import_of_a_part_leaves_the_rest_alone(cast: Cast) -> None:
    bring(cast, whole(cast))
    outcome = bring(cast, {"sites": [SITE | {"nl": "Andere naam"}]})
    assert (counted(outcome), outcome.changes) == ((0, 1, 0), ["site HAV-1 changed"])
    assert (Site.objects.get().name_nl, Workplace.objects.count()) == ("Andere naam", 1)


def test_import_changed_equipment_says_which_fields_in_its_history(cast: Cast) -> None:
    bring(cast, whole(cast))
    outcome = with_ladder(cast, name="Trap", unit="BATTALION")
    assert counted(outcome) == (0, 1, 0)
    last = EquipmentStep.objects.of(ladder()).get(serial=2)
    assert (last.code, last.facts) == ("org.equipment.changed", {"fields": ["name", "unit"]})


def test_import_new_inspection_moves_the_next_day(cast: Cast) -> None:
    bring(cast, whole(cast))
    fresh = {"kind": "periodic", "done_on": date(2026, 3, 1), "due_on": date(2027, 3, 1)}
    outcome = with_ladder(cast, inspections=[fresh | {"result": "passed"}])
    assert counted(outcome) == (0, 1, 0)
    assert (ladder().due_on, Inspection.objects.of(ladder()).count()) == (date(2027, 3, 1), 2)
    assert ladder_codes() == ["imported", "inspected"]


def test_import_new_failed_inspection_takes_known_equipment_out_of_use(cast: Cast) -> None:
    bring(cast, whole(cast))
    failed = {"kind": "periodic", "done_on": date(2026, 3, 1), "result": "failed"}
    with_ladder(cast, inspections=[failed])
    assert (ladder().state, ladder().out_of_use_on) == ("out_of_use", date(2026, 3, 1))
    assert ladder_codes() == ["imported", "rejected"]


def test_import_older_failed_inspection_changes_no_state(cast: Cast) -> None:
    bring(cast, whole(cast))
    failed = {"kind": "periodic", "done_on": date(2024, 3, 1), "result": "failed"}
    with_ladder(cast, inspections=[failed])
    assert (ladder().state, ladder().due_on) == ("in_use", date(2026, 3, 1))


def test_import_new_equipment_that_failed_comes_in_out_of_use(cast: Cast) -> None:
    failed = {"kind": "periodic", "done_on": date(2026, 3, 1), "result": "failed"}
    bring(cast, {"sites": [SITE], "equipment": [LADDER | {"inspections": [failed]}]})
    assert (ladder().state, ladder().out_of_use_on) == ("out_of_use", date(2026, 3, 1))


def test_import_day_out_of_use_takes_it_out_and_no_day_leaves_it(cast: Cast) -> None:
    bring(cast, whole(cast))
    with_ladder(cast, out_of_use_on=date(2026, 2, 1))
    assert counted(with_ladder(cast)) == (0, 0, 1)
    assert (ladder().state, ladder().out_of_use_on) == ("out_of_use", date(2026, 2, 1))
    assert ladder_codes() == ["imported", "taken_out"]


def test_import_qualification_leaves_a_row_with_the_person(cast: Cast) -> None:
    bring(cast, whole(cast))
    bring(cast, {"qualifications": [qualification(cast, valid_until=date(2028, 1, 1))]})
    rows = PersonStep.objects.of(cast.soldier.person).order_by("serial")
    assert [row.code for row in rows] == [
        "org.person.imported",
        "org.person.qualified",
        "org.person.qualified",
    ]
    assert [row.facts for row in rows] == [{}, {}, {}]


def test_import_by_a_person_is_denied(cast: Cast) -> None:
    with pytest.raises(AccessDenied):
        import_things(actor=cast.commander.actor, at=cast.at, content=ThingsFile())


@pytest.mark.parametrize(
    ("part", "row", "problem"),
    [
        ("sites", {"holder": "MARS"}, "site 1 (HAV-1), field holder: there is no unit MARS"),
        (
            "sites",
            {"time_zone": "Mars/Base"},
            "site 1 (HAV-1), field time_zone: Mars/Base is no time zone;"
            " give an IANA name such as Europe/Amsterdam",
        ),
        (
            "sites",
            {"code": "hav 1"},
            "site 1 (hav 1), field code: hav 1 is no code;"
            " use 2 to 20 capitals, digits and hyphens",
        ),
        ("sites", {"nl": ""}, "site 1 (HAV-1), field nl: this is needed"),
        (
            "sites",
            {"nl": "a\nb"},
            "site 1 (HAV-1), field nl: give a text on one line of at most 120 signs",
        ),
        ("sites", {"buildings": "B12"}, "site 1 (HAV-1), field buildings: give a list of texts"),
        (
            "sites",
            {"color": "red"},
            "site 1 (HAV-1), field color: there is no such field; correct its name",
        ),
        ("workplaces", {"site": "X"}, "workplace 1 (X), field site: there is no site X"),
        ("workplaces", {"unit": "X"}, "workplace 1 (HAV-1), field unit: there is no unit X"),
        (
            "workplaces",
            {"type": "moon"},
            "workplace 1 (HAV-1), field type: there is no type of workplace moon",
        ),
        (
            "workplaces",
            {"headcount": "-1"},
            "workplace 1 (HAV-1), field headcount: give a whole number",
        ),
        (
            "equipment",
            {"kind": "dragon"},
            "equipment 1 (LADR-1), field kind: there is no kind of equipment dragon",
        ),
        ("equipment", {"site": "X"}, "equipment 1 (LADR-1), field site: there is no site X"),
        ("equipment", {"unit": "X"}, "equipment 1 (LADR-1), field unit: there is no unit X"),
        (
            "equipment",
            {"in_use_on": "soon"},
            "equipment 1 (LADR-1), field in_use_on:"
            " give a date as year-month-day, such as 2026-11-30",
        ),
        (
            "equipment",
            {"inspections": [{"kind": "periodic", "result": "passed"}]},
            "equipment 1 (LADR-1), inspection 1, field done_on: this is needed",
        ),
        (
            "equipment",
            {"inspections": [PASSED | {"result": "passed", "kind": "dance"}]},
            "equipment 1 (LADR-1), inspection 1, field kind: there is no kind of inspection dance",
        ),
        (
            "equipment",
            {"inspections": [PASSED | {"result": "passed"}] * 2},
            "equipment 1 (LADR-1), field inspections:"
            " one kind of inspection stands twice on one day",
        ),
        (
            "equipment",
            {"inspections": "none"},
            "equipment 1 (LADR-1), inspections: give a list of rows",
        ),
        ("qualifications", {"code": "magic"}, "field code: there is no qualification magic"),
        (
            "qualifications",
            {"person": "P0"},
            "qualification 1 (P0), field person: there is no person P0",
        ),
        ("councils", {"kind": "XC"}, "council 1 (MC-1), field kind: give one of MC, DMC, CMC"),
        ("councils", {"unit": "X"}, "council 1 (MC-1), field unit: there is no unit X"),
    ],
)
def test_import_bad_row_is_refused_with_row_and_field(
    cast: Cast, part: str, row: dict[str, Any], problem: str
) -> None:
    before = everything()
    content = whole(cast)
    content[part] = [content[part][0] | row]

    outcome = bring(cast, content)

    assert [text for text in outcome.problems if text.endswith(problem)] != []
    assert (everything(), counted(outcome)) == (before, (0, 0, 0))


@pytest.mark.parametrize("field", ["done_on", "due_on", "result"])
def test_import_inspection_that_cannot_be_names_the_field(cast: Cast, field: str) -> None:
    wrong = {"done_on": date(2027, 1, 1), "due_on": date(2024, 1, 1), "result": "fine"}
    told = PASSED | {"result": "passed"} | {field: wrong[field]}
    if field == "done_on":
        told["due_on"] = date(2028, 1, 1)
    [problem] = bring(
        cast, {"sites": [SITE], "equipment": [LADDER | {"inspections": [told]}]}
    ).problems
    assert problem.startswith(f"equipment 1 (LADR-1), inspection 1, field {field}: ")


def test_import_qualification_that_ends_before_it_starts_names_the_field(cast: Cast) -> None:
    row = qualification(cast, valid_until=date(2020, 1, 1))
    [problem] = bring(cast, {"qualifications": [row]}).problems
    assert problem == (
        f"qualification 1 ({cast.soldier.person.ref}), field valid_until:"
        " This day must come after the first one."
    )


@pytest.mark.parametrize("part", ["sites", "workplaces", "equipment", "qualifications", "councils"])
def test_import_row_that_stands_twice_is_refused(cast: Cast, part: str) -> None:
    content = whole(cast)
    content[part] *= 2
    [problem] = bring(cast, content).problems
    assert problem.endswith(": stands in the file twice")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({"sites": "none"}, "sites: give a list of rows"),
        ({"sites": ["none"]}, "site 1: give a row with named fields"),
        ({"sites": [{}]}, "site 1, field code: this is needed"),
    ],
)
def test_import_of_no_rows_is_refused(cast: Cast, content: Any, problem: str) -> None:
    assert bring(cast, content).problems[0] == problem


def test_import_of_rows_that_could_not_be_read_reads_no_further(cast: Cast) -> None:
    content = replace(things_from(whole(cast)), problems=["row 7: wrong"])
    assert bring(cast, content).problems == ["row 7: wrong"]


def test_import_again_asks_no_more_for_three_pieces_than_for_one(cast: Cast) -> None:
    rows = [LADDER | {"code": f"LADR-{number}", "site": ""} for number in range(3)]
    bring(cast, {"equipment": rows})

    def asked(count: int) -> int:
        with CaptureQueriesContext(connection) as seen:
            outcome = bring(cast, {"equipment": rows[:count]})
        assert counted(outcome) == (0, 0, count)
        return len(seen)

    assert asked(3) == asked(1)


# ---- files ----


def test_read_things_from_yaml(tmp_path: Path) -> None:
    file = tmp_path / "things.yaml"
    file.write_text("units: []\nsites:\n- {code: HAV-1, nl: Kazerne, holder: ARMY}\n")
    [site] = read_things(file).sites
    assert (site.code, site.time_zone, site.where) == (
        "HAV-1",
        "Europe/Amsterdam",
        "site 1 (HAV-1)",
    )


def test_read_things_of_a_yaml_file_that_is_no_mapping_is_nothing(tmp_path: Path) -> None:
    file = tmp_path / "things.yaml"
    file.write_text("- 1\n")
    assert read_things(file) == ThingsFile()


def test_read_things_from_csv_takes_equipment_with_its_last_inspection(tmp_path: Path) -> None:
    file = tmp_path / "equipment.csv"
    file.write_text(
        "code,kind,name,unit,serial_number,in_use_on,inspection_kind,done_on,due_on,result\n"
        "LADR-1,ladder,Ladder,COMPANY,S1,2020-01-01,periodic,2025-03-01,2026-03-01,passed\n"
        "LADR-2,ladder,Trap,COMPANY,,,,,,\n"
    )
    first, second = read_things(file).equipment
    assert (first.serial_number, first.in_use_on) == ("S1", date(2020, 1, 1))
    assert [(one.kind, one.result) for one in first.inspections] == [("periodic", "passed")]
    assert (second.inspections, read_things(file).problems) == ((), [])


@pytest.mark.parametrize("text", ["", "code,parent,level\nA,,7\n"])
def test_read_things_from_another_csv_is_nothing(tmp_path: Path, text: str) -> None:
    file = tmp_path / "units.csv"
    file.write_text(text)
    assert read_things(file) == ThingsFile()


def test_import_leaves_equipment_that_the_file_does_not_name_alone(cast: Cast) -> None:
    known = make_equipment(unit=cast.company, ref="LADR-7")
    assert counted(with_ladder(cast, site="")) == (1, 0, 0)
    assert EquipmentStep.objects.of(known).count() == 1
