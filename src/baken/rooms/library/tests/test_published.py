"""What is published never changes: the list of checksums and approvals, and what it refuses."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.exceptions import ImproperlyConfigured

from baken.core.instruments.data_file import DataProblem
from baken.rooms.library import queries
from baken.rooms.library.queries import DATA, mandate_table
from baken.rooms.library.queries import scoring as scoring_queries
from baken.rooms.library.queries.files import (
    LOCKED_LISTS,
    checked_publications,
    in_force,
    loaded,
    publication,
    publications,
    published,
    source_of,
)
from baken.rooms.library.queries.whole import read_everything
from baken.rooms.library.rules.published import (
    Publication,
    check_published,
    check_version,
    checksum,
    line_of,
    newest,
    place_of,
    read_publications,
)
from baken.site import wiring

SUM = checksum(b"x")
GOOD: dict[str, Any] = {
    "file": "mandate/table.yaml",
    "version": 1,
    "sha256": SUM,
    "approved_by": "Committee",
    "approved_on": date(2026, 11, 27),
    "reference": "minutes 4",
}


def listed(*changes: dict[str, Any]) -> dict[str, Publication]:
    """What a list of such lines holds."""
    return read_publications({"items": [GOOD | change for change in changes]})


# ---- the library as it comes ----


def test_whole_library_is_as_it_was_published_and_can_be_read() -> None:
    read_everything()
    assert {"mandate/mandate", "scoring/atp_5_19", "measures/standard", "duties/national"} <= set(
        in_force()
    )
    assert set(LOCKED_LISTS) <= set(in_force())


def test_every_publication_says_who_approved_it_and_where_that_stands() -> None:
    for one in publications().values():
        assert one.approved_by
        assert one.reference
        assert one.approved_on <= date(2100, 1, 1)
        assert published(one.name, one.version)[0] == one.file


def test_mandate_table_is_read_in_the_version_a_decision_names() -> None:
    assert mandate_table(1) == mandate_table()
    with pytest.raises(LookupError, match="there is no mandate/mandate, version 9"):
        mandate_table(9)
    with pytest.raises(LookupError, match=r"there is no mandate/nothing$"):
        publication("mandate/nothing")


def test_source_is_the_file_as_it_stands() -> None:
    one = publication("hazards")
    assert checksum(source_of(one)) == one.sha256


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The data folder, to change something in."""
    place = tmp_path / "data"
    shutil.copytree(DATA, place)
    return place


def test_changed_file_is_refused_with_what_to_do(copy: Path) -> None:
    path = copy / "mandate" / "appetite.yaml"
    path.write_text(path.read_text().replace("averse", "open"))
    says = (
        r"^mandate/appetite\.yaml: this version is published and may not change; put it back and make"
        r" a new version beside it, mandate/appetite\.2\.yaml \(docs/library\.md says how\)$"
    )
    with pytest.raises(DataProblem, match=says):
        checked_publications(copy)


@pytest.mark.parametrize(
    "name", ["scoring/mine/1.yaml", "mandate/mandate.2.yaml", "hazards.2.yaml"]
)
def test_file_that_was_never_approved_is_refused(copy: Path, name: str) -> None:
    (copy / name).parent.mkdir(exist_ok=True)
    (copy / name).write_text("version: 2\n")
    with pytest.raises(DataProblem, match=f"{name}: this version is not published; have it approv"):
        checked_publications(copy)


def test_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: [")
    for name in ("a.yaml", "b.yaml"):
        with pytest.raises(DataProblem, match=f"{name} cannot be read: "):
            loaded(tmp_path / name)


def test_mistake_in_the_library_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise DataProblem("mandate/mandate.yaml, head, version: give a whole number")

    monkeypatch.setattr(wiring, "read_everything", refuse)
    with pytest.raises(
        ImproperlyConfigured, match=r"^mandate/mandate\.yaml, head, version: give a"
    ):
        wiring._check_library()


def test_risk_classes_are_the_four_of_the_product(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring_queries, "code_list", lambda _name: queries.code_list("contexts"))
    with pytest.raises(
        DataProblem, match=r"risk_classes\.yaml, items: these are needed: low, medium"
    ):
        scoring_queries.risk_classes()


# ---- the rules ----


@pytest.mark.parametrize(
    ("file", "name", "version", "following"),
    [
        ("hazards.yaml", "hazards", 1, "hazards.2.yaml"),
        ("mandate/mandate.2.yaml", "mandate/mandate", 2, "mandate/mandate.3.yaml"),
        ("scoring/atp_5_19/10.yaml", "scoring/atp_5_19", 10, "scoring/atp_5_19/11.yaml"),
    ],
)
def test_place_says_name_and_version(file: str, name: str, version: int, following: str) -> None:
    assert place_of(file) == (name, version)
    one = Publication(name, version, file, SUM, "x", date(2026, 1, 1), "x")
    assert one.next_file == following


@pytest.mark.parametrize(
    "file", ["../x.yaml", "hazards.1.yaml", "a/b/c.yaml", "hazards.yml", "a.02.yaml"]
)
def test_place_that_says_no_version_is_refused(file: str) -> None:
    with pytest.raises(DataProblem, match=r"a version is named <name>\.yaml"):
        place_of(file)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"version": 2}, "published.yaml, mandate/table.yaml, version: by its name this is 1"),
        ({"sha256": "abc"}, "sha256: a checksum is 64 digits"),
        ({"approved_by": " "}, "approved_by: a text is needed"),
        ({"approved_on": "today"}, "approved_on: a day is needed, as 2026-11-27"),
        ({"reference": None}, "reference: a text is needed"),
        ({"luck": 1}, "luck: there is no such field"),
    ],
)
def test_line_that_is_not_whole_is_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(DataProblem) as refused:
        listed(change)
    assert says in str(refused.value)


def test_version_listed_twice_is_refused() -> None:
    with pytest.raises(DataProblem, match=r"mandate/table\.yaml: this version stands twice"):
        listed({}, {})


def test_version_that_is_gone_is_refused() -> None:
    with pytest.raises(
        DataProblem, match=r"mandate/table\.yaml: this version is published and gone"
    ):
        check_published(listed({}), {})


def test_version_that_was_left_out_is_refused() -> None:
    lines = listed({}, {"file": "mandate/table.3.yaml", "version": 3})
    with pytest.raises(DataProblem, match="mandate/table: version 2 is missing"):
        check_published(lines, dict.fromkeys(lines, b"x"))


def test_checksum_does_not_hang_on_how_lines_end() -> None:
    check_published(listed({"sha256": checksum(b"a\nb")}), {"mandate/table.yaml": b"a\r\nb"})


def test_newest_version_is_in_force_whatever_the_order() -> None:
    lines = listed({"file": "mandate/table.2.yaml", "version": 2}, {})
    assert {name: one.version for name, one in newest(lines.values()).items()} == {
        "mandate/table": 2
    }


@pytest.mark.parametrize("content", [{"version": 2}, {}, []])
def test_file_says_the_version_of_its_place(content: Any) -> None:
    [one] = listed({}).values()
    check_version(one, {"version": 1})
    with pytest.raises(
        DataProblem, match=r"mandate/table\.yaml, head, version: by its name this is 1"
    ):
        check_version(one, content)


def test_line_that_the_tool_writes_reads_back_as_it_was() -> None:
    [one] = listed({"approved_by": "Committee 'A'", "file": "mandate/table.yaml"}).values()
    again = read_publications(yaml.safe_load("items:\n" + line_of(one)))
    assert list(again.values()) == [one]
