"""Reading an organisation file: YAML in a tree, CSV by its header, mistakes in a sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from baken.rooms.org.rules import AppointmentRow, EarlierName, PersonRow
from baken.rooms.org.schemas import OrganisationFileRefused, read_organisation

YAML = """
units:
  - code: TOP
    nl: Het ministerie
    en: The ministry
    level: ministry
    children:
      - code: ARMY
        level: 5
        default_child_level: 2
        site: Utrecht
        children:
          - {code: COY, name: Compagnie, strength: "120"}
          - {code: SPEC, restricted: true, independent: true, kind: unit}
persons:
  - {number: P1, name: Jansen, unit: COY, rank: sgt, account: jansen}
  - {number: 2, name: De Vries, unit: COY, email: null}
appointments:
  - {person: P1, role: commander, unit: COY, from: 2026-01-01, below: true}
  - {person: P1, role: employee, unit: COY, from: "2026-01-01", to: "2026-02-01", kind: acting, below: ja}
"""


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_read_yaml_flattens_the_tree_parents_first(tmp_path: Path) -> None:
    units = read_organisation(write(tmp_path, "org.yaml", YAML)).units
    assert [(one.code, one.parent, one.level) for one in units] == [
        ("TOP", "", 7),
        ("ARMY", "TOP", 5),
        ("COY", "ARMY", 2),
        ("SPEC", "ARMY", 2),
    ]


def test_read_yaml_takes_names_kinds_and_flags(tmp_path: Path) -> None:
    top, army, company, special = read_organisation(write(tmp_path, "org.yaml", YAML)).units
    assert (top.name_nl, top.name_en, top.kind) == ("Het ministerie", "The ministry", "unit")
    assert (army.kind, army.site, army.name_nl) == ("organisation_part", "Utrecht", "ARMY")
    assert (company.name_nl, company.strength) == ("Compagnie", 120)
    assert (special.restricted, special.independent, special.kind) == (True, True, "unit")


def test_read_yaml_persons_and_appointments(tmp_path: Path) -> None:
    content = read_organisation(write(tmp_path, "org.yaml", YAML))
    assert content.persons == [
        PersonRow("P1", "Jansen", "COY", rank="sgt", account="jansen"),
        PersonRow("2", "De Vries", "COY"),
    ]
    first, second = content.appointments
    assert first == AppointmentRow("P1", "commander", "COY", date(2026, 1, 1), below=True)
    assert (second.until, second.kind, second.below) == (date(2026, 2, 1), "acting", True)


def test_read_yaml_with_a_part_missing_leaves_it_empty(tmp_path: Path) -> None:
    content = read_organisation(write(tmp_path, "org.yaml", "persons:\n"))
    assert (content.units, content.persons, content.appointments) == ([], [], [])


def test_read_csv_units(tmp_path: Path) -> None:
    text = "\ufeffcode,parent,level,nl,strength,restricted\nTOP,,7,Top,,\nA,TOP,organisation_part,Aa,5,ja\n"
    top, part = read_organisation(write(tmp_path, "units.CSV", text)).units
    assert (top.code, top.parent, top.level, top.restricted) == ("TOP", "", 7, False)
    assert (part.parent, part.level, part.strength, part.restricted) == ("TOP", 5, 5, True)


def test_read_units_with_days_and_earlier_names(tmp_path: Path) -> None:
    yaml = (
        "units: [{code: A, level: 7, from: 2024-01-01, to: '2026-12-31',"
        " earlier: [{until: 2025-06-30, nl: Oud, en: Old}]}]"
    )
    csv = (
        "code,parent,level,nl,from,to,earlier_until,earlier_nl,earlier_en\n"
        "A,,7,A,2024-01-01,2026-12-31,2025-06-30,Oud,Old\nB,A,5,B,,,,,\n"
    )
    (told,) = read_organisation(write(tmp_path, "o.yaml", yaml)).units
    first, plain = read_organisation(write(tmp_path, "o.csv", csv)).units
    assert told == first
    assert (told.from_on, told.until) == (date(2024, 1, 1), date(2026, 12, 31))
    assert told.earlier == (EarlierName(date(2025, 6, 30), "Oud", "Old"),)
    assert (plain.from_on, plain.until, plain.earlier) == (None, None, ())


def test_read_csv_persons(tmp_path: Path) -> None:
    path = write(tmp_path, "p.csv", "number,name,unit\nP1,Jansen,COY\n")
    assert read_organisation(path).persons == [PersonRow("P1", "Jansen", "COY")]


def test_read_csv_leaves_out_empty_columns_without_a_name(tmp_path: Path) -> None:
    path = write(tmp_path, "p.csv", "number,name,unit,\nP1,Jansen,COY,\nP2,De Vries,COY,,\n")
    assert [one.number for one in read_organisation(path).persons] == ["P1", "P2"]


def test_read_csv_appointments(tmp_path: Path) -> None:
    text = "person,role,unit,from,to,below\nP1,commander,COY,2026-01-01,,yes\nP1,x,COY,2026-01-01,,no\n"
    first, second = read_organisation(write(tmp_path, "a.csv", text)).appointments
    assert (first.role, first.until, first.below) == ("commander", None, True)
    assert second.below is False


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("o.yaml", "- a\n- b\n", "expected the keys"),
        ("o.yaml", "", "expected the keys"),
        ("o.yaml", "units: [", "cannot be read"),
        ("o.yaml", "units: 3", "cannot be read"),
        ("o.yaml", "units: " + "[" * 3_000, "too deeply nested"),
        ("o.yaml", b"units: \xff\xfe", "cannot be read"),
        ("o.yaml", "units: [{nl: zonder code}]", "a unit without code"),
        ("o.yaml", "units: [los]", "a unit without code"),
        ("o.yaml", "units: [{code: A, level: enormous}]", "'enormous' is no level"),
        ("o.yaml", "units: [{code: A, level: null}]", "is no level"),
        ("o.yaml", "units: [{code: A, strength: veel}]", "cannot be read"),
        ("o.yaml", "units: [{code: A, default_child_level: x}]", "cannot be read"),
        ("o.yaml", "persons: [{number: P1}]", "person P1"),
        ("o.yaml", "persons: [Jansen]", "cannot be read"),
        ("o.yaml", "appointments: [Jansen]", "cannot be read"),
        ("o.yaml", "appointments: [{person: P1}]", "appointment"),
        (
            "o.yaml",
            "appointments: [{person: P1, role: x, unit: A, from: gisteren}]",
            "appointment",
        ),
        (
            "o.yaml",
            "appointments: [{person: P1, role: x, unit: A, from: 2026-01-01, below: 1}]",
            "cannot be read",
        ),
        (
            "o.yaml",
            "appointments: [{person: P1, role: x, unit: A, from: 2026-02-30}]",
            "appointment of P1 on A, field from: '2026-02-30' is no day; write it as 2026-03-01",
        ),
        (
            "o.yaml",
            "lines: [{unit: A, superior: B, kind: host, from: 2026-01-01, to: later}]",
            "line of A to B, field to: 'later' is no day",
        ),
        ("o.yaml", "units: [{code: A, from: morgen}]", "unit A, field from: 'morgen' is no day"),
        ("o.yaml", "units: [{code: A, to: 2026-01-01 10:00:00}]", "unit A, field to: '2026-01-01"),
        ("o.yaml", "units: [{code: A, earlier: Oud}]", "unit A, field earlier: give a list"),
        ("o.yaml", "units: [{code: A, earlier: [Oud]}]", "unit A, field earlier: give a list"),
        ("o.yaml", "units: [{code: A, earlier: [{nl: Oud}]}]", "unit A, earlier 1, field until"),
        (
            "o.yaml",
            "units: [{code: A, earlier: [{until: 2025-01-01}]}]",
            "unit A, earlier 1, field nl: give the name",
        ),
        (
            "o.yaml",
            "units: [{code: A, earlier: [{until: 2025-01-01, nl: Oud, name: x}]}]",
            "unit A, earlier 1: unknown field name",
        ),
        ("o.csv", "code,parent,to\nA,,31-12-2026\n", "unit A, field to: '31-12-2026' is no day"),
        ("o.csv", "code,parent,earlier_until\nA,,2025-01-01\n", "unit A, earlier 1, field nl"),
        (
            "o.yaml",
            "units: [{code: A, level: 7, children: [{code: TST6, too: 2026-12-31}]}]",
            "unit TST6: there is no field 'too'; known are code, nl, name, en, level, kind, site,",
        ),
        (
            "o.yaml",
            "line: [{unit: A, superior: B, kind: host, from: 2026-01-01}]",
            "the file: there is no field 'line'; known are version, units, lines, persons,",
        ),
        (
            "o.yaml",
            "units: [{code: A, level: 7}, {code: B, parent: A}]",
            "unit B, field parent: in YAML a unit stands under the children of the one above it",
        ),
        (
            "o.yaml",
            "lines: [{unit: A, superior: B, kind: host, from: 2026-01-01, parent: x}]",
            "line of A to B: there is no field 'parent'; known are unit, superior, kind, from, to,",
        ),
        (
            "o.yaml",
            "persons: [{number: P1, name: X, unit: A, 7: x}]",
            "person P1: there is no field '7'; known are number, name, unit, rank, status, email,",
        ),
        (
            "o.yaml",
            "appointments: [{person: P1, role: x, unit: A, from: 2026-01-01, until: 2026-02-01}]",
            "appointment of P1 on A: there is no field 'until'; known are person, role, unit, from,",
        ),
        (
            "o.csv",
            "code,parent,level,too\nA,,7,2026-12-31\n",
            "header: there is no column 'too'; known are parent, code, nl,",
        ),
        ("o.csv", "code,parent,children\nA,,\n", "header: there is no column 'children'"),
        ("o.csv", "superior,unit,kind,from,too\nA,B,host,2026-01-01,\n", "no column 'too'"),
        ("o.csv", "person,role,unit,from,until\nP,x,A,2026-01-01,\n", "no column 'until'"),
        ("o.csv", "number,name,unit,colour\nP,x,A,red\n", "no column 'colour'"),
        (
            "o.csv",
            "number,name,unit\nP1,Jansen,A\nP2,Vries, de,A\n",
            "row 3: there is a value in a column without a name; quote a text with a comma",
        ),
        ("o.csv", "number,name,unit,\nP1,Jansen,A,x\n", "row 2: there is a value in a column"),
        ("o.csv", "", "the header names no"),
        ("o.csv", "colour,shape\nred,round\n", "the header names no"),
        ("o.csv", "code,level\nA,7\n", "has no column 'parent'"),
        ("o.csv", b"code,parent,level\n\xe9,,7\n", "cannot be read"),
    ],
)
def test_read_mistake_is_said_in_a_sentence(
    tmp_path: Path, name: str, text: str | bytes, words: str
) -> None:
    with pytest.raises(OrganisationFileRefused) as refused:
        read_organisation(write(tmp_path, name, text))
    assert words in str(refused.value)


@pytest.mark.parametrize("name", ["not-there.yaml", "not-there.csv"])
def test_read_file_that_is_not_there_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(OrganisationFileRefused, match="No such file"):
        read_organisation(tmp_path / name)
