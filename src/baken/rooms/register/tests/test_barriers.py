"""Health, status and validity of barriers, as tables with borders and as properties."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.rooms.library.queries.barriers import barrier_model
from baken.rooms.register.rules.barriers import (
    BarrierFacts,
    Signal,
    Standing,
    doubts_about,
    health_of,
    standing_of,
)

MODEL = barrier_model()
KINDS = tuple(MODEL.signals)
signals = st.builds(
    Signal,
    kind=st.sampled_from(KINDS),
    strength=st.floats(0, 1),
    age_days=st.floats(-10, 5_000),
    is_closed=st.booleans(),
)


@pytest.mark.parametrize(
    ("base", "found", "health"),
    [
        (0.9, [], 0.9),
        (1.0, [Signal("failure", 1, 0)], 0.4),
        (1.0, [Signal("failure", 0.5, 180)], 0.85),
        (1.0, [Signal("failure", 1, 360)], 0.85),
        (1.0, [Signal("report", 1, 0)], 0.9),
        (1.0, [Signal("report", 1, 90)], 0.95),
        (1.0, [Signal("report", 1, 0)] * 4, 0.6),
        (1.0, [Signal("report", 1, 0)] * 9, 0.6),
        (1.0, [Signal("nonconformity", 1, 4_000)], 0.6),
        (1.0, [Signal("nonconformity", 0.375, 0)], 0.85),
        (1.0, [Signal("nonconformity", 1, 0), Signal("nonconformity", 0.375, 0)], 0.45),
        (1.0, [Signal("overdue_measure", 1, 6.9)], 0.8),
        (1.0, [Signal("overdue_measure", 1, 7)], 0.78),
        (1.0, [Signal("overdue_measure", 1, 105)], 0.5),
        (1.0, [Signal("overdue_measure", 1, 999)], 0.5),
        (1.0, [Signal("expired", 1, 0)] * 2, 0.5),
        (1.0, [Signal("coverage", 0.25, 0)], 0.75),
        (1.0, [Signal("coverage", 1, 0)], 0.0),
        (1.0, [Signal("override", 1, 0)], 0.2),
        (1.0, [Signal("override", 1, 0, is_closed=True)], 1.0),
        (0.9, [Signal("report", 1, 0), Signal("override", 1, 0)], 0.162),
        (1.0, [Signal("report", 1, -5)], 0.9),
    ],
)
def test_health_follows_the_table_of_signals(
    base: float, found: list[Signal], health: float
) -> None:
    assert health_of(base, found, MODEL) == health


def test_health_of_a_signal_that_is_unknown_is_refused() -> None:
    with pytest.raises(KeyError):
        health_of(1.0, [Signal("gossip", 1, 0)], MODEL)


@given(base=st.floats(0, 1), found=st.lists(signals, max_size=8))
def test_health_lies_between_nothing_and_its_base(base: float, found: list[Signal]) -> None:
    assert 0 <= health_of(base, found, MODEL) <= base * (1 + 1e-11)


@given(base=st.floats(0, 1), found=st.lists(signals, max_size=8), more=signals)
def test_health_is_never_raised_by_one_signal_more(
    base: float, found: list[Signal], more: Signal
) -> None:
    assert health_of(base, [*found, more], MODEL) <= health_of(base, found, MODEL)


@given(
    base=st.floats(0, 1),
    pair=st.lists(signals, max_size=8).flatmap(lambda s: st.tuples(st.just(s), st.permutations(s))),
)
def test_health_does_not_depend_on_the_order_of_signals(base: float, pair: Any) -> None:
    first, second = pair
    assert health_of(base, first, MODEL) == health_of(base, second, MODEL)


@pytest.mark.parametrize(
    ("health", "age", "status", "counts_as"),
    [
        (1.0, 0, "green", "green"),
        (0.8, 365, "green", "green"),
        (0.799999999999, 0, "amber", "amber"),
        (0.5, 0, "amber", "amber"),
        (0.499999999999, 0, "red", "red"),
        (0.9, 365.01, "grey", "amber"),
        (0.9, None, "grey", "amber"),
        (0.2, None, "red", "red"),
        (0.2, 400, "red", "red"),
    ],
)
def test_status_has_borders(health: float, age: float | None, status: str, counts_as: str) -> None:
    standing = standing_of(health, age, MODEL)
    assert standing == Standing(health, status)
    assert standing.counts_as == counts_as


def test_irm_17_10_barrier_without_evidence_for_366_days_is_grey_and_counts_as_amber() -> None:
    """Source: domain reference, irm, section 17, test 10."""
    standing = standing_of(0.95, 366, MODEL)
    assert (standing.status, standing.counts_as) == ("grey", "amber")


SOUND = {
    "only_support": False,
    "is_independent": True,
    "has_owner": True,
    "has_standard": True,
    "has_evidence_kinds": True,
}


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, ()),
        ({"only_support": True}, ("only_support",)),
        ({"is_independent": False}, ("not_independent",)),
        ({"has_owner": False}, ("no_owner",)),
        ({"has_standard": False}, ("no_standard",)),
        ({"has_evidence_kinds": False}, ("no_evidence_named",)),
        ({"has_owner": False, "only_support": True}, ("only_support", "no_owner")),
    ],
)
def test_doubts_name_what_makes_it_no_barrier(
    changed: dict[str, bool], codes: tuple[str, ...]
) -> None:
    assert doubts_about(BarrierFacts(**{**SOUND, **changed})) == codes
