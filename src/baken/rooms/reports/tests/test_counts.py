"""Counts by unit and category: small ones hidden, closed units counted, nothing given away."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.access import Actor, Confidentiality
from baken.core.export.models import ExportRun
from baken.rooms.org.models import Unit
from baken.rooms.org.queries import tree
from baken.rooms.org.tests.factories import make_unit
from baken.rooms.reports.queries.counts import CountTable, count_table, countable_units
from baken.rooms.reports.tests.acts import keep_counts
from baken.rooms.reports.tests.factories import make_occurrence

Clients = Callable[[str], Client]
Shown = dict[str, list[str]]


def fill(unit: Unit, count: int, **fields: object) -> None:
    for _ in range(count):
        make_occurrence(unit=unit, **fields)  # type: ignore[arg-type]


def table_of(actor: Actor, code: str = "ARMY", year: int = 2026) -> CountTable:
    return count_table(actor=actor, unit=tree().by_code[code], year=year)


def shown(table: CountTable) -> Shown:
    """Total per row, and of the whole."""
    rows = {
        (r.part if r.part != "below" else r.unit.code): [str(f) for f in r.figures]
        for r in table.rows
    }
    return rows | {"total": [str(figure) for figure in table.total]}


@pytest.fixture
def closed(cast: Cast) -> Unit:
    """A closed unit beside the battalion."""
    return make_unit("CLOSED", parent=cast.army, restricted=True)


@pytest.fixture
def auditor(cast: Cast, closed: Unit) -> Actor:
    """Reads the whole part without persons, and the closed unit not at all."""
    return cast.add("auditor", ("auditor", "ARMY", None)).actor


def test_organisation_12_4_restricted_unit_with_four_reports_is_hidden(
    cast: Cast, closed: Unit, auditor: Actor
) -> None:
    """The part's total does not allow computing it, nor does any other figure on any page.

    Source: domain reference, organisation, section 12, test 4.
    """
    fill(closed, 4)
    fill(cast.battalion, 12)
    fill(cast.army, 7)

    table = shown(table_of(auditor))

    assert (table["CLOSED"][0], table["CLOSED"][-1]) == ("<5", "<5")
    assert (table["itself"][0], table["BATTALION"][0]) == ("7", "12")
    assert (table["total"][0], table["total"][-1]) == ("≥19", "≥19")
    below = shown(table_of(auditor, "BATTALION"))
    assert (below["itself"][0], below["total"][0]) == ("12", "12")
    assert len(possible(table, known=["itself", "BATTALION"])) > 1


def possible(table: Shown, known: list[str]) -> set[int]:
    """Every number that the closed unit could have in its first category, by plain trying."""
    other = sum(int(table[row][0]) for row in known)
    return {
        count
        for count, total in product(range(5), range(other, other + 40))
        if other + count == total and total >= int(table["total"][0].removeprefix("≥"))
    }


def test_counts_of_a_closed_unit_from_five_up_are_shown(
    cast: Cast, closed: Unit, auditor: Actor
) -> None:
    fill(closed, 5, confidentiality=Confidentiality.RESTRICTED)
    fill(cast.battalion, 6)
    table = shown(table_of(auditor))
    assert table["CLOSED"][0] == "5"
    assert table["BATTALION"][0] == "6"


def test_counts_of_a_closed_unit_cannot_be_looked_into(closed: Unit, auditor: Actor) -> None:
    opens = {row.unit.code: row.opens for row in table_of(auditor).rows if row.part == "below"}
    assert opens == {"BATTALION": True, "CLOSED": False}
    assert "CLOSED" not in [unit.code for unit in countable_units(auditor)]


def test_counts_hold_the_year_and_no_merged_ones(cast: Cast) -> None:
    actor = cast.commander.actor
    fill(cast.company, 5)
    fill(cast.company, 3, state="merged")
    fill(cast.company, 6, at=cast.at - timedelta(days=200))
    assert shown(table_of(actor, "COMPANY"))["total"][0] == "5"
    assert shown(table_of(actor, "COMPANY", 2025))["total"][0] == "6"


def test_counts_stand_under_their_category(cast: Cast) -> None:
    fill(cast.company, 5, category=3)
    fill(cast.company, 6, category=None)
    table = shown(table_of(cast.commander.actor, "BATTALION"))
    assert table["COMPANY"][3:6:2] == ["5", "6"]


def test_counts_are_of_what_one_may_read(cast: Cast) -> None:
    """A sensitive occurrence in one's own unit is in no list of this reader, and in no count."""
    fill(cast.company, 5)
    fill(cast.company, 1, confidentiality=Confidentiality.SENSITIVE)
    assert shown(table_of(cast.soldier.actor, "COMPANY"))["total"][0] == "5"
    assert shown(table_of(cast.commander.actor, "COMPANY"))["total"][0] == "6"


