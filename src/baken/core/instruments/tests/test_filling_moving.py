"""A draft that is carried over to another version of its instrument: what comes along and what does not."""

from __future__ import annotations

import pytest

from baken.core.instruments.filling import Filled, Given, Place, Scored, moved_to
from baken.core.instruments.tests.instruments import WORKSHOP, changed, load

FILLED = Filled(
    answers={
        Place("profile.has_machines"): Given("yes"),
        Place("m1", "lathe"): Given("na", reason="not here"),
        Place("m1", "press"): Given("no"),
        Place("wide"): Given(120.0),
        Place("level"): Given("low"),
    },
    repetitions={"machines": ("lathe", "press")},
    scores={Place("m1", "press"): Scored({"harm": "10", "chance": "often"})},
)


def test_same_questions_come_along_with_their_reasons_and_scores() -> None:
    newer = load(changed("version: 2.1.0", "version: 2.2.0"))
    moved = moved_to(newer, load(), FILLED)
    assert (moved.filled, moved.again, moved.gone) == (FILLED, (), ())


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("{nl: Breed?, en: Wide?}", "{nl: Breed?, en: How wide?}", [Place("wide")]),
        ("constraints: {min: 0, max: 500}", "constraints: {min: 0, max: 400}", [Place("wide")]),
        ("{nl: Laag, en: Low}", "{nl: Weinig, en: Little}", [Place("level")]),
        ("repeat: {over: equipment_ref, min: 1, max: 5}\n", "help: {nl: x, en: x}\n",
         [Place("m1", "lathe"), Place("m1", "press")]),
        ("required: true, text: {nl: Machines?, en: Machines?}", "text: {nl: Machine?, en: Machines?}",
         [Place("profile.has_machines")]),
        ("help: {nl: Kijk ook achter., en: Look behind as well.}", "help: {nl: Kijk., en: Look.}", []),
    ],
)  # fmt: skip
def test_changed_questions_are_answered_again(old: str, new: str, again: list[Place]) -> None:
    text = changed(old, new)
    if "repeat" in old:
        text = text.replace("      help: {nl: Per machine., en: For each machine.}\n", "")
        text = text.replace("max(m2)", "m2")
    moved = moved_to(load(text), load(), FILLED)
    assert (list(moved.again), moved.gone) == (again, ())
    assert set(moved.filled.answers) == set(FILLED.answers) - set(again)


def test_scores_of_answers_that_are_given_anew_do_not_come_along() -> None:
    text = changed("{nl: Afgeschermd?, en: Guarded?}", "{nl: Afgeschermd?, en: Covered?}")
    moved = moved_to(load(text), load(), FILLED)
    assert moved.filled.scores == {}
    assert moved.filled.repetitions == FILLED.repetitions


def test_repetitions_of_a_section_that_is_no_longer_repeated_do_not_come_along() -> None:
    text = changed("      repeat: {over: equipment_ref, min: 1, max: 5}\n", "")
    moved = moved_to(load(text.replace("max(m2)", "m2")), load(), FILLED)
    assert moved.filled.repetitions == {}


def test_answers_of_questions_that_are_no_more_are_told_apart() -> None:
    text = changed("id: wide", "id: breadth").replace("sections.room.wide", "breadth")
    assert moved_to(load(text), load(), FILLED).gone == (Place("wide"),)
    said = changed("id: wide, type: decimal, unit: cm", "id: wide, type: computed, expr: 1 + 1")
    said = said.replace(", constraints: {min: 0, max: 500}", "")
    assert moved_to(load(said), load(), FILLED).gone == (Place("wide"),)


def test_answer_to_a_question_that_was_not_there_is_given_again() -> None:
    old = load(WORKSHOP.replace("id: wide", "id: breadth").replace("room.wide", "room.breadth"))
    assert moved_to(load(), old, FILLED).again == (Place("wide"),)
