"""The terms of measures: what the file holds and how a mistake in it is named."""

from __future__ import annotations

from typing import Any

import pytest

from baken.core.instruments.data_file import DataProblem
from baken.rooms.library.queries.measure_terms import measure_terms
from baken.rooms.library.rules.measure_terms import read_measure_terms

GOOD: dict[str, Any] = {
    "version": 1,
    "source": "Test",
    "decide_days": 30,
    "answer_days": 10,
    "verify_days": 60,
    "overdue_days": 60,
}


def test_measure_terms_of_the_library_are_working_days() -> None:
    found = measure_terms()
    assert found.answer_days < found.decide_days
    assert min(found.decide_days, found.verify_days, found.overdue_days) > 0


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"answer_days": 0}, "answer_days"),
        ({"verify_days": "long"}, "verify_days"),
        ({"colour": "red"}, "colour"),
        ({"source": ""}, "source"),
    ],
)
def test_measure_terms_with_a_mistake_name_file_and_field(
    change: dict[str, Any], where: str
) -> None:
    with pytest.raises(DataProblem, match=f"terms.yaml, head, {where}"):
        read_measure_terms("terms.yaml", {**GOOD, **change})
