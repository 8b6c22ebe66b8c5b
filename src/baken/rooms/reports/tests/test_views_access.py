"""The page about who sees a record: who has it as a case, who is kept away, and ending either."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.rooms.org.models import Involvement
from baken.rooms.reports.tests.acts import send
from baken.rooms.reports.tests.factories import make_occurrence, make_report

Clients = Callable[[str], Client]
CASE = {"act": "give_case", "case-role": "investigator", "case-ground": "Onderzoek"}
AWAY = {"act": "keep_away", "away-person": "Speler team_leader", "away-ground": "Familie"}


@pytest.fixture(params=["meldingen", "voorvallen"])
def page(cast: Cast, request: pytest.FixtureRequest) -> str:
    """The page of a report, and that of an occurrence."""
    make = make_report if request.param == "meldingen" else make_occurrence
    return f"/{request.param}/{make(unit=cast.company, at=cast.at).ref}/inzage"


def tie_of(cast: Cast, who: str) -> Involvement:
    """The one case or conflict of somebody."""
    return Involvement.objects.of(cast.members[who].person).get()


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def given(cast: Cast, client: Client, page: str, **more: Any) -> None:
    """Give the case to an investigator."""
    person = cast.add("looker", ("investigator", "SQUADRON", None)).person
    assert client.post(page, {**CASE, "case-person": person.ref, **more}).status_code == 302


def test_page_lists_cases_and_who_is_kept_away_for_who_gives_cases(
    cast: Cast, client_of: Clients, page: str
) -> None:
    commander = client_of("commander")
    given(cast, commander, page)
    commander.post(page, {**AWAY, "away-person": "Speler soldier"})
    shown = text_of(client_of("safety_adviser"), page)
    assert "Who has this as a case" in shown
    for word in ("Speler looker", "Onderzoek", "Speler soldier", "Familie"):
        assert word in shown
    leader = text_of(client_of("team_leader"), page)
    assert "Familie" not in leader
    assert "Who is kept away" not in leader


def test_page_ends_a_case_at_once(cast: Cast, client_of: Clients, page: str) -> None:
    commander = client_of("commander")
    given(cast, commander, page)
    sent = {"act": "end_case", "end-tie": tie_of(cast, "looker").pk, "end-ground": "Klaar"}
    assert commander.post(page, sent).status_code == 302
    case = tie_of(cast, "looker")
    assert (case.until, case.ended_at is not None) == (cast.at.date(), True)
    assert client_of("looker").get(page.removesuffix("/inzage")).status_code == 404


def test_page_says_what_is_wrong_with_an_end(cast: Cast, client_of: Clients, page: str) -> None:
    commander = client_of("commander")
    given(cast, commander, page)
    sent = {"act": "end_case", "end-tie": tie_of(cast, "looker").pk, "end-ground": "Klaar"}
    wrong = commander.post(page, {**sent, "end-last_day": "2026-03-01"})
    assert wrong.status_code == 400
    assert "This day has passed" in wrong.content.decode()
    assert tie_of(cast, "looker").until is None


def test_page_lifts_a_conflict_that_somebody_else_noted(
    cast: Cast, client_of: Clients, page: str
) -> None:
    client_of("commander").post(page, AWAY)
    sent = {"act": "lift", "lift-tie": tie_of(cast, "team_leader").pk, "lift-ground": "Toch niet"}
    own = client_of("commander")
    assert "Keep somebody away no longer" not in text_of(own, page)
    assert own.post(page, sent).status_code == 200
    assert tie_of(cast, "team_leader").ended_at is None
    assert client_of("safety_adviser").post(page, sent).status_code == 302
    assert tie_of(cast, "team_leader").ended_at is not None


def test_page_on_a_day_before_the_record_says_since_when(
    cast: Cast, client_of: Clients, page: str
) -> None:
    adviser = client_of("safety_adviser")
    before = text_of(adviser, f"{page}?on=2026-03-09")
    assert "This exists since 10 March 2026" in before
    assert "Nobody could." in before
    today = text_of(adviser, page)
    assert "This exists since" not in today
    assert "Who could read it in full on 10 March 2026" in today


def test_page_for_a_reader_of_summaries_says_why_not_and_who_can(
    cast: Cast, client_of: Clients
) -> None:
    cast.add("central", ("vms_office", "MINISTRY", None))
    record = make_occurrence(unit=cast.company, at=cast.at, owner_unit=cast.squadron)
    answer = client_of("central").get(f"/voorvallen/{record.ref}/inzage")
    said = answer.content.decode()
    assert answer.status_code == 403
    assert "Safety adviser BATTALION" in said
    assert "SQUADRON" not in said


def test_page_offers_a_role_only_what_it_can_read_of_the_record(
    cast: Cast, client_of: Clients
) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at)
    report = send(cast.soldier, at=cast.at, unit_code="COMPANY").report
    commander = client_of("commander")
    shown = [
        "Aftercare officer" in text_of(commander, f"/{kind}/{record.ref}/inzage")
        for kind, record in (("voorvallen", occurrence), ("meldingen", report))
    ]
    assert shown == [True, False]
