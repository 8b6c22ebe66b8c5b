"""Physical quantities are added exactly."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.rooms.register.rules.sums import (
    chance_together,
    noise_level,
    substances_index,
    sum_of,
    vibration_level,
)

levels = st.floats(0, 200)
amounts = st.floats(0, 1e6)


@pytest.mark.parametrize(
    ("sources", "together"),
    [
        ([85.0], 85.0),
        ([85.0, 85.0], 88.0),
        ([85.0, 85.0, 85.0, 85.0], 91.0),
        ([90.0, 80.0], 90.4),
        ([100.0, 60.0], 100.0),
        ([0.0, 0.0], 3.0),
    ],
)
def test_noise_level_by_energy(sources: list[float], together: float) -> None:
    assert round(noise_level(sources), 1) == together


@pytest.mark.parametrize(
    ("parts", "index"),
    [
        ([], 0.0),
        ([(0.5, 1.0)], 0.5),
        ([(0.5, 1.0), (25.0, 50.0)], 1.0),
        ([(0.1, 0.3), (0.2, 0.3)], 1.0),  # not 0.9999999999999999
        ([(0.0, 5.0)], 0.0),
    ],
)
def test_substances_index_of_parts_of_limits(
    parts: list[tuple[float, float]], index: float
) -> None:
    assert substances_index(parts) == index


@pytest.mark.parametrize(
    ("values", "together"), [([], 0.0), ([2.5], 2.5), ([3.0, 4.0], 5.0), ([1.0] * 4, 2.0)]
)
def test_vibration_level_by_root_of_squares(values: list[float], together: float) -> None:
    assert vibration_level(values) == together


@pytest.mark.parametrize(("values", "together"), [([], 0.0), ([0.1, 0.2], 0.3), ([8.0, 4.5], 12.5)])
def test_sum_of_doses_and_hours(values: list[float], together: float) -> None:
    assert sum_of(values) == together


@pytest.mark.parametrize(
    ("chances", "together"),
    [([], 0.0), ([0.5, 0.5], 0.75), ([1.0, 0.2], 1.0), ([0.01, 0.02], 0.0298), ([0.0], 0.0)],
)
def test_chance_together_of_independent_ones(chances: list[float], together: float) -> None:
    assert chance_together(chances) == together


@pytest.mark.parametrize(
    ("added", "values", "told"),
    [
        (noise_level, [], "at least one"),
        (noise_level, [nan], "no measure"),
        (substances_index, [(1.0, 0.0)], "no limit"),
        (substances_index, [(1.0, inf)], "no measure"),
        (substances_index, [(-1.0, 1.0)], "below zero"),
        (vibration_level, [-0.1], "below zero"),
        (sum_of, [inf], "no measure"),
        (chance_together, [1.1], "at most 1"),
    ],
)
def test_sums_refuse_what_is_no_measure(
    added: Callable[[list[object]], float], values: list[object], told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        added(values)


@given(st.lists(levels, min_size=1, max_size=6), levels)
def test_noise_level_never_falls_by_one_more(sources: list[float], one_more: float) -> None:
    assert noise_level([*sources, one_more]) >= noise_level(sources)


@given(st.permutations([81.5, 85.0, 90.2, 77.7]))
def test_noise_level_does_not_depend_on_the_order(sources: list[float]) -> None:
    assert noise_level(sources) == noise_level(sorted(sources))


@given(st.lists(amounts, max_size=6), amounts)
def test_vibration_and_sums_never_fall_by_one_more(values: list[float], one_more: float) -> None:
    assert vibration_level([*values, one_more]) >= vibration_level(values)
    assert sum_of([*values, one_more]) >= sum_of(values)
