"""Instruments by code and version: those that come along and those that were imported, side by side."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from baken.core.instruments.data_file import DataProblem
from baken.core.instruments.definitions import Source, Version
from baken.core.instruments.documents import Refused
from baken.core.instruments.tests.instruments import LIBRARY, changed
from baken.rooms.library.models import ImportedInstrument
from baken.rooms.library.queries import code_list, files
from baken.rooms.library.queries import instruments as queries
from baken.rooms.library.queries.files import ROOM, instrument_publications
from baken.rooms.library.queries.instruments import (
    announced_titles,
    check_instruments,
    instrument,
    instruments,
    instruments_for,
    is_shipped,
    known,
    newest,
    source_of_instrument,
    versions_of_instrument,
)
from baken.rooms.library.queries.scoring import scoring_models, versions_of
from baken.rooms.library.rules.published import checksum
from baken.rooms.library.tests.factories import (
    CODE,
    NEXT_TEXT,
    NEXT_VERSION,
    SECTION_LIBRARY,
    TEXT,
    VERSION,
    WITH_LIBRARY,
    imported,
)

pytestmark = pytest.mark.django_db
NOISE = TEXT.replace(f"code: {CODE}", "code: ni_noise").replace(
    "        triggers: [", "        #triggers: ["
)


# ---- what may be named ----


def test_known_holds_the_codes_of_the_library() -> None:
    found = known()
    assert "mechanical.rotating_parts" in found.hazards
    assert "std.guard_fixed" in found.measures
    assert {"employee", "prevention_officer"} <= set(found.roles)
    assert {"arbowet.art5", "arbobesluit.art7.4a"} <= set(found.legal_bases)
    assert found.contexts == ("non_operational", "exercise", "deployment")
    assert set(found.announced) == set(code_list("announced_instruments"))
    assert set(found.scoring_models) == {
        (code, version) for code in scoring_models() for version in versions_of(code)
    }


def test_promised_instrument_that_is_there_is_no_promise_any_more() -> None:
    imported(NOISE)
    found = known()
    assert "ni_noise" in found.instruments
    assert "ni_noise" not in found.announced


def test_follow_up_is_announced_until_its_instrument_is_there() -> None:
    imported()
    assert instrument(CODE, VERSION).announced == ("ni_noise",)
    imported(NOISE)
    assert instrument(CODE, VERSION).announced == ()


def test_titles_of_promised_instruments_are_in_the_language_of_the_reader() -> None:
    assert announced_titles()["ni_noise"] == "Nadere inventarisatie geluid"


# ---- by code and version ----


def test_every_instrument_that_comes_along_can_be_read() -> None:
    shipped = [one for one in instrument_publications().values() if not one.is_library]
    assert shipped
    for one in shipped:
        made = instrument(one.code, str(one.version))
        assert (made.head.code, made.head.version) == (one.code, one.version)
        assert made.head.languages == ("nl", "en")
    assert list(check_instruments()) == []


def test_version_is_read_once() -> None:
    imported()
    assert instrument(CODE, VERSION) is instrument(CODE, VERSION)


def test_newest_version_is_by_number_and_not_by_moment() -> None:
    imported(NEXT_TEXT)
    imported()
    assert str(newest(CODE).head.version) == NEXT_VERSION
    assert versions_of_instrument(CODE) == [Version(2, 2), Version(2, 1)]


@pytest.mark.parametrize("version", ["9.0.0", "x", ""])
def test_version_that_is_none_is_not_found(version: str) -> None:
    imported()
    for ask in (instrument, source_of_instrument):
        with pytest.raises(LookupError, match=f"there is no instrument {CODE}, version"):
            ask(CODE, version)


def test_code_that_is_none_has_no_newest_version() -> None:
    with pytest.raises(LookupError, match="there is no instrument dragons"):
        newest("dragons")
    assert versions_of_instrument("dragons") == []
    assert not is_shipped("dragons")


def test_source_is_the_file_as_it_was() -> None:
    imported()
    assert source_of_instrument(CODE, VERSION) == Source("workshop.yaml", TEXT)
    [shipped, *_others] = [one for one in instruments() if not one.is_imported]
    found = source_of_instrument(shipped.code, str(shipped.version))
    assert checksum(found.text.encode()) == shipped.sha256
    assert is_shipped(shipped.code)


def test_list_holds_every_version_by_code_the_newest_first() -> None:
    imported()
    imported(NEXT_TEXT)
    found = [one for one in instruments() if one.is_imported]
    assert [(one.code, str(one.version)) for one in found] == [(CODE, "2.2.0"), (CODE, "2.1.0")]
    assert (found[0].title.nl, found[0].unit_levels) == ("Werkplaats", (2, 3))
    assert any(not one.is_imported for one in instruments())


def test_instruments_for_a_unit_are_the_newest_that_fit() -> None:
    imported()
    imported(NEXT_TEXT)
    asked = {"level": 2, "context": "non_operational", "kind": "rie"}
    found = instruments_for(**asked, workplace_types=["workshop"])  # type: ignore[arg-type]
    versions = {one.code: str(one.version) for one in found}
    assert versions == {CODE: NEXT_VERSION, "rie_core": "1.1.0", "rie_workshop": "1.1.0"}
    assert CODE not in {one.code for one in instruments_for(kind="rie", level=6)}


# ---- what must not happen ----


def test_row_that_was_changed_afterwards_is_refused() -> None:
    imported()
    ImportedInstrument.objects.update(text=TEXT.replace("Geluid?", "Lawaai?"))
    queries._imported.cache_clear()
    with pytest.raises(DataProblem, match=r"small_workshop 2\.1\.0: this is not what was imported"):
        instrument(CODE, VERSION)
    [told] = check_instruments()
    assert told.startswith("small_workshop 2.1.0")


def test_instrument_that_names_a_role_that_went_away_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    imported()
    queries._imported.cache_clear()
    without = replace(known(), roles=("employee",))
    monkeypatch.setattr(queries, "known_with", lambda _codes: without)
    with pytest.raises(Refused, match=r"workshop\.yaml, line 9, instrument\.roles"):
        instrument(CODE, VERSION)
    queries._imported.cache_clear()


# ---- a shelf of their own ----


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The room of the library with a section library, an instrument that includes it, and its next."""
    shutil.copytree(ROOM / "data", tmp_path / "data")
    shutil.copytree(ROOM / "instruments", tmp_path / "instruments")
    publish(tmp_path, "_libraries/core_general/1.2.0/library.yaml", SECTION_LIBRARY)
    publish(tmp_path, f"{CODE}/{VERSION}/instrument.yaml", WITH_LIBRARY)
    later = changed("Is er beleid?", "Is er beleid en een plan?", LIBRARY)
    later = changed("version: 1.2.0", "version: 1.3.0", later)
    publish(tmp_path, "_libraries/core_general/1.3.0/library.yaml", later)
    shelf = instrument_publications(tmp_path)
    monkeypatch.setattr(queries, "ROOM", tmp_path)
    monkeypatch.setattr(queries, "instrument_publications", lambda: shelf)
    return tmp_path


