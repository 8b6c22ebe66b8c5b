"""The rules of small purchases: what the file holds and how a mistake in it is named."""

from __future__ import annotations

from typing import Any

import pytest

from baken.core.instruments.data_file import DataProblem
from baken.rooms.library.queries.purchasing import purchasing
from baken.rooms.library.rules.purchasing import read_purchasing

GOOD: dict[str, Any] = {
    "version": 1,
    "source": "Test",
    "mandate_level": 3,
    "budgets": [{"level": 3, "euros": 100}],
    "steps": [
        {"up_to_euros": 10, "quotes": 1, "levels_up": 0},
        {"up_to_euros": 20, "quotes": 2, "finance_check": True, "levels_up": 1},
    ],
    "splitting_days": 90,
    "decide_days": 2,
    "delivery_days": 15,
    "effect_days": 60,
    "left_from_month": 10,
    "rush_percent": 30,
    "confirmations": [{"code": "ce", "nl": "CE", "en": "CE"}],
    "categories": [{"code": "tools", "nl": "gereedschap", "en": "tools", "asks": ["ce"]}],
    "frameworks": [{"code": "one", "nl": "raam", "en": "frame", "categories": ["tools"]}],
    "no_risk": [{"code": "duty", "nl": "plicht", "en": "duty"}],
}


@pytest.mark.parametrize(
    ("cents", "quotes"),
    [(1, 1), (250_000, 1), (250_001, 2), (1_000_000, 2), (1_500_000, 2)],
)
def test_purchasing_of_the_library_finds_the_step_of_an_amount(cents: int, quotes: int) -> None:
    step = purchasing().step_of(cents)
    assert step is not None
    assert step.quotes == quotes


def test_purchasing_above_the_last_step_goes_the_regular_route() -> None:
    assert purchasing().step_of(1_500_001) is None


def test_purchasing_of_the_library_asks_finance_and_a_level_up_as_amounts_rise() -> None:
    found = purchasing()
    assert [one.finance_check for one in found.steps] == [False, True, True]
    assert [one.levels_up for one in found.steps] == [0, 0, 1]
    assert found.budgets == {3: 2_500_000, 4: 7_500_000}
    assert found.categories["weapons"].is_forbidden


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"effect_days": 0}, "head, effect_days"),
        ({"colour": "red"}, "head, colour"),
        ({"steps": []}, "head, steps"),
        ({"steps": [*GOOD["steps"], GOOD["steps"][0]]}, "head, steps 3, up_to_euros"),
        ({"budgets": []}, "head, budgets"),
        ({"budgets": GOOD["budgets"] * 2}, "head, budgets 2, level"),
        ({"categories": [{**GOOD["categories"][0], "asks": ["x"]}]}, "tools, asks"),
        ({"frameworks": [{**GOOD["frameworks"][0], "categories": ["x"]}]}, "one, categories"),
        ({"no_risk": GOOD["no_risk"] * 2}, "duty, code"),
        ({"confirmations": [{"code": "ce", "nl": "CE"}]}, "ce, en"),
    ],
)
def test_purchasing_with_a_mistake_names_file_entry_and_field(
    change: dict[str, Any], where: str
) -> None:
    with pytest.raises(DataProblem, match=f"purchasing.yaml, {where}"):
        read_purchasing("purchasing.yaml", {**GOOD, **change})
