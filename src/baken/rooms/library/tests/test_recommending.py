"""The terms of recommendations: what the file holds and how a mistake in it is named."""

from __future__ import annotations

from typing import Any

import pytest

from baken.core.instruments.data_file import DataProblem
from baken.rooms.library.queries.recommending import recommending
from baken.rooms.library.rules.recommending import read_recommending

SOURCES = ("ivd", "audit", "ovv")
GOOD: dict[str, Any] = {
    "version": 1,
    "source": "Test",
    "answer_weeks": 6,
    "parliament_warn_weeks": ["5", "4"],
    "parliament_sources": ["ivd"],
    "plan_weeks": 8,
    "effect_months": 6,
    "repeat_years": 5,
    "reject_level": 4,
    "owner_level": 4,
    "spoken_by_ivd": ["ivd"],
    "spoken_by_audit": ["audit"],
}


def test_recommending_of_the_library_has_the_terms_of_the_inspectorates() -> None:
    found = recommending()
    assert (found.answer_weeks, found.warn_weeks, found.effect_months) == (6, (4, 5), 6)
    assert "ivd" in found.parliament_sources


@pytest.mark.parametrize(
    ("source", "speaker"), [("ivd", "ivd"), ("audit", "audit"), ("ovv", "office")]
)
def test_speaker_of_a_source_is_the_office_unless_it_is_named(source: str, speaker: str) -> None:
    assert recommending().speaker_for(source) == speaker


def test_recommending_warns_the_earliest_week_first() -> None:
    assert read_recommending("r.yaml", GOOD, sources=SOURCES).warn_weeks == (4, 5)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"answer_weeks": 0}, "answer_weeks"),
        ({"parliament_warn_weeks": ["soon"]}, "parliament_warn_weeks"),
        ({"parliament_sources": ["nobody"]}, "parliament_sources"),
        ({"owner_level": 9}, "owner_level"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_recommending_with_a_mistake_names_file_and_field(
    change: dict[str, Any], where: str
) -> None:
    with pytest.raises(DataProblem, match=f"r.yaml, head, {where}"):
        read_recommending("r.yaml", {**GOOD, **change}, sources=SOURCES)
