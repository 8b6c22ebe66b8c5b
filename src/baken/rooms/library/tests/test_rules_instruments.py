"""The rules of instruments that come along: their place, their line in the list, and what they are for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from baken.core.instruments.data_file import DataProblem
from baken.core.instruments.definitions import Source, Version
from baken.core.instruments.tests.instruments import LIBRARY, load
from baken.core.instruments.texts import Text
from baken.rooms.library.rules.instrument_heads import (
    InstrumentHead,
    head_of,
    in_order,
    newest_of_each,
)
from baken.rooms.library.rules.published import check_held, checksum, line_of, read_publications
from baken.rooms.library.rules.published_instruments import (
    PublishedInstrument,
    instrument_place,
    libraries_for,
    read_instrument_publications,
)
from baken.rooms.library.rules.section_libraries import included_of

SUM = checksum(b"x")
FILE = "instruments/workshop/1.2.0/instrument.yaml"
SHELF = "instruments/_libraries/core/1.0.0/library.yaml"
GOOD: dict[str, Any] = {
    "file": FILE,
    "version": "1.2.0",
    "sha256": SUM,
    "approved_by": "Committee",
    "approved_on": date(2026, 11, 28),
    "reference": "minutes 4",
}


def listed(*changes: dict[str, Any]) -> dict[str, PublishedInstrument]:
    """What a list of such lines holds."""
    return read_instrument_publications({"items": [GOOD | change for change in changes]})


def library(version: str, **more: Any) -> dict[str, Any]:
    return {"file": SHELF.replace("1.0.0", version), "version": version, **more}


# ---- where they stand ----


@pytest.mark.parametrize(
    ("file", "place"),
    [(FILE, ("workshop", Version(1, 2), False)), (SHELF, ("core", Version(1), True))],
)
def test_place_of_an_instrument_says_code_and_version(
    file: str, place: tuple[str, Version, bool]
) -> None:
    assert instrument_place(file) == place


@pytest.mark.parametrize(
    "file",
    [
        "instruments/workshop/1.2/instrument.yaml",
        "instruments/workshop/1.02.0/instrument.yaml",
        "instruments/Workshop/1.0.0/instrument.yaml",
        "instruments/workshop/1.0.0/library.yaml",
        "instruments/_libraries/core/1.0.0/instrument.yaml",
        "instruments/workshop/instrument.yaml",
        "workshop/1.0.0/instrument.yaml",
    ],
)
def test_place_where_no_instrument_belongs_is_refused(file: str) -> None:
    with pytest.raises(DataProblem, match="an instrument is named instruments/<code>/<version>/"):
        instrument_place(file)


def test_next_version_of_an_instrument_has_its_own_folder() -> None:
    one, shelf = listed({}, library("1.0.0")).values()
    assert (one.name, one.next_file) == (
        "instruments/workshop",
        "instruments/workshop/1.3.0/instrument.yaml",
    )
    assert shelf.next_file == "instruments/_libraries/core/1.1.0/library.yaml"


# ---- the list ----


def test_lines_of_instruments_and_of_other_files_stand_in_one_list() -> None:
    other = GOOD | {"file": "hazards.yaml", "version": 1}
    content = {"items": [other, GOOD]}
    assert list(read_publications(content)) == ["hazards.yaml"]
    assert list(read_instrument_publications(content)) == [FILE]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"version": "1.3.0"}, f"{FILE}, version: by its name this is 1.2.0"),
        ({"version": 1}, f"{FILE}, version: by its name this is 1.2.0"),
        ({"sha256": "abc"}, "sha256: a checksum is 64 digits"),
        ({"reference": ""}, "reference: a text is needed"),
        ({"file": "instruments/x.yaml"}, "instruments/x.yaml: an instrument is named"),
        ({"luck": 1}, "luck: there is no such field"),
    ],
)
def test_line_of_an_instrument_that_is_not_whole_is_refused(
    change: dict[str, Any], says: str
) -> None:
    with pytest.raises(DataProblem) as refused:
        listed(change)
    assert says in str(refused.value)


def test_instrument_listed_twice_is_refused() -> None:
    with pytest.raises(DataProblem, match=r"instrument\.yaml: this version stands twice"):
        listed({}, {})


def test_changed_instrument_is_refused_with_its_next_place() -> None:
    with pytest.raises(DataProblem, match=r"version beside it, instruments/workshop/1\.3\.0/instr"):
        check_held(listed({}), {FILE: b"y"})
    check_held(listed({}), {FILE: b"x"})


def test_line_that_the_tool_writes_of_an_instrument_reads_back_as_it_was() -> None:
    [one] = listed({}).values()
    again = read_instrument_publications(yaml.safe_load("items:\n" + line_of(one)))
    assert list(again.values()) == [one]


def test_instrument_includes_the_highest_libraries_above_its_line() -> None:
    above = [library("1.1.0"), library("1.0.0"), library("2.0.0")]
    lines = listed(*above, {}, library("1.2.0"))
    assert [str(one.version) for one in libraries_for(lines[FILE], lines)] == ["1.1.0", "2.0.0"]


def test_instrument_without_a_line_yet_includes_the_highest_libraries_of_the_list() -> None:
    """A new version is tried out before it is published, at the end of the list."""
    lines = listed(library("1.0.0"), {}, library("1.1.0"))
    [new] = listed({"file": FILE.replace("1.2.0", "1.3.0"), "version": "1.3.0"}).values()
    assert [str(one.version) for one in libraries_for(new, lines)] == ["1.1.0"]


# ---- section libraries ----


def test_included_libraries_are_found_by_code_and_version() -> None:
    first = Source("first", LIBRARY)
    again = Source("again", LIBRARY)
    older = Source("older", LIBRARY.replace("1.2.0", "1.1.0"))
    asked = [("core_general", Version(1, 2))]
    assert included_of(asked, [older, first, again]) == (first,)
    assert included_of([], [first]) == ()


# ---- what it is for ----


HEAD = InstrumentHead(
    code="workshop",
    version=Version(1, 2),
    kind="rie",
    title=Text("Werkplaats", "Workshop"),
    sha256=SUM,
    context=("non_operational",),
    unit_levels=(2, 3),
    workplace_types=("workshop", "garage"),
)
EVERYWHERE = InstrumentHead("all", Version(1), "lmra", Text("Alles", "All"), SUM)


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ({}, True),
        ({"kind": "rie"}, True),
        ({"kind": "lmra"}, False),
        ({"context": "non_operational"}, True),
        ({"context": "exercise"}, False),
        ({"level": 2}, True),
        ({"level": 4}, False),
        ({"workplace_types": ["office", "garage"]}, True),
        ({"workplace_types": ["office"]}, False),
        ({"workplace_types": []}, False),
    ],
)
def test_instrument_is_for_what_it_says(asked: dict[str, Any], *, fits: bool) -> None:
    assert HEAD.is_for(**asked) is fits


def test_instrument_that_names_no_levels_or_workplaces_is_for_all() -> None:
    assert EVERYWHERE.is_for(level=5, workplace_types=["office"])
    assert EVERYWHERE.is_for(level=5, workplace_types=[])


def test_head_says_what_the_definition_says() -> None:
    made = load()
    head = head_of(made.head, made.sha256, is_imported=True)
    assert (head.code, str(head.version), head.kind) == ("small_workshop", "2.1.0", "rie")
    assert (head.context, head.unit_levels) == (("non_operational",), (2, 3))
    assert head.workplace_types == ("workshop",)
    assert head.is_imported


def test_versions_are_ordered_as_numbers_newest_first() -> None:
    versions = [Version(1, 9), Version(1, 10), Version(1, 2)]
    heads = [InstrumentHead("b", one, "rie", HEAD.title, SUM) for one in versions] + [EVERYWHERE]
    assert [str(one.version) for one in in_order(heads)] == ["1.0.0", "1.10.0", "1.9.0", "1.2.0"]
    assert [(one.code, one.version.minor) for one in newest_of_each(heads)] == [
        ("all", 0),
        ("b", 10),
    ]
