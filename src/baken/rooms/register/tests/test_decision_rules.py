"""The pure rules of decisions: kinds, endings, conditions, and what changed between two pictures."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.rooms.register.rules.conditions import (
    ValueRefused,
    holds_with,
    measured_in,
    problem_of_condition,
)
from baken.rooms.register.rules.decisions import (
    KINDS,
    changed_between,
    is_asked_anew,
    is_on_offer,
    kind_of_step,
    next_above,
    next_reminder,
    reason_of_ending,
    step_back,
)
from baken.rooms.register.rules.steps import RiskFacts, needs_current_score, why_no_pause
from baken.rooms.register.tests.cast import paper


@pytest.mark.parametrize(
    ("step", "standing", "kind"),
    [
        ("accept", "", "accept"),
        ("hand_up", "", "escalate"),
        ("renew", "exempt", "exempt"),
        ("renew", "", ""),
    ],
)
def test_kind_of_a_step(step: str, standing: str, kind: str) -> None:
    assert kind_of_step(step, standing) == kind


@pytest.mark.parametrize("kind", KINDS)
def test_broken_limit_offers_what_lets_nothing_go_on_and_what_the_law_knows(kind: str) -> None:
    offered = {"stop", "exempt", "mitigate", "escalate", "return_with_means"}
    offered |= {"return_with_instruction"}
    assert is_on_offer(kind, paper(limit_breached=True)) == (kind in offered)


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_broken_limit_there_is_nothing_to_stop_or_exempt(kind: str) -> None:
    assert is_on_offer(kind, paper()) == (kind not in ("stop", "exempt"))


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("end_date", "expired"),
        ("longest_validity", "expired"),
        ("activity_end", "activity_end"),
        ("revoked", "revoked"),
    ],
)
def test_reason_of_an_ending(code: str, why: str) -> None:
    assert reason_of_ending(code) == why


DAYS = (date(2026, 4, 10), date(2026, 4, 26))


@pytest.mark.parametrize(
    ("told", "day"),
    [
        (date(2026, 4, 9), DAYS[0]),
        (DAYS[0], DAYS[1]),
        (DAYS[1], None),
    ],
)
def test_next_reminder_is_the_first_that_was_not_told(told: date, day: date | None) -> None:
    assert next_reminder(DAYS, told) == day


@pytest.mark.parametrize(
    ("at", "above"),
    [("COMPANY", "BATTALION"), ("BATTALION", "ARMY"), ("ARMY", ""), ("ELSEWHERE", "")],
)
def test_next_above_in_a_line(at: str, above: str) -> None:
    assert next_above(("COMPANY", "BATTALION", "ARMY"), at) == above


@pytest.mark.parametrize(
    ("then", "now", "changed"),
    [
        ({"a": 1}, {"a": 1}, ()),
        ({"a": 1}, {"a": 2}, ("a",)),
        ({"a": 1}, {}, ("a",)),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}}, ("a.c",)),
        ({"a": {"b": 1}}, {"a": 5}, ("a",)),
        ({}, {"new": {"b": 1}}, ("new",)),
    ],
)
def test_changed_between_two_pictures(
    then: dict[str, object], now: dict[str, object], changed: tuple[str, ...]
) -> None:
    assert changed_between(then, now) == changed


@given(st.dictionaries(st.text(max_size=5), st.integers()))
def test_picture_never_differs_from_itself(picture: dict[str, int]) -> None:
    assert changed_between(picture, dict(picture)) == ()


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("surf_m <= 1.0", True),
        ("1.0 >= surf_m", True),
        ("temperature > -5", True),
        ("people <= 1300", True),
        ("people <= 0.125", True),
        ("surf_m <=", False),
        ("surf_m > 0.2 and surf_m < 1.5", False),
        ("surf_m <= 1.0 or true", False),
        ("surf_m <= 5 or surf_m > 5", False),
        ("not surf_m <= 1.0", False),
        ("surf_m <= surf_m", False),
        ("surf_m == true", False),
        ("surf_m in [1, 2]", False),
        ("1 / surf_m < 2", False),
        ("true", False),
        ("people <= 1.300", False),
        ("surf_m + 1", False),
        ("surf_m <= wind", False),
        ("1 < 2", False),
    ],
)
def test_condition_is_one_measured_thing_and_a_comparison(text: str, *, is_one: bool) -> None:
    assert (problem_of_condition(text) == "") == is_one


def test_condition_says_what_is_measured() -> None:
    assert measured_in("surf_m <= 1.0") == "surf_m"


@pytest.mark.parametrize(
    ("text", "value", "holds"),
    [
        ("surf_m <= 1.0", "1.0", True),
        ("surf_m <= 1.0", "1,01", False),
        ("people <= 500", "1300", False),
        ("people <= 500", "1.30", True),
        ("surf_m <= 1.0", "0.125", True),
        ("", "ja", True),
        ("", " No ", False),
    ],
)
def test_condition_holds_with_a_value(text: str, value: str, *, holds: bool) -> None:
    assert holds_with(text, value) is holds


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("surf_m <= 1.0", "veel", "not_a_number"),
        ("surf_m <= 1.0", "nan", "not_a_number"),
        ("surf_m <= 1.0", "1e300", "not_a_number"),
        ("people <= 500", "1.300", "two_numbers"),
        ("people <= 500", " 1,300 ", "two_numbers"),
        ("people <= 500", "12.300", "two_numbers"),
        ("", "misschien", "not_yes_or_no"),
        ("1 / surf_m < 2", "0", "unknown"),
    ],
)
def test_value_that_decides_nothing_is_refused(text: str, value: str, code: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        holds_with(text, value)
    assert refused.value.code == code


def test_facts_of_a_risk_say_what_is_wanting() -> None:
    assert needs_current_score(RiskFacts(is_scored=False)) == "not_scored"
    assert needs_current_score(RiskFacts()) == ""
    assert needs_current_score(RiskFacts(is_outdated=lambda: True)) == "scored_before"
    assert RiskFacts().why_not("accept", "offered") is None


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (RiskFacts(), "not_theirs_to_pause"),
        (RiskFacts(decides_or_advises=True), ""),
        (RiskFacts(decides_or_advises=True, was_paused=True), "paused_before"),
        (RiskFacts(decides_or_advises=True, term_is_over=True), "term_over"),
    ],
)
def test_clock_is_stopped_by_who_decides_or_advises_once_and_in_time(
    facts: RiskFacts, why: str
) -> None:
    assert why_no_pause(facts) == why


@pytest.mark.parametrize(
    ("why", "step"),
    [
        ("barrier_red", "barrier_red"),
        ("severe_occurrence", "severe_occurrence"),
        ("expired", "decision_ended"),
    ],
)
def test_step_back_is_named_after_what_happened(why: str, step: str) -> None:
    assert step_back(why) == step


@pytest.mark.parametrize(
    ("state", "why", "anew"),
    [
        ("accepted", "score_changed", True),
        ("monitored", "owner_changed", True),
        ("escalated", "score_changed", False),
        ("escalated", "owner_changed", True),
        ("escalated", "context_changed", True),
        ("decision_pending", "owner_changed", False),
        ("analysed", "context_changed", False),
    ],
)
def test_what_was_handed_up_is_asked_anew_only_when_another_line_decides(
    state: str, why: str, *, anew: bool
) -> None:
    assert is_asked_anew(state, why) is anew
