"""Handing up, and what the level above may answer."""

from __future__ import annotations

import pytest

from baken.rooms.library.queries import escalation_table
from baken.rooms.register.rules.handing_up import missing_in_hand_up, problem_of_answer

TABLE = escalation_table()


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [
        ((), ()),
        (("cost",), ("cost",)),
        (("question", "advice"), ("question", "advice")),
    ],
)
def test_hand_up_says_question_options_advice_cost_and_effect(
    left_out: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    told = {name: "" if name in left_out else "said" for name in TABLE.hand_up_fields}
    assert missing_in_hand_up(told, TABLE) == missing


def test_hand_up_fields_are_those_of_the_reference() -> None:
    fields = ("question", "options", "advice", "cost", "effect_of_not_deciding")
    assert missing_in_hand_up({}, TABLE) == fields


@pytest.mark.parametrize(
    ("answer", "means", "instruction", "problem"),
    [
        ("decide", (), "", ""),
        ("escalate", (), "", ""),
        ("return_with_means", ("money",), "", ""),
        ("return_with_means", ("permission", "people"), "", ""),
        ("return_with_means", (), "", "means_not_named"),
        ("return_with_means", ("encouragement",), "", "means_not_named"),
        ("return_with_instruction", (), "Close it off.", ""),
        ("return_with_instruction", (), " ", "instruction_missing"),
        ("ignore", (), "", "unknown_answer"),
    ],
)
def test_answer_of_the_level_above(
    answer: str, means: tuple[str, ...], instruction: str, problem: str
) -> None:
    told = problem_of_answer(answer, means=means, instruction=instruction, table=TABLE)
    assert told == problem