def test_counts_of_a_unit_without_children_have_a_total_alone(cast: Cast) -> None:
    assert table_of(cast.soldier.actor, "COMPANY").rows == ()


# ---- the page ----


def test_counts_page_starts_at_the_top_of_ones_reach(cast: Cast, client_of: Clients) -> None:
    fill(cast.company, 6)
    answer = client_of("commander").get("/voorvallen/tellingen")
    rows = {row["name"]: row for row in answer.context["rows"]}
    assert list(rows) == ["Eenheid BATTALION itself", "Eenheid COMPANY", "Total"]
    assert rows["Eenheid COMPANY"]["0"] == "6"
    assert (
        rows["Eenheid COMPANY"]["url"] == "/voorvallen/tellingen?unit=COMPANY&year=2026&tree=then"
    )


@pytest.mark.parametrize(
    ("who", "status"), [("soldier", 200), ("functional_admin", 403), ("nobody", 302)]
)
def test_counts_page_opens_for_readers(client_of: Clients, who: str, status: int) -> None:
    assert client_of(who).get("/voorvallen/tellingen").status_code == status


@pytest.mark.parametrize("query", ["unit=SQUADRON", "unit=NIETS", "year=1999", "year=x"])
def test_counts_page_of_what_is_not_there_says_so(client_of: Clients, query: str) -> None:
    answer = client_of("commander").get(f"/voorvallen/tellingen?{query}")
    assert answer.status_code == 200
    assert answer.context["asked"].errors
    assert answer.context["table"] is None


def test_counts_as_a_file_are_those_of_the_page(cast: Cast, client_of: Clients) -> None:
    fill(cast.company, 6, category=1)
    client = client_of("commander")
    page = client.get("/voorvallen/tellingen?unit=BATTALION&year=2026").context["rows"]
    answer = client.post("/voorvallen/tellingen?unit=BATTALION&year=2026", {"format": "jsonl"})
    meta, *rows = [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]
    assert meta["meta"]["filters"] == {
        "Unit": "BATTALION",
        "Year": "2026",
        "Organisation": "As it is today",
    }
    assert meta["meta"]["personal_data"] is False
    assert [(row["unit"], row["part"], row["category_1"], row["total"]) for row in rows] == [
        ("BATTALION", "itself", 0, 0),
        ("COMPANY", "below", 6, 6),
        ("BATTALION", "total", 6, 6),
    ]
    names = [*(f"category_{n}" for n in range(5)), "category_unknown", "total"]
    assert [[str(row[name]) for name in names] for row in rows] == [
        [row[str(place)] for place in range(7)] for row in page
    ]
    assert ExportRun.objects.get().kind == "occurrence_counts"


def test_counts_as_a_file_without_a_format_are_refused(client_of: Clients) -> None:
    assert client_of("commander").post("/voorvallen/tellingen", {}).status_code == 400


def test_counts_are_the_same_from_the_counts_that_are_kept(
    cast: Cast, closed: Unit, auditor: Actor
) -> None:
    fill(cast.company, 7, category=2)
    fill(cast.battalion, 3, category=None)
    fill(closed, 4)
    fill(cast.company, 1, at=cast.at - timedelta(days=100))
    near = make_occurrence(unit=cast.company, category=4)
    fill(cast.company, 1, state="merged")
    too_close = replace(auditor, conflicts=frozenset({("reports.occurrence", near.pk)}))
    readers = (auditor, too_close, cast.safety_adviser.actor)
    tops = ("ARMY", "ARMY", "BATTALION")
    from_records = [shown(table_of(*one)) for one in zip(readers, tops, strict=True)]

    keep_counts()

    assert [shown(table_of(*one)) for one in zip(readers, tops, strict=True)] == from_records
