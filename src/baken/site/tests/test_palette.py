"""The palette: a reference, a page, a unit or an action, within one's own rights and in few questions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast, administer
from baken.core.api.tests.calling import caller
from baken.core.records.references import spell
from baken.rooms.reports.models import Report
from baken.rooms.reports.tests.factories import make_report
from baken.site.palette import palette_items, references_meant

Clients = Callable[[str], Client]


def offered(cast: Cast, who: str, text: str) -> list[str]:
    items = caller(cast, who).get("/palette", q=text).json()["items"]
    return [item["label"] for item in items]


@pytest.fixture
def report(cast: Cast) -> Report:
    return make_report(unit=cast.company, at=cast.at)


# ---- what a text may mean ----


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("M-2026-000123", "M-2026-000123"),
        ("m-2025-123", "M-2025-000123"),
        ("m 2025 123", "M-2025-000123"),
        ("m 123", "M-2026-000123"),
        ("m123", "M-2026-000123"),
        (" V-000007 ", "V-2026-000007"),
    ],
)
def test_references_meant_by_a_text_begin_with_the_likeliest(text: str, first: str) -> None:
    assert references_meant(text, 2026)[0] == first


@pytest.mark.parametrize(
    "text", ["", "m", "m-2026-", "x 1", "m 1234567", "123", "melding 1", "m 12a"]
)
def test_references_meant_by_other_texts_are_none(text: str) -> None:
    assert references_meant(text, 2026) == []


def test_references_meant_without_a_year_are_those_of_fifteen_years() -> None:
    found = references_meant("m 7", 2026)
    assert (len(found), found[-1]) == (15, "M-2012-000007")


def test_references_meant_by_the_beginning_of_a_serial_are_all_of_it() -> None:
    found = references_meant("M-2026-0001", 2026)
    assert found[0] == "M-2026-000001"
    assert (len(found), found[1], found[-1]) == (101, "M-2026-000100", "M-2026-000199")


# ---- what is offered ----


def test_reference_leads_to_its_record_for_who_may_see_it(cast: Cast, report: Report) -> None:
    serial = int(report.ref[-6:])
    assert offered(cast, "safety_adviser", f"m {serial}") == [report.ref]
    [item] = caller(cast, "safety_adviser").get("/palette", q=report.ref).json()["items"]
    assert (item["url"], item["act"]) == (f"/meldingen/{report.ref}", "")
    for who in ("soldier", "outsider"):
        assert offered(cast, who, report.ref) == []


def test_beginning_of_a_reference_offers_the_newest_first(cast: Cast) -> None:
    refs = [make_report(unit=cast.company, at=cast.at).ref for _ in range(12)]
    found = offered(cast, "commander", refs[0][:-2])
    assert found == sorted(refs, reverse=True)[:8]


def test_nothing_typed_offers_pages_and_actions_of_ones_own(cast: Cast) -> None:
    soldier, adviser = offered(cast, "soldier", ""), offered(cast, "safety_adviser", "")
    assert soldier[0] == "New report"
    assert {"Inbox", "My reports", "Notices", "My posts", "Keyboard shortcuts", "Log out"} <= set(
        soldier
    )
    assert ("Reports" in soldier, "Reports" in adviser) == (False, True)
    assert "New report" not in adviser


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("inb", ["Inbox"]),
        ("lang ned", ["Language: Nederlands"]),
        ("light", ["Change light or dark"]),
        ("COMP", ["Eenheid COMPANY (COMPANY)"]),
        ("mpany", ["Eenheid COMPANY (COMPANY)"]),
        ("éénheid squ", ["Eenheid SQUADRON (SQUADRON)"]),
        ("zzz", []),
    ],
)
def test_words_find_pages_actions_and_units(cast: Cast, text: str, found: list[str]) -> None:
    assert offered(cast, "soldier", text) == found


def test_one_letter_finds_no_units(cast: Cast) -> None:
    assert [one for one in offered(cast, "soldier", "c") if "COMPANY" in one] == []


def test_palette_asks_at_most_two_questions_of_its_own(cast: Cast) -> None:
    actor = cast.commander.actor
    counts = []
    for _ in range(2):
        for _more in range(3):
            make_report(unit=cast.company, at=cast.at)
        palette_items(actor, "m-2026-0000", cast.at)
        with CaptureQueriesContext(connection) as asked:
            palette_items(actor, "m-2026-0000", cast.at)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 2
    with CaptureQueriesContext(connection) as asked:
        palette_items(actor, "eenheid", cast.at)
    assert len(asked) <= 1, "the version of the tree, which a request asks once"


def test_reference_is_found_by_the_index(cast: Cast, report: Report) -> None:
    rows = Report.objects.visible_to(cast.commander.actor, "reports.report.read")
    plan = rows.filter(ref__in=[spell("M", 2026, one) for one in range(9)]).explain()
    assert "USING" in plan.upper() or "INDEX" in plan.upper() or connection.vendor == "postgresql"


def test_administrator_in_session_is_offered_no_record(
    cast: Cast, client_of: Clients, report: Report
) -> None:
    client = client_of("functional_admin")
    administer(client, cast.functional_admin, cast.at)
    found = client.get("/api/v1/palette", {"q": report.ref})
    assert (found.status_code, found.json().get("items", [])) in ((200, []), (403, []))


@pytest.mark.parametrize(
    ("who", "there"), [("soldier", True), ("nobody", False), ("former_holder", False)]
)
def test_frame_has_a_palette_for_who_may_search(client_of: Clients, who: str, there: bool) -> None:
    page = client_of(who).get("/").content.decode()
    assert ('id="palette"' in page, "data-keys" in page) == (there, there)


# ---- single keys ----


def test_single_keys_can_be_switched_off_by_page_and_api(cast: Cast, client_of: Clients) -> None:
    client = client_of("soldier")
    assert 'data-shortcuts="on"' in client.get("/").content.decode()
    answer = client.post("/account/voorkeuren", {"language": "en"})
    assert (answer.status_code, answer["Location"]) == (302, "/account/voorkeuren")
    page = client.get("/account/voorkeuren").content.decode()
    assert 'data-shortcuts="off"' in page
    assert "You have switched single keys off." in page
    api = caller(cast, "soldier")
    assert api.get("/me/preferences").json() == {"language": "en", "single_key_shortcuts": False}
    wanted = {"language": "nl", "single_key_shortcuts": True}
    assert api.put("/me/preferences", wanted).json() == wanted
    assert 'data-shortcuts="on"' in client.get("/").content.decode()
    assert api.put("/me/preferences", {**wanted, "language": "xx"}).status_code == 400


def test_preferences_refuse_a_language_nobody_speaks_here(client_of: Clients) -> None:
    answer = client_of("soldier").post("/account/voorkeuren", {"language": "xx"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["language"])


def test_language_chosen_anywhere_is_the_language_of_mails(cast: Cast, client_of: Clients) -> None:
    def kept() -> str:
        cast.soldier.account.refresh_from_db()
        return str(cast.soldier.account.language)

    client = client_of("soldier")
    client.post("/taal", {"language": "en"})
    assert kept() == "en"
    client.post("/taal", {"language": "xx"})
    assert kept() == "en"
    answer: Any = client.post("/account/voorkeuren", {"language": "nl", "single_keys": "on"})
    assert (kept(), answer.cookies["baken_language"].value) == ("nl", "nl")
