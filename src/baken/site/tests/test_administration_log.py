"""The log of administration sessions, for people and over HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from baken.conftest import Cast, administer
from baken.core import clock
from baken.core.accounts.models import Administration, ApiToken, Session
from baken.core.accounts.traces import ACTS
from baken.core.api.tests.calling import Caller, caller
from baken.core.trail.models import AdministeredStep
from baken.rooms.notices.queries import notices_of
from baken.rooms.org.models import PersonStep
from baken.rooms.org.tests.factories import make_site
from baken.rooms.reports.tests.factories import make_report
from baken.site.administration import ACT_NAMES, administrations_page, done_in, states_of

Clients = Callable[[str], Client]
OPEN, END, LIST = "/beheer/openen", "/beheer/beeindigen", "/beheer/sessies"
ASKED = {"reason": "Order 12", "minutes": "30"}
RENAME = "/eenheden/COMPANY/stap/rename"
NAMED = {"name_nl": "Nieuwe naam", "name_en": "", "reason": "Order 12", "seen": "1"}
API = "/me/administration"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Refusals are read here in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def browser(cast: Cast) -> Client:
    """The functional administrator, logged in with a password just now, without a session."""
    made = Client(headers={"accept-language": "en"})
    made.post("/inloggen", {"username": "functional_admin", "password": "demo"})
    return made


@pytest.fixture
def later(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Moves the clock on by minutes."""

    def move(minutes: int) -> None:
        moment = cast.at + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda: moment)

    return move


@pytest.fixture
def session(browser: Client, cast: Cast) -> Administration:
    """A session in which a unit was renamed, a site went round and a service was made; over now."""
    browser.post(OPEN, ASKED)
    browser.post(RENAME, NAMED)
    make_site("HAV-1", holder=cast.company)
    for unit in ("BATTALION", "ARMY"):
        browser.post("/locaties/HAV-1/stap/assign", {"unit": unit, "reason": "Order 12"})
    given = {"name": "koppeling", "about": "Roosters", "unit": "COMPANY", "keeper": "commander"}
    assert browser.post("/beheer/diensten", given).status_code == 302
    browser.post(END)
    return Administration.objects.get()


def test_log_tells_what_was_done_in_order_and_names_no_person(session: Administration) -> None:
    assert [(one.title, one.ref, one.text) for one in done_in(session)] == [
        ("Rename", "COMPANY", "Eenheid COMPANY → Nieuwe naam"),
        ("Assign to another unit", "HAV-1", "COMPANY → BATTALION"),
        ("Assign to another unit", "HAV-1", "BATTALION → ARMY"),
        ("Service account made", "", ""),
        ("Session ended", "", ""),
    ]


def test_log_shows_from_what_to_what(session: Administration, client_of: Clients) -> None:
    page = client_of("functional_admin").get(f"{LIST}/{session.id}").content.decode()
    assert "BATTALION → ARMY" in page


def test_session_in_which_nothing_was_done_yet_has_an_empty_log(browser: Client) -> None:
    browser.post(OPEN, ASKED)
    AdministeredStep.objects.all().delete()
    assert done_in(Administration.objects.get()) == []


def test_what_is_done_outside_a_session_stands_in_no_log(cast: Cast, browser: Client) -> None:
    browser.post("/account/sessies/beeindigen", {"others": "yes"})
    make_report(unit=cast.company, at=cast.at)
    assert AdministeredStep.objects.count() == 0


def test_opening_and_ending_stand_in_the_history_and_the_holder_is_told(
    session: Administration, cast: Cast
) -> None:
    rows = PersonStep.objects.for_system(reason="trail").order_by("serial")
    mine = [row for row in rows.filter(record=cast.functional_admin.person.pk)][1:]
    assert [row.code for row in mine] == [
        "org.person.administration_opened",
        "org.person.administration_closed",
    ]
    assert mine[0].facts == {"session": str(session.id), "minutes": 30}
    assert mine[0].words["reason"] == "Order 12"
    told = [one.code for one in notices_of(cast.functional_admin.actor).items]
    assert told == ["site.administration_closed", "site.administration_opened"]


@pytest.mark.parametrize(
    ("who", "list_status", "log_status"),
    [
        ("privacy_officer", 200, 200),
        ("ivd_inspector", 200, 200),
        ("functional_admin", 403, 404),
        ("commander", 403, 404),
    ],
)
def test_log_is_for_its_holder_and_for_who_looks_after_administration(
    session: Administration,
    cast: Cast,
    client_of: Clients,
    who: str,
    list_status: int,
    log_status: int,
) -> None:
    cast.add("reader", (who, "MINISTRY", None))
    reader, holder = client_of("reader"), client_of("functional_admin")
    log = f"{LIST}/{session.id}"
    assert (reader.get(LIST).status_code, reader.get(log).status_code) == (list_status, log_status)
    assert holder.get(log).status_code == 200
    assert "Order 12" in holder.get("/beheer").content.decode()


def test_list_of_sessions_is_paged_and_keeps_its_place(cast: Cast, client_of: Clients) -> None:
    for day in range(3):
        at = cast.at - timedelta(days=day)
        member = replace(cast.functional_admin, at=at)
        administer(client_of("functional_admin"), member, at)
    cast.add("privacy", ("privacy_officer", "MINISTRY", None))
    actor = cast.members["privacy"].actor
    first = administrations_page(actor, account=None, limit=2)
    rest = administrations_page(actor, account=None, cursor=first.next_cursor, limit=2)
    found = [one.opened_at for page in (first, rest) for one in page.items]
    assert found == [cast.at - timedelta(days=day) for day in range(3)]
    assert administrations_page(cast.soldier.actor, account=None).items == []


