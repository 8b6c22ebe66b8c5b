"""Counts in time: by system, with the borders between them, and no double counting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core import clock
from baken.core.access import Confidentiality
from baken.core.api.tests.calling import caller
from baken.core.export.tests.making import csv_rows
from baken.core.rollups.changes import note
from baken.core.rollups.keys import Key
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.tests.factories import make_unit
from baken.rooms.reports.models import LegacySystem, Occurrence
from baken.rooms.reports.queries.series import Series, first_year, series
from baken.rooms.reports.rules.periods import (
    Border,
    Per,
    Period,
    Span,
    borders,
    period_of,
    periods,
)
from baken.rooms.reports.tests.acts import keep_counts
from baken.rooms.reports.tests.factories import make_occurrence

Clients = Callable[[str], Client]
PATH = "/voorvallen/tellingen/verloop"


def day(text: str) -> datetime:
    return clock.start_of_day(date.fromisoformat(text)) + timedelta(hours=12)


def told(cast: Cast, on: str, system: str | None = None, count: int = 1, **fields: Any) -> None:
    """Occurrences of a day that a system told of."""
    for _ in range(count):
        one = make_occurrence(unit=cast.company, at=day(on), **fields)
        if system:
            Occurrence.objects.for_system(reason="import").filter(pk=one.pk).update(systems=system)


def two_systems(cast: Cast) -> None:
    """PSMV until mid-2021, SRS after it, and reports made here from 2025."""
    LegacySystem.objects.create(
        name="PSMV", in_use_from=date(2017, 1, 1), in_use_until=date(2021, 6, 30)
    )
    LegacySystem.objects.create(name="SRS", first_on=date(2021, 7, 1), last_on=date(2024, 12, 31))
    told(cast, "2020-05-01", "PSMV", 9)
    told(cast, "2021-02-01", "PSMV", 6)
    told(cast, "2021-09-01", "SRS", 7)
    told(cast, "2025-02-01", None, 8)


def counted(cast: Cast, years: tuple[int, int] = (2020, 2025), **facts: Any) -> Series:
    found = series(
        actor=cast.commander.actor,
        **{"code": "BATTALION", "years": years, "per": "year"} | facts,
    )
    assert found is not None
    return found


def shown(found: Series) -> list[list[str]]:
    return [[str(figure) for figure in row.figures] for row in found.rows]


# ---- rules ----

PSMV = Span("PSMV", date(2017, 1, 1), date(2021, 6, 30))
SRS = Span("SRS", date(2021, 7, 1))


def test_borders_of_one_day_are_one_and_say_what_ends_and_begins() -> None:
    found = borders([PSMV, SRS], first=date(2017, 1, 1), last=date(2025, 12, 31))
    assert found == [Border(date(2021, 7, 1), ("SRS",), ("PSMV",))]


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2016, 12, 31), date(2016, 12, 31), []),
        (date(2016, 12, 31), date(2017, 1, 1), [date(2017, 1, 1)]),
        (date(2021, 7, 1), date(2022, 1, 1), []),
        (date(2021, 6, 30), date(2021, 7, 1), [date(2021, 7, 1)]),
    ],
)
def test_borders_lie_after_the_first_day_and_up_to_the_last(
    first: date, last: date, days: list[date]
) -> None:
    assert [border.on for border in borders([PSMV, SRS], first=first, last=last)] == days


def test_borders_of_a_system_without_known_days_are_none() -> None:
    assert borders([Span("X")], first=date(1900, 1, 1), last=date(2100, 1, 1)) == []


def test_periods_are_years_or_months() -> None:
    years = periods(2020, 2021, "year")
    assert years == [
        Period(date(2020, 1, 1), date(2021, 1, 1)),
        Period(date(2021, 1, 1), date(2022, 1, 1)),
    ]
    months = periods(2020, 2020, "month")
    assert (len(months), months[1].first, months[1].last) == (
        12,
        date(2020, 2, 1),
        date(2020, 2, 29),
    )


def test_period_of_a_day_outside_is_none_of_them() -> None:
    listed = periods(2020, 2021, "year")
    assert period_of(date(2021, 12, 31), listed) == 1
    with pytest.raises(ValueError, match="2022"):
        period_of(date(2022, 1, 1), listed)


# ---- counts ----


def test_series_counts_each_system_apart_and_together(cast: Cast) -> None:
    two_systems(cast)
    found = counted(cast)
    assert found.systems == ("PSMV", "SRS", "")
    assert shown(found) == [
        ["9", "0", "0", "9"],
        ["6", "7", "0", "13"],
        ["0", "0", "0", "0"],
        ["0", "0", "0", "0"],
        ["0", "0", "0", "0"],
        ["0", "0", "8", "8"],
    ]
    assert str(found.total) == "30"


def test_series_marks_where_one_system_ends_and_another_begins(cast: Cast) -> None:
    two_systems(cast)
    found = counted(cast)
    assert [(one.on.isoformat(), one.begins, one.ended) for one in found.borders] == [
        ("2021-07-01", ("SRS",), ("PSMV",)),
        ("2025-01-01", ("",), ("SRS",)),
    ]
    assert [len(row.borders) for row in found.rows] == [0, 1, 0, 0, 0, 1]


def test_series_of_months_puts_the_border_in_its_month(cast: Cast) -> None:
    two_systems(cast)
    found = counted(cast, years=(2021, 2021), per="month").together()
    assert [str(row.figures[0]) for row in found.rows][:3] == ["0", "6", "0"]
    assert [row.period.first.month for row in found.rows if row.borders] == [7]


def test_series_hides_small_numbers_alike_split_or_not(cast: Cast) -> None:
    told(cast, "2024-03-01", "PSMV", 9)
    told(cast, "2024-03-01", "SRS", 2)
    told(cast, "2025-03-01", "SRS", 9)
    split = counted(cast, years=(2024, 2025))
    assert shown(split)[0][1] == "<5"
    whole = counted(cast, years=(2024, 2025)).together()
    assert [row.figures[-1] for row in whole.rows] == [row.figures[-1] for row in split.rows]


def test_series_counts_merged_ones_once_and_tells_what_is_missing(cast: Cast) -> None:
    told(cast, "2025-03-01", None, 6, category=None)
    told(cast, "2025-03-01", None, 5, happened_at=day("2025-02-27"))
    target = make_occurrence(unit=cast.company, at=day("2025-03-01"))
    make_occurrence(unit=cast.company, at=day("2025-03-01"), state="merged", merged_into=target)
    found = counted(cast, years=(2025, 2025))
    assert (str(found.total), str(found.undated), str(found.uncategorised)) == ("12", "7", "6")


def test_series_holds_what_one_may_read_alone(cast: Cast) -> None:
    told(cast, "2025-03-01", None, 6)
    told(cast, "2025-03-01", None, 7, confidentiality=Confidentiality.RESTRICTED)
    make_occurrence(unit=cast.squadron, at=day("2025-03-01"))
    assert shown(counted(cast, years=(2025, 2025))) == [["6", "6"]]


def test_series_is_the_same_from_the_counts_that_are_kept(cast: Cast) -> None:
    two_systems(cast)
    told(cast, "2023-05-01", "Oud | nieuw", 6, category=None)
    told(cast, "2024-02-01", None, 5, happened_at=day("2024-01-31"))
    shut = make_unit("SHUT", parent=cast.battalion, level=2, restricted=True)
    for owner in (None, cast.company):
        make_occurrence(unit=shut, owner_unit=owner, at=day("2023-05-01"))
    near = make_occurrence(unit=cast.company, at=day("2023-05-01"))
    make_occurrence(unit=cast.company, at=day("2023-05-01"), state="merged", merged_into=near)
    adviser = cast.add("adviser", ("safety_adviser", "BATTALION", None)).actor
    close = replace(adviser, conflicts=frozenset({("reports.occurrence", near.pk)}))
    auditor = cast.add("auditor", ("auditor", "ARMY", None)).actor
    pages: tuple[tuple[tuple[int, int], Per], ...] = (
        ((2020, 2025), "year"),
        ((2021, 2023), "month"),
    )

    def answers() -> list[Any]:
        return [
            series(actor=actor, code="BATTALION", years=years, per=per)
            for actor in (adviser, close, auditor)
            for years, per in pages
        ]

    from_records = answers()
    assert [str(one.total) for one in from_records[::2]] == ["42", "41", "42"]
    keep_counts()
    assert answers() == from_records


def test_series_stands_among_counts_that_a_process_of_before_an_upgrade_wrote(cast: Cast) -> None:
    two_systems(cast)
    from_records = counted(cast)
    keep_counts()
    note(Counter({Key("V", cast.company.pk, 202305, 0, "0"): 1}))

    assert counted(cast) == from_records


def test_series_from_kept_counts_reads_no_more_than_the_undated_records(cast: Cast) -> None:
    two_systems(cast)
    keep_counts()
    counted(cast)
    with CaptureQueriesContext(connection) as found:
        counted(cast)
    asked = [one["sql"] for one in found if 'FROM "reports_occurrence"' in one["sql"]]
    assert len(asked) == 1
    assert '"happened_at" IS NULL' in asked[0]


def test_series_of_a_unit_out_of_reach_is_refused(cast: Cast) -> None:
    with pytest.raises(FieldsRefused) as refused:
        counted(cast, code="SQUADRON")
    assert list(refused.value.errors) == ["unit"]


@pytest.mark.parametrize("years", [(2025, 2024), (1900, 2025)])
def test_series_of_years_that_cannot_be_is_refused(cast: Cast, years: tuple[int, int]) -> None:
    with pytest.raises(FieldsRefused) as refused:
        counted(cast, years=years, per="month")
    assert list(refused.value.errors) == ["to_year"]


def test_series_of_somebody_who_reads_nothing_is_none(cast: Cast) -> None:
    assert series(actor=cast.functional_admin.actor, years=(2025, 2025), per="year") is None


def test_series_asks_as_much_for_many_as_for_few(cast: Cast) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as found:
            counted(cast)
        return len(found)

    told(cast, "2025-03-01", None, 1)
    questions()
    few = questions()
    told(cast, "2024-03-01", "PSMV", 12)
    assert questions() == few


def test_first_year_is_the_oldest_of_any_system_and_not_before_1900(cast: Cast) -> None:
    assert first_year(2026) == 2021
    LegacySystem.objects.create(name="PSMV", first_on=date(2011, 5, 1))
    assert first_year(2026) == 2011
    LegacySystem.objects.create(name="Oud", first_on=date(1839, 5, 1))
    assert first_year(2026) == 1900


# ---- pages, files and programs ----


def test_page_draws_a_line_at_each_border_and_says_what_it_means(
    cast: Cast, client_of: Clients
) -> None:
    two_systems(cast)
    answer = client_of("commander").get(PATH, {"from_year": 2020, "to_year": 2025, "split": "on"})
    text = answer.content.decode()
    assert text.count('class="baken-chart__border"') == 2
    assert "From 1 July 2021; reports come from: SRS; no more reports from: PSMV." in text
    assert answer.context["places"] == [1, 5]


def test_page_without_a_border_says_so(cast: Cast, client_of: Clients) -> None:
    told(cast, "2025-03-01", None, 6)
    text = client_of("commander").get(PATH).content.decode()
    assert "All these figures come from the same system." in text


def test_page_shows_what_is_wrong_with_the_question(cast: Cast, client_of: Clients) -> None:
    answer = client_of("commander").get(PATH, {"unit": "SQUADRON"})
    assert list(answer.context["asked"].errors) == ["unit"]
    assert answer.context["series"] is None


def test_file_of_the_page_names_the_border_in_its_row(cast: Cast, client_of: Clients) -> None:
    two_systems(cast)
    address = f"{PATH}?from_year=2020&to_year=2021&split=on"
    answer = client_of("commander").post(address, {"format": "csv"})
    rows = csv_rows(b"".join(answer.streaming_content))
    assert rows[-3] == ["from", "to", "PSMV", "SRS", "total", "border"]
    assert rows[-1][:5] == ["2021-01-01", "2021-12-31", "6", "7", "13"]
    assert rows[-1][5].startswith("from 1 July 2021")


def test_counts_page_and_its_file_name_the_border_of_their_year(
    cast: Cast, client_of: Clients
) -> None:
    two_systems(cast)
    client = client_of("commander")
    text = client.get("/voorvallen/tellingen", {"year": 2021}).content.decode()
    assert "From 1 July 2021" in text
    answer = client.post("/voorvallen/tellingen?year=2021", {"format": "csv"})
    assert "1 July 2021" in b"".join(answer.streaming_content).decode()
    assert "1 July 2021" not in client.get("/voorvallen/tellingen").content.decode()


def test_program_gets_periods_systems_and_borders(cast: Cast) -> None:
    two_systems(cast)
    program = caller(cast, "commander")
    found = program.get("/occurrences/counts/series?from_year=2020&to_year=2021").json()
    assert [one["total"]["value"] for one in found["periods"]] == [9, 13]
    assert found["borders"] == [{"on": "2021-07-01", "begins": ["SRS"], "ended": ["PSMV"]}]
    year = program.get("/occurrences/counts?year=2021").json()
    assert year["borders"] == found["borders"]
    assert program.get("/occurrences/counts/series?unit=SQUADRON").status_code == 400
