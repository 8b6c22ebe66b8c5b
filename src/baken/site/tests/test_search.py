"""Search over everything in reach; a reference leads straight to its record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.tests.factories import make_occurrence, make_report
from baken.site.bench.scene import SEARCH_QUERIES

Clients = Callable[[str], Client]


@pytest.fixture
def report(cast: Cast) -> Report:
    """A report of the company with a rare word."""
    return make_report(unit=cast.company, at=cast.at, story="De zevenslaper hing los.")


@pytest.fixture
def occurrence(cast: Cast) -> Occurrence:
    """An occurrence of the company with a rare word in title and another in summary."""
    return make_occurrence(
        unit=cast.company, at=cast.at, title="Zevenslaper los", summary="Een siebenschlaf hing los."
    )


def hits(client: Client, q: str) -> list[str]:
    answer = client.get("/zoeken", {"q": q})
    assert answer.status_code == 200
    return [hit.ref for hit in answer.context["hits"]]


def test_search_finds_reports_and_occurrences(
    client_of: Clients, report: Report, occurrence: Occurrence
) -> None:
    assert sorted(hits(client_of("commander"), "zevenslaper")) == [report.ref, occurrence.ref]


def test_search_finds_units(cast: Cast, client_of: Clients) -> None:
    assert hits(client_of("commander"), "squadron") == ["SQUADRON"]


@pytest.mark.parametrize("who", ["outsider", "functional_admin"])
def test_search_finds_nothing_of_another_branch(
    client_of: Clients, report: Report, occurrence: Occurrence, who: str
) -> None:
    assert hits(client_of(who), "zevenslaper") == []


def test_search_without_persons_finds_the_summary_alone(
    client_of: Clients, report: Report, occurrence: Occurrence
) -> None:
    client = client_of("soldier")
    assert hits(client, "zevenslaper") == []
    assert hits(client, "siebenschlaf") == [occurrence.ref]
    text = client.get("/zoeken", {"q": "siebenschlaf"}).content.decode()
    assert occurrence.title not in text


def test_search_with_nothing_asked_says_how(client_of: Clients) -> None:
    for query in ({}, {"q": "   "}):
        context = client_of("commander").get("/zoeken", query).context
        assert (context["hits"], context["search_query"]) == ([], "")


@pytest.mark.parametrize(
    "q", ["'", '"', "%", "* OR", "(((", "\x00", "a\x00b", "-" * 500, "\U0001f525"]
)
def test_search_odd_signs_are_no_command(client_of: Clients, report: Report, q: str) -> None:
    assert hits(client_of("commander"), q) == []


def test_search_shows_what_was_asked_as_text(client_of: Clients) -> None:
    text = client_of("commander").get("/zoeken", {"q": "<b>vet</b>"}).content.decode()
    assert "<b>vet</b>" not in text
    assert "&lt;b&gt;vet&lt;/b&gt;" in text


@pytest.mark.parametrize("spelled", ["upper", "lower", "spaced"])
def test_search_reference_leads_to_the_record(
    client_of: Clients, report: Report, occurrence: Occurrence, spelled: str
) -> None:
    for record, place in ((report, "meldingen"), (occurrence, "voorvallen")):
        q = {"upper": record.ref, "lower": record.ref.lower(), "spaced": f"  {record.ref} "}[
            spelled
        ]
        answer = client_of("commander").get("/zoeken", {"q": q})
        assert (answer.status_code, answer["Location"]) == (302, f"/{place}/{record.ref}")


def test_search_reference_leads_summary_readers_too(
    client_of: Clients, occurrence: Occurrence
) -> None:
    answer = client_of("soldier").get("/zoeken", {"q": occurrence.ref})
    assert answer["Location"] == f"/voorvallen/{occurrence.ref}"


@pytest.mark.parametrize("ref", ["theirs", "M-2026-999999", "X-2026-000001", "P000001", "V-", "-"])
def test_search_reference_out_of_reach_finds_nothing(
    client_of: Clients, report: Report, ref: str
) -> None:
    """The answer is the same whether it exists or not."""
    assert hits(client_of("outsider"), report.ref if ref == "theirs" else ref) == []


@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("former_holder", 403)])
def test_search_is_for_whoever_has_a_post(client_of: Clients, who: str, status: int) -> None:
    assert client_of(who).get("/zoeken", {"q": "x"}).status_code == status


def test_search_takes_few_queries_however_many_hits(cast: Cast, client_of: Clients) -> None:
    client = client_of("commander")

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/zoeken", {"q": "zevenslaper"})
        return len(seen)

    def fill(**more: Any) -> None:
        make_report(unit=cast.company, at=cast.at, story="De zevenslaper hing los.")
        make_occurrence(unit=cast.company, at=cast.at, title="Zevenslaper los")

    fill()
    asked()
    few = asked()
    for _ in range(4):
        fill()
    assert asked() == few <= SEARCH_QUERIES
