"""Counts over HTTP, and for members of a committee or council, who read no records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.access import Confidentiality
from baken.core.api.tests.calling import Caller, caller
from baken.core.export import small_numbers
from baken.rooms.org.models import Unit
from baken.rooms.org.tests.factories import make_unit
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import READ_OCCURRENCE, READ_SUMMARY
from baken.rooms.reports.tests.factories import make_occurrence

Clients = Callable[[str], Client]


def fill(unit: Unit, count: int, **fields: Any) -> None:
    for _ in range(count):
        make_occurrence(unit=unit, **fields)


@pytest.fixture
def auditor(cast: Cast) -> Caller:
    """A program of somebody who reads the whole part, but for a closed unit."""
    make_unit("CLOSED", parent=cast.army, restricted=True)
    cast.add("auditor", ("auditor", "ARMY", None))
    return caller(cast, "auditor")


def rows_of(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.content
    shown = answer.json()
    rows = {row["unit"] if row["part"] == "below" else row["part"]: row for row in shown["rows"]}
    return rows | {"total": shown["total"]}


def test_counts_over_http_are_those_of_the_page(
    cast: Cast, auditor: Caller, client_of: Clients
) -> None:
    fill(cast.battalion, 12, category=1)
    fill(Unit.objects.get(code="CLOSED"), 4, category=1)

    rows = rows_of(auditor.get("/occurrences/counts?unit=ARMY&year=2026"))
    page = client_of("auditor").get("/voorvallen/tellingen?unit=ARMY&year=2026").context["rows"]

    def text(one: dict[str, Any]) -> str:
        if not one["hidden"]:
            return str(one["value"])
        least = f"≥{one['at_least']}" if one["at_least"] else "–"
        return "<5" if one["small"] else least

    told = [[text(one) for one in (*row["categories"], row["total"])] for row in rows.values()]
    assert told == [[row[str(place)] for place in range(7)] for row in page]


def test_counts_over_http_give_null_and_a_flag_for_a_small_number(
    cast: Cast, auditor: Caller
) -> None:
    fill(cast.battalion, 12)
    fill(Unit.objects.get(code="CLOSED"), 4)

    rows = rows_of(auditor.get("/occurrences/counts?unit=ARMY"))

    small = {"value": None, "hidden": True, "small": True, "at_least": None}
    assert rows["CLOSED"]["total"] == small
    assert (rows["CLOSED"]["opens"], rows["BATTALION"]["opens"]) == (False, True)
    total = {"value": None, "hidden": True, "small": False, "at_least": 12}
    assert rows["total"]["total"] == total
    categories = [one["category"] for one in rows["total"]["categories"]]
    assert categories == [0, 1, 2, 3, 4, None]


def test_counts_over_http_say_by_which_tree(cast: Cast) -> None:
    program = caller(cast, "commander")
    days = [
        program.get(f"/occurrences/counts?{query}").json()["tree_on"]
        for query in ("year=2025", "year=2025&tree=then", "year=2025&tree=now", "year=2026")
    ]
    assert days == ["2025-12-31", "2025-12-31", None, None]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("unit=NIETS", "unit"),
        ("unit=SQUADRON", "unit"),
        ("year=12", "year"),
        ("year=x", "year"),
        ("tree=gone", "tree"),
        ("units=ARMY", "units"),
        ("unit=%00", "unit"),
    ],
)
def test_counts_over_http_refuse_what_is_not_there(cast: Cast, query: str, field: str) -> None:
    answer = caller(cast, "commander").get(f"/occurrences/counts?{query}")
    assert answer.status_code == 400, answer.content
    assert [one["field"].split(".")[-1] for one in answer.json()["errors"]] == [field]


@pytest.mark.parametrize(
    ("who", "status"), [("soldier", 200), ("functional_admin", 403), ("nobody", 401)]
)
def test_counts_over_http_are_for_who_may_count(cast: Cast, who: str, status: int) -> None:
    assert caller(cast, who).get("/occurrences/counts").status_code == status


def test_counts_over_http_stand_in_the_specification(cast: Cast) -> None:
    paths = caller(cast, "soldier").get("/openapi.json").json()["paths"]
    (asked,) = [one for path, one in paths.items() if path.endswith("/occurrences/counts")]
    assert {one["name"] for one in asked["get"]["parameters"]} == {"unit", "year", "tree"}


# ---- committee and council: figures without records ----


@pytest.mark.parametrize(
    ("role", "unit", "units"),
    [
        ("committee_member", "MINISTRY", ["MINISTRY", "ARMY", "BATTALION", "SQUADRON"]),
        ("committee_member", "ARMY", ["MINISTRY", "ARMY", "BATTALION", "SQUADRON"]),
        ("council_member", "BATTALION", ["BATTALION"]),
    ],
)
def test_counts_are_for_members_of_as_much_as_they_advise_on(
    cast: Cast, role: str, unit: str, units: list[str]
) -> None:
    cast.add("member", (role, unit, None))
    program = caller(cast, "member")
    asked = ("MINISTRY", "ARMY", "BATTALION", "COMPANY", "SQUADRON")
    given = [c for c in asked if program.get(f"/occurrences/counts?unit={c}").status_code == 200]
    assert given == units


@pytest.mark.parametrize("role", ["committee_member", "council_member"])
def test_counts_are_all_that_members_get_of_occurrences(
    cast: Cast, client_of: Clients, role: str
) -> None:
    cast.add("member", (role, "BATTALION", None))
    (one,) = [make_occurrence(unit=cast.company)]
    member, program = cast.member.actor, caller(cast, "member")

    for permit in (READ_SUMMARY, READ_OCCURRENCE):
        assert not Occurrence.objects.visible_to(member, permit).exists()
    assert program.get("/occurrences").status_code == 403
    assert program.get(f"/occurrences/{one.ref}").status_code == 404
    page = client_of("member").get("/voorvallen/tellingen")
    assert page.status_code == 200
    places = [place["url"] for place in page.context["nav"]]
    assert "/voorvallen/tellingen" in places
    assert "/voorvallen" not in places


def test_counts_for_members_hold_every_occurrence_and_hide_the_small(cast: Cast) -> None:
    """Of whatever confidentiality: none is read. A zero is hidden too, as of any closed unit."""
    cast.add("member", ("council_member", "BATTALION", None))
    fill(cast.battalion, 6)
    fill(cast.company, 3)
    fill(cast.company, 2, confidentiality=Confidentiality.RESTRICTED)
    rows = rows_of(caller(cast, "member").get("/occurrences/counts?unit=BATTALION"))
    assert rows["total"]["total"]["value"] == 11
    fill(cast.battalion, 5, at=datetime(2025, 3, 3, 9, 0, tzinfo=UTC))
    rows = rows_of(caller(cast, "member").get("/occurrences/counts?unit=BATTALION&year=2025"))
    assert (rows["COMPANY"]["total"]["value"], rows["COMPANY"]["total"]["small"]) == (None, True)
    assert rows["total"]["total"]["value"] is None


def test_counts_for_a_member_who_reads_some_tell_nothing_of_the_others(cast: Cast) -> None:
    """A member who also reads the company sees the five normal ones there, not the sensitive one."""
    cast.add("member", ("council_member", "BATTALION", None), ("employee", "COMPANY", None))
    fill(cast.battalion, 9)
    fill(cast.company, 5)
    fill(cast.company, 1, confidentiality=Confidentiality.SENSITIVE)
    rows = rows_of(caller(cast, "member").get("/occurrences/counts?unit=BATTALION"))
    assert rows["COMPANY"]["total"] == {
        "value": None,
        "hidden": True,
        "small": False,
        "at_least": 5,
    }
    assert rows["total"]["total"]["value"] == 15


def test_counts_page_as_a_file_is_for_members_too(cast: Cast, client_of: Clients) -> None:
    cast.add("member", ("committee_member", "MINISTRY", None))
    sent = client_of("member").post("/voorvallen/tellingen?unit=ARMY", {"format": "csv"})
    assert sent.status_code == 200
    assert "attachment" in sent.headers["Content-Disposition"]


def test_counts_of_a_large_organisation_are_for_the_reader_alone(
    cast: Cast, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(cast.company, 6)
    asked = "/occurrences/counts?unit=BATTALION"
    assert caller(cast, "commander").get(asked).json()["for_reader_alone"] is False
    monkeypatch.setattr(small_numbers, "LARGE", 1)
    assert caller(cast, "commander").get(asked).json()["for_reader_alone"] is True
    client = client_of("commander")
    page = client.get("/voorvallen/tellingen?unit=BATTALION").content.decode()
    assert "Do not hand these figures on." in page
    assert "Make the file" not in page
    sent = client.post("/voorvallen/tellingen?unit=BATTALION", {"format": "csv"})
    assert "Content-Disposition" not in sent.headers
