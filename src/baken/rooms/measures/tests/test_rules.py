"""The rules of measures: order of controls, priority, why no more is done, money, and each guard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.rooms.measures.rules import steps
from baken.rooms.measures.rules.alarp import RECORD, missing_in_record
from baken.rooms.measures.rules.control import (
    LEVELS,
    best_of,
    needs_end,
    needs_justification,
)
from baken.rooms.measures.rules.money import MOST_CENTS, cents_of, euros_of
from baken.rooms.measures.rules.priority import needs_reason, usual_priority
from baken.rooms.measures.rules.steps import MeasureFacts

FACTS = MeasureFacts()


@pytest.mark.parametrize(
    ("levels", "best", "justified", "ended"),
    [
        ((), "", False, False),
        (("source", "ppe"), "source", False, False),
        (("collective_engineering",), "collective_engineering", False, False),
        (("organisational", "ppe"), "organisational", True, False),
        (("ppe", "ppe"), "ppe", True, True),
    ],
)
def test_control_best_of_what_is_done_says_what_is_asked(
    levels: tuple[str, ...], best: str, justified: bool, ended: bool
) -> None:
    assert best_of(levels) == best
    assert (needs_justification(levels), needs_end(levels)) == (justified, ended)


def test_control_best_does_not_depend_on_the_order_of_what_is_named() -> None:
    assert {best_of(one) for one in permutations(LEVELS)} == {"source"}


@pytest.mark.parametrize(
    ("risk_class", "severity", "priority"),
    [
        ("extreme", None, 1),
        ("high", 0, 2),
        ("medium", 5, 3),
        ("low", None, 4),
        ("", 5, 1),
        ("", 4, 2),
        ("", 3, 3),
        ("", 2, 3),
        ("", 1, 4),
        ("", 0, 4),
        ("", None, 3),
    ],
)
def test_priority_follows_class_before_severity(
    risk_class: str, severity: int | None, priority: int
) -> None:
    assert usual_priority(risk_class, severity) == priority
    assert not needs_reason(priority, risk_class=risk_class, severity=severity)
    assert needs_reason(priority % 4 + 1, risk_class=risk_class, severity=severity)


@pytest.mark.parametrize(
    ("stays", "missing"),
    [("", ()), ("low", ()), ("medium", RECORD), ("high", RECORD), ("extreme", RECORD)],
)
def test_alarp_record_is_asked_from_medium_on(stays: str, missing: tuple[str, ...]) -> None:
    assert missing_in_record(stays=stays, said={}) == missing
    assert missing_in_record(stays=stays, said=dict.fromkeys(RECORD, "Ja.")) == ()


def test_alarp_record_names_only_what_is_empty() -> None:
    said = dict.fromkeys(RECORD, "Ja.") | {"alarp_time": "  "}
    assert missing_in_record(stays="medium", said=said) == ("alarp_time",)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("2500", 250_000),
        ("€ 2.500,00", 250_000),
        ("2,500.00", 250_000),
        ("2.500", 250_000),
        ("1 000 000,05", 100_000_005),
        ("0", 0),
        ("12.50", 1250),
        ("12,5", None),
        ("-3", None),
        ("veel", None),
        ("", None),
        ("9" * 20, None),
    ],
)
def test_money_is_read_as_people_write_it(text: str, cents: int | None) -> None:
    assert cents_of(text) == cents


@given(st.integers(min_value=0, max_value=MOST_CENTS - 1))
def test_money_is_read_back_as_it_was_written(cents: int) -> None:
    assert cents_of(euros_of(cents)) == cents


PPE = replace(FACTS, levels=lambda: ("ppe",))
ORGANISED = replace(FACTS, levels=lambda: ("organisational",))
FOR_UNIT = partial(steps.why_not_for_unit, permit="manage")
WHILE_ASKED = partial(steps.why_not_while_asked, permit="manage")
LOST = replace(FACTS, left=lambda: ("ppe",))


@pytest.mark.parametrize(
    ("guard", "facts", "code"),
    [
        (steps.why_not_justified, replace(ORGANISED, is_justified=False), "no_justification"),
        (steps.why_not_justified, ORGANISED, ""),
        (steps.why_not_justified, replace(FACTS, is_justified=False), ""),
        (steps.why_no_end, PPE, "ppe_without_end"),
        (steps.why_no_end, replace(PPE, has_end=True), ""),
        (steps.why_no_end, ORGANISED, ""),
        (steps.why_no_limit, FACTS, "no_protection"),
        (steps.why_no_limit, replace(FACTS, is_protection=True), ""),
        (
            steps.why_no_priority,
            replace(FACTS, has_priority_reason=False),
            "priority_unexplained",
        ),
        (steps.why_no_priority, FACTS, ""),
        (steps.why_no_alarp, replace(FACTS, alarp_missing=("alarp_more",)), "alarp_missing"),
        (steps.why_no_alarp, FACTS, ""),
        (steps.why_not_verified, replace(FACTS, is_own_work=lambda: True), "own_work"),
        (steps.why_not_verified, FACTS, ""),
        (steps.why_not_first, replace(FACTS, postponed=1), "postponed_before"),
        (steps.why_not_first, FACTS, ""),
        (steps.why_not_asked, replace(FACTS, waits_for_answer=True), "asked_already"),
        (steps.why_not_asked, FACTS, ""),
        (WHILE_ASKED, FACTS, ""),
        (WHILE_ASKED, replace(FACTS, waits_for_unit=True), "answers_first"),
        (WHILE_ASKED, replace(FACTS, waits_for_unit=True, holds_for_unit=bool), ""),
        (FOR_UNIT, FACTS, "not_its_unit"),
        (FOR_UNIT, replace(FACTS, holds_for_unit=lambda permit: permit == "manage"), ""),
        (steps.why_not_answered, replace(FACTS, waits_for_answer=True), "waits_for_answer"),
        (steps.why_not_answered, replace(FACTS, is_declined=True), ""),
        (steps.why_not_on, replace(FACTS, waits_for_answer=True), "waits_for_answer"),
        (steps.why_not_on, replace(FACTS, is_declined=True), "declined"),
        (steps.why_not_on, FACTS, ""),
        (steps.why_no_owner, FACTS, "no_owner"),
        (steps.why_no_owner, replace(FACTS, has_owner=True), ""),
        (steps.why_no_answer, FACTS, "nobody_asked"),
        (steps.why_no_answer, replace(FACTS, waits_for_answer=True), "answers_another"),
        (
            steps.why_no_answer,
            replace(FACTS, waits_for_answer=True, answers=lambda: True),
            "",
        ),
        (steps.why_no_rise, FACTS, "not_overdue_yet"),
        (steps.why_no_rise, replace(FACTS, is_overdue=True), ""),
        (steps.why_no_climb, FACTS, "not_unanswered_yet"),
        (steps.why_no_climb, replace(FACTS, is_unanswered=True), ""),
        (steps.why_not_ended, FACTS, "not_ended_yet"),
        (steps.why_not_ended, replace(FACTS, has_ended=True), ""),
        (steps.why_hands_over, FACTS, ""),
        (steps.why_hands_over, replace(FACTS, hands_over=lambda: True), "hands_over"),
    ],
)
def test_guard_says_why_not_or_nothing(
    guard: Callable[[MeasureFacts], str], facts: MeasureFacts, code: str
) -> None:
    assert guard(facts) == code


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (FACTS, "not_postponed_yet"),
        (replace(FACTS, postponed=1, is_owner=True), "own_term"),
        (
            replace(FACTS, postponed=1, postponed_level=3, post_level=lambda: 3),
            "postponed_a_level_up",
        ),
        (replace(FACTS, postponed=1, postponed_level=3, post_level=lambda: 4), ""),
        (replace(FACTS, postponed=2, postponed_level=7, post_level=lambda: 7), ""),
    ],
)
def test_guard_each_next_postponement_takes_a_level_more(facts: MeasureFacts, code: str) -> None:
    assert steps.why_not_put_off_again(facts) == code


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (FACTS, ""),
        (replace(FACTS, is_own_work=lambda: True), ""),
        (replace(FACTS, was_decided=True, is_own_work=lambda: True), "own_to_cancel"),
        (replace(FACTS, decided_level=4, post_level=lambda: 3), "cancelled_by_level"),
        (replace(FACTS, decided_level=4, post_level=lambda: 4), ""),
        (LOST, "leaves_ppe_alone"),
        (replace(LOST, left_have_end=lambda: True), ""),
    ],
)
def test_guard_giving_up_takes_level_and_somebody_else(facts: MeasureFacts, code: str) -> None:
    assert steps.why_not_cancelled(facts) == code


def test_facts_of_nothing_stand_in_the_way_of_nobody() -> None:
    assert (FACTS.levels(), FACTS.left(), FACTS.post_level()) == ((), (), 0)
    assert not any((FACTS.left_have_end(), FACTS.is_own_work(), FACTS.answers()))
