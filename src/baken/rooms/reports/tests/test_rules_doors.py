"""Pure decisions about doors: the place of a poster, who told it, and a code to read out."""

from __future__ import annotations

from typing import Any

import pytest

from baken.rooms.reports.receipts import _SIGNS
from baken.rooms.reports.rules import (
    ANYWHERE,
    Arrived,
    Caller,
    Intake,
    caller_problems,
    placed,
    spelled,
)

POSTER = Arrived(place_code="K7PQ2MXD", where="Gebouw B12, Kazerne (HAV-1)", unit_code="COMPANY")


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("", "Gebouw B12, Kazerne (HAV-1)"),
        ("  ", "Gebouw B12, Kazerne (HAV-1)"),
        ("tweede verdieping", "tweede verdieping, Gebouw B12, Kazerne (HAV-1)"),
        ("gebouw b12, kazerne (hav-1)", "gebouw b12, kazerne (hav-1)"),
    ],
)
def test_placed_at_a_poster_tells_what_was_said_and_the_place(said: str, place: str) -> None:
    intake = placed(Intake(story="x", place=said), POSTER)
    assert (intake.place, intake.unit_code) == (place, "COMPANY")


def test_placed_keeps_the_unit_that_the_reporter_named() -> None:
    assert placed(Intake(story="x", unit_code="ARMY"), POSTER).unit_code == "ARMY"


def test_placed_anywhere_changes_nothing() -> None:
    intake = Intake(story="x", place="Garage")
    assert placed(intake, ANYWHERE) is intake


@pytest.mark.parametrize("length", [172, 173, 200])
def test_placed_fits_in_the_column_with_the_whole_poster(length: int) -> None:
    place = placed(Intake(story="x", place="a" * length), POSTER).place
    assert len(place) <= 200
    assert place.endswith("Kazerne (HAV-1)")


def test_placed_at_a_very_long_place_is_cut() -> None:
    long = Arrived(where="g" * 250)
    assert placed(Intake(story="x", place="boven"), long).place == "g" * 200


@pytest.mark.parametrize(
    ("values", "caller", "problems"),
    [
        ({"channel": "desk"}, Caller(known=True), {}),
        ({"channel": "paper"}, Caller(contact="1234"), {}),
        ({"channel": "desk", "identity": "anonymous"}, Caller(), {}),
        ({"channel": "web"}, Caller(known=True), {"channel": "unknown"}),
        ({"channel": "desk", "identity": "x"}, Caller(known=True), {"identity": "unknown"}),
        ({"channel": "desk"}, Caller(), {"caller": "nobody_named"}),
        ({"channel": "desk"}, Caller(known=True, is_self=True), {"caller": "own_report_at_desk"}),
        (
            {"channel": "desk", "identity": "anonymous"},
            Caller(known=True),
            {"caller": "anonymous_is_nobody"},
        ),
        (
            {"channel": "desk", "identity": "anonymous"},
            Caller(contact="1234"),
            {"caller": "anonymous_is_nobody"},
        ),
    ],
)
def test_caller_problems(values: dict[str, Any], caller: Caller, problems: dict[str, str]) -> None:
    assert caller_problems(Intake(story="x", **values), caller) == problems


def test_spelled_code_reads_letters_as_words_and_digits_as_they_are() -> None:
    assert spelled("f8-Y") == [("F", "Foxtrot"), ("8", "8"), ("Y", "Yankee")]
    assert spelled("") == []


def test_spelled_knows_a_word_for_every_letter_of_a_receipt_code() -> None:
    letters = [sign for sign in _SIGNS if sign.isalpha()]
    assert [word for sign, word in spelled("".join(letters)) if word == sign] == []
