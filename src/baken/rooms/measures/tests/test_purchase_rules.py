"""What decides about small purchases, as tables of cases with their borders."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from baken.rooms.measures.rules import purchasing as rules
from baken.rooms.measures.rules.purchasing import PurchaseFacts

NOW = datetime(2026, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Luchttechniek B.V.", "luchttechniek bv"),
        ("De Boer & Zn.", "de boer zn"),
        ("Handel N.V.", "HANDEL"),
        ("BV", "b.v."),
        ("!!", "!!"),
    ],
)
def test_supplier_key_of_names_typed_otherwise_is_the_same(one: str, other: str) -> None:
    assert rules.supplier_key(one) == rules.supplier_key(other) != ""


def test_supplier_key_longer_than_its_column_is_cut() -> None:
    assert len(rules.supplier_key("ß" * 200)) == 200


def test_supplier_key_of_different_suppliers_differs() -> None:
    assert rules.supplier_key("Handel Oost") != rules.supplier_key("Handel West")


@pytest.mark.parametrize(
    ("cents", "others", "found"),
    [(600, [], False), (600, [400], False), (600, [401], True), (1200, [], False)],
)
def test_splits_when_together_they_pass_the_limit(
    cents: int, others: list[int], found: bool
) -> None:
    assert rules.splits(cents=cents, others=others, limit=1000) is found


@pytest.mark.parametrize(
    ("before", "after", "fallen", "per_step"),
    [
        ("high", "low", 2, 50),
        ("high", "medium", 1, 100),
        ("high", "high", 0, None),
        ("low", "high", -2, None),
        ("", "low", None, None),
        ("high", "", None, None),
    ],
)
def test_euro_per_class_step_follows_from_the_classes(
    before: str, after: str, fallen: int | None, per_step: int | None
) -> None:
    assert rules.steps_fallen(before, after) == fallen
    assert rules.cents_per_step(cents=100, before=before, after=after) == per_step


@pytest.mark.parametrize(
    ("effect", "after", "fits"),
    [
        ("yes", "medium", True),
        ("yes", "high", False),
        ("partly", "high", True),
        ("partly", "medium", True),
        ("no", "medium", False),
        ("no", "extreme", True),
        ("yes", "", True),
    ],
)
def test_effect_fits_the_classes_before_and_after(effect: str, after: str, fits: bool) -> None:
    assert rules.fits_effect(effect=effect, before="high", after=after) is fits


def test_days_between_moments_are_whole_and_unknown_while_one_is_to_come() -> None:
    assert rules.days_between(NOW, NOW + timedelta(hours=47)) == 1
    assert rules.days_between(None, NOW) is None
    assert rules.days_between(NOW, None) is None


def test_missing_confirmations_are_those_not_said() -> None:
    assert rules.missing_confirmations(["a", "b"], ["b"]) == ("a",)


def _yes() -> bool:
    return True


_other_money = partial(rules.why_other_money, permit="approve")
_not_given_up = partial(rules.why_not_given_up, permit="approve")
CASES: list[tuple[Any, dict[str, Any], str]] = [
    (rules.why_forbidden, {}, ""),
    (rules.why_forbidden, {"is_forbidden": True}, "forbidden"),
    (rules.why_regular, {}, ""),
    (rules.why_regular, {"quotes_needed": None}, "regular_route"),
    (rules.why_no_quotes, {}, "too_few_quotes"),
    (rules.why_no_quotes, {"quotes": lambda: 1}, "no_own_quote"),
    (rules.why_no_quotes, {"quotes": lambda: 1, "has_own_quote": _yes}, ""),
    (rules.why_no_quotes, {"quotes_needed": None}, "no_own_quote"),
    (rules.why_not_safe, {}, ""),
    (rules.why_not_safe, {"unconfirmed": ("ce",)}, "unconfirmed"),
    (rules.why_no_framework, {}, ""),
    (rules.why_no_framework, {"is_outside_framework": True}, "outside_framework"),
    (rules.why_no_money, {"total_cents": 5, "left_cents": lambda: 5}, ""),
    (rules.why_no_money, {"total_cents": 5, "left_cents": lambda: 4}, "budget_short"),
    (rules.why_own, {}, ""),
    (rules.why_own, {"is_own": _yes}, "own_purchase"),
    (rules.why_no_finance_check, {}, "finance_not_asked"),
    (rules.why_no_finance_check, {"needs_finance": True}, ""),
    (
        rules.why_no_finance_check,
        {"needs_finance": True, "is_finance_checked": True},
        "finance_checked_already",
    ),
    (rules.why_finance_waits, {}, ""),
    (rules.why_finance_waits, {"needs_finance": True}, "finance_waits"),
    (rules.why_finance_waits, {"has_checked": _yes}, "own_finance_check"),
    (rules.why_no_mandate, {"post_level": lambda: 3}, ""),
    (rules.why_no_mandate, {"post_level": lambda: 2}, "no_mandate"),
    (rules.why_no_cosigning, {}, "cosigning_not_asked"),
    (rules.why_no_cosigning, {"levels_up": 1, "is_cosigned": True}, "cosigned_already"),
    (rules.why_no_cosigning, {"levels_up": 1, "post_level": lambda: 3}, "cosigned_a_level_up"),
    (rules.why_no_cosigning, {"levels_up": 1, "post_level": lambda: 4}, ""),
    (rules.why_cosigning_waits, {}, ""),
    (rules.why_cosigning_waits, {"has_cosigned": _yes}, "own_cosigning"),
    (
        rules.why_cosigning_waits,
        {"levels_up": 1, "post_level": lambda: 4, "has_cosigned": _yes},
        "own_cosigning",
    ),
    (
        rules.why_cosigning_waits,
        {"levels_up": 1, "is_cosigned": True, "has_cosigned": _yes},
        "own_cosigning",
    ),
    (rules.why_cosigning_waits, {"levels_up": 1, "post_level": lambda: 3}, "cosigning_waits"),
    (rules.why_cosigning_waits, {"levels_up": 1, "post_level": lambda: 4}, ""),
    (rules.why_cosigning_waits, {"levels_up": 1, "is_cosigned": True}, ""),
    (rules.why_not_effect, {"is_effect_due": True}, ""),
    (rules.why_not_effect, {}, "effect_too_soon"),
    (rules.why_not_effect, {"is_effect_due": True, "has_bought": _yes}, "own_order"),
    (rules.why_not_effect, {"is_effect_due": True, "is_own": _yes}, "own_order"),
    (_other_money, {}, "other_money"),
    (_other_money, {"holds_money": "approve".__eq__}, ""),
    (_not_given_up, {}, ""),
    (_not_given_up, {"is_ordered": True, "is_own": _yes}, "own_purchase"),
    (_not_given_up, {"is_ordered": True}, "ordered_already"),
    (_not_given_up, {"is_ordered": True, "holds_money": "approve".__eq__}, ""),
    (rules.why_hands_over, {}, ""),
    (rules.why_hands_over, {"hands_over": _yes}, "hands_over"),
]


@pytest.mark.parametrize(("why", "facts", "code"), CASES)
def test_purchase_rule_refuses_with_its_code(why: Any, facts: dict[str, Any], code: str) -> None:
    assert why(PurchaseFacts(**facts)) == code


def test_cosigning_level_ends_at_the_top_of_the_tree() -> None:
    assert PurchaseFacts(levels_up=1, budget_level=7).cosigning_level == 7
    assert PurchaseFacts(levels_up=0).cosigning_level == 0
