"""What follows when something belongs to a risk, who scores unseen, which risks are likely, who is told."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from baken.core.workflow.table import Step
from baken.rooms.register.rules.attaching import (
    DECIDE_AGAIN,
    LOOK_AGAIN,
    NOTHING,
    REOPEN,
    earliest,
    what_follows,
)
from baken.rooms.register.rules.independence import is_kept_from
from baken.rooms.register.rules.likely import About, points_of, reasons_why
from baken.rooms.register.rules.told import is_decision

ONE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.mark.parametrize(
    ("state", "severity", "follows"),
    [
        ("accepted", 4, DECIDE_AGAIN),
        ("accepted", 5, DECIDE_AGAIN),
        ("accepted", 3, LOOK_AGAIN),
        ("accepted", None, LOOK_AGAIN),
        ("treating", 4, DECIDE_AGAIN),
        ("monitored", 4, DECIDE_AGAIN),
        ("avoided", 5, DECIDE_AGAIN),
        ("transferred", 4, DECIDE_AGAIN),
        ("transferred", 3, LOOK_AGAIN),
        ("identified", 5, NOTHING),
        ("decision_pending", 5, NOTHING),
        ("escalated", 5, NOTHING),
        ("closed", 5, REOPEN),
        ("closed", 3, NOTHING),
        ("closed", None, NOTHING),
    ],
)
def test_what_follows_by_state_and_severity(state: str, severity: int | None, follows: str) -> None:
    assert what_follows(state=state, severity=severity, severe_from=4) == follows


def test_earliest_day_counts_an_unset_one_as_none() -> None:
    first, second = date(2026, 3, 1), date(2026, 4, 1)
    assert (earliest(None, second), earliest(first, second), earliest(second, first)) == (
        second,
        first,
        first,
    )


@pytest.mark.parametrize(
    ("scorers", "person", "state", "may_score", "kept"),
    [
        ({OTHER}, ONE, "identified", True, True),
        ({OTHER}, ONE, "reopened", True, True),
        ({OTHER}, None, "analysed", True, True),
        ({OTHER}, OTHER, "identified", True, False),
        ({OTHER}, ONE, "identified", False, False),
        ({OTHER}, ONE, "decision_pending", True, False),
        ({ONE, OTHER}, None, "identified", True, False),
        (set(), ONE, "identified", True, False),
    ],
)
def test_scores_are_kept_from_who_is_to_score(
    scorers: set[uuid.UUID], person: uuid.UUID | None, state: str, may_score: bool, kept: bool
) -> None:
    found = is_kept_from(scorers=scorers, enough=2, person=person, state=state, may_score=may_score)
    assert found == kept


def about(*hazards: str, site: int | None = None, unit: int = 1, words: bool = True) -> About:
    return About(frozenset(hazards), site, unit, words)


@pytest.mark.parametrize(
    ("risk", "reasons", "points"),
    [
        (about("a", site=7, unit=1), ("hazard", "words", "site", "unit"), 10),
        (about("a", unit=2, words=False), ("hazard",), 4),
        (about("b", unit=2), ("words",), 3),
        (about("b", site=7, unit=2, words=False), ("site",), 2),
        (about("b", unit=1, words=False), ("unit",), 0),
        (about("b", unit=2, words=False), (), 0),
    ],
)
def test_risk_is_likely_by_what_it_has_in_common(
    risk: About, reasons: tuple[str, ...], points: int
) -> None:
    found = reasons_why(about("a", site=7, unit=1), risk)
    assert (found, points_of(found)) == (reasons, points)


def test_no_place_is_no_place_in_common() -> None:
    assert reasons_why(about("a", unit=1), about("b", unit=2, words=False)) == ()


def row(
    source: str, target: str, *, by_system: bool = False, targets: tuple[str, ...] = ()
) -> Step:
    return Step("x", "X", (source,), target, "p", "t", by_system=by_system, targets=targets)


@pytest.mark.parametrize(
    ("step", "state", "decides"),
    [
        (row("decision_pending", "accepted"), "accepted", True),
        (row("escalated", "treating"), "treating", True),
        (row("decision_pending", "", targets=("avoided", "accepted")), "avoided", True),
        (row("decision_pending", "escalated"), "escalated", False),
        (row("decision_pending", ""), "decision_pending", False),
        (row("decision_pending", ""), "accepted", False),
        (row("treating", "treating"), "treating", False),
        (row("decision_pending", "accepted", by_system=True), "accepted", False),
    ],
)
def test_step_is_a_decision_when_a_person_took_it_before_a_decider(
    step: Step, state: str, decides: bool
) -> None:
    assert is_decision(step, state) == decides
