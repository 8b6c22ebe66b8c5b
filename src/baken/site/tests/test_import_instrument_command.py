"""``baken import-instrument``: a file or folder in, one line or every mistake out, and no traceback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from baken.core.instruments.tests.instruments import changed
from baken.rooms.library.models import ImportedInstrument
from baken.rooms.library.queries import instrument_file
from baken.rooms.library.queries import instruments as queries
from baken.rooms.library.tests.factories import (
    CODE,
    SECTION_LIBRARY,
    TEXT,
    VERSION,
    WITH_LIBRARY,
)
from baken.site import cli
from baken.site.commands.check import instrument_problems

pytestmark = pytest.mark.django_db


def run(path: Path, *more: str) -> int:
    return cli.main(["import-instrument", str(path), *more])


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_import_says_what_came_in(tmp_path: Path, capsys: Any) -> None:
    file = written(tmp_path / "workshop.yaml", TEXT)
    assert run(file) == 0
    assert capsys.readouterr().out == "small_workshop 2.1.0 created: 2 sections, 10 questions.\n"
    assert ImportedInstrument.objects.get().file == "workshop.yaml"


def test_second_import_is_unchanged_and_counts_as_json(tmp_path: Path, capsys: Any) -> None:
    file = written(tmp_path / "workshop.yaml", TEXT)
    run(file)
    capsys.readouterr()
    assert run(file, "--json") == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert json.loads(last) == {
        "instrument": CODE,
        "version": VERSION,
        "created": 0,
        "unchanged": 1,
        "rejected": 0,
        "sections": 2,
        "questions": 10,
        "notes": 0,
    }


def test_mistakes_are_all_told_with_their_lines(tmp_path: Path, capsys: Any) -> None:
    wrong = changed("en: Look behind as well.", "de: Hinten.", TEXT)
    wrong = changed("require_instrument: ni_noise", "require_instrument: ni_nose", wrong)
    assert run(written(tmp_path / "w.yaml", wrong), "--json") == 1
    told = capsys.readouterr()
    assert json.loads(told.out) == {"created": 0, "unchanged": 0, "rejected": 1, "problems": 3}
    assert told.err.splitlines()[0].startswith(
        "baken: w.yaml, line 33, instrument.sections.machines.questions"
    )
    assert "did you mean ni_noise?" in told.err
    assert not ImportedInstrument.objects.exists()


def test_other_text_of_a_version_is_refused_with_a_sentence(tmp_path: Path, capsys: Any) -> None:
    run(written(tmp_path / "w.yaml", TEXT))
    assert run(written(tmp_path / "w.yaml", TEXT.replace("Geluid?", "Lawaai?"))) == 1
    assert capsys.readouterr().err == (
        "baken: This version was imported before and may not change. Make a new version.\n"
    )


def test_folder_brings_its_libraries_and_holds_code_and_version(
    tmp_path: Path, capsys: Any
) -> None:
    folder = tmp_path / CODE / VERSION
    written(folder / "instrument.yaml", WITH_LIBRARY)
    written(folder / "examples.yaml", "examples: []")
    written(tmp_path / "_libraries" / "core_general" / "1.2.0" / "library.yaml", SECTION_LIBRARY)
    assert run(folder) == 0
    row = ImportedInstrument.objects.get()
    assert row.file == f"{CODE}/{VERSION}/instrument.yaml"
    assert list(row.libraries) == ["_libraries/core_general/1.2.0/library.yaml"]


def test_library_in_the_folder_itself_is_found_too(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    written(folder / "instrument.yaml", WITH_LIBRARY)
    written(folder / "general.yaml", SECTION_LIBRARY)
    assert run(folder) == 0
    assert list(ImportedInstrument.objects.get().libraries) == [
        f"{tmp_path.name}/mine/general.yaml"
    ]


def test_folder_of_another_version_is_refused(tmp_path: Path, capsys: Any) -> None:
    folder = tmp_path / CODE / "3.0.0"
    written(folder / "instrument.yaml", TEXT)
    assert run(folder) == 1
    assert "version: by its folder this is 3.0.0" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("w.yaml", b"", "w.yaml: The file is empty"),
        ("w.yaml", b"a: 1\nb: \xff\n", "w.yaml: Line 2 is no text in UTF-8"),
        ("w.yaml", b"a: \x00", "w.yaml: This is no file of text"),
        ("w.yaml", b"x" * 101, "w.yaml: The file is larger than 10 MiB"),
        ("w.doc", b"text", "w.doc, line 1: Baken does not read this kind of file"),
        ("w.yaml", b"a: [", "w.yaml, line 2: this is no valid YAML"),
    ],
)
def test_file_that_is_no_instrument_is_a_sentence(
    tmp_path: Path, capsys: Any, monkeypatch: Any, name: str, content: bytes, says: str
) -> None:
    monkeypatch.setattr(instrument_file, "MOST_BYTES", 100)
    (tmp_path / name).write_bytes(content)
    assert run(tmp_path / name) == 1
    assert capsys.readouterr().err.startswith(f"baken: {says}")


def test_place_without_an_instrument_is_a_sentence(tmp_path: Path, capsys: Any) -> None:
    assert run(tmp_path) == 1
    assert "one file is needed here, named instrument.yaml" in capsys.readouterr().err
    assert run(tmp_path / "none.yaml") == 1
    assert "none.yaml: No such file" in capsys.readouterr().err


def test_folder_with_too_many_libraries_is_a_sentence(
    tmp_path: Path, capsys: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(instrument_file, "MOST_LIBRARIES", 1)
    for name in ("instrument", "a", "b"):
        written(tmp_path / f"{name}.yaml", TEXT)
    assert run(tmp_path) == 1
    assert "there may be 1 section libraries here" in capsys.readouterr().err


def test_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "w.yaml").write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    assert run(tmp_path / "w.yaml") == 0
    assert ImportedInstrument.objects.get().text == TEXT


def test_check_tells_of_an_instrument_that_cannot_be_read(tmp_path: Path) -> None:
    run(written(tmp_path / "w.yaml", TEXT))
    assert list(instrument_problems()) == []
    ImportedInstrument.objects.update(text="x")
    queries._imported.cache_clear()
    [told] = instrument_problems()
    assert told.startswith("small_workshop 2.1.0: this is not what was imported")
