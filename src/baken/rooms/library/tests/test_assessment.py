"""How risks are assessed: the file is whole, and a mistake in it is named."""

from __future__ import annotations

from typing import Any

import pytest

from baken.core.instruments.data_file import DataProblem
from baken.rooms.library.queries.assessment import assessment, scorers_needed
from baken.rooms.library.queries.scoring import scoring_models
from baken.rooms.library.rules.assessment import Assessment, read_assessment

SCORERS = {"low": 1, "medium": 2, "high": 2, "extreme": 3}
WHOLE: dict[str, Any] = {
    "version": 1,
    "source": "test",
    "default_model": "own",
    "turn": 2,
    "scorers": SCORERS,
}


def test_assessment_of_the_library_can_be_read() -> None:
    assert assessment().default_model in scoring_models()
    assert assessment().turn == 2


@pytest.mark.parametrize(
    ("risk_class", "people"), [("", 0), ("low", 1), ("medium", 2), ("high", 2), ("extreme", 2)]
)
def test_risk_takes_so_many_scorers_by_its_class(risk_class: str, people: int) -> None:
    assert scorers_needed(risk_class) == people


def test_assessment_is_kept_as_it_is_written() -> None:
    read = read_assessment("assessment.yaml", WHOLE, models=["own"])
    assert read == Assessment(version=1, default_model="own", turn=2, scorers=SCORERS)


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"default_model": "other"}, "default_model: “other” is not one of: own"),
        ({"turn": 1}, "assessment.yaml, head, turn: give a whole number from 2 to 9"),
        ({"scorers": {"low": 1}}, "scorers, medium: give a whole number"),
        ({"scorers": {**SCORERS, "grave": 2}}, "grave: there is no such field"),
        ({"more": 1}, "more: there is no such field"),
    ],
)
def test_assessment_with_a_mistake_is_refused(changed: dict[str, Any], text: str) -> None:
    with pytest.raises(DataProblem, match=text):
        read_assessment("assessment.yaml", {**WHOLE, **changed}, models=["own"])
