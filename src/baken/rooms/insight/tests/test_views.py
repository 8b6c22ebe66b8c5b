"""The page of the picture and the sheet of paper, as people see them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.export.models import ExportRun
from baken.core.page.pdf import can_make_pdf, pdf_of, pdf_on_one_page
from baken.rooms.insight.tests.scenes import begin_counting, overdue_measure, risk_in
from baken.rooms.org.tests.factories import make_unit
from baken.rooms.reports.tests.factories import make_occurrence, make_report

ClientOf = Callable[[str], Client]
# Source: the targets for speed allow a picture 15 questions; the page asks some about its reader.
MOST_QUERIES = 15
needs_pdf = pytest.mark.skipif(not can_make_pdf(), reason="the pango libraries are not here")


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_page_shows_every_figure_with_the_list_behind_it(cast: Cast, client_of: ClientOf) -> None:
    risk_in(cast.company, "decision_pending", "high", cast.at - timedelta(days=9))
    overdue_measure(cast, cast.at, days=11, risk_class="high")
    make_report(unit=cast.company)

    shown = text_of(client_of("commander"), "/eenheden/BATTALION/beeld")

    decide = "/risicos?unit=BATTALION&amp;state=to_decide&amp;risk_class=high"
    assert f'<a href="{decide}"><span class="baken-figure__value">1</span>' in shown
    assert "The oldest was stated 9 days ago." in shown
    assert "The oldest is overdue by 11 days." in shown
    assert 'href="/risicos?unit=COMPANY&amp;state=weighed&amp;risk_class=high">2</a>' in shown
    assert '<a href="/eenheden/COMPANY/beeld">' in shown
    assert '<span class="baken-figure__value">&lt;5</span>' in shown


def test_figure_of_a_unit_keeps_its_word_on_a_phone(cast: Cast, client_of: ClientOf) -> None:
    shown = text_of(client_of("commander"), "/eenheden/BATTALION/beeld")
    assert '<td role="cell" data-label="Outside appetite" class="baken-number"><span>' in shown


@pytest.mark.parametrize("state", ["to_decide", "weighed", "held"])
def test_lists_behind_the_figures_hold_what_was_counted(
    cast: Cast, client_of: ClientOf, state: str
) -> None:
    held = {
        "to_decide": ("decision_pending", "escalated"),
        "weighed": ("decision_pending", "escalated", "accepted", "treating"),
        "held": ("accepted", "monitored"),
    }
    inside = [risk_in(cast.company, one, "high", cast.at).ref for one in held[state]]
    outside = risk_in(cast.company, "analysed", "high", cast.at).ref

    shown = text_of(client_of("commander"), f"/risicos?unit=COMPANY&state={state}&risk_class=high")

    assert ([ref in shown for ref in inside], outside in shown) == ([True] * len(inside), False)


def figures_of(shown: Any) -> list[tuple[str, str]]:
    """Every count on a page that leads somewhere, with its address; an age is no count."""
    groups = (shown["to_decide"], shown["held"], shown["overdue"]["figures"], shown["phases"])
    cards = [(one["value"], one["url"]) for group in groups for one in group if one["url"]]
    cells = [
        cell
        for row in shown["rows"]
        for key, cell in row.items()
        if key not in ("name", "oldest") and isinstance(cell, tuple)
    ]
    return cards + cells


def test_every_figure_leads_to_a_list_of_as_many_rows(cast: Cast, client_of: ClientOf) -> None:
    for state in ("identified", "analysed", "decision_pending", "accepted", "treating", "closed"):
        risk_in(cast.company, state, "high", cast.at)
    for days, risk_class in ((3, "high"), (4, "high"), (5, ""), (-5, "high")):
        overdue_measure(cast, cast.at, days=days, risk_class=risk_class)
    for state in ("triaged", "handling", "ready_to_close", "closed", "merged"):
        for _each in range(5):
            make_occurrence(unit=cast.company, state=state, at=cast.at)
    for state in ("received", "answered"):
        make_report(unit=cast.company, state=state)
    client = client_of("safety_adviser")

    found = figures_of(client.get("/eenheden/BATTALION/beeld").context)

    listed = [(str(len(client.get(url).context["rows"])), url) for _value, url in found]
    assert found == listed
    assert {value for value, _url in found} >= {"0", "2", "5"}


def test_own_picture_is_that_of_ones_unit(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of("soldier").get("/beeld")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/eenheden/COMPANY/beeld")


@pytest.mark.parametrize(
    ("path", "status", "to"),
    [
        ("/eenheden/company/beeld", 302, "/eenheden/COMPANY/beeld"),
        ("/eenheden/NOWHERE/beeld", 404, ""),
        ("/eenheden/COMPANY/beeld/pdf", 302, "/eenheden"),
    ],
)
def test_addresses_lead_to_the_unit_or_nowhere(
    cast: Cast, client_of: ClientOf, path: str, status: int, to: str
) -> None:
    answer = client_of("commander").get(path)

    assert (answer.status_code, answer.headers.get("Location", "")) == (status, to)


def test_page_of_a_unit_leads_to_its_picture(cast: Cast, client_of: ClientOf) -> None:
    assert 'href="/eenheden/COMPANY/beeld"' in text_of(client_of("soldier"), "/eenheden/COMPANY")


def test_somebody_of_another_branch_sees_what_is_unknown_and_no_numbers(
    cast: Cast, client_of: ClientOf
) -> None:
    risk = risk_in(cast.company, "decision_pending", "extreme", cast.at)

    shown = text_of(client_of("outsider"), "/eenheden/COMPANY/beeld")

    assert "Unknown: you may not read the risks of this unit." in shown
    assert (risk.ref in shown, "/beeld/pdf" in shown) == (False, False)


def questions(client: Client, path: str) -> int:
    """How many statements a page runs, everything that is kept in memory being warm."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


