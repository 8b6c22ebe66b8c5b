"""The tool that publishes a version of the library: what it writes is read again, and twice is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from baken.rooms.library.queries.files import DATA, checked_publications, instrument_publications
from tools import publish_library

APPROVAL = ["--approved-by", "Safety Committee", "--on", "2027-01-12", "--reference", "minutes 4"]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder, to publish in."""
    place = tmp_path / "data"
    shutil.copytree(DATA, place)
    shutil.copytree(DATA.parent / "instruments", tmp_path / "instruments")
    monkeypatch.setattr(publish_library, "DATA", place)
    return place


def next_version(data: Path) -> str:
    """A next version of the appetite, not published yet."""
    content = (data / "mandate" / "appetite.yaml").read_text(encoding="utf-8")
    changed = content.replace("version: 1\n", "version: 2\n").replace("averse", "minimal")
    (data / "mandate" / "appetite.2.yaml").write_text(changed, encoding="utf-8")
    return "mandate/appetite.2.yaml"


def test_next_version_is_published_beside_the_first(data: Path) -> None:
    file = next_version(data)
    assert publish_library.main([file, *APPROVAL]) == 0
    one = checked_publications(data)[file]
    assert (one.name, one.version, one.approved_by) == ("mandate/appetite", 2, "Safety Committee")
    assert "mandate/appetite.yaml" in checked_publications(data)


def test_version_that_is_published_is_refused(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (data / "published.yaml").read_bytes()
    assert publish_library.main(["hazards.yaml", *APPROVAL]) == 1
    assert "hazards.yaml: this version is published; make the next one" in capsys.readouterr().err
    assert (data / "published.yaml").read_bytes() == before


def test_version_that_its_place_does_not_say_is_refused(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(data / "hazards.yaml", data / "hazards.2.yaml")
    assert publish_library.main(["hazards.2.yaml", *APPROVAL]) == 1
    assert "hazards.2.yaml, head, version: by its name this is 2, not 1" in capsys.readouterr().err
    assert publish_library.main(["absent.yaml", *APPROVAL]) == 1


INSTRUMENT = "instruments/ladders/1.0.0/instrument.yaml"


def instrument_in(data: Path, text: str) -> str:
    """An instrument beside the data folder, not published yet."""
    path = data.parent / INSTRUMENT
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return INSTRUMENT


def test_instrument_is_published_under_its_code_and_version(data: Path) -> None:
    file = instrument_in(data, "instrument: {code: ladders, version: 1.0.0}\n")
    assert publish_library.main([file, *APPROVAL]) == 0
    one = instrument_publications(data.parent)[file]
    assert (one.code, str(one.version), one.approved_by) == ("ladders", "1.0.0", "Safety Committee")
    assert publish_library.main([file, *APPROVAL]) == 1


@pytest.mark.parametrize(
    "text", ["instrument: {code: ladders, version: 2.0.0}", "instrument: {code: x}", "a: 1", "[]"]
)
def test_instrument_that_its_place_does_not_say_is_refused(
    data: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    assert publish_library.main([instrument_in(data, text), *APPROVAL]) == 1
    assert "by its place this is ladders, version 1.0.0" in capsys.readouterr().err
