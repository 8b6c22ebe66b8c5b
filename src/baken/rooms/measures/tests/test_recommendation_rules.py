"""The rules of recommendations, as tables of cases with their borders."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.rooms.measures.rules import recommending as rules
from baken.rooms.measures.rules.recommending import RecommendationFacts

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
WHOLE = {"verdict": "met", "has_proof": True, "has_effect_day": True, "has_effect": True}


def yes() -> bool:
    return True


@pytest.mark.parametrize(
    ("rule", "facts", "code"),
    [
        (rules.why_not_planned, {"appreciation": "accepted"}, ""),
        (rules.why_not_planned, {"appreciation": "accepted_partly"}, ""),
        (rules.why_not_planned, {"appreciation": "rejected"}, "not_accepted"),
        (rules.why_not_planned, {}, "not_accepted"),
        (rules.why_not_judged, {"speaks": yes}, ""),
        (rules.why_not_judged, {}, "speaks_not_for_source"),
        (rules.why_not_judged, {"speaks": yes, "is_addressee": yes}, "own_answer"),
        (rules.why_not_readdressed, {}, "enters_not_for_source"),
        (rules.why_not_readdressed, {"enters": yes, "is_addressee": yes}, "own_address"),
        (rules.why_not_readdressed, {"enters": yes}, ""),
        (rules.why_nothing_to_judge, {"is_reported": True}, ""),
        (rules.why_nothing_to_judge, {"appreciation": "rejected"}, ""),
        (rules.why_nothing_to_judge, {"appreciation": "accepted"}, "nothing_to_judge"),
        (rules.why_not_closed, WHOLE, ""),
        (rules.why_not_closed, {**WHOLE, "verdict": "partly_met"}, "not_met"),
        (rules.why_not_closed, {**WHOLE, "has_proof": False}, "no_proof"),
        (rules.why_not_closed, {**WHOLE, "has_effect_day": False}, "no_effect_day"),
        (rules.why_not_closed, {**WHOLE, "has_effect": False}, "effect_unknown"),
        (rules.why_not_closed, {"verdict": "met", "appreciation": "rejected"}, ""),
        (rules.why_effect_not_noted, {"effect_is_due": True}, ""),
        (rules.why_effect_not_noted, {}, "effect_too_early"),
        (rules.why_no_reaction, {}, ""),
        (rules.why_no_reaction, {"has_reaction": True}, "reacted_already"),
        (rules.why_not_reminded, {"is_overdue": True}, ""),
        (rules.why_not_reminded, {}, "not_owed_yet"),
        (rules.why_not_warned, {"is_parliament_near": True}, ""),
        (rules.why_not_warned, {}, "parliament_waits_not"),
        (rules.why_not_again, {"came_again": yes}, ""),
        (rules.why_not_again, {}, "not_repeated"),
    ],
)
def test_step_is_refused_with_the_reason(rule: Any, facts: dict[str, Any], code: str) -> None:
    assert rule(RecommendationFacts(**facts)) == code


@pytest.mark.parametrize(
    ("source", "speaker", "mine", "may"),
    [
        ("ivd", "ivd", ("ivd",), True),
        ("ovv", "office", ("ivd",), False),
        ("ivd", "ivd", ("office",), True),
        ("audit", "audit", ("ivd",), False),
        ("", "office", ("office",), False),
    ],
)
def test_source_is_entered_by_itself_or_by_the_office(
    source: str, speaker: str, mine: tuple[str, ...], *, may: bool
) -> None:
    assert rules.may_enter(source, speaker=speaker, speaks_for=mine, office="office") is may


def test_six_weeks_after_the_first_of_march_is_the_twelfth_of_april() -> None:
    assert rules.weeks_after(date(2026, 3, 1), 6) == date(2026, 4, 12)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2028, 2, 29), -60, date(2023, 2, 28)),
        (date(2026, 3, 1), -60, date(2021, 3, 1)),
    ],
)
def test_months_after_a_day_end_with_the_month(day: date, months: int, then: date) -> None:
    assert rules.months_after(day, months) == then


@given(day=DAYS, months=st.integers(-120, 120))
def test_months_after_lie_so_many_months_later(day: date, months: int) -> None:
    then = rules.months_after(day, months)
    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
    assert then.day <= day.day
