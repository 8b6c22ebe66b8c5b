"""What is due soonest, oldest or newest: right for everybody whose statement has the same text."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, Q

from baken.conftest import Cast
from baken.core.access import NOBODY, Actor
from baken.core.lists import kept
from baken.core.lists.plain import rows_of
from baken.core.lists.pressing import NEWEST, OLDEST, SOONEST, Heading, Values, first_of
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import READ, TRIAGE
from baken.rooms.reports.tests.factories import make_report

pytestmark = pytest.mark.django_db


def _at_place(rows: Any, given: Values) -> Any:
    return rows.filter(place=given["place"])


def _due(rows: Any, given: Values) -> Any:
    return rows.filter(due_at__lte=given["at"])


def _meant(rows: Any, given: Values) -> Any:
    return rows.filter(given["meant"])


def _beside(rows: Any, given: Values) -> Any:
    beside = Report.objects.for_system(reason="filter").filter(pk=OuterRef("pk"))
    return rows.annotate(is_there=Exists(beside.filter(place=given["place"])))


@pytest.fixture
def reports(cast: Cast) -> list[Report]:
    """Six reports, each due a day before the one before it; the last without a term."""
    made = [
        make_report(unit=cast.company, at=cast.at, place=f"plaats {place % 2}")
        for place in range(6)
    ]
    for place, one in enumerate(made[:5]):
        due = cast.at + timedelta(days=10 - place)
        Report.objects.for_system(reason="demo").filter(pk=one.pk).update(due_at=due)
    Report.objects.for_system(reason="demo").filter(pk=made[5].pk).update(due_at=None)
    return made


def _places(found: list[Report], reports: list[Report]) -> list[int]:
    return [[one.pk for one in reports].index(report.pk) for report in found]


def test_soonest_come_by_their_term_and_what_has_none_does_not(
    cast: Cast, reports: list[Report]
) -> None:
    found = first_of((Heading(READ),), by=SOONEST, root=Report, actor=cast.commander.actor, most=9)
    assert _places(found, reports) == [4, 3, 2, 1, 0]


def test_so_many_of_each_heading_come_in_one_query(
    cast: Cast, reports: list[Report], django_assert_num_queries: Any
) -> None:
    headings = (Heading(READ, _at_place), Heading(READ), Heading(TRIAGE, is_rare=False))
    asked: dict[str, Any] = {"root": Report, "actor": cast.safety_adviser.actor, "most": 2}
    with django_assert_num_queries(1):
        found = first_of(headings, by=SOONEST, given={"place": "plaats 0"}, **asked)
    assert _places(found, reports) == [4, 3, 2]
    assert _places(first_of(headings[1:], by=OLDEST, **asked), reports) == [0, 1]
    assert _places(first_of(headings[1:], by=NEWEST, **asked), reports) == [5, 4]


def test_the_same_text_is_asked_with_other_values(cast: Cast, reports: list[Report]) -> None:
    kept.worked_out.cache_clear()
    headings = (Heading(READ, _due), Heading(READ, _at_place))
    found = []
    for days, place in ((6, "nergens"), (8, "nergens"), (0, "plaats 1")):
        given = {"at": cast.at + timedelta(days=days), "place": place}
        rows = first_of(
            headings, by=SOONEST, root=Report, actor=cast.commander.actor, given=given, most=9
        )
        found.append(_places(rows, reports))
    assert found == [[4], [4, 3, 2], [3, 1]]
    assert kept.worked_out.cache_info().misses == 1


def test_the_same_text_is_asked_for_another_person(cast: Cast) -> None:
    kept.worked_out.cache_clear()
    here, elsewhere = make_report(unit=cast.company), make_report(unit=cast.squadron)
    found = [
        first_of((Heading(READ),), by=OLDEST, root=Report, actor=one.actor, most=9)
        for one in (
            cast.add("one", ("commander", "COMPANY", None)),
            cast.add("another", ("commander", "SQUADRON", None)),
        )
    ]
    assert found == [[here], [elsewhere]]
    assert kept.worked_out.cache_info().misses == 1


def test_a_condition_that_is_given_counts_for_what_it_says(
    cast: Cast, reports: list[Report]
) -> None:
    def found(meant: Q) -> list[int]:
        rows = first_of(
            (Heading(READ, _meant),),
            by=OLDEST,
            root=Report,
            actor=cast.commander.actor,
            given={"meant": meant},
            most=9,
        )
        return _places(rows, reports)

    keys = [one.pk for one in reports]
    assert found(Q(pk__in=keys[:2])) == [0, 1]
    assert found(Q(pk__in=keys[3:5])) == [3, 4]
    assert found(~Q(pk__in=keys[:5])) == [5]
    assert found(Q(pk__in=[])) == []
    assert found(Q(pk__isnull=False)) == [0, 1, 2, 3, 4, 5]


def test_what_goes_along_is_told_of_what_is_given(
    cast: Cast, reports: list[Report], django_assert_num_queries: Any
) -> None:
    actor = cast.commander.actor

    def found(place: str) -> list[bool]:
        with django_assert_num_queries(1):
            rows = first_of(
                (Heading(READ),),
                by=SOONEST,
                root=Report,
                actor=actor,
                given={"place": place},
                most=9,
                related=("unit",),
                fields=("ref", "unit__code", "due_at"),
                along=_beside,
            )
            assert {one.unit.code for one in rows} == {"COMPANY"}
        return [one.is_there for one in rows]

    assert found("plaats 1") == [False, True, False, True, False]
    assert found("plaats 0") == [True, False, True, False, True]


@pytest.mark.parametrize("actor", [NOBODY, Actor(kind="person")])
def test_what_cannot_be_asks_nothing(
    cast: Cast, reports: list[Report], actor: Actor, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert first_of((Heading(READ),), by=OLDEST, root=Report, actor=actor, most=2) == []
        assert first_of((), by=SOONEST, root=Report, actor=actor, most=2) == []


@pytest.mark.parametrize("value", [None, 1.5, True, [1], date])
def test_a_value_that_is_none_or_of_no_known_kind_is_refused(cast: Cast, value: Any) -> None:
    with pytest.raises(TypeError, match="place is given as"):
        first_of(
            (Heading(READ, _at_place),),
            by=OLDEST,
            root=Report,
            actor=cast.commander.actor,
            given={"place": value},
            most=2,
        )


def test_a_moment_is_asked_to_the_microsecond(cast: Cast, reports: list[Report]) -> None:
    def found(at: datetime) -> list[int]:
        headings, given = (Heading(READ, _due),), {"at": at}
        rows = first_of(
            headings, by=OLDEST, root=Report, actor=cast.commander.actor, given=given, most=9
        )
        return _places(rows, reports)

    due = cast.at + timedelta(days=6)
    assert found(due) == [4]
    assert found(due - timedelta(microseconds=1)) == []


def test_rows_that_a_kept_statement_fetched_are_made_into_other_queries(
    cast: Cast, reports: list[Report]
) -> None:
    rows = Report.objects.visible_to(cast.commander.actor, READ)
    compiler = rows.query.get_compiler(connection=connection)
    told = rows.by_statement(kept.KeptStatement.of(compiler))
    assert {one.pk for one in told} == {one.pk for one in reports}
    assert [one.pk for one in told.filter(pk=reports[2].pk)] == [reports[2].pk]
    assert told.count() == 6


def test_plain_rows_are_those_of_the_query(cast: Cast, reports: list[Report]) -> None:
    rows = Report.objects.visible_to(cast.commander.actor, READ).order_by("pk")
    assert rows_of(rows.values_list("pk", "unit_id")) == [
        (one.pk, cast.company.pk) for one in reports
    ]
    assert rows_of(rows.filter(pk__in=[]).values_list("pk")) == []
