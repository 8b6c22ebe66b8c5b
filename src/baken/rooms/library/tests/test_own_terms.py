"""Terms and the release of the authority's form are read from files, checked when they are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from baken.rooms.library import queries
from baken.rooms.library.queries import TERMS, eccairs_release, terms_of


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(queries, "DATA", tmp_path)
    for one in ("terms", "eccairs"):
        (tmp_path / one).mkdir()
    terms_of.cache_clear()
    eccairs_release.cache_clear()
    return tmp_path


@pytest.fixture(autouse=True)
def _fresh() -> None:
    terms_of.cache_clear()
    eccairs_release.cache_clear()


@pytest.mark.parametrize("name", TERMS)
def test_terms_that_come_along_are_whole_numbers(name: str) -> None:
    assert set(terms_of(name)) == set(TERMS[name])


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "true", "two", ""])
def test_term_that_is_no_number_names_file_and_term(data: Path, value: str) -> None:
    (data / "terms" / "embargo.yaml").write_text(f"long_after_hours: {value}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"embargo\.yaml: long_after_hours"):
        terms_of("embargo")


def test_release_that_comes_along_is_whole() -> None:
    assert eccairs_release()["taxonomy_version"] == "5.1.0.0"


def test_release_that_lacks_an_entry_names_file_and_entry(data: Path) -> None:
    path = data / "eccairs" / "release.yaml"
    path.write_text('taxonomy_version: "5.1.0.0"\nschema_version: 1.0\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"release\.yaml: schema_version"):
        eccairs_release()
