"""A question gathers what every room has to say, in the order of the wiring."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from baken.core.questions import InboxCard, Question, pressing


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


def _card(ref: str, weight: int = 0, day: int | None = None) -> InboxCard:
    due = datetime(2026, 3, day, tzinfo=UTC) if day else None
    return InboxCard(ref, "", "", "", "", due=due, weight=weight)


def test_inbox_in_order_of_pressing_goes_by_consequence_then_by_term() -> None:
    cards = [_card("never"), _card("late", day=9), _card("soon", day=2), _card("heavy", 5)]
    assert [c.ref for c in sorted(cards, key=pressing)] == ["heavy", "soon", "late", "never"]
