"""Rules of hints for reviewers: tables with their borders, and properties; no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.rooms.assessments.rules.hints import (
    Hint,
    Limits,
    Made,
    all_at_boundary,
    hints,
    leaning_on_people,
    nothing_found,
    older_evidence,
    quickly_filled_in,
    same_scores,
    same_text,
    without_headcount,
)

LIMITS = Limits(
    least_lines=5,
    same_score_percent=80,
    seconds_per_page=20,
    longest_pause_seconds=600,
    least_words=50,
    same_text_percent=90,
)
START = datetime(2026, 3, 10, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("same", "others", "found"),
    [
        (4, 0, None),  # too few to say anything
        (5, 0, Hint("same_scores", 5, 5)),
        (4, 1, None),  # exactly 80 %
        (9, 1, Hint("same_scores", 9, 10)),
        (81, 19, Hint("same_scores", 81, 100)),
        (80, 20, None),
        (0, 0, None),
        (0, 10, None),
    ],
)
def test_same_scores_are_told_from_more_than_four_in_five(
    same: int, others: int, found: Hint | None
) -> None:
    scores = ["one"] * same + [f"other {place}" for place in range(others)]
    assert same_scores(scores, LIMITS) == found


@given(st.lists(st.sampled_from("abc"), max_size=30), st.randoms())
def test_same_scores_in_any_order_are_told_alike(scores: list[str], dice: object) -> None:
    mixed = list(scores)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    assert same_scores(mixed, LIMITS) == same_scores(scores, LIMITS)


def every(seconds: int, pages: int) -> dict[object, list[datetime]]:
    """Somebody who answers once on each page, so many seconds after the one before."""
    return {"somebody": [START + timedelta(seconds=seconds * page) for page in range(pages)]}


@pytest.mark.parametrize(
    ("seconds", "pages", "found"),
    [
        (1, 4, None),
        (20, 5, None),
        (19, 5, Hint("quickly", 19, 5)),
        (0, 5, Hint("quickly", 0, 5)),
        (10_000, 5, None),
    ],
)
def test_quickly_filled_in_is_told_below_twenty_seconds_a_page(
    seconds: int, pages: int, found: Hint | None
) -> None:
    assert quickly_filled_in(every(seconds, pages), pages, LIMITS) == found


def test_pause_counts_no_longer_than_a_pause() -> None:
    """A night between two answers does not hide that the others were given in a moment."""
    row = [*every(0, 50)["somebody"], START + timedelta(days=1)]
    assert quickly_filled_in({"somebody": row}, 51, LIMITS) == Hint("quickly", 12, 51)


def test_several_people_count_together() -> None:
    together = {"one": every(30, 5)["somebody"], "other": every(30, 5)["somebody"]}
    assert quickly_filled_in(together, 10, LIMITS) is None
    assert quickly_filled_in({}, 5, LIMITS) == Hint("quickly", 0, 5)


@pytest.mark.parametrize(
    ("findings", "expects", "found"),
    [(0, True, Hint("nothing_found")), (1, True, None), (0, False, None), (1, False, None)],
)
def test_nothing_found_is_told_where_findings_are_expected(
    findings: int, expects: bool, found: Hint | None
) -> None:
    assert nothing_found(findings, expects=expects) == found


@pytest.mark.parametrize(
    ("residual", "boundary", "found"),
    [
        (["medium"] * 5, "medium", Hint("at_boundary", 5, 5)),
        (["medium"] * 4, "medium", None),
        (["medium"] * 4 + ["low"], "medium", None),
        (["medium"] * 5, "high", None),
        (["low"] * 5, "", None),
        ([], "medium", None),
    ],
)
def test_residual_at_the_boundary_is_told_when_all_are(
    residual: list[str], boundary: str, found: Hint | None
) -> None:
    assert all_at_boundary(residual, boundary, LIMITS) == found


@pytest.mark.parametrize(
    ("levels", "found"),
    [
        ([], None),
        ([True], Hint("leans_on_people", 1, 1)),
        ([True, True], Hint("leans_on_people", 2, 2)),
        ([True, False], None),
    ],
)
def test_measures_that_lean_on_people_are_told_when_there_are_no_others(
    levels: list[bool], found: Hint | None
) -> None:
    assert leaning_on_people(levels) == found


@pytest.mark.parametrize(("before", "found"), [(0, None), (1, Hint("older_evidence", 1, 3))])
def test_evidence_from_before_is_told(before: int, found: Hint | None) -> None:
    assert older_evidence(before, 3) == found


@pytest.mark.parametrize(
    ("answered", "found"),
    [([], None), ([True], None), ([True, False], Hint("no_headcount", 1, 2))],
)
def test_open_headcount_is_told(answered: list[bool], found: Hint | None) -> None:
    assert without_headcount(answered) == found


def text(shared: int, own: int) -> list[str]:
    """So many words that both versions have, and so many that only this one has."""
    return [f"gedeeld{place}" for place in range(shared)] + [
        f"eigen{place}" for place in range(own)
    ]


@pytest.mark.parametrize(
    ("now", "before", "found"),
    [
        (text(100, 0), text(100, 0), Hint("same_text", 100, 100)),
        (text(91, 9), text(91, 0) + ["ander"] * 9, Hint("same_text", 91, 100)),
        (text(90, 10), text(90, 0) + ["ander"] * 10, None),
        (text(49, 0), text(49, 0), None),
        (text(50, 0), text(50, 0), Hint("same_text", 100, 100)),
        (text(50, 0), [], None),
        (text(60, 0), ["ander"] * 60, None),
    ],
)
def test_same_text_is_told_above_nine_in_ten(
    now: list[str], before: list[str], found: Hint | None
) -> None:
    assert same_text(now, before, LIMITS) == found


@given(st.lists(st.sampled_from(["as", "rem", "lift"]), min_size=50, max_size=90))
def test_same_text_as_before_is_always_told_and_in_any_order(words: list[str]) -> None:
    assert same_text(words, sorted(words), LIMITS) == Hint("same_text", 100, 100)


def test_hints_of_nothing_are_none() -> None:
    assert hints(Made(), LIMITS) == ()


def test_hints_come_in_a_fixed_order_each_once() -> None:
    made = Made(
        scores=["one"] * 5,
        residual=["medium"] * 5,
        boundary="medium",
        moments=every(1, 6),
        pages=6,
        findings=0,
        expects_findings=True,
        levels=[True],
        without_budget=1,
        evidence=2,
        evidence_before=1,
        headcounts=[False],
        words=text(60, 0),
        earlier_words=text(60, 0),
    )
    codes = [one.code for one in hints(made, LIMITS)]
    assert codes == [
        "same_scores",
        "quickly",
        "nothing_found",
        "at_boundary",
        "leans_on_people",
        "older_evidence",
        "no_budget",
        "no_headcount",
        "same_text",
    ]


@given(st.integers(1, 99), st.integers(5, 60))
def test_lower_limit_never_takes_a_hint_away(percent: int, lines: int) -> None:
    """An organisation that sets a limit lower is told at least what it was told before."""
    scores = ["one"] * (lines - lines // 4) + [f"other {place}" for place in range(lines // 4)]
    strict = replace(LIMITS, same_score_percent=percent)
    if same_scores(scores, replace(LIMITS, same_score_percent=percent + 1)):
        assert same_scores(scores, strict)
