"""A list as a file: what is in reach and may be taken, in the columns of the reader, and recorded."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core import lists
from baken.core.access import Actor, Confidentiality
from baken.core.export import pages
from baken.core.export.kinds import Ask, ExportKind
from baken.core.export.models import ExportRun
from baken.core.export.tests.making import Book, csv_rows
from baken.rooms.reports import views
from baken.rooms.reports.exports import OCCURRENCES, REPORTS
from baken.rooms.reports.permits import EXPORT, EXPORT_OCCURRENCE, READ, READ_OCCURRENCE
from baken.rooms.reports.schemas.occurrence import OccurrenceListed, OccurrenceSummary
from baken.rooms.reports.schemas.report import ReportOut
from baken.rooms.reports.tests.acts import send
from baken.rooms.reports.tests.factories import make_occurrence, make_report

Clients = Callable[[str], Client]
HIGHEST = int(Confidentiality.RESTRICTED)
FILE = {"format": "jsonl", "purpose": "onderzoek"}


def taken(kind: ExportKind, actor: Actor, ask: Ask | None = None) -> list[dict[str, Any]]:
    """What an actor gets of a kind, by column name."""
    source = kind.source_of(actor)
    assert source is not None
    return [
        {column.name: column.value(record) for column in source.columns}
        for record in source.records(ask or Ask(), HIGHEST)
    ]


def refs(rows: list[dict[str, Any]]) -> list[str]:
    return [row["ref"] for row in rows]


def names(kind: ExportKind, actor: Actor) -> set[str]:
    source = kind.source_of(actor)
    assert source is not None
    return {column.name for column in source.columns}


def lines(answer: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


@pytest.fixture
def auditor(cast: Cast) -> Actor:
    """Reads and takes away without persons, in the whole part."""
    return cast.add("auditor", ("auditor", "ARMY", None)).actor


# ---- what is in it ----


def test_reports_columns_are_those_of_the_api(cast: Cast) -> None:
    left_out = {"story_cut", "phase", "days_since_touched", "embargo_at", "names_person"}
    fields = set(ReportOut.model_fields) - left_out | {"answers"}
    assert names(REPORTS, cast.commander.actor) == fields


def test_occurrences_columns_in_full_are_those_of_the_api_without_the_handler(cast: Cast) -> None:
    left_out = {"lead", "phase", "days_since_touched", "embargo_at"}
    fields = set(OccurrenceListed.model_fields) - left_out
    assert names(OCCURRENCES, cast.commander.actor) == fields


def test_occurrences_columns_without_persons_are_those_of_the_api(auditor: Actor) -> None:
    assert names(OCCURRENCES, auditor) == set(OccurrenceSummary.model_fields) - {"id"}


def test_occurrences_without_persons_tell_month_and_summary(cast: Cast, auditor: Actor) -> None:
    one = make_occurrence(unit=cast.company, at=cast.at, happened_at=cast.at - timedelta(days=40))
    assert taken(OCCURRENCES, auditor) == [
        {
            "ref": one.ref,
            "kind": "unsafe_situation",
            "category": 0,
            "actual_severity": 0,
            "potential_severity": 3,
            "month": "2026-01",
            "unit": "COMPANY",
            "summary": one.summary,
            "state": "triaged",
        }
    ]


def test_reports_hold_what_is_in_reach_newest_first(cast: Cast) -> None:
    old = make_report(unit=cast.company, at=cast.at - timedelta(days=2))
    new = make_report(unit=cast.battalion, at=cast.at)
    make_report(unit=cast.squadron, at=cast.at)
    assert refs(taken(REPORTS, cast.commander.actor)) == [new.ref, old.ref]


def test_occurrences_hold_their_codes_and_where_they_went(cast: Cast) -> None:
    target = make_occurrence(unit=cast.company, at=cast.at)
    merged = make_occurrence(unit=cast.company, state="merged", merged_into=target)
    found = {row["ref"]: row for row in taken(OCCURRENCES, cast.commander.actor)}
    assert found[merged.ref]["merged_into"] == target.ref
    assert found[merged.ref]["subjects"] == ["work_equipment"]
    assert found[target.ref]["merged_into"] is None


def test_reports_of_which_one_may_only_read_or_only_take_stay_out(cast: Cast) -> None:
    make_report(unit=cast.company, at=cast.at)
    actor = cast.commander.actor
    others = cast.outsider.actor.grants
    for kept, taken_from in ((READ, EXPORT), (EXPORT, READ)):
        grants = [g for g in actor.grants if g.permit == kept]
        grants += [g for g in others if g.permit == taken_from]
        assert taken(REPORTS, replace(actor, grants=tuple(grants))) == []


def test_occurrences_one_takes_without_persons_come_without_persons(
    cast: Cast, auditor: Actor
) -> None:
    """Who reads in full by one post and takes away by another gets no more than the second gives."""
    full = tuple(g for g in cast.commander.actor.grants if g.permit == READ_OCCURRENCE)
    both = replace(auditor, grants=(*auditor.grants, *full))
    assert "title" not in names(OCCURRENCES, both)
    take = tuple(g for g in cast.commander.actor.grants if g.permit == EXPORT_OCCURRENCE)
    assert "title" in names(OCCURRENCES, replace(both, grants=(*both.grants, *take)))


def test_since_without_persons_is_widened_to_the_month(cast: Cast, auditor: Actor) -> None:
    early = make_occurrence(unit=cast.company, at=cast.at - timedelta(days=8))
    ask = Ask(since=cast.at.date())
    assert refs(taken(OCCURRENCES, auditor, ask)) == [early.ref]
    assert taken(OCCURRENCES, cast.commander.actor, ask) == []


@pytest.mark.parametrize("kind", [REPORTS, OCCURRENCES])
def test_kind_without_the_right_has_no_source(cast: Cast, kind: ExportKind) -> None:
    assert kind.source_of(cast.soldier.actor) is None


@pytest.mark.parametrize("kind", [REPORTS, OCCURRENCES])
def test_export_reads_page_after_page_and_never_by_offset(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, kind: ExportKind
) -> None:
    for n in range(5):
        occurrence = make_occurrence(unit=cast.company, at=cast.at + timedelta(minutes=n))
        make_report(unit=cast.company, at=cast.at + timedelta(minutes=n), occurrence=occurrence)
    monkeypatch.setattr(
        lists.all_pages, "__kwdefaults__", {**lists.all_pages.__kwdefaults__, "size": 2}
    )
    actor = cast.commander.actor
    with CaptureQueriesContext(connection) as seen:
        assert len(taken(kind, actor)) == 5
    asked = [query["sql"] for query in seen if "tree" not in query["sql"]]
    assert [sql for sql in asked if "OFFSET" in sql] == []
    assert len([sql for sql in asked if "ORDER BY 1 DESC LIMIT 2" in sql]) == 3


def test_export_never_tells_who_reported(cast: Cast) -> None:
    send(cast.soldier, at=cast.at)
    text = str(taken(REPORTS, cast.safety_adviser.actor))
    person = cast.soldier.person
    for word in (person.name, str(person.id), person.ref, cast.soldier.actor.own_key):
        assert word not in text


# ---- in the browser ----


@pytest.mark.parametrize("address", ["/meldingen/exporteren", "/voorvallen/exporteren"])
@pytest.mark.parametrize(
    ("who", "status"), [("commander", 200), ("soldier", 403), ("team_leader", 403), ("nobody", 302)]
)
def test_export_page_opens_for_those_who_may(
    client_of: Clients, who: str, status: int, address: str
) -> None:
    assert client_of(who).get(address).status_code == status


def test_export_page_tells_what_will_be_in_the_file(cast: Cast, client_of: Clients) -> None:
    make_report(unit=cast.company, confidentiality=Confidentiality.SENSITIVE)
    answer = client_of("commander").get("/meldingen/exporteren", {"unit": "company"})
    facts = dict(answer.context["facts"])
    assert (facts["Filters"], facts["Rows"]) == ("Unit and below: COMPANY", "1")
    assert (str(facts["Marking"]), facts["About persons"]) == ("sensitive", "yes")
    assert answer.context["back"] == "/meldingen?unit=company"


def test_export_page_says_when_there_are_many(
    cast: Cast, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_COUNTED", 1)
    make_report(unit=cast.company)
    answer = client_of("commander").get("/meldingen/exporteren")
    assert dict(answer.context["facts"])["Rows"] == "1,000 or more"


def test_export_gives_the_filtered_list_as_a_file(cast: Cast, client_of: Clients) -> None:
    mine = make_report(unit=cast.company, story="Er hing een kabel los.")
    make_report(unit=cast.company, story="Er lag olie.")
    make_report(unit=cast.battalion, story="Nog een kabel.")
    answer = client_of("commander").post("/meldingen/exporteren?unit=COMPANY&q=kabel", FILE)
    assert answer["Content-Disposition"] == (
        'attachment; filename="reports_2026-03-10_normal_personal-data.jsonl"'
    )
    meta, *rows = lines(answer)
    assert refs(rows) == [mine.ref]
    assert meta["meta"]["filters"] == {"Words": "kabel", "Unit and below": "COMPANY"}
    run = ExportRun.objects.get()
    assert (run.rows, run.purpose, run.person) == (1, "onderzoek", cast.commander.person.id)


def test_export_with_filters_in_error_says_them_to_be_none(cast: Cast, client_of: Clients) -> None:
    make_report(unit=cast.company)
    answer = client_of("commander").post("/meldingen/exporteren?unit=NIETS", FILE)
    assert lines(answer)[0]["meta"]["filters"] == {}


def test_export_without_persons_finds_words_in_summaries_only(
    cast: Cast, client_of: Clients, auditor: Actor
) -> None:
    told = make_occurrence(unit=cast.company, title="Iets", summary="Een kabel hing los.")
    make_occurrence(unit=cast.company, title="Kabel", summary="Iets anders.")
    answer = client_of("auditor").post("/voorvallen/exporteren?q=kabel", FILE)
    assert refs(lines(answer)[1:]) == [told.ref]


def test_export_of_sensitive_reports_asks_what_for(cast: Cast, client_of: Clients) -> None:
    held = make_report(unit=cast.company, confidentiality=Confidentiality.SENSITIVE)
    client = client_of("commander")
    refused = client.post("/meldingen/exporteren", {"format": "jsonl"})
    assert refused.status_code == 400
    assert list(refused.context["form"].errors) == ["purpose"]
    assert not ExportRun.objects.exists()
    assert refs(lines(client.post("/meldingen/exporteren", FILE))[1:]) == [held.ref]
    assert ExportRun.objects.get().level == Confidentiality.SENSITIVE


def test_export_of_what_is_above_ones_reach_is_not_in_it(cast: Cast, client_of: Clients) -> None:
    make_report(unit=cast.company, confidentiality=Confidentiality.RESTRICTED)
    assert lines(client_of("commander").post("/meldingen/exporteren", FILE))[1:] == []


def test_export_of_too_many_rows_says_what_to_do(
    cast: Cast, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views.exports, "MOST_ROWS", 1)
    for _ in range(2):
        make_report(unit=cast.company)
    answer = client_of("commander").post("/meldingen/exporteren", FILE)
    assert answer.status_code == 400
    assert "Narrow the list" in answer.content.decode()


@pytest.mark.parametrize("form", ["", "pdf", "../csv"])
def test_export_in_an_unknown_format_is_refused(client_of: Clients, form: str) -> None:
    answer = client_of("commander").post("/meldingen/exporteren", {"format": form})
    assert answer.status_code == 400


def test_export_as_a_spreadsheet_speaks_words(cast: Cast, client_of: Clients) -> None:
    make_occurrence(unit=cast.company)
    answer = client_of("commander").post("/voorvallen/exporteren", FILE | {"format": "xlsx"})
    row = [text for _, text in Book(b"".join(answer.streaming_content)).rows()[1]]
    assert {"Unsafe situation", "Category 0", "Eenheid COMPANY", "normal"} <= set(row)


def test_export_as_csv_is_safe_and_marked(cast: Cast, client_of: Clients) -> None:
    make_report(unit=cast.company, story="=cmd|' /C calc'!A0")
    answer = client_of("commander").post("/meldingen/exporteren", FILE | {"format": "csv"})
    rows = csv_rows(b"".join(answer.streaming_content))
    assert rows[0][0] == "# Export of: Reports"
    assert rows[-1][2] == "'=cmd|' /C calc'!A0"


@pytest.mark.parametrize(
    ("who", "address", "there"),
    [
        ("commander", "/meldingen", True),
        ("commander", "/voorvallen", True),
        ("team_leader", "/meldingen", False),
        ("team_leader", "/voorvallen", False),
    ],
)
def test_list_has_the_way_to_its_export_for_those_who_may(
    client_of: Clients, who: str, address: str, there: bool
) -> None:
    text = client_of(who).get(address, {"state": "closed"}).content.decode()
    assert (f"{address}/exporteren?state=closed" in text) is there
