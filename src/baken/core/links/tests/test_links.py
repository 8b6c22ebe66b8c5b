"""Records are tied once, and the ties are followed as far as the actor may see."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from baken.core.links.models import Link
from baken.core.links.registry import linked_records, tie, ties_around, ties_from_all, untie
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.tests.factories import make_occurrence, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(cast: Any) -> Report:
    """A report of the company."""
    return make_report(unit=cast.company)


@pytest.fixture
def occurrence(cast: Any) -> Occurrence:
    """An occurrence of the company."""
    return make_occurrence(unit=cast.company)


def test_tie_keeps_both_ends_the_relation_and_the_day(
    report: Report, occurrence: Occurrence, at: datetime
) -> None:
    link = tie(source=report, relation="became", target=occurrence, at=at)
    assert (link.on, str(link)) == (
        date(2026, 3, 10),
        f"reports.report {report.pk} became reports.occurrence {occurrence.pk}",
    )


def test_tie_said_twice_is_one_link_of_the_first_day(
    report: Report, occurrence: Occurrence, at: datetime
) -> None:
    first = tie(source=report, relation="became", target=occurrence, at=at)
    again = tie(source=report, relation="became", target=occurrence, at=at + timedelta(days=3))
    assert (again.pk, again.on, Link.objects.count()) == (first.pk, first.on, 1)


def test_tie_of_another_relation_is_another_link(
    report: Report, occurrence: Occurrence, at: datetime
) -> None:
    tie(source=report, relation="became", target=occurrence, at=at)
    tie(source=report, relation="supports", target=occurrence, at=at)
    assert Link.objects.count() == 2


def test_linked_records_from_the_source_have_the_relation(
    cast: Any, report: Report, occurrence: Occurrence, at: datetime
) -> None:
    tie(source=report, relation="became", target=occurrence, at=at)
    found = list(linked_records(report, cast.commander.actor))
    assert found == [("became", occurrence)]


def test_linked_records_from_the_target_have_the_relation_turned(
    cast: Any, report: Report, occurrence: Occurrence, at: datetime
) -> None:
    tie(source=report, relation="became", target=occurrence, at=at)
    found = list(linked_records(occurrence, cast.commander.actor))
    assert found == [("became_of", report)]


def test_linked_records_of_one_kind_keep_their_direction(cast: Any, at: datetime) -> None:
    old, new = make_occurrence(unit=cast.company), make_occurrence(unit=cast.company)
    tie(source=old, relation="merged", target=new, at=at)
    actor = cast.commander.actor
    assert (list(linked_records(old, actor)), list(linked_records(new, actor))) == (
        [("merged", new)],
        [("merged_of", old)],
    )


def test_linked_records_out_of_reach_are_left_out(
    cast: Any, occurrence: Occurrence, at: datetime
) -> None:
    near, far = make_report(unit=cast.company), make_report(unit=cast.squadron)
    held = make_report(unit=cast.company, confidentiality=2)
    for report in (near, far, held):
        tie(source=report, relation="became", target=occurrence, at=at)
    seen = {name: list(linked_records(occurrence, cast.members[name].actor)) for name in NAMES}
    assert seen == {
        "commander": [("became_of", near)],
        "outsider": [("became_of", far)],
        "functional_admin": [],
    }


NAMES = ("commander", "outsider", "functional_admin")


def test_linked_records_of_an_untied_record_are_none(cast: Any, report: Report) -> None:
    assert list(linked_records(report, cast.commander.actor)) == []


def test_linked_record_with_the_same_number_in_another_table_is_not_mixed_up(
    cast: Any, occurrence: Occurrence, at: datetime
) -> None:
    report = make_report(unit=cast.company)
    Link.objects.create(
        source_table="reports.occurrence",
        source=report.pk,
        relation="became",
        target_table="reports.occurrence",
        target=occurrence.pk,
        on=at.date(),
    )
    assert list(linked_records(report, cast.commander.actor)) == []


def test_untie_takes_the_one_tie_away_and_says_whether_it_was_there(
    report: Report, occurrence: Occurrence, at: datetime
) -> None:
    tie(source=report, relation="became", target=occurrence, at=at)
    tie(source=report, relation="supports", target=occurrence, at=at)
    assert untie(source=report, relation="became", target=occurrence)
    assert not untie(source=report, relation="became", target=occurrence)
    assert Link.objects.get().relation == "supports"


def test_ties_are_asked_for_many_at_once_from_both_ends(cast: Any, at: datetime) -> None:
    low, middle, top = (make_occurrence(unit=cast.company) for _ in range(3))
    tie(source=low, relation="part_of", target=top, at=at)
    tie(source=middle, relation="part_of", target=top, at=at)
    tie(source=top, relation="supports", target=low, at=at)
    table, several = "reports.occurrence", [low.pk, middle.pk, top.pk]
    up, down = ties_around(table=table, relation="part_of", numbers=several)
    assert up == {low.pk: top.pk, middle.pk: top.pk}
    assert sorted(down) == sorted([(low.pk, top.pk), (middle.pk, top.pk)])


def test_ties_of_several_records_to_a_table_are_found_at_once(
    report: Report, occurrence: Occurrence, at: datetime
) -> None:
    tie(source=report, relation="became", target=occurrence, at=at)
    tie(source=occurrence, relation="supports", target=report, at=at)
    asked = {"sources": [report, occurrence], "relations": ("became", "supports")}
    assert ties_from_all(**asked, table="reports.occurrence") == [("became", occurrence.pk)]
    assert ties_from_all(**asked, table="reports.report") == [("supports", report.pk)]
    assert ties_from_all(sources=[], relations=("became",), table="reports.occurrence") == []
