"""Lists as files over HTTP: the same reach, columns, purpose and log as in the browser."""

from __future__ import annotations

import json
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access import Confidentiality
from baken.core.api.tests.calling import Caller, caller
from baken.core.export.models import ExportRun
from baken.core.export.tests.making import csv_rows
from baken.rooms.reports.tests.factories import make_occurrence, make_report

LINES = {"format": "jsonl", "purpose": "onderzoek"}


@pytest.fixture
def commander(cast: Cast) -> Caller:
    """A program of the commander."""
    return caller(cast, "commander")


@pytest.fixture
def auditor(cast: Cast) -> Caller:
    """A program of somebody who takes away without persons."""
    cast.add("auditor", ("auditor", "ARMY", None))
    return caller(cast, "auditor")


def lines(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    return [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


def test_reports_come_as_one_filtered_file_and_are_recorded(cast: Cast, commander: Caller) -> None:
    mine = make_report(unit=cast.company, story="Er hing een kabel los.")
    make_report(unit=cast.battalion, story="Er hing een kabel los.")
    make_report(unit=cast.company, story="Er lag olie.")
    meta, *rows = lines(commander.post("/exports/reports?unit=COMPANY&q=kabel", LINES))
    assert [row["ref"] for row in rows] == [mine.ref]
    assert meta["meta"]["filters"] == {"unit": "COMPANY", "q": "kabel"}
    assert ExportRun.objects.get().person == cast.commander.person.id


def test_reports_come_as_csv_unless_asked_otherwise(cast: Cast, commander: Caller) -> None:
    answer = commander.post("/exports/reports")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert csv_rows(b"".join(answer.streaming_content))[-1][:2] == ["id", "ref"]


def test_occurrences_come_in_full_to_full_readers(cast: Cast, commander: Caller) -> None:
    one = make_occurrence(unit=cast.company)
    path = "/exports/occurrences?subject=work_equipment&q=kabel"
    [_, row] = lines(commander.post(path, LINES))
    assert (row["ref"], row["title"], row["subjects"]) == (one.ref, one.title, ["work_equipment"])


def test_occurrences_come_without_persons_to_others(cast: Cast, auditor: Caller) -> None:
    told = make_occurrence(unit=cast.company, title="Iets", summary="Een kabel hing los.")
    make_occurrence(unit=cast.company, title="Kabel", summary="Iets anders.")
    [_, row] = lines(auditor.post("/exports/occurrences?q=kabel", LINES))
    assert row["ref"] == told.ref
    assert "title" not in row


def test_occurrences_by_subject_are_for_full_readers(auditor: Caller) -> None:
    answer = auditor.post("/exports/occurrences?subject=work_equipment", LINES)
    assert answer.status_code == 403


def test_reports_that_are_sensitive_need_a_purpose(cast: Cast, commander: Caller) -> None:
    make_report(unit=cast.company, confidentiality=Confidentiality.SENSITIVE)
    answer = commander.post("/exports/reports", {"format": "csv"})
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["purpose"]


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/exports/reports?limit=5", LINES, "limit"),
        ("/exports/reports?cursor=", LINES, "cursor"),
        ("/exports/reports?unti=COMPANY", LINES, "unti"),
        ("/exports/reports?unit=NIETS", LINES, "unit"),
        ("/exports/reports", {"format": "pdf"}, "format"),
        ("/exports/reports", {"purpose": "x" * 301}, "purpose"),
        ("/exports/reports", {"reporter": "x"}, "reporter"),
    ],
)
def test_export_that_is_asked_wrongly_says_what_is_wrong(
    commander: Caller, path: str, body: dict[str, str], field: str
) -> None:
    answer = commander.post(path, body)
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize("kind", ["reports", "occurrences"])
@pytest.mark.parametrize(("who", "status"), [("soldier", 403), ("nobody", 401)])
def test_export_is_refused_to_others(cast: Cast, who: str, status: int, kind: str) -> None:
    assert caller(cast, who).post(f"/exports/{kind}", LINES).status_code == status
