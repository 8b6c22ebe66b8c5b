"""Questions that follow: which are asked, what fits as an answer, and what is wrong with a set."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from baken.rooms.library.rules.follow_up import (
    LONGEST_ANSWER,
    Choice,
    Question,
    QuestionSet,
    cleaned_answers,
    is_asked,
    set_problems,
)

TODAY = date(2026, 3, 10)
CHOICES = (Choice("ladder", "Ladder", "Ladder"), Choice("roof", "Dak", "Roof"))


def question(code: str, kind: str, **more: Any) -> Question:
    return Question(code=code, kind=kind, nl="Vraag?", en="Question?", **more)


FELL = question("fell", "yes_no")
WHAT = question("what", "single_choice", choices=CHOICES)
SEVERAL = question("several", "multi_choice", choices=CHOICES)
PEOPLE = question("people", "integer", lowest=1, highest=100)
HEIGHT = question("height", "decimal", unit="m", lowest=0, highest=50)
SEEN = question("seen", "date")
WORDS = question("words", "text")
SECURED = question("secured", "yes_no", when={"what": ("ladder",)})
DEEP = question("deep", "text", when={"secured": ("no",), "several": ("roof",)})
ALL = QuestionSet(
    "fall_from_height", 1, (FELL, WHAT, SEVERAL, PEOPLE, HEIGHT, SEEN, WORDS, SECURED, DEEP)
)


def cleaned(**raw: Any) -> tuple[dict[str, Any], dict[str, str]]:
    return cleaned_answers(ALL, raw, today=TODAY)


@pytest.mark.parametrize(
    ("code", "given", "kept"),
    [
        ("fell", "yes", "yes"),
        ("fell", True, "yes"),
        ("fell", False, "no"),
        ("what", "roof", "roof"),
        ("several", ["roof", "ladder"], ["ladder", "roof"]),
        ("several", "roof", ["roof"]),
        ("people", "3", 3),
        ("people", 100, 100),
        ("people", 1.0, 1),
        ("height", "2,5", 2.5),
        ("height", 0, 0.0),
        ("height", "50", 50.0),
        ("seen", "2026-03-10", "2026-03-10"),
        ("seen", date(1900, 1, 1), "1900-01-01"),
        ("words", "  Tekst ", "Tekst"),
        ("words", "x" * LONGEST_ANSWER, "x" * LONGEST_ANSWER),
    ],
)
def test_cleaned_answers_what_fits_is_kept(code: str, given: Any, kept: Any) -> None:
    assert cleaned(**{code: given}) == ({code: kept}, {})


@pytest.mark.parametrize(
    ("code", "given", "problem"),
    [
        ("fell", "maybe", "unknown"),
        ("what", "moon", "unknown"),
        ("what", ["roof"], "unknown"),
        ("several", ["roof", "moon"], "unknown"),
        ("several", [3], "unknown"),
        ("people", "2.5", "no_whole_number"),
        ("people", "many", "no_whole_number"),
        ("people", 0, "out_of_range"),
        ("people", 101, "out_of_range"),
        ("people", True, "no_whole_number"),
        ("height", "high", "no_number"),
        ("height", ["2"], "no_number"),
        ("height", "nan", "no_number"),
        ("height", "inf", "no_number"),
        ("height", 10**400, "no_number"),
        ("height", 50.1, "out_of_range"),
        ("height", -0.1, "out_of_range"),
        ("seen", "2026-03-11", "no_date"),
        ("seen", "1899-12-31", "no_date"),
        ("seen", "tomorrow", "no_date"),
        ("seen", datetime(2026, 3, 10, 9, 0, tzinfo=UTC), "no_date"),
        ("words", 7, "not_text"),
        ("words", "a\x00b", "not_text"),
        ("words", "x" * (LONGEST_ANSWER + 1), "too_long"),
        ("other", "x", "no_question"),
    ],
)
def test_cleaned_answers_what_does_not_fit_is_named(code: str, given: Any, problem: str) -> None:
    assert cleaned(**{code: given}) == ({}, {code: problem})


@pytest.mark.parametrize("empty", [None, "", "  ", []])
def test_cleaned_answers_every_question_may_stay_open(empty: Any) -> None:
    assert cleaned(fell=empty, words=empty) == ({}, {})


def test_cleaned_answers_to_what_was_not_asked_are_left_out() -> None:
    assert cleaned(what="roof", secured="yes") == ({"what": "roof"}, {})
    assert cleaned(what="ladder", secured="yes") == ({"what": "ladder", "secured": "yes"}, {})


def test_is_asked_only_when_every_condition_holds() -> None:
    assert is_asked(DEEP, {"secured": "no", "several": ["ladder", "roof"]}) is True
    assert is_asked(DEEP, {"secured": "no", "several": ["ladder"]}) is False
    assert is_asked(DEEP, {"secured": "no"}) is False
    assert is_asked(FELL, {}) is True


def test_find_a_question_by_its_code() -> None:
    assert ALL.find("fell") is FELL
    assert ALL.find("none") is None


def test_set_problems_none_in_a_good_set() -> None:
    assert list(set_problems(ALL)) == []


@pytest.mark.parametrize(
    ("questions", "problem"),
    [
        ((FELL, FELL), ("fell", "code", "twice")),
        ((question("x", "colour"),), ("x", "kind", "unknown_kind")),
        ((question("x", "single_choice"),), ("x", "choices", "choices")),
        ((question("x", "single_choice", choices=CHOICES[:1]),), ("x", "choices", "choices")),
        ((question("x", "text", choices=CHOICES),), ("x", "choices", "choices")),
        (
            (question("x", "multi_choice", choices=(CHOICES[0], CHOICES[0])),),
            ("x", "choices", "twice"),
        ),
        ((question("x", "text", unit="m"),), ("x", "unit", "no_number")),
        ((question("x", "date", lowest=1),), ("x", "unit", "no_number")),
        ((question("x", "date", highest=1),), ("x", "unit", "no_number")),
        ((SECURED,), ("secured", "when", "not_earlier")),
        ((SECURED, WHAT), ("secured", "when", "not_earlier")),
        ((FELL, question("x", "text", when={"fell": ("often",)})), ("x", "when", "impossible")),
        ((FELL, question("x", "text", when={"fell": ()})), ("x", "when", "impossible")),
        ((WORDS, question("x", "text", when={"words": ("a",)})), ("x", "when", "impossible")),
    ],
)
def test_set_problems_planted_mistake_is_named(
    questions: tuple[Question, ...], problem: tuple[str, str, str]
) -> None:
    assert list(set_problems(QuestionSet("fire", 1, questions))) == [problem]
