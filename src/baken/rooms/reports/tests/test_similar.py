"""What looks alike: by shared words and by subject, over 24 months, within reach."""

from __future__ import annotations

from datetime import timedelta

import pytest

from baken.conftest import Cast
from baken.rooms.reports.models import Occurrence, OccurrenceCode, Report
from baken.rooms.reports.queries.similar import (
    count_similar,
    similar_reports,
)
from baken.rooms.reports.tests.factories import make_occurrence, make_report

STORY = "De vergrendeling van de torenluik schiet los tijdens het rijden over hobbels."


@pytest.fixture
def report(cast: Cast) -> Report:
    """A report to compare with."""
    return make_report(unit=cast.company, at=cast.at, story=STORY)


def alike(cast: Cast, report: Report, **more: int) -> list[Report]:
    found = similar_reports(actor=cast.safety_adviser.actor, report=report, at=cast.at, **more)
    return [one.report for one in found]


def shares(cast: Cast, report: Report) -> list[tuple[str, ...]]:
    """Why each is called alike."""
    found = similar_reports(actor=cast.safety_adviser.actor, report=report, at=cast.at)
    return [one.shares for one in found]


def test_similar_two_shared_words_are_alike(cast: Cast, report: Report) -> None:
    other = make_report(
        unit=cast.company, at=cast.at, story="Vergrendeling versleten, torenluik klappert."
    )
    kitchen = "Vergrendeling van de kantinedeur stuk."
    make_report(unit=cast.company, at=cast.at, story=kitchen, place="")
    make_report(unit=cast.company, at=cast.at, story="Soep was koud.")
    assert alike(cast, report) == [other]


def test_similar_most_shared_words_come_first(cast: Cast, report: Report) -> None:
    best = make_report(unit=cast.company, at=cast.at - timedelta(days=9), story=STORY)
    less = make_report(
        unit=cast.company, at=cast.at, story="Vergrendeling versleten, torenluik klappert."
    )
    assert alike(cast, report) == [best, less]


def test_similar_place_counts_too(cast: Cast) -> None:
    first = make_report(
        unit=cast.company, at=cast.at, story="Gladde vloer.", place="Wasstraat West"
    )
    other = make_report(
        unit=cast.company, at=cast.at, story="Bijna gevallen op de vloer.", place="Wasstraat West"
    )
    assert alike(cast, first) == [other]


def test_similar_says_what_is_shared(cast: Cast) -> None:
    story = "Bijna gestruikeld over het struikeldraad langs het pad."
    first = make_report(unit=cast.company, at=cast.at, story=story, place="Poort 3")
    other = "Iemand viel over een struikeldraad."
    make_report(unit=cast.company, at=cast.at, story=other, place="Bij poort 3")
    assert shares(cast, first) == [("struikeldraad", "poort 3")]


def test_similar_part_of_a_word_is_not_the_word(cast: Cast) -> None:
    first = make_report(
        unit=cast.company, at=cast.at, story="De brandslang en het rooster zijn kapot.", place=""
    )
    make_report(
        unit=cast.squadron,
        owner_unit=cast.company,
        at=cast.at,
        story="De hoofdbrandslang en het ventilatierooster zijn kapot.",
        place="",
    )
    assert alike(cast, first) == []


def test_similar_itself_is_not_alike(cast: Cast, report: Report) -> None:
    assert alike(cast, report) == []


@pytest.mark.parametrize(("days", "found"), [(729, 1), (731, 0)])
def test_similar_looks_back_twenty_four_months(
    cast: Cast, report: Report, days: int, found: int
) -> None:
    make_report(unit=cast.company, at=cast.at - timedelta(days=days), story=STORY)
    assert len(alike(cast, report)) == found


def test_similar_out_of_reach_is_not_shown(cast: Cast, report: Report) -> None:
    make_report(unit=cast.squadron, at=cast.at, story=STORY)
    assert alike(cast, report) == []


def test_similar_shows_no_more_than_asked(cast: Cast, report: Report) -> None:
    for _ in range(4):
        make_report(unit=cast.company, at=cast.at, story=STORY)
    assert len(alike(cast, report, most=3)) == 3


@pytest.mark.parametrize("story", ["ja", "nee en dan", "\"' OR 1=1 --", "((((", "a*b^c:d"])
def test_similar_to_words_that_tell_nothing_finds_nothing(cast: Cast, story: str) -> None:
    odd = make_report(unit=cast.company, at=cast.at, story=story, place="")
    make_report(unit=cast.company, at=cast.at, story=STORY)
    assert alike(cast, odd) == []


# ---- by subject ----


def coded(cast: Cast, *, unit: str = "COMPANY", days: int = 0, subject: str = "ppe") -> Occurrence:
    made = make_occurrence(unit=cast.unit(unit), at=cast.at - timedelta(days=days))
    OccurrenceCode.objects.of(made).update(code=subject)
    return made


def test_count_similar_stops_at_three(cast: Cast) -> None:
    one = coded(cast)
    assert count_similar(occurrence=one, subjects=["ppe"], at=cast.at) == 0
    for _ in range(5):
        coded(cast)
    assert count_similar(occurrence=one, subjects=["ppe"], at=cast.at) == 3


def test_count_similar_counts_the_same_unit_and_period_alone(cast: Cast) -> None:
    one = coded(cast)
    coded(cast, unit="BATTALION")
    coded(cast, days=731)
    coded(cast, days=700)
    assert count_similar(occurrence=one, subjects=["ppe"], at=cast.at) == 1


def test_count_similar_without_subjects_is_nothing(cast: Cast) -> None:
    one = coded(cast)
    coded(cast)
    assert count_similar(occurrence=one, subjects=[], at=cast.at) == 0
