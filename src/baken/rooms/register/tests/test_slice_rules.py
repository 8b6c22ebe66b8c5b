"""What counts in a slice, which level it asks, and what leaves when one risk is taken out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from baken.rooms.library.queries import stacking_rules
from baken.rooms.register.rules.slices import (
    Ruled,
    SliceFacts,
    Without,
    counts_in_stack,
    is_looser,
    needed_level,
    needs_end,
    outgrows,
    within_rules,
    without_each,
    worst_stack,
)
from baken.rooms.register.rules.stacking import NO_STACK, Member, Slice, Stack, stack_of

START = datetime(2026, 10, 5, 3, 0, tzinfo=UTC)
BOATS = Slice("boat crews", START, START + timedelta(hours=3), task="landing")


def ruled(risk: str, risk_class: str, level: int, *factors: str, highest: int = 6) -> Ruled:
    return Ruled(Member(risk, risk_class, frozenset(factors)), level, highest)


# The worked example of the reference, section 14: capsize, cold water, fatigue, and darkness with craft.
EXAMPLE = (
    ruled("capsize", "high", 4, "vehicles", "people_on_foot"),
    ruled("cold", "medium", 3),
    ruled("fatigue", "medium", 3),
)
DARK = replace(BOATS, circumstances=frozenset({"darkness"}))


@pytest.mark.parametrize(
    ("state", "risk_class", "counts"),
    [
        ("identified", "low", True),
        ("accepted", "extreme", True),
        ("transferred", "medium", True),
        ("avoided", "high", False),
        ("closed", "high", False),
        ("identified", "", False),
    ],
)
def test_risk_counts_while_it_is_met(state: str, risk_class: str, counts: bool) -> None:
    assert counts_in_stack(state=state, risk_class=risk_class) is counts


def test_level_of_the_worked_example_is_that_of_the_chief_of_defence() -> None:
    stack = stack_of(DARK, [one.member for one in EXAMPLE], stacking_rules())
    assert (stack.raises, needed_level(EXAMPLE, stack)) == (2, 6)


def test_level_never_goes_past_the_highest_and_never_down() -> None:
    two = Stack(raises=2)
    assert needed_level([ruled("a", "high", 5)], two) == 6
    assert needed_level([ruled("a", "extreme", 7)], two) == 7
    assert needed_level([], two) is None


def test_without_each_says_what_leaves_with_every_risk() -> None:
    assert without_each(DARK, EXAMPLE, stacking_rules()) == (
        Without("capsize", 0, 3),
        Without("cold", 1, 5),
        Without("fatigue", 1, 5),
    )


def test_without_the_only_risk_nothing_is_left() -> None:
    assert without_each(BOATS, EXAMPLE[:1], stacking_rules()) == (Without("capsize", 0, None),)


def test_slice_that_was_kept_still_stacks_when_the_rules_became_stricter() -> None:
    rules = replace(stacking_rules(), longest_hours=2)
    kept = replace(DARK, circumstances=frozenset({"darkness", "forgotten"}), unit_level=3)
    now = within_rules(kept, rules)
    assert now == replace(DARK, to_at=START + timedelta(hours=2))
    assert stack_of(now, [one.member for one in EXAMPLE], rules).raises == 2


@pytest.mark.parametrize(("after", "code"), [(-1, "not_over"), (0, ""), (1, "")])
def test_slice_runs_out_from_its_end_on(after: int, code: str) -> None:
    facts = SliceFacts(to_at=START, at=START + timedelta(seconds=after))
    assert needs_end(facts) == code


def test_worst_stack_raises_most_and_of_equal_ones_holds_most() -> None:
    small, large = Stack(raises=1), Stack((EXAMPLE[0].member,), raises=1)
    assert worst_stack([small, large, Stack()], NO_STACK) is large
    assert worst_stack([], NO_STACK) is NO_STACK


@pytest.mark.parametrize(
    ("raises", "level", "raises_now", "expected"),
    [(0, 3, 1, True), (1, 4, 1, False), (2, 5, 1, False), (0, 6, 2, False), (1, 5, 2, True)],
)
def test_stack_outgrows_a_decision_when_it_asks_a_higher_level_by_now(
    raises: int, level: int, raises_now: int, *, expected: bool
) -> None:
    found = outgrows(raises=raises, level=level, raises_now=raises_now, highest=6)
    assert found is expected


def test_slice_is_looser_when_it_raises_less() -> None:
    assert is_looser(Stack(raises=2), Stack(raises=1))
    assert not is_looser(Stack(raises=1), Stack(raises=1))
    assert not is_looser(NO_STACK, Stack(raises=1))
