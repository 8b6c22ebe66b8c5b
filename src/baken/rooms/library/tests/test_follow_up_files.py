"""The files of questions: what stands in them is right, and a mistake is named with file and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from baken.rooms.library.queries import code_list
from baken.rooms.library.schemas.follow_up import FollowUpMistake, question_sets, read_sets

WANTED = {
    "fall_from_height",
    "vehicle",
    "weapon",
    "ammunition",
    "hazardous_substance",
    "electricity",
    "aggression_violence",
    "diving",
    "lifting_carrying",
    "fire",
    "noise",
}
GOOD = """
subject: fire
version: 1
questions:
  - {code: seen, kind: yes_no, nl: 'Gezien?', en: 'Seen?'}
  - {code: high, kind: decimal, nl: 'Hoe hoog?', en: 'How high?', unit: m, lowest: 0, when: {seen: yes}}
"""


def mistake(folder: Path, text: str, name: str = "fire.yaml") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(FollowUpMistake) as found:
        read_sets(folder)
    return str(found.value)


def test_question_sets_are_there_for_the_subjects_that_ask_most() -> None:
    assert set(question_sets()) >= WANTED
    assert all(len(one.questions) >= 5 for one in question_sets().values())


def test_question_sets_stand_in_the_order_of_the_subjects() -> None:
    order = [code for code in code_list("subjects") if code in question_sets()]
    assert list(question_sets()) == order


def test_question_sets_ask_for_no_name() -> None:
    asked = [one.nl.lower() for made in question_sets().values() for one in made.questions]
    assert [text for text in asked if "naam" in text.split() or "wie heeft" in text] == []


def test_read_sets_yes_without_quotes_is_the_answer_yes(tmp_path: Path) -> None:
    (tmp_path / "fire.yaml").write_text(GOOD, encoding="utf-8")
    (made,) = read_sets(tmp_path).values()
    assert made.questions[1].when == {"seen": ("yes",)}
    assert (made.questions[1].lowest, made.questions[1].highest) == (0.0, None)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("subject: fire", "subject: dragons", "fire.yaml: subject"),
        ("version: 1", "version: one", "fire.yaml: version"),
        ("version: 1", "version: 0", "fire.yaml: version"),
        ("{code: seen,", "{", "fire.yaml: questions"),
        ("nl: 'Gezien?',", "", "fire.yaml: seen.nl"),
        ("kind: yes_no", "kind: colour", "fire.yaml: seen.kind"),
        ("unit: m,", "colour: red,", "fire.yaml: high.colour"),
        ("lowest: 0", "lowest: low", "fire.yaml: high.lowest"),
        ("lowest: 0", "lowest: true", "fire.yaml: high.lowest"),
        ("when: {seen: yes}", "when: seen", "fire.yaml: high.when"),
        ("when: {seen: yes}", "when: {seen: often}", "fire.yaml: high.when"),
        ("when: {seen: yes}", "choices: all", "fire.yaml: high.choices"),
        ("when: {seen: yes}", "choices: [{code: a, nl: A}]", "fire.yaml: high.choices"),
    ],
)
def test_read_sets_planted_mistake_is_named(
    tmp_path: Path, before: str, after: str, told: str
) -> None:
    assert before in GOOD
    assert told in mistake(tmp_path, GOOD.replace(before, after))


@pytest.mark.parametrize("text", ["", "- a", "a: [", "subject: fire\nversion: 1\nquestions: []"])
def test_read_sets_of_something_else_says_which_file(tmp_path: Path, text: str) -> None:
    assert mistake(tmp_path, text).startswith("fire.yaml: ")


def test_read_sets_tells_the_mistakes_of_all_files_at_once(tmp_path: Path) -> None:
    (tmp_path / "noise.yaml").write_text("subject: fire", encoding="utf-8")
    told = mistake(tmp_path, GOOD.replace("kind: yes_no", "kind: colour"))
    assert "noise.yaml" in told
    assert "fire.yaml" in told