def test_nonsense_cursor_leads_back_to_the_first_page(cast: Cast, client_of: Clients) -> None:
    cast.add("privacy", ("privacy_officer", "MINISTRY", None))
    answers = [
        client_of("privacy").get(f"{LIST}?cursor=x"),
        client_of("functional_admin").get("/beheer?cursor=x"),
    ]
    assert [one.headers["Location"] for one in answers] == [LIST, "/beheer"]


def test_links_lead_to_administration_for_who_has_something_there(
    cast: Cast, client_of: Clients
) -> None:
    cast.add("privacy", ("privacy_officer", "MINISTRY", None))
    pages = {who: client_of(who).get("/").content.decode() for who in (*cast.members,)}
    linked = {who: set(re.findall(r'href="(/beheer[^"]*)"', page)) for who, page in pages.items()}
    assert {who: links for who, links in linked.items() if links} == {
        "functional_admin": {"/beheer"},
        "privacy": {LIST},
    }


def test_every_act_on_an_account_has_a_name_in_the_log() -> None:
    written = {f"org.person.{act}" for act in ACTS} | {
        "org.person.delegated_to",
        "org.person.appointment_ended",
        "org.person.appointment_withdrawn",
    }
    assert written - set(ACT_NAMES) == set()


def test_session_and_its_steps_name_what_they_are(session: Administration) -> None:
    step = AdministeredStep.objects.earliest("number")
    assert (str(session), str(step)) == (
        f"administration by {session.account_id}",
        f"{session.id} org.unit.renamed",
    )


# ---- over HTTP ----


@pytest.fixture
def program(cast: Cast) -> Caller:
    """A program with a token of the functional administrator."""
    return caller(cast, "functional_admin")


def test_program_administers_within_a_session_of_its_token_only(
    cast: Cast, program: Caller
) -> None:
    step = {"step": "rename", "fields": {"name_nl": "Nieuwe naam", "reason": "Order 12"}}
    assert program.post("/units/COMPANY/steps", step).status_code == 403
    opened = program.post(API, {"reason": "Order 12", "minutes": 30})
    assert (opened.status_code, opened.json()["state"]) == (200, "running")
    assert program.get(API).json()["session"]["id"] == opened.json()["id"]
    assert caller(cast, "functional_admin").get(API).json() == {"session": None}

    assert program.post("/units/COMPANY/steps", step).status_code == 200
    assert program.post(f"{API}/end").json() == {"session": None}

    assert program.post("/units/COMPANY/steps", step).status_code == 403
    assert program.post(f"{API}/end").status_code == 404
    log = program.get(f"/administration-sessions/{opened.json()['id']}").json()
    assert [(one["title"], one["ref"], one["text"]) for one in log["steps"]] == [
        ("Rename", "COMPANY", "Eenheid COMPANY → Nieuwe naam"),
        ("Session ended", "", ""),
    ]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"reason": " ", "minutes": 30}, 400),
        ({"reason": "Order 12", "minutes": 4}, 400),
        ({"reason": "Order 12", "minutes": 61}, 400),
        ({"reason": "Order 12"}, 400),
    ],
)
def test_program_without_a_reason_or_a_term_opens_nothing(
    program: Caller, body: dict[str, Any], status: int
) -> None:
    assert program.post(API, body).status_code == status
    assert Administration.objects.count() == 0


def test_web_session_must_have_shown_who_is_there(client_of: Clients, browser: Client) -> None:
    body = {"reason": "Order 12", "minutes": 30}
    sent = {"data": body, "content_type": "application/json"}
    assert client_of("functional_admin").post(f"/api/v1{API}", **sent).status_code == 403
    assert browser.post(f"/api/v1{API}", **sent).status_code == 200


def test_log_over_http_is_for_the_same_people(
    session: Administration, cast: Cast, program: Caller
) -> None:
    cast.add("privacy", ("privacy_officer", "MINISTRY", None))
    reader, log = caller(cast, "privacy"), f"/administration-sessions/{session.id}"
    items = reader.get("/administration-sessions").json()["items"]
    assert [(one["account"], one["state"]) for one in items] == [("functional_admin", "ended")]
    assert (reader.get(log).status_code, program.get(log).status_code) == (200, 200)
    assert program.get("/administration-sessions").status_code == 403
    assert caller(cast, "commander").get(log).status_code == 404


def test_session_of_an_ended_duty_is_over_for_programs_too(
    cast: Cast, later: Callable[[int], None]
) -> None:
    cast.add("leaving", ("functional_admin", "MINISTRY", cast.at.date()))
    program = caller(cast, "leaving")
    program.post(API, {"reason": "Order 12", "minutes": 60})
    Administration.objects.update(until=cast.at + timedelta(days=2))
    later(24 * 60)
    assert program.get(API).json() == {"session": None}
    assert program.post(f"{API}/end").status_code == 404
    assert program.post(API, {"reason": "Order 13", "minutes": 30}).status_code == 403


@pytest.mark.parametrize("way", ["password", "withdrawn", "left alone"])
def test_session_whose_browser_or_token_is_gone_is_shown_as_over(
    cast: Cast, browser: Client, program: Caller, way: str
) -> None:
    if way == "withdrawn":
        program.post(API, {"reason": "Order 12", "minutes": 30})
    else:
        browser.post(OPEN, ASKED)
    (opened,) = Administration.objects.all()
    assert states_of([opened], cast.at) == {opened.id: "running"}
    if way == "withdrawn":
        ApiToken.objects.update(revoked_at=cast.at)
    elif way == "password":
        browser.session.cycle_key()
    else:
        Session.objects.update(seen_at=timezone.now() - timedelta(hours=3))
    assert states_of([opened], cast.at) == {opened.id: "over"}
