"""Every code list: stable codes, both languages, nothing twice, and what the rules expect of it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.utils import translation

from baken.core.access.roles import load_roles
from baken.rooms.library.queries import DATA, LISTS, code_list, label_of, labels_of, terms
from baken.rooms.reports.rules import LEVEL_BY_SEVERITY

EVERY = pytest.mark.parametrize("name", LISTS)
CODE = re.compile(r"[a-z][a-z_]{1,39}(\.[a-z][a-z_]{1,39})?|\d{1,4}")
ARTICLE = re.compile(r"[a-z]+\.(art|ch)\d+[a-z]?(\.\d+[a-z]?)?")
NUMBERED = {"categories": 5, "severities": 6, "investigation_levels": 5}
CONTRACT = {
    "kinds": {"unsafe_situation", "near_miss", "incident", "accident", "positive", "suggestion"},
    "contexts": {"non_operational", "exercise", "deployment"},
    "person_kinds": {"employee", "contractor", "third_party", "foreign", "minor"},
}


def content_of(name: str) -> dict[str, Any]:
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


def test_lists_are_the_files_in_the_folder() -> None:
    assert sorted(LISTS) == sorted(
        {path.stem.partition(".")[0] for path in DATA.glob("*.yaml")} - {"published"}
    )


@EVERY
def test_list_says_its_version_and_source(name: str) -> None:
    content = content_of(name)
    assert content["version"] == 1
    assert content["source"].strip()


@EVERY
def test_list_codes_are_stable_words_or_numbers_and_each_once(name: str) -> None:
    codes = [str(entry["code"]) for entry in content_of(name)["items"]]
    assert [code for code, number in Counter(codes).items() if number > 1] == []
    forms = (CODE, ARTICLE) if name == "legal_bases" else (CODE,)
    assert [code for code in codes if not any(form.fullmatch(code) for form in forms)] == []


@EVERY
@pytest.mark.parametrize("language", ["nl", "en"])
def test_list_labels_are_there_and_each_once(name: str, language: str) -> None:
    labels = [entry[language].strip() for entry in content_of(name)["items"]]
    assert all(labels)
    assert [label for label, number in Counter(labels).items() if number > 1] == []


@EVERY
def test_list_every_text_stands_in_both_languages(name: str) -> None:
    for entry in content_of(name)["items"]:
        stems = Counter(
            key[:-3] for key, value in entry.items() if key.endswith(("_nl", "_en")) and value
        )
        assert set(stems.values()) <= {2}, (entry["code"], stems)


@EVERY
def test_list_entries_have_the_same_columns(name: str) -> None:
    columns = {frozenset(entry) for entry in content_of(name)["items"]}
    assert len(columns) == 1


@EVERY
def test_list_texts_are_sober(name: str) -> None:
    """No double blanks, no blanks around a text, and an explanation ends as a sentence."""
    for entry in content_of(name)["items"]:
        for key, value in entry.items():
            if isinstance(value, str):
                assert value == " ".join(value.split()), (entry["code"], key)
            if key.startswith("description_"):
                assert value.endswith("."), (entry["code"], key)


@pytest.mark.parametrize(("name", "count"), NUMBERED.items())
def test_list_of_numbers_counts_up_from_nought(name: str, count: int) -> None:
    assert list(code_list(name)) == [str(number) for number in range(count)]


@pytest.mark.parametrize(("name", "codes"), CONTRACT.items())
def test_list_of_the_contract_has_its_codes(name: str, codes: set[str]) -> None:
    assert set(code_list(name)) == codes


def test_investigation_levels_say_what_the_rules_say() -> None:
    levels = {int(code): item.extra for code, item in code_list("investigation_levels").items()}
    by_severity = {one: level for level, extra in levels.items() for one in extra["severities"]}
    assert by_severity == LEVEL_BY_SEVERITY
    told = {level: extra["term_days"] for level, extra in levels.items()}
    counted = {level: terms()[f"investigation_{level}"].days for level in levels}
    assert {n: days for n, days in told.items() if days is not None}.items() <= counted.items()


def test_investigation_levels_are_led_by_roles_that_exist() -> None:
    leads = {item.extra["lead"] for item in code_list("investigation_levels").values()}
    assert leads - {None} <= set(load_roles(settings.ROLES_FILE))


def test_injury_outcomes_give_a_severity_that_never_falls() -> None:
    given = [item.extra["severity"] for item in code_list("injury_outcomes").values()]
    assert given == sorted(given)
    assert {str(one) for one in given} <= set(code_list("severities"))


# ---- reading them ----


def test_code_list_unknown_name_is_a_mistake() -> None:
    with pytest.raises(LookupError):
        code_list("../../settings")


def test_label_of_follows_the_language() -> None:
    with translation.override("nl"):
        assert label_of("kinds", "accident") == "Ongeval"
    with translation.override("en"):
        assert label_of("kinds", "accident") == "Accident"
    with translation.override(None):
        assert label_of("kinds", "accident") == "Ongeval"


def test_label_of_a_number_is_found() -> None:
    with translation.override("en"):
        assert label_of("severities", 1) == label_of("severities", "1") == "First aid"


def test_label_of_an_unknown_code_is_the_code() -> None:
    assert labels_of("subjects", ["dragons", 7]) == ["dragons", "7"]


def test_text_of_an_item_follows_the_language() -> None:
    item = code_list("contexts")["exercise"]
    with translation.override("nl"):
        assert item.text("description").startswith("Tijdens een oefening")
    with translation.override("en"):
        assert item.text("description").startswith("During an exercise")
        assert item.text("nothing") == ""
