"""``baken import-reports``: what it says, what it leaves, and with which status it ends."""

from __future__ import annotations

import csv
import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from baken.conftest import Cast
from baken.rooms.reports.actions import import_reports as action
from baken.rooms.reports.jobs import import_reports as job
from baken.rooms.reports.jobs import reading
from baken.rooms.reports.jobs.ahead import MakerLost
from baken.rooms.reports.models import Report
from baken.site import cli

MAPPING = """
source: oud systeem
key: [nr]
story: "{verhaal}"
unit: COMPANY
fields: {kind: incident}
"""


@pytest.fixture
def folder(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a mapping and a file of three rows, to work in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "map.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "oud.csv").write_text("nr,verhaal\n1,een\n2,twee\n3,drie\n", encoding="utf-8")
    return tmp_path


def run(*words: str, file: str = "oud.csv", mapping: str = "map.yaml") -> int:
    """Run the command; wrong use of its options gives the status it ends with."""
    return cli.main(["import-reports", file, "--mapping", mapping, *words])


def stored() -> list[str]:
    """The keys that are in."""
    rows = Report.objects.for_system(reason="import").order_by("source_ref")
    return list(rows.values_list("source_ref", flat=True))


def test_import_tells_its_counts_in_the_last_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--json") == 0
    counts = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert counts == {"read": 3, "created": 3, "unchanged": 0, "revised": 0, "rejected": 0}
    assert run() == 0
    said = capsys.readouterr()
    assert said.out == "3 read, 0 created, 3 unchanged, 0 revised, 0 rejected.\n"
    assert re.fullmatch(r"baken: 3 rows in \d+\.\d s, [\d,]+ rows a second\.\n", said.err)


def test_import_dry_run_says_so_and_writes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--dry-run") == 0
    assert capsys.readouterr().out.startswith("Dry run, nothing written: 3 read, 3 created")
    assert stored() == []


def test_import_with_refused_rows_ends_with_1_and_keeps_them(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "oud.csv").write_bytes(b'nr,verhaal\n1,een\n,"twee, of\ndrie"\n4,"x\n5,\xff\n6,zes\n')
    assert run("--rejects", "weg.csv") == 1
    assert "3 of 5 rows were refused" in capsys.readouterr().err
    with (folder / "weg.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["line", "key", "reason", "raw"],
            ["3", "", "the key is empty", ',"twee, of\ndrie"'],
            ["5", '4,"x', "the quotes do not match", '4,"x'],
            ["6", "5", "bytes that do not fit the encoding of the mapping", "5,\ufffd"],
        ]
    assert stored() == ["1", "6"]


def test_import_without_a_file_for_refused_rows_shows_the_first_ten(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "oud.csv").write_text("nr,verhaal\n" + ",x\n" * 12, encoding="utf-8")
    assert run() == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "line 2: the key is empty"
    assert lines[10:12] == [
        "More rows were refused; --rejects FILE keeps them all.",
        "baken: 12 of 12 rows were refused.",
    ]


@pytest.mark.parametrize(
    ("words", "names", "said"),
    [
        ((), {"file": "nergens.csv"}, "nergens.csv: No such file or directory"),
        ((), {"file": "."}, ".: Is a directory"),
        ((), {"mapping": "nergens.yaml"}, "nergens.yaml: No such file or directory"),
        ((), {"mapping": "fout.yaml"}, "fout.yaml: line 1: mapping: unknown key kind"),
        ((), {"mapping": "eenheid.yaml"}, "mapping: unit: there is no unit 'NERGENS'"),
        ((), {"mapping": "kolom.yaml"}, "oud.csv: story: the file has no column 'verslag'"),
        ((), {"file": "leeg.csv"}, "leeg.csv: the first line names no columns"),
        (("--rejects", "nergens/weg.csv"), {}, "nergens/weg.csv: No such file or directory"),
        (("--rejects", "oud.csv"), {}, "oud.csv: this is the file to import"),
    ],
)
def test_import_used_wrongly_ends_with_2_and_one_sentence(
    folder: Path,
    words: tuple[str, ...],
    names: dict[str, str],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (folder / "fout.yaml").write_text(MAPPING + "kind: x\n", encoding="utf-8")
    (folder / "eenheid.yaml").write_text(MAPPING.replace("COMPANY", "NERGENS"), encoding="utf-8")
    (folder / "kolom.yaml").write_text(MAPPING.replace("{verhaal}", "{verslag}"), encoding="utf-8")
    (folder / "leeg.csv").write_bytes(b"")
    before = (folder / "oud.csv").read_bytes()
    assert run(*words, **names) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.startswith("baken: ")
    assert ((folder / "oud.csv").read_bytes(), stored()) == (before, [])


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (KeyboardInterrupt(), "Stopped. What is counted here stays; run it again to go on."),
        (OperationalError("disk full\nat once"), "The database cannot be used: disk full"),
    ],
)
def test_import_broken_off_keeps_whole_batches_and_counts_them(
    folder: Path,
    problem: BaseException,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_new = action.write_new

    def broken(batch: Any) -> Any:
        made = write_new(batch)
        if "3" in made:
            raise problem
        return made

    monkeypatch.setattr(reading, "ROWS", 2)
    monkeypatch.setattr(action, "write_new", broken)
    assert run("--json") == 1
    told = capsys.readouterr()
    assert told.err == f"baken: {said}\n"
    assert json.loads(told.out)["created"] == 2
    assert stored() == ["1", "2"]


def test_import_whose_reading_is_killed_says_so_and_keeps_what_is_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lost(items: Any, more: Any) -> Any:
        yield next(items)
        raise MakerLost

    monkeypatch.setattr(reading, "ROWS", 2)
    monkeypatch.setattr(job, "ahead", lost)
    assert run("--json") == 1
    told = capsys.readouterr()
    assert told.err == "baken: Reading the file has stopped. Run it again to go on.\n"
    assert (json.loads(told.out)["created"], stored()) == (2, ["1", "2"])


def test_import_of_a_damaged_file_says_where_it_broke_off(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = gzip.compress((folder / "oud.csv").read_bytes())
    (folder / "oud.csv.gz").write_bytes(packed[:-6])
    assert run(file="oud.csv.gz") == 1
    assert "the file is damaged after line" in capsys.readouterr().err


def test_import_shows_a_bar_only_to_a_person(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert run() == 0
    assert "100%" in capsys.readouterr().err
