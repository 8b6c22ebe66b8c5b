"""``baken export``: what it gives, to whom, what it says and with which status it ends."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access import Confidentiality
from baken.core.export.models import ExportRun
from baken.core.export.tests.making import csv_rows
from baken.rooms.reports.tests.factories import make_occurrence, make_report
from baken.site import cli

Capture = pytest.CaptureFixture[bytes]


def run(*words: str, who: str = "commander", form: str = "jsonl") -> int:
    return cli.main(["export", *words, "--as", who, "--format", form])


def refs(capture: Capture) -> list[str]:
    lines = [json.loads(line) for line in capture.readouterr().out.splitlines()]
    return [line["ref"] for line in lines[1:]]


def test_export_writes_what_the_user_may_see_to_stdout(cast: Cast, capfdbinary: Capture) -> None:
    mine = make_report(unit=cast.company)
    make_report(unit=cast.squadron)
    assert run("reports") == 0
    assert refs(capfdbinary) == [mine.ref]


def test_export_is_recorded_on_the_user(cast: Cast, capfdbinary: Capture) -> None:
    make_occurrence(unit=cast.company)
    assert run("occurrences", "--purpose", "onderzoek", form="csv") == 0
    captured = capfdbinary.readouterr()
    assert captured.err.decode().strip() == "baken: 1 rows, recorded."
    found = ExportRun.objects.get()
    assert (found.person, found.kind, found.format, found.purpose) == (
        cast.commander.person.id,
        "occurrences",
        "csv",
        "onderzoek",
    )
    assert csv_rows(captured.out)[-1][4] == "unsafe_situation"


def test_export_of_units_is_for_everybody(cast: Cast, capfdbinary: Capture) -> None:
    assert run("units", who="soldier") == 0
    rows = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()][1:]
    assert [(row["code"], row["parent"]) for row in rows][:2] == [
        ("MINISTRY", None),
        ("ARMY", "MINISTRY"),
    ]


def test_export_without_a_purpose_leaves_sensitive_records_out_and_says_so(
    cast: Cast, capfdbinary: Capture
) -> None:
    plain = make_report(unit=cast.company)
    held = make_report(
        unit=cast.company,
        at=cast.at + timedelta(minutes=1),
        confidentiality=Confidentiality.SENSITIVE,
    )
    assert run("reports") == 0
    captured = capfdbinary.readouterr()
    meta, row = (json.loads(line) for line in captured.out.splitlines())
    assert (meta["meta"]["left_out"], row["ref"]) == (True, plain.ref)
    assert b"give a --purpose" in captured.err
    assert run("reports", "--purpose", "onderzoek") == 0
    assert refs(capfdbinary) == [held.ref, plain.ref]


def test_export_says_how_many_stay_out_for_now(cast: Cast, capfdbinary: Capture) -> None:
    make_report(unit=cast.company, embargo_at=cast.at)
    assert run("reports") == 0
    said = capfdbinary.readouterr().err.decode().strip()
    assert said == "baken: 0 rows, recorded. Left out, under an information embargo: 1."


def test_export_since_a_day_holds_what_came_in_from_then(cast: Cast, capfdbinary: Capture) -> None:
    new = make_report(unit=cast.company, at=cast.at)
    make_report(unit=cast.company, at=cast.at - timedelta(days=2))
    assert run("reports", "--since", "2026-03-10") == 0
    assert refs(capfdbinary) == [new.ref]


def test_export_to_a_folder_makes_a_file_that_tells_what_it_is(
    cast: Cast, capfdbinary: Capture, tmp_path: Path
) -> None:
    make_report(unit=cast.company)
    assert run("reports", "--to", str(tmp_path), form="xlsx") == 0
    [file] = tmp_path.iterdir()
    assert capfdbinary.readouterr().out.decode().strip() == str(file)
    assert (file.suffix, file.stat().st_mode & 0o777) == (".xlsx", 0o600)
    assert "2026-03-10" in file.name
    assert file.read_bytes().startswith(b"PK")


def test_export_to_a_file_makes_that_file(cast: Cast, capfdbinary: Capture, tmp_path: Path) -> None:
    path = tmp_path / "uit.csv"
    assert run("units", "--to", str(path), form="csv") == 0
    assert csv_rows(path.read_bytes())[-1][0] == "SQUADRON"


def test_export_to_a_place_that_is_not_there_says_so(
    cast: Cast, capfdbinary: Capture, tmp_path: Path
) -> None:
    assert run("units", "--to", str(tmp_path / "weg" / "uit.csv")) == 1
    assert b"No such file or directory" in capfdbinary.readouterr().err


@pytest.mark.parametrize(
    ("words", "who", "said"),
    [
        (("reports",), "soldier", "soldier: None of your appointments gives the right"),
        (("occurrences",), "functional_admin", "None of your appointments gives the right"),
        (("units",), "former_holder", "None of your appointments gives the right"),
        (("units",), "niemand", "There is no active account called niemand."),
        (("reports", "--purpose", "x" * 301), "commander", "at most 300"),
    ],
)
def test_export_that_may_not_be_ends_with_one(
    cast: Cast, capfdbinary: Capture, words: tuple[str, ...], who: str, said: str
) -> None:
    assert run(*words, who=who) == 1
    captured = capfdbinary.readouterr()
    assert captured.out == b""
    assert said.replace("at most 300", "300") in captured.err.decode()
    assert not ExportRun.objects.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("persons",),
            "persons cannot be exported; choose accident_list, consultations, measures, occurrences,"
            " purchases, recommendations, reports, risks, summaries, units.",
        ),
        (("reports", "--mapping", "treinstoringen"), "say --format csv"),
        (("units", "--since", "2026-03-10"), "leave out --since"),
    ],
)
def test_export_that_cannot_be_ends_with_two(
    cast: Cast, capfdbinary: Capture, words: tuple[str, ...], said: str
) -> None:
    assert run(*words) == 2
    assert said in capfdbinary.readouterr().err.decode()


@pytest.mark.parametrize(
    "words",
    [("reports", "--since", "2026-13-01"), ("reports", "--since", "1850-01-01"), ()],
)
def test_export_that_is_typed_wrongly_ends_with_two(words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(*words)
    assert ended.value.code == 2


def test_export_of_a_spreadsheet_to_a_screen_is_refused(
    cast: Cast, capfdbinary: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen: Any = sys.stdout
    monkeypatch.setattr(type(screen), "isatty", lambda _self: True, raising=False)
    assert run("units", form="xlsx") == 2
    assert b"--to" in capfdbinary.readouterr().err
