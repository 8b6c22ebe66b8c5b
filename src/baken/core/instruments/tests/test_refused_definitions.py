"""Acceptance test 1: a definition with any mistake is refused with file, line, field and a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from baken.core.instruments.checksums import checksum
from baken.core.instruments.definitions import Published, sentences, vocabulary
from baken.core.instruments.definitions.reading import order
from baken.core.instruments.documents import Refused
from baken.core.instruments.documents import sentences as document_sentences
from baken.core.instruments.tests.instruments import (
    FILE,
    LIBRARY,
    WORKSHOP,
    changed,
    load,
    question,
    questions,
)
from baken.core.instruments.texts import Text

TABLE = yaml.safe_load(
    (Path(__file__).parent / "refused_definitions.yaml").read_text(encoding="utf-8")
)


def told(text: str, language: str = "en", **more: Any) -> list[str]:
    """Everything that is said of a text, without the name of its file."""
    with pytest.raises(Refused) as refused:
        load(text, **more)
    return [one.said(language).removeprefix(f"{FILE}, ") for one in refused.value.problems]


@pytest.mark.parametrize("row", TABLE["changed"], ids=lambda row: row["new"] or row["old"])
def test_instruments_16_1_definition_with_a_mistake_is_refused_with_line_and_field(
    row: dict[str, Any],
) -> None:
    assert told(changed(row["old"], row["new"])) == row["says"]


@pytest.mark.parametrize("row", TABLE["small"], ids=lambda row: str(row["questions"])[:60])
def test_questions_with_a_mistake_are_refused_in_dutch(row: dict[str, Any]) -> None:
    scoring = row.get("scoring", "times, version: 3")
    parts = {name: row.get(name, "") for name in ("head", "tail")}
    text = questions(*row["questions"], kind=scoring or "x", **parts)
    if scoring is None:
        text = text.replace("  scoring: {model: x}\n", "")
    assert told(text, "nl") == row["says"]


def test_definition_with_many_mistakes_is_told_all_of_them() -> None:
    text = changed("kind: rie\n", "kind: ria\n")
    text = changed("hazard: mechanical.rotating_parts", "hazard: mechanical.parts", text)
    text = changed("when: level == 'high'", "when: levels == 'high'", text)
    assert [one.split(":")[0] for one in told(text)] == [
        "line 4, instrument.kind",
        "line 36, instrument.sections.machines.questions.m1.risk.hazard",
        "line 68, instrument.sections.room.questions.more.when",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- a", "line 1: names with values are needed"),
        ("", "line 1: names with values are needed"),
        ("instrument: [a]", "line 1, instrument: names with values are needed"),
        ("instrument: {\n", "line 2: this is no valid YAML"),
    ],
)
def test_file_that_holds_no_instrument_is_refused(text: str, says: str) -> None:
    [problem] = told(text)
    assert problem.startswith(says)


# ---- libraries ----


INCLUDING = changed("  offline: true", "  includes: [core_general@1]")


@pytest.mark.parametrize(
    ("library", "says"),
    [
        (changed("version: 1.2.0", "version: 2.0.0", LIBRARY), "there is no library core_general@1"),
        (changed("version: 1.2.0", "version: one", LIBRARY), "section_library.version: a version has"),
        (changed("id: g1", "id: m1", LIBRARY), "also stands on line 9 of library_1.yaml"),
        (changed("type: yes_no,", "type: yes,", LIBRARY), "“yes” is not possible here"),
        (changed("{nl: Algemeen, en: General}\n  sections", "Algemeen\n  sections", LIBRARY), "title"),
        (LIBRARY + "  workflow: lmra\n", "section_library.workflow: there is no such field"),
        ("- a", "line 1: names with values are needed"),
    ],
)  # fmt: skip
def test_library_with_a_mistake_is_refused(library: str, says: str) -> None:
    assert says in "\n".join(told(INCLUDING, libraries=[library]))


def test_mistake_in_a_library_names_its_file_and_line() -> None:
    library = changed("type: yes_no,", "type: yes,", LIBRARY)
    with pytest.raises(Refused) as refused:
        load(INCLUDING, libraries=[LIBRARY.replace("1.2.0", "1.1.0"), library])
    assert str(refused.value).startswith(
        "library_2.yaml, line 9, section_library.sections.general.questions.g1.type: “yes” is not"
    )


# ---- what was published ----


def test_published_version_that_changed_is_refused() -> None:
    text = changed("Guarded?", "Covered?")
    published = Published("small_workshop", "2.1.0", checksum(WORKSHOP.encode()))
    [problem] = told(text, published=published)
    assert problem.startswith("line 1, instrument: this version is published and may not change")


def test_published_version_that_did_not_change_is_read() -> None:
    published = Published("small_workshop", "2.1.0", checksum(WORKSHOP.encode()))
    assert load(published=published).sha256 == published.sha256
    assert load(WORKSHOP.replace("\n", "\r\n"), published=published).sha256 == published.sha256


def test_file_says_the_code_and_version_of_its_folder() -> None:
    assert told(WORKSHOP, published=Published("workshop", "2.1.1")) == [
        "line 2, instrument.code: by its folder this is workshop",
        "line 3, instrument.version: by its folder this is 2.1.1",
    ]


# ---- limits ----


def test_more_questions_than_anybody_answers_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baken.core.instruments.definitions.reading.drafts.MOST_QUESTIONS", 2)
    assert load(questions(question("a", "text"), question("b", "text"))).questions
    profile = "  profile: [{id: a, type: text, text: {nl: x, en: x}}]\n"
    text = questions(question("a", "text"), question("b", "text"), head=profile)
    assert told(text) == [
        "line 11, instrument.sections: these are too many questions; there may be 2"
    ]


@pytest.mark.parametrize(("name", "most"), [("sections", vocabulary.MOST_SECTIONS)])
def test_list_that_is_too_long_is_refused(name: str, most: int) -> None:
    many = "\n".join(
        f"    - {{id: s{number}, title: {{nl: x, en: x}}, questions: []}}" for number in range(most)
    )
    [problem] = told(questions(question("a", "text"), tail=many + "\n"))
    assert problem == f"line 10, instrument.{name}: these are too many; there may be {most}"


def test_more_circles_than_are_told_at_once_are_refused_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(order, "MOST_CIRCLES", 2)
    lines = [question(name, "text", f"when: {name} == 'x'") for name in ("a", "b", "c")]
    assert [one.partition(":")[0] for one in told(questions(*lines))] == [
        "line 14, instrument.sections.all.questions.a.when",
        "line 15, instrument.sections.all.questions.b.when",
    ]


# ---- what is said ----


@pytest.mark.parametrize("module", [sentences, document_sentences])
def test_sentences_are_there_in_both_languages(module: Any) -> None:
    found = [text for text in vars(module).values() if isinstance(text, Text)]
    assert len(found) > 20
    assert all(text.nl.strip() and text.en.strip() and text.nl != text.en for text in found)
