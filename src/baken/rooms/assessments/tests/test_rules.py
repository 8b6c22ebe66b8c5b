"""What is asked of an assessment before a step, as tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from baken.rooms.assessments.rules import (
    STALE_AFTER,
    Facts,
    conditions_problem,
    is_stale,
    months_later,
    needs_consultation,
    needs_filled_in,
    needs_independence,
    needs_no_other_version,
    needs_overdue_conditions,
    needs_plan,
    needs_positive_reviews,
    needs_scores,
    needs_validity_over,
    rank,
    scopes_needed,
)

DAY = date(2026, 3, 10)
DONE = Facts(
    missing=0,
    unsettled=0,
    few_scorers=0,
    unplanned=0,
    unlinked=0,
    is_consulted=True,
    needed=frozenset({"system", "safety"}),
    positive=frozenset({"system", "safety"}),
    rejected=frozenset(),
    certified=frozenset({"system"}),
    took_part=False,
    day=DAY,
    valid_until=DAY,
    review_on=DAY,
)


@pytest.mark.parametrize(
    ("needs", "changed", "code"),
    [
        (needs_filled_in, {}, ""),
        (needs_filled_in, {"missing": 1, "unsettled": 1}, "sheet_open"),
        (needs_filled_in, {"unsettled": 1}, "basis_open"),
        (needs_scores, {}, ""),
        (needs_scores, {"few_scorers": 1}, "too_few_scorers"),
        (needs_plan, {}, ""),
        (needs_plan, {"unlinked": 1, "unplanned": 1}, "risks_unlinked"),
        (needs_plan, {"unplanned": 1}, "no_measure"),
        (needs_overdue_conditions, {}, "none_overdue"),
        (needs_overdue_conditions, {"overdue": 1}, ""),
        (needs_no_other_version, {}, ""),
        (needs_no_other_version, {"is_being_replaced": True}, "being_replaced"),
        (needs_consultation, {}, ""),
        (needs_consultation, {"is_consulted": False}, "not_consulted"),
        (needs_independence, {}, ""),
        (needs_independence, {"took_part": True}, "took_part"),
        (needs_independence, {"certified": frozenset()}, "no_certificate"),
        (needs_positive_reviews, {}, ""),
        (needs_positive_reviews, {"positive": frozenset({"system"})}, "review_missing"),
        (needs_positive_reviews, {"rejected": frozenset({"safety"})}, "review_negative"),
        (needs_positive_reviews, {"rejected": frozenset({"radiation"})}, ""),
        (needs_validity_over, {}, "still_valid"),
        (needs_validity_over, {"valid_until": DAY - timedelta(days=1)}, ""),
        (needs_validity_over, {"valid_until": None}, "still_valid"),
    ],
)
def test_needs_say_what_is_missing(needs: object, changed: dict[str, object], code: str) -> None:
    assert needs(replace(DONE, **changed)) == code  # type: ignore[operator,arg-type]


def test_fields_of_review_follow_the_hazards_and_what_was_chosen() -> None:
    by_scope = {"system": (), "safety": ("mechanical", "fire"), "hygiene": ("substances",)}
    assert scopes_needed([], by_scope, []) == {"system"}
    assert scopes_needed(["mechanical"], by_scope, []) == {"system", "safety"}
    assert scopes_needed(["odd"], by_scope, ["radiation"]) == {"system", "radiation"}


@pytest.mark.parametrize(
    ("began", "stale"),
    [(None, False), (DAY - STALE_AFTER, True), (DAY - STALE_AFTER + timedelta(days=1), False)],
)
def test_assessment_is_old_from_three_years_on(began: date | None, stale: bool) -> None:
    assert is_stale(began, DAY) == stale


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 3, 10), 12, date(2027, 3, 10)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 48, date(2030, 12, 31)),
        (date(2026, 8, 29), 6, date(2027, 2, 28)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(
    day: date, months: int, later: date
) -> None:
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("outcome", "conditions", "due_on", "problem"),
    [
        ("approved", "", None, ""),
        ("approved", "x", None, "conditions_not_here"),
        ("with_conditions", "x", DAY, ""),
        ("with_conditions", "x", None, "conditions_missing"),
        ("with_conditions", "", DAY, "conditions_missing"),
    ],
)
def test_conditions_stand_with_a_day_and_only_where_they_belong(
    outcome: str, conditions: str, due_on: date | None, problem: str
) -> None:
    assert conditions_problem(outcome, conditions, due_on) == problem


def test_rank_begins_with_the_worst_and_ends_with_what_nobody_scored() -> None:
    assert sorted(["low", "", "extreme", "medium", "high"], key=rank) == [
        *("extreme", "high", "medium", "low"),
        "",
    ]
