"""A year of occurrences by month: the same from the counts that are kept and from the records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from baken.conftest import Cast
from baken.core import clock
from baken.core.access import Actor, Confidentiality, Reach
from baken.core.questions import unit_figures
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.actions import give_case
from baken.rooms.org.queries import tree
from baken.rooms.org.tests.factories import make_unit
from baken.rooms.reports.permits import READ_SUMMARY
from baken.rooms.reports.queries import months
from baken.rooms.reports.queries.months import MonthTable, months_asked
from baken.rooms.reports.tests.acts import keep_counts
from baken.rooms.reports.tests.factories import make_occurrence

MARCH = 202603


def asked(actor: Actor, code: str = "", year: int = 2026) -> MonthTable:
    table = months_asked(actor=actor, code=code, year=year, until=MARCH)
    assert table is not None
    return table


def shown(table: MonthTable) -> dict[str, tuple[int, ...]]:
    rows = {row.unit.code + " itself" * row.itself: row.counts for row in table.rows}
    return rows | {"total": table.totals}


@pytest.fixture
def year(cast: Cast) -> Cast:
    """Some occurrences of this year and of the one before, in units above each other."""
    for unit, days in (
        (cast.company, 0),
        (cast.company, 1),
        (cast.company, 35),
        (cast.battalion, 60),
        (cast.battalion, 80),
        (cast.squadron, 0),
    ):
        make_occurrence(unit=unit, at=cast.at - timedelta(days=days))
    make_occurrence(unit=cast.company, state="merged")
    make_occurrence(unit=cast.company, confidentiality=Confidentiality.RESTRICTED)
    return cast


EXPECTED = {"BATTALION itself": (1, 0, 0), "COMPANY": (0, 1, 2), "total": (1, 1, 2)}


@pytest.mark.parametrize("from_kept_counts", [False, True], ids=["records", "counts"])
def test_months_of_a_unit_and_below(year: Cast, from_kept_counts: bool) -> None:
    if from_kept_counts:
        keep_counts()

    table = asked(year.safety_adviser.actor, "BATTALION")

    assert shown(table) == EXPECTED
    assert table.whole
    assert [row.total for row in table.rows] == [1, 3]


@pytest.mark.parametrize("from_kept_counts", [False, True], ids=["records", "counts"])
def test_months_leave_out_what_the_reader_is_too_close_to(
    year: Cast, from_kept_counts: bool
) -> None:
    near = make_occurrence(unit=year.company)
    if from_kept_counts:
        keep_counts()
    ties = frozenset({("reports.occurrence", near.pk)})
    actor = replace(year.safety_adviser.actor, conflicts=ties)

    assert shown(asked(actor, "BATTALION")) == EXPECTED


def test_months_of_last_year_are_all_twelve(year: Cast) -> None:
    keep_counts()

    table = asked(year.safety_adviser.actor, "BATTALION", 2025)

    assert len(table.months) == 12
    assert table.totals == (0,) * 11 + (1,)


def test_months_without_a_unit_are_those_of_the_top_of_ones_reach(year: Cast) -> None:
    assert asked(year.safety_adviser.actor).unit.code == "BATTALION"


def test_months_of_a_unit_one_sees_part_of_say_so(year: Cast) -> None:
    table = asked(year.safety_adviser.actor, "ARMY")

    assert not table.whole
    assert shown(table)["BATTALION"] == (1, 1, 2)


def readers_of_a_part(year: Cast) -> dict[str, Actor]:
    """People who see all of some units of the part, and of others what reaches them otherwise."""
    closed = make_unit("CLOSED", parent=year.battalion, level=2, restricted=True)
    shut = make_occurrence(unit=closed)
    make_occurrence(unit=closed, owner_unit=year.company)
    make_occurrence(unit=closed, owner_unit=year.company, at=year.at - timedelta(days=35))
    make_occurrence(unit=year.squadron, owner_unit=year.battalion)
    near = make_occurrence(unit=closed, owner_unit=year.company)
    adviser = year.add("adviser", ("safety_adviser", "BATTALION", None)).actor
    tie = frozenset({("reports.occurrence", shut.pk)})
    given = replace(adviser.grants_of(READ_SUMMARY)[0], reach=Reach(cases=tie))
    too_close = frozenset({("reports.occurrence", near.pk)})
    both = year.add("both", ("safety_adviser", "COMPANY", None), ("auditor", "ARMY", None)).actor
    return {
        "adviser": adviser,
        "given one": replace(adviser, grants=(*adviser.grants, given)),
        "too close": replace(adviser, conflicts=too_close),
        "auditor": year.add("auditor", ("auditor", "ARMY", None)).actor,
        "two posts": both,
    }


def test_months_of_who_sees_part_of_a_unit_are_the_same_from_the_counts(
    year: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers = readers_of_a_part(year)
    pages = [(who, code) for who in readers for code in ("BATTALION", "ARMY")]
    from_records = {page: asked(readers[page[0]], page[1]) for page in pages}
    assert sum(from_records["adviser", "BATTALION"].totals) == 7
    assert sum(from_records["given one", "BATTALION"].totals) == 8
    assert sum(from_records["too close", "BATTALION"].totals) == 6
    keep_counts()
    counted: list[frozenset[int]] = []
    real = months._live

    def heard(actor: Actor, inside: Any, *rest: Any) -> Any:
        counted.append(frozenset(inside))
        return real(actor, inside, *rest)

    monkeypatch.setattr(months, "_live", heard)

    assert {page: asked(readers[page[0]], page[1]) for page in pages} == from_records

    closed = frozenset({tree().find("CLOSED").id})  # type: ignore[union-attr]
    assert counted.count(closed) == 5


def test_months_of_a_unit_that_ended_without_occurrences_leave_it_out(year: Cast) -> None:
    make_unit("GONE", parent=year.battalion, level=2, state="dissolved")

    assert shown(asked(year.safety_adviser.actor, "BATTALION")) == EXPECTED


def test_months_out_of_reach_are_refused(year: Cast) -> None:
    with pytest.raises(FieldsRefused):
        asked(year.safety_adviser.actor, "SQUADRON")


def test_months_of_somebody_who_reads_nothing_are_none(year: Cast) -> None:
    actor = year.functional_admin.actor

    assert months_asked(actor=actor, year=2026, until=MARCH) is None


def test_figure_of_the_year_is_exact_once_counts_are_kept(year: Cast) -> None:
    keep_counts()
    with translation.override("en"):
        figures = unit_figures.ask(year.safety_adviser.actor, tree().by_code["BATTALION"], year.at)

    found = [(one.value, one.note) for one in figures if one.label == "Occurrences this year"]
    assert found == [(4, "")]


@pytest.mark.parametrize("role", ["safety_adviser", "auditor"])
def test_figure_of_the_year_from_kept_counts_says_that_it_leaves_something_out(
    year: Cast, role: str
) -> None:
    closed = make_unit("CLOSED", parent=year.battalion, level=2, restricted=True)
    make_occurrence(unit=closed)
    make_occurrence(unit=closed, owner_unit=year.company)
    reader = year.add("reader", (role, "BATTALION", None)).actor
    keep_counts()

    with translation.override("en"):
        figures = unit_figures.ask(reader, tree().by_code["BATTALION"], year.at)

    found = [(one.value, one.note) for one in figures if one.label == "Occurrences this year"]
    assert found == [(5, "as far as you may see")]


@pytest.mark.parametrize("from_kept_counts", [False, True], ids=["records", "counts"])
def test_figure_of_the_year_of_a_soldier_counts_no_merged_one(
    year: Cast, from_kept_counts: bool
) -> None:
    if from_kept_counts:
        keep_counts()
    with translation.override("en"):
        figures = unit_figures.ask(year.soldier.actor, tree().by_code["COMPANY"], year.at)

    assert [one.value for one in figures if one.label == "Occurrences this year"] == [3]


def test_figure_of_the_year_begins_at_midnight_on_the_spot(cast: Cast) -> None:
    new_year = clock.start_of_day(date(2026, 1, 1))
    make_occurrence(unit=cast.company, at=new_year - timedelta(seconds=1))
    make_occurrence(unit=cast.company, at=new_year + timedelta(seconds=1))
    with translation.override("en"):
        figures = unit_figures.ask(cast.soldier.actor, tree().by_code["COMPANY"], cast.at)

    assert [one.value for one in figures if one.label == "Occurrences this year"] == [1]


def test_page_shows_the_year_and_leads_to_the_units_below(
    year: Cast, client_of: Callable[[str], Client]
) -> None:
    answer = client_of("safety_adviser").get("/voorvallen/maanden?unit=BATTALION")

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Eenheid BATTALION itself" in text
    assert "/voorvallen/maanden?unit=COMPANY&amp;year=2026" in text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("unit=SQUADRON", "There is no unit with this code within your reach."),
        ("year=2031", "Select a valid choice"),
    ],
)
def test_page_says_what_is_wrong_with_what_is_asked(
    year: Cast, client_of: Callable[[str], Client], query: str, sentence: str
) -> None:
    answer = client_of("safety_adviser").get(f"/voorvallen/maanden?{query}")

    assert sentence in answer.content.decode()


def test_api_gives_the_months(year: Cast, client_of: Callable[[str], Client]) -> None:
    answer = client_of("safety_adviser").get("/api/v1/occurrences/months?unit=BATTALION")

    body = answer.json()
    assert body["months"] == ["2026-01", "2026-02", "2026-03"]
    assert [(row["unit"], row["part"], row["total"]) for row in body["rows"]] == [
        ("BATTALION", "itself", 1),
        ("COMPANY", "below", 3),
    ]
    assert body["whole"] is True


def test_api_refuses_a_year_to_come(year: Cast, client_of: Callable[[str], Client]) -> None:
    answer = client_of("safety_adviser").get("/api/v1/occurrences/months?year=2027")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "year")


def test_whoever_reads_single_occurrences_has_no_unit_to_count(
    year: Cast, client_of: Callable[[str], Client]
) -> None:
    member = year.add("investigator", ("investigator", "BATTALION", None))
    give_case(
        actor=year.safety_adviser.actor,
        person=member.person,
        record=make_occurrence(unit=year.company),
        role="investigator",
        until=None,
        ground="Onderzoek",
        at=year.at,
    )
    client = client_of("investigator")

    page = client.get("/voorvallen/maanden")
    body = client.get("/api/v1/occurrences/months")

    assert "There is no unit whose occurrences you may read." in page.content.decode()
    assert (body.status_code, body.json()["errors"][0]["field"]) == (400, "unit")
