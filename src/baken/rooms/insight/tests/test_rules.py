"""What is a concentration, and where nothing is heard from: cases with their borders."""

from __future__ import annotations

import pytest

from baken.rooms.insight.rules import (
    Concentration,
    Heard,
    Silent,
    concentrations,
    silent_units,
)

TOPS = {1: 10, 2: 10, 3: 20, 4: 30, 5: 40, 6: 10, 7: 10, 8: 10}


@pytest.mark.parametrize(
    ("met", "found"),
    [
        ({}, []),
        ({"a": [1, 3]}, []),
        ({"a": [1, 2, 3]}, []),  # two of them lie in one unit
        ({"a": [1, 3, 4]}, [Concentration("a", 3, 3)]),
        ({"a": [1, 3, 99]}, []),  # the unit itself is not one below
        ({"a": [1, 2, 6, 3]}, []),
        ({"a": [1, 2, 6, 7, 3]}, [Concentration("a", 2, 5)]),
        ({"a": [1, 2, 6, 7, 8]}, [Concentration("a", 1, 5)]),
        ({"a": [1, 2, 6, 7, 99]}, []),
        (
            {"b": [1, 3, 4], "a": [1, 3, 4], "c": [1, 3, 4, 5]},
            [Concentration("c", 4, 4), Concentration("a", 3, 3), Concentration("b", 3, 3)],
        ),
    ],
)
def test_concentrations_are_of_three_units_directly_below_or_five_at_any_depth(
    met: dict[str, list[int]], found: list[Concentration]
) -> None:
    assert concentrations(met, TOPS) == found


@pytest.mark.parametrize(
    ("heard", "found"),
    [
        ([], []),
        ([Heard(1, 100, 1, otherwise=False)], []),
        ([Heard(1, 100, 0, otherwise=True)], []),
        ([Heard(1, 100, 0, otherwise=False)], [Silent(1, 100, None)]),
        (
            [Heard(1, None, 0, otherwise=False), Heard(2, 50, 5, otherwise=True)],
            [Silent(1, None, None)],
        ),
        (
            [Heard(1, 100, 0, otherwise=False), Heard(2, 300, 8, otherwise=False)],
            [Silent(1, 100, 2)],
        ),
        # Of so few reports the number is told to nobody, and what follows from it would tell it.
        (
            [Heard(1, 100, 0, otherwise=False), Heard(2, 100, 4, otherwise=False)],
            [Silent(1, 100, None)],
        ),
        (
            [Heard(1, 100, 0, otherwise=False), Heard(2, 100, 5, otherwise=False)],
            [Silent(1, 100, 2)],
        ),
        # What a unit of unknown strength tells says nothing per person.
        (
            [Heard(1, 100, 0, otherwise=False), Heard(2, None, 8, otherwise=False)],
            [Silent(1, 100, None)],
        ),
        (
            [Heard(9, 10, 0, otherwise=False), Heard(1, 10, 0, otherwise=False)],
            [Silent(9, 10, None), Silent(1, 10, None)],
        ),
    ],
)
def test_silent_units_keep_their_order_and_tell_what_one_expects(
    heard: list[Heard], found: list[Silent]
) -> None:
    assert silent_units(heard) == found
