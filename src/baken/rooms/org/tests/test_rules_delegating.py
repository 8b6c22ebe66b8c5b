"""For what a post is delegated: everything is named, and nothing beyond it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from baken.rooms.org.rules import AppointmentRow
from baken.rooms.org.rules.delegating import (
    Decision,
    Held,
    in_order,
    problems_of_scope,
    source_of,
)

ABLE = [
    *(Decision(*one) for one in itertools.product(("low", "medium"), ("work", "exercise"))),
    Decision("high", "exercise"),
]


@pytest.mark.parametrize(
    ("classes", "contexts", "problems"),
    [
        (["low"], ["work"], {}),
        (["low", "medium"], ["work", "exercise"], {}),
        (["high"], ["exercise"], {}),
        ([], ["work"], {"classes": "say_for_what"}),
        (["low"], [], {"contexts": "say_for_what"}),
        ([], [], {"classes": "say_for_what", "contexts": "say_for_what"}),
        (["low", "extreme"], ["work"], {"classes": "beyond_your_mandate"}),
        (["high"], ["work"], {"contexts": "not_together"}),
        (["low"], ["space"], {"contexts": "not_together"}),
    ],
)
def test_scope_of_a_deciding_post_is_named_and_within_what_it_may_decide(
    classes: list[str], contexts: list[str], problems: dict[str, str]
) -> None:
    assert problems_of_scope(classes, contexts, ABLE) == problems


@pytest.mark.parametrize(
    ("classes", "contexts", "problems"),
    [
        ([], [], {}),
        (["low"], [], {"classes": "decides_nothing"}),
        (["low"], ["work"], {"classes": "decides_nothing", "contexts": "decides_nothing"}),
    ],
)
def test_scope_of_a_post_that_decides_nothing_is_empty(
    classes: list[str], contexts: list[str], problems: dict[str, str]
) -> None:
    assert problems_of_scope(classes, contexts, []) == problems


def test_codes_are_kept_once_in_the_order_of_their_list() -> None:
    assert in_order(["high", "low", "low", "purple"], ["low", "medium", "high"]) == "low high"


ROW = AppointmentRow(
    "P2", "commander", "COY", date(2026, 2, 1), until=date(2026, 3, 1), kind="delegate", of="P1"
)
HELD = Held("P1", "commander", "BAT", True, date(2026, 1, 1))
LINE = ["COY", "BAT", "TOP"]


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({}, True),
        ({"until": date(2026, 3, 1)}, True),
        ({"until": date(2026, 2, 28)}, False),
        ({"from_on": date(2026, 2, 1)}, True),
        ({"from_on": date(2026, 2, 2)}, False),
        ({"below": False}, False),
        ({"below": False, "unit": "COY"}, True),
        ({"unit": "MARS"}, False),
        ({"role": "supervisor"}, False),
        ({"person": "P3"}, False),
    ],
)
def test_source_of_a_delegation_covers_its_time_and_units(
    change: dict[str, Any], fits: bool
) -> None:
    held = replace(HELD, **change)
    assert source_of(ROW, [held], LINE) == (held if fits else None)


def test_source_without_what_is_below_does_not_cover_a_delegation_with_it() -> None:
    held = replace(HELD, unit="COY", below=False)
    assert source_of(replace(ROW, below=True), [held], LINE) is None


def test_source_that_ends_does_not_cover_a_delegation_without_end() -> None:
    held = replace(HELD, until=date(2026, 12, 31))
    assert source_of(replace(ROW, until=None), [held], LINE) is None


def test_source_is_the_nearest_post_and_of_equals_the_newest() -> None:
    newer = replace(HELD, from_on=date(2026, 1, 15))
    above = replace(HELD, unit="TOP")
    assert source_of(ROW, [above, HELD, newer], LINE) == newer
