"""The factors that hazards bring: the file is whole, and a mistake in it is named."""

from __future__ import annotations

from typing import Any

import pytest

from baken.core.instruments.data_file import DataProblem
from baken.rooms.library.queries.hazard_factors import hazard_factors
from baken.rooms.library.rules.hazard_factors import read_hazard_factors


def _read(*items: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    content = {"version": 1, "source": "test", "items": list(items)}
    return read_hazard_factors(
        "factors.yaml", content, hazards=["physical.noise"], factors=["noise"]
    )


def test_hazard_factors_of_the_library_can_be_read() -> None:
    assert hazard_factors()["physical.noise"] == ("noise",)


def test_hazard_factors_are_kept_by_hazard() -> None:
    read = _read({"code": "physical.noise", "factors": ["noise"]})
    assert read == {"physical.noise": ("noise",)}


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([{"code": "physical.mood", "factors": ["noise"]}], "there is no hazard physical.mood"),
        ([{"code": "physical.noise", "factors": ["mood"]}], "factors"),
        ([{"code": "physical.noise", "factors": []}], "name at least one factor"),
        ([{"code": "physical.noise", "factors": ["noise"], "more": 1}], "more"),
        ([{"code": "physical.noise", "factors": ["noise"]}] * 2, "stands twice"),
    ],
)
def test_hazard_factors_with_a_mistake_are_refused(items: list[Any], text: str) -> None:
    with pytest.raises(DataProblem, match=text):
        _read(*items)
