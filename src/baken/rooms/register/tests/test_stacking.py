"""The stack of a slice: what raises the level, what is a slice, and that the class never changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.core.instruments.scoring import CLASSES
from baken.rooms.library.queries import stacking_rules
from baken.rooms.register.rules.stacking import (
    Member,
    Reason,
    Slice,
    SliceRefused,
    Stack,
    problems_of_slice,
    stack_of,
)

START = datetime(2026, 10, 5, 1, 0, tzinfo=UTC)
BOATS = Slice(group="boat crews", from_at=START, to_at=START + timedelta(hours=3), task="landing")


def members(*classes: str, factors: frozenset[str] = frozenset()) -> list[Member]:
    return [Member(f"R-{n}", one, factors) for n, one in enumerate(classes)]


def raised(*classes: str) -> int:
    return stack_of(BOATS, members(*classes), stacking_rules()).raises


@pytest.mark.parametrize(
    ("classes", "raises"),
    [
        ((), 0),
        (("low",) * 9, 0),
        (("medium", "medium"), 0),
        (("medium", "medium", "medium"), 1),
        (("medium",) * 7, 1),
        (("high",), 0),
        (("high", "medium"), 0),
        (("high", "medium", "low"), 0),
        (("high", "medium", "medium"), 1),
        (("high", "medium", "medium", "medium"), 1),
        (("high", "high"), 2),
        (("high", "high", "high", "medium"), 2),
        (("extreme", "medium", "medium"), 1),
        (("extreme", "high"), 2),
        (("extreme",), 0),
    ],
)
def test_stack_raises_by_counts(classes: tuple[str, ...], raises: int) -> None:
    assert raised(*classes) == raises


@pytest.mark.parametrize(
    ("brought", "circumstances", "rule"),
    [
        ([{"noise"}, {"ototoxic_substance"}], set(), "noise_with_ototoxic_or_vibration"),
        ([{"noise", "vibration"}], set(), "noise_with_ototoxic_or_vibration"),
        ([{"noise"}, {"noise"}], set(), ""),
        ([{"heat"}, {"ppe"}], set(), "heat_with_load"),
        ([{"heat"}], {"exertion"}, "heat_with_load"),
        ([{"heat"}], {"dehydration"}, "heat_with_load"),
        ([{"heat"}], set(), ""),
        ([{"driving"}], {"night_work"}, "fatigue_with_control"),
        ([{"short_sleep"}, {"flying"}], set(), "fatigue_with_control"),
        ([{"diving"}], {"long_duty"}, "fatigue_with_control"),
        ([{"weapons"}], {"short_sleep"}, "fatigue_with_control"),
        ([{"short_sleep"}, {"long_duty"}], set(), ""),
        ([{"vehicles"}, {"people_on_foot"}], {"darkness"}, "darkness_with_vehicles"),
        ([{"vehicles"}], {"darkness"}, ""),
        ([{"people_on_foot"}], {"darkness"}, ""),
        ([set()], {"alcohol"}, "alcohol_or_medication"),
        ([{"medication"}, set()], set(), "alcohol_or_medication"),
        ([{"medication"}, {"alcohol"}], set(), "alcohol_or_medication"),
        ([{"medication"}], {"medication"}, "alcohol_or_medication"),
        ([{"medication"}], set(), ""),
        ([], {"alcohol"}, ""),
        ([{"safety_critical_task"}], {"understrength"}, "understrength_critical"),
        ([{"double_role"}, {"safety_critical_task"}], set(), "understrength_critical"),
        ([set()], {"inexperience"}, ""),
        ([set()], {"lone_work"}, ""),
    ],
)
def test_stack_raises_by_named_combination(
    brought: list[set[str]], circumstances: set[str], rule: str
) -> None:
    some = [Member(f"R-{n}", "low", frozenset(one)) for n, one in enumerate(brought)]
    slice_ = replace(BOATS, circumstances=frozenset(circumstances))
    made = stack_of(slice_, some, stacking_rules())
    assert [one.code for one in made.reasons] == ([rule] if rule else [])
    assert made.raises == (1 if rule else 0)


@pytest.mark.parametrize(
    ("factor", "rule"),
    [("inexperience", "inexperience_with_high"), ("lone_work", "lone_work_with_high")],
)
@pytest.mark.parametrize(
    ("risk_class", "raises"), [("low", 0), ("medium", 0), ("high", 1), ("extreme", 1)]
)
def test_stack_raises_with_a_high_risk(
    factor: str, rule: str, risk_class: str, raises: int
) -> None:
    slice_ = replace(BOATS, circumstances=frozenset({factor}))
    made = stack_of(slice_, members(risk_class), stacking_rules())
    assert made.raises == raises
    assert [one.code for one in made.reasons] == [rule] * raises


def test_stack_by_counts_and_combination_raises_at_most_two() -> None:
    dark = replace(BOATS, circumstances=frozenset({"darkness", "night_work"}))
    craft = frozenset({"vehicles", "people_on_foot", "driving"})
    one_and_one = stack_of(
        dark, members("high", "medium", "medium", factors=craft), stacking_rules()
    )
    two_and_one = stack_of(dark, members("high", "high", factors=craft), stacking_rules())
    assert (one_and_one.raises, two_and_one.raises) == (2, 2)


def test_stack_several_combinations_raise_by_one_together() -> None:
    dark = replace(BOATS, circumstances=frozenset({"darkness", "night_work"}))
    craft = frozenset({"vehicles", "people_on_foot", "driving"})
    made = stack_of(dark, members("medium", factors=craft), stacking_rules())
    assert [one.code for one in made.reasons] == ["fatigue_with_control", "darkness_with_vehicles"]
    assert made.raises == 1


def test_stack_says_which_risks_are_the_reason() -> None:
    some = [
        Member("R-1", "high"),
        Member("R-2", "medium", frozenset({"noise"})),
        Member("R-3", "medium", frozenset({"vibration"})),
        Member("R-4", "low"),
    ]
    assert stack_of(BOATS, some, stacking_rules()).reasons == (
        Reason("count", "high_with_two_medium", ("R-1", "R-2", "R-3")),
        Reason("combination", "noise_with_ototoxic_or_vibration", ("R-2", "R-3")),
    )


def test_stack_counts_a_risk_that_is_told_twice_once_by_its_worst() -> None:
    twice = [Member("R-1", "medium", frozenset({"heat"})), Member("R-1", "high"), *members("low")]
    made = stack_of(BOATS, twice, stacking_rules())
    assert made.members == (Member("R-1", "high", frozenset({"heat"})), Member("R-0", "low"))
    assert made.raises == 0


@pytest.mark.parametrize(
    ("stack", "needed"),
    [
        (Stack(), False),
        (Stack(members=tuple(members("high"))), False),
        (Stack(members=tuple(members("high", "low"))), True),
        (Stack(members=tuple(members("high")), raises=1), True),
    ],
)
def test_stack_needs_to_be_seen_when_there_is_more_than_the_risk(
    stack: Stack, *, needed: bool
) -> None:
    assert stack.needs_sight is needed


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({}, ()),
        ({"to_at": START + timedelta(hours=12)}, ()),
        ({"to_at": START + timedelta(hours=12, seconds=1)}, ("longer_than_a_shift",)),
        ({"to_at": START}, ("ends_before_start",)),
        ({"unit_level": 1}, ()),
        ({"unit_level": 2}, ("whole_unit",)),
        ({"unit_level": 3}, ("whole_unit",)),
        ({"group": " "}, ("no_group",)),
        ({"task": "", "place": "beach"}, ()),
        ({"task": " "}, ("no_task_or_place",)),
        ({"circumstances": frozenset({"dragons"})}, ("unknown_circumstance",)),
        ({"group": "", "unit_level": 4}, ("no_group", "whole_unit")),
    ],
)
def test_slice_is_small(changes: dict[str, object], problems: tuple[str, ...]) -> None:
    slice_ = replace(BOATS, **changes)  # type: ignore[arg-type]
    assert problems_of_slice(slice_, stacking_rules()) == problems


def test_stack_of_what_is_no_slice_is_refused() -> None:
    with pytest.raises(SliceRefused, match="whole_unit") as found:
        stack_of(replace(BOATS, unit_level=3), [], stacking_rules())
    assert found.value.codes == ("whole_unit",)


some_factors = st.frozensets(st.sampled_from(sorted(stacking_rules().factors)), max_size=4)
some_members = st.builds(
    Member,
    risk=st.sampled_from([f"R-{n}" for n in range(6)]),
    risk_class=st.sampled_from(CLASSES),
    factors=some_factors,
)


@given(st.lists(some_members, max_size=6), some_members, some_factors)
def test_stack_never_raises_less_by_one_risk_more(
    some: list[Member], one_more: Member, circumstances: frozenset[str]
) -> None:
    slice_ = replace(BOATS, circumstances=circumstances)
    before = stack_of(slice_, some, stacking_rules()).raises
    assert 0 <= before <= stack_of(slice_, [*some, one_more], stacking_rules()).raises <= 2


@given(st.lists(some_members, max_size=6, unique_by=lambda one: one.risk), some_factors)
def test_stack_never_changes_a_class(some: list[Member], circumstances: frozenset[str]) -> None:
    slice_ = replace(BOATS, circumstances=circumstances)
    assert stack_of(slice_, some, stacking_rules()).members == tuple(some)
