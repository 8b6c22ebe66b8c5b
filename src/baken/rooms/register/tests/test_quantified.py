"""How often a top event may happen: only with an argument, and within bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.rooms.register.rules.quantified import Estimate, ThreatLine, estimate_of

WHY = "Other people, other technique, other power supply."
shares = st.lists(st.floats(0, 1), max_size=4)


def test_estimate_multiplies_along_lines_and_adds_threats() -> None:
    threats = [ThreatLine(2, [0.9, 0.5]), ThreatLine(0.5)]
    told = estimate_of(threats, {"c1": [0.8], "c2": []}, argued=WHY)
    assert told == Estimate(0.6, {"c1": 0.12, "c2": 0.6})


@pytest.mark.parametrize(
    ("threats", "argued"),
    [
        ([ThreatLine(2, [0.9])], ""),
        ([ThreatLine(2, [0.9])], "  "),
        ([], WHY),
        ([ThreatLine(2), ThreatLine(None)], WHY),
    ],
)
def test_estimate_is_not_made_without_argument_or_frequencies(
    threats: list[ThreatLine], argued: str
) -> None:
    assert estimate_of(threats, {"c1": []}, argued=argued) is None


@given(frequency=st.floats(0, 1_000), before=shares, after=shares)
def test_estimate_of_a_consequence_is_never_above_the_top_event(
    frequency: float, before: list[float], after: list[float]
) -> None:
    told = estimate_of([ThreatLine(frequency, before)], {"c1": after}, argued=WHY)
    assert told is not None
    assert 0 <= told.consequences["c1"] <= told.top <= frequency * (1 + 1e-11)