def publish(room: Path, file: str, text: str) -> None:
    """Put a file on the shelf, with its line in the list."""
    path = room / "instruments" / file
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    version = file.split("/")[-2]
    with (room / "data" / "published.yaml").open("a", encoding="utf-8") as listed:
        listed.write(
            f"  - {{file: instruments/{file}, version: {version}, sha256: {checksum(text.encode())},"
            " approved_by: Committee, approved_on: 2026-11-28, reference: minutes 4}\n"
        )


@pytest.mark.usefixtures("room")
def test_instrument_that_comes_along_keeps_the_libraries_of_then() -> None:
    made = newest(CODE)
    assert made.included == (("core_general", Version(1, 2)),)
    assert made.questions["g1"].text.nl == "Is er beleid?"


@pytest.mark.usefixtures("room")
def test_imported_instrument_includes_a_library_that_comes_along_as_it_was_then() -> None:
    text = WITH_LIBRARY.replace(f"code: {CODE}", "code: own_workshop")
    imported(text)
    row = ImportedInstrument.objects.get()
    assert list(row.libraries) == ["instruments/_libraries/core_general/1.3.0/library.yaml"]
    assert instrument("own_workshop", VERSION).included == (("core_general", Version(1, 3)),)
    assert not imported(text).is_new


def test_changed_instrument_stops_the_start(room: Path) -> None:
    path = room / "instruments" / CODE / VERSION / "instrument.yaml"
    path.write_text(path.read_text().replace("Geluid?", "Lawaai?"))
    files.instrument_publications.cache_clear()
    with pytest.raises(
        DataProblem, match=rf"instruments/{CODE}/2\.1\.0/instrument\.yaml: this ver"
    ):
        instrument_publications(room)


def test_instrument_without_a_line_stops_the_start(room: Path) -> None:
    folder = room / "instruments" / "new" / "1.0.0"
    folder.mkdir(parents=True)
    (folder / "examples.yaml").write_text("not locked")
    files.instrument_publications.cache_clear()
    assert instrument_publications(room)
    (folder / "instrument.yaml").write_text("x")
    files.instrument_publications.cache_clear()
    with pytest.raises(DataProblem, match="this version is not published; have it approved"):
        instrument_publications(room)
