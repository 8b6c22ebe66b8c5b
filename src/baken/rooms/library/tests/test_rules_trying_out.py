"""Trying an instrument: what was sent is checked piece by piece, and the rest is used."""

from __future__ import annotations

from typing import Any

import pytest

from baken.core.instruments.filling import Given, Place, Scored, work_out
from baken.core.instruments.tests.instruments import WORKSHOP, changed, load
from baken.rooms.library.rules.instrument_changes import changes_between
from baken.rooms.library.rules.trying_out import Sent, Tried, tried

NOW = {"harm": "10", "chance": "often"}


def send(answers: dict[Place, Sent] | None = None, **more: Any) -> Tried:
    """What comes of sending this to the small workshop."""
    given = {"repetitions": {}, "scores": {}, **more}
    return tried(load(), answers or {}, **given)


def told(found: Tried) -> dict[str, str]:
    return {name: text.en for name, text in found.problems.items()}


def test_what_can_be_used_is_kept() -> None:
    found = send(
        {
            Place("profile.has_machines"): Sent("yes"),
            Place("m1", "lathe"): Sent("na", " not there ", 2),
            Place("wide"): Sent("120"),
        },
        repetitions={"machines": ["lathe"]},
    )
    assert found.problems == {}
    assert found.filled.answers == {
        Place("profile.has_machines"): Given("yes"),
        Place("m1", "lathe"): Given("na", "not there", 2),
        Place("wide"): Given(120.0),
    }
    assert found.filled.repetitions == {"machines": ("lathe",)}
    assert work_out(load(), found.filled).progress.answered == 3


@pytest.mark.parametrize(
    ("place", "value", "field", "says"),
    [
        (Place("wide"), "900", "answers.wide", "this is at most 500 cm"),
        (Place("m1", "lathe"), "maybe", "answers.m1@lathe", "choose from: yes, no, partial, na"),
        (Place("dragons"), "1", "answers.dragons", "there is no such question"),
    ],
)
def test_answer_that_is_none_is_told_and_the_rest_is_used(
    place: Place, value: object, field: str, says: str
) -> None:
    found = send({place: Sent(value), Place("level"): Sent("low")})
    assert told(found) == {field: says}
    assert found.filled.answers == {Place("level"): Given("low")}


@pytest.mark.parametrize(
    ("repetitions", "says"),
    [
        ({"room": ["a"]}, "this section is not repeated"),
        ({"dragons": ["a"]}, "this section is not repeated"),
        ({"machines": list("abcdef")}, "there may be 5"),
        ({"machines": ["a", "a"]}, "give each a name of its own of at most 64 characters"),
        ({"machines": [" "]}, "give each a name of its own"),
        ({"machines": ["x" * 65]}, "give each a name of its own"),
    ],
)
def test_repetition_that_cannot_be_is_told(repetitions: dict[str, list[str]], says: str) -> None:
    [(field, text)] = told(send(repetitions=repetitions)).items()
    assert field == f"repetitions.{next(iter(repetitions))}"
    assert says in text


def test_repetitions_without_a_limit_of_their_own_have_that_of_the_product() -> None:
    made = load(changed(", min: 1, max: 5", "", WORKSHOP))
    names = [str(nth) for nth in range(201)]
    found = tried(made, {}, repetitions={"machines": names}, scores={})
    assert told(found) == {"repetitions.machines": "there may be 200"}


def test_score_of_a_risk_is_kept() -> None:
    scores = {Place("m1", "lathe"): Scored(current=NOW)}
    assert send(scores=scores).filled.scores == scores


def test_score_that_is_none_is_told_and_left_out() -> None:
    found = send(
        scores={
            Place("m1", "lathe"): Scored(current=NOW, residual={"harm": "11"}),
            Place("m2", "lathe"): Scored(current=NOW),
            Place("dragons"): Scored(current=NOW),
        }
    )
    assert found.filled.scores == {}
    assert list(found.problems) == ["scores.m1@lathe", "scores.m2@lathe", "scores.dragons"]
    assert told(found)["scores.m1@lathe"].startswith("“11” is no value of harm; choose")
    assert told(found)["scores.m2@lathe"] == "this question brings no risk"


# ---- what changed from version to version ----


def changes(old: str, new: str) -> dict[str, Any]:
    """What changes with one part of the workshop."""
    found = changes_between(load(), load(changed(old, new)))
    assert bool(found)
    return {
        "added": [one.key for one in found.added],
        "removed": [one.key for one in found.removed],
        "changed": {one.question.key: one.parts for one in found.changed},
        "again": [one.question.key for one in found.changed if one.is_asked_again],
    }


def test_same_text_changes_nothing() -> None:
    assert not changes_between(load(), load())
    moved = changed("sections:\n    - id: machines", "sections:\n\n    - id: machines")
    assert not changes_between(load(), load(moved))


def test_question_that_came_and_went_is_named() -> None:
    found = changes("id: m3, type: date", "id: m5, type: date")
    assert (found["added"], found["removed"], found["changed"]) == (["m5"], ["m3"], {})


@pytest.mark.parametrize(
    ("old", "new", "key", "parts", "again"),
    [
        ("en: Guarded?", "en: Is it guarded?", "m1", ("text",), True),
        ("max: 160", "max: 170", "m2", ("form",), True),
        ("en: Look behind as well.", "en: Look.", "m1", ("help",), False),
        ("when: m1 != 'na'", "when: m1 == 'yes'", "m2", ("when",), False),
        ("expr: m2 - 80", "expr: m2 - 85", "m4", ("expr",), False),
        ("evidence: optional", "evidence: required", "m1", ("evidence",), False),
        ("na_reason: required", "na_reason: none", "m1", ("na_reason",), False),
        ("measures: [std.guard_fixed]", "measures: [std.interlock]", "m1", ("risk",), False),
        ("answer >= 80", "answer >= 85", "m2", ("triggers",), False),
        ("do: warn_stop_work", "do: offer_report", "m1", ("actions",), False),
    ],
)
def test_changed_question_says_what_of_it_changed(
    old: str, new: str, key: str, parts: tuple[str, ...], *, again: bool
) -> None:
    found = changes(old, new)
    assert found["changed"] == {key: parts}
    assert found["again"] == ([key] if again else [])


def test_section_that_is_no_longer_repeated_asks_its_questions_again() -> None:
    old = load(
        changed('loud, expr: "max(m2)', 'loud, expr: "(m2)').replace(
            "      repeat: {over: equipment_ref, min: 1, max: 5}\n", ""
        )
    )
    found = changes_between(old, load())
    assert {one.question.key for one in found.changed if one.is_asked_again} == {
        "m1",
        "m2",
        "m3",
        "m4",
    }


def test_risk_that_came_is_a_change() -> None:
    old = changed(
        "          risk:\n            when: answer in ['no', 'partial']\n",
        "          risk: # none\n",
    )
    start = old.index("          risk: # none\n")
    end = old.index("          actions: [{when: answer == 'no'")
    found = changes_between(load(old[:start] + old[end:]), load())
    assert [(one.question.key, one.parts) for one in found.changed] == [("m1", ("risk",))]
