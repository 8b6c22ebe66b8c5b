"""What became of a risk that is taken over, as a table of cases."""

from __future__ import annotations

import pytest

from baken.rooms.register.rules import handovers as rules


@pytest.mark.parametrize(
    ("kind_since", "state", "outcome"),
    [
        ("accept", "accepted", "reaccepted"),
        ("exempt", "accepted", "reaccepted"),
        ("escalate", "escalated", "handed_up"),
        ("mitigate", "treating", "decided"),
        ("avoid", "avoided", "decided"),
        ("", "decision_pending", "revised"),
        ("", "escalated", "revised"),
        ("", "reopened", "revised"),
        ("", "closed", "gone"),
    ],
)
def test_outcome_follows_from_the_decision_since_else_from_the_state(
    kind_since: str, state: str, outcome: str
) -> None:
    assert rules.outcome_of(kind_since, state) == outcome


@pytest.mark.parametrize(
    ("kind_since", "state", "outcome"),
    [
        ("accept", "accepted", "reaccepted"),
        ("escalate", "escalated", "handed_up"),
        ("", "escalated", "handed_up"),
        ("", "decision_pending", "gone"),
        ("", "closed", "gone"),
    ],
)
def test_outcome_of_what_waited_is_that_it_went_up_or_waits_for_another(
    kind_since: str, state: str, outcome: str
) -> None:
    assert rules.outcome_of_waiting(kind_since, state) == outcome


@pytest.mark.parametrize(
    ("risk_class", "rank", "one_by_one"),
    [
        ("extreme", 1, True),
        ("high", 2, True),
        ("medium", 3, True),
        ("low", 10, False),
    ],
)
def test_classes_above_low_stand_first_and_are_looked_at_one_by_one(
    risk_class: str, rank: int, one_by_one: bool
) -> None:
    assert rules.rank_of(risk_class) == rank
    assert rules.is_one_by_one(risk_class) is one_by_one