def test_picture_asks_a_fixed_number_of_questions_within_its_budget(
    cast: Cast, client_of: ClientOf
) -> None:
    client = client_of("commander")
    risk_in(cast.company, "decision_pending", "extreme", cast.at)
    begin_counting()
    before = questions(client, "/eenheden/BATTALION/beeld")
    for number in range(4):
        unit = make_unit(f"C{number}", parent=cast.battalion, level=2)
        for state in ("decision_pending", "accepted", "analysed"):
            risk_in(unit, state, "high", cast.at, review_on=cast.at.date())
        make_occurrence(unit=unit, at=cast.at)
    begin_counting()

    after = questions(client, "/eenheden/BATTALION/beeld")

    assert (after <= before, after <= MOST_QUERIES) == (True, True), (before, after)


def pages_in(pdf: bytes) -> int:
    """How many pages a PDF has; what it holds compressed is looked into."""
    told = [pdf]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            told.append(zlib.decompress(packed))
    return sum(len(re.findall(rb"/Type\s*/Page\b", one)) for one in told)


@needs_pdf
def test_pages_of_a_pdf_are_counted_as_they_are() -> None:
    two = "<p>Een</p><p style='break-before: page'>Twee</p>"
    assert (pages_in(pdf_of("<p>Een</p>", ())), pages_in(pdf_of(two, ()))) == (1, 2)
    assert pages_in(pdf_on_one_page([two], ())) == 1


@needs_pdf
def test_pdf_is_one_side_and_written_down(cast: Cast, client_of: ClientOf) -> None:
    for number in range(30):
        unit = make_unit(f"U{number}", parent=cast.battalion, level=2)
        if number % 3 == 0:
            risk_in(unit, "decision_pending", "high", cast.at, title="Lang verhaal " * 14)

    answer = client_of("commander").post("/eenheden/BATTALION/beeld/pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert pages_in(answer.content) == 1
    run = ExportRun.objects.get()
    assert (run.kind, run.format, run.personal, run.rows) == ("unit_picture", "pdf", False, 1)


@needs_pdf
def test_pdf_that_names_a_sensitive_risk_needs_a_purpose(cast: Cast, client_of: ClientOf) -> None:
    risk_in(cast.company, "decision_pending", "extreme", cast.at, confidentiality=1)
    client = client_of("commander")

    refused = client.post("/eenheden/BATTALION/beeld/pdf")
    made = client.post("/eenheden/BATTALION/beeld/pdf", {"purpose": "Overleg"})

    assert (refused.status_code, refused.headers.get("Location")) == (
        302,
        "/eenheden/BATTALION/beeld",
    )
    assert made["Content-Type"] == "application/pdf"
    assert ExportRun.objects.get().level == 1


@pytest.mark.parametrize(("who", "status"), [("soldier", 403), ("outsider", 404)])
def test_pdf_is_refused_to_who_may_not_take_it(
    cast: Cast, client_of: ClientOf, who: str, status: int
) -> None:
    path: Any = "/eenheden/COMPANY/beeld/pdf"

    assert client_of(who).post(path).status_code == status
