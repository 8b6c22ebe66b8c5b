"""A question gathers what every room has to say, in the order of the wiring."""

from __future__ import annotations

from collections.abc import Iterable

from baken.core.questions import Question


def _ducks(amount: int) -> Iterable[str]:
    return ["duck"] * amount


def _geese(amount: int) -> Iterable[str]:
    yield from ("goose" for _ in range(amount))


def _nothing(amount: int) -> Iterable[str]:
    return ()


def _question(*answers: object) -> Question[[int], str]:
    asked: Question[[int], str] = Question("birds")
    for answer in answers:
        asked.answered_by(answer)  # type: ignore[arg-type]
    return asked


def test_question_that_nobody_answers_gives_nothing() -> None:
    assert _question().ask(2) == []


def test_question_gathers_every_answer_in_order_of_wiring() -> None:
    assert _question(_ducks, _nothing, _geese).ask(2) == ["duck", "duck", "goose", "goose"]


def test_question_wired_twice_to_one_answer_asks_it_once() -> None:
    assert _question(_ducks, _geese, _ducks).ask(1) == ["duck", "goose"]


def test_question_passes_on_named_values() -> None:
    assert _question(_ducks).ask(amount=1) == ["duck"]


def test_question_is_known_by_its_name() -> None:
    assert _question().name == "birds"
