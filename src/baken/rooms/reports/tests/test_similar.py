"""What looks alike: by shared words and by subject, over 24 months, within reach."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.rooms.reports.models import Occurrence, OccurrenceCode, Report
from baken.rooms.reports.queries.similar import (
    Similar,
    codes_for_likeness,
    count_similar,
    similar_records,
)
from baken.rooms.reports.rules import Coded
from baken.rooms.reports.tests.factories import make_occurrence, make_report

STORY = "De vergrendeling van de torenluik schiet los tijdens het rijden over hobbels."


@pytest.fixture
def report(cast: Cast) -> Report:
    """A report to compare with."""
    return make_report(unit=cast.company, at=cast.at, story=STORY)


def alike(cast: Cast, report: Report, **more: int) -> list[Report | Occurrence]:
    found = similar_records(actor=cast.safety_adviser.actor, record=report, at=cast.at, **more)
    return [one.record for one in found]


def shares(cast: Cast, report: Report) -> list[tuple[str, ...]]:
    """Why each is called alike."""
    found = similar_records(actor=cast.safety_adviser.actor, record=report, at=cast.at)
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


# ---- by codes ----


def by_codes(cast: Cast, record: Report | Occurrence, *subjects: str, **more: Any) -> list[Similar]:
    """What is like a record by these subjects, and by kind and context when they are given."""
    codes = Coded(subjects, **more)
    return similar_records(
        actor=cast.safety_adviser.actor, record=record, at=cast.at, codes=codes, most=20
    )


def test_shared_subject_makes_an_occurrence_alike_and_says_so(cast: Cast, report: Report) -> None:
    other = coded(cast, subject="fall_from_height")
    coded(cast, subject="noise")
    with translation.override("en"):
        found = by_codes(cast, report, "fall_from_height", kind=other.kind)
        assert [(one.record, one.subjects) for one in found] == [(other, ["Fall from height"])]
    assert found[0].alike.values("kind") == (other.kind,)
    assert not found[0].alike.has("context")


def test_more_shared_codes_come_first(cast: Cast, report: Report) -> None:
    both = coded(cast, subject="noise", days=9)
    OccurrenceCode.objects.create(record=both, scheme="subject", code="laser")
    kind = coded(cast, subject="noise", days=5)
    less = make_occurrence(unit=cast.company, at=cast.at, kind="incident")
    OccurrenceCode.objects.of(less).update(code="noise")
    found = by_codes(cast, report, "noise", "laser", kind=kind.kind)
    assert [one.record for one in found] == [both, kind, less]


def test_report_and_its_occurrence_are_named_once_with_both_reasons(
    cast: Cast, report: Report
) -> None:
    occurrence = coded(cast, subject="laser")
    other = make_report(
        unit=cast.company, at=cast.at, story=STORY, state="in_handling", occurrence=occurrence
    )
    (found,) = by_codes(cast, report, "laser")
    assert (found.record, found.occurrence) == (other, occurrence)
    assert found.alike.values("subject") == ("laser",)
    assert "vergrendeling" in found.shares


@pytest.mark.parametrize("subjects", [(), ("noise",)])
def test_codes_that_nothing_shares_find_nothing(
    cast: Cast, report: Report, subjects: tuple[str, ...]
) -> None:
    made = coded(cast, subject="laser")
    assert by_codes(cast, report, *subjects, kind=made.kind, context=made.context) == []


def test_domain_of_the_same_code_is_no_subject(cast: Cast, report: Report) -> None:
    made = coded(cast, subject="laser")
    OccurrenceCode.objects.of(made).update(scheme="domain")
    assert by_codes(cast, report, "laser") == []


@pytest.mark.parametrize(("days", "found"), [(729, 1), (731, 0)])
def test_codes_look_back_twenty_four_months(
    cast: Cast, report: Report, days: int, found: int
) -> None:
    coded(cast, days=days, subject="laser")
    assert len(by_codes(cast, report, "laser")) == found


def test_codes_out_of_reach_and_merged_ones_are_not_shown(cast: Cast, report: Report) -> None:
    coded(cast, unit="SQUADRON", subject="laser")
    merged = make_occurrence(unit=cast.company, at=cast.at, state="merged")
    OccurrenceCode.objects.of(merged).update(code="laser")
    assert by_codes(cast, report, "laser") == []


def test_codes_of_an_occurrence_out_of_reach_are_not_told_by_its_report(
    cast: Cast, report: Report
) -> None:
    away = coded(cast, unit="SQUADRON", subject="laser")
    make_report(unit=cast.company, at=cast.at, story=STORY, state="in_handling", occurrence=away)
    (found,) = by_codes(cast, report, "laser")
    assert found.alike.values("subject") == ()


def test_occurrence_is_not_like_itself_nor_its_own_reports(cast: Cast) -> None:
    one = make_occurrence(unit=cast.company, at=cast.at, title=STORY)
    make_report(unit=cast.company, at=cast.at, story=STORY, state="in_handling", occurrence=one)
    other = make_report(unit=cast.company, at=cast.at, story=STORY)
    found = by_codes(cast, one, "work_equipment")
    assert [each.record for each in found] == [other]


def test_codes_typed_wrong_or_twice_are_left_out() -> None:
    found = codes_for_likeness({"subjects": ["laser", "dragons", "laser"], "kind": None})
    assert found == Coded(("laser",))
