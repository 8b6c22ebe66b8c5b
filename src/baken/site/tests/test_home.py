"""The front page: the public finds its doors, a person what needs them, the most pressing first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.questions import InboxCard, once_each
from baken.rooms.org.tests.factories import make_account
from baken.rooms.reports.tests.acts import answered, send
from baken.rooms.reports.tests.factories import make_occurrence, make_report
from baken.site.bench.scene import INBOX_QUERIES

Clients = Callable[[str], Client]


def items(client: Client) -> list[tuple[str, str]]:
    return [(item["ref"], item["urgency"]) for item in client.get("/").context["items"]]


def test_home_of_the_public_shows_the_doors(cast: Cast, client_of: Clients) -> None:
    text = client_of("nobody").get("/").content.decode()
    assert all(f'href="{door}"' in text for door in ("/melden", "/code", "/inloggen"))


def test_home_of_the_public_offers_the_demo_only_in_the_demo(
    cast: Cast, client_of: Clients, settings: object
) -> None:
    assert 'href="/demo"' in client_of("nobody").get("/").content.decode()
    settings.DEMO = False  # type: ignore[attr-defined]
    assert 'href="/demo"' not in client_of("nobody").get("/").content.decode()


def test_home_of_the_public_asks_the_database_nothing(cast: Cast, client_of: Clients) -> None:
    with CaptureQueriesContext(connection) as seen:
        client_of("nobody").get("/")
    assert len(seen) == 0


def test_home_with_nothing_to_do_leads_to_the_own_unit(cast: Cast, client_of: Clients) -> None:
    context = client_of("soldier").get("/").context
    assert (context["items"], context["unit_url"]) == ([], "/eenheden/COMPANY/beeld")


def test_home_without_a_post_still_opens(cast: Cast) -> None:
    client = Client()
    client.force_login(make_account("postless"))
    answer = client.get("/")
    assert (answer.status_code, answer.context["unit_url"]) == (200, "/eenheden")


def test_home_puts_danger_first_then_what_is_late(cast: Cast, client_of: Clients) -> None:
    def due(days: int) -> str:
        return make_report(unit=cast.company, at=cast.at, due_at=cast.at + timedelta(days=days)).ref

    later, soon, late = due(9), due(1), due(-1)
    danger = make_report(
        unit=cast.company, at=cast.at, still_dangerous=True, due_at=cast.at + timedelta(hours=1)
    ).ref
    assert items(client_of("safety_adviser")) == [
        (danger, "overdue"),
        (late, "overdue"),
        (soon, "soon"),
        (later, "later"),
    ]


def test_home_counts_three_days_as_days_and_not_as_hours(cast: Cast, client_of: Clients) -> None:
    evening = cast.at + timedelta(days=3, hours=10)
    within = make_report(unit=cast.company, at=cast.at, due_at=evening).ref
    after = make_report(unit=cast.company, at=cast.at, due_at=evening + timedelta(days=1)).ref
    assert items(client_of("safety_adviser")) == [(within, "soon"), (after, "later")]


def test_home_stands_in_order_of_danger_consequence_and_term(
    cast: Cast, client_of: Clients
) -> None:
    adviser = cast.safety_adviser.person.id

    def led(severity: int, days: int) -> str:
        due = cast.at + timedelta(days=days)
        return make_occurrence(
            unit=cast.company, at=cast.at, lead=adviser, potential_severity=severity, due_at=due
        ).ref

    light_late, grave_later, gravest, grave_soon = led(1, -5), led(4, 9), led(5, 20), led(4, 1)
    danger = make_report(unit=cast.company, at=cast.at, still_dangerous=True).ref
    found = client_of("safety_adviser").get("/")
    assert [(item["ref"], item["level"]) for item in found.context["items"]] == [
        (danger, None),
        (gravest, 5),
        (grave_soon, 4),
        (grave_later, 4),
        (light_late, 1),
    ]
    text = found.content.decode()
    heads = ["Danger now", "Could have cost a life or lasting harm", "Past its term"]
    assert heads == sorted(heads, key=lambda head: text.index(f"<h2>{head}"))
    assert text.count("Could have been:") == 4


def test_home_shows_one_card_for_a_report_that_asks_twice(cast: Cast, client_of: Clients) -> None:
    """The alarm and the triage of one dangerous report are one card."""
    report = send(cast.soldier, at=cast.at, still_dangerous=True).report
    found = client_of("safety_adviser").get("/").context["items"]
    assert [(item["ref"], item["alarm"], item["action"]) for item in found] == [
        (report.ref, True, "Triage")
    ]


def test_home_of_the_commander_shows_the_alarm(cast: Cast, client_of: Clients) -> None:
    report = send(cast.soldier, at=cast.at, still_dangerous=True).report
    (item,) = client_of("commander").get("/").context["items"]
    assert (item["ref"], item["alarm"], item["url"]) == (
        report.ref,
        True,
        f"/meldingen/{report.ref}",
    )


def test_home_of_the_reporter_shows_the_answer(cast: Cast, client_of: Clients) -> None:
    report = send(cast.soldier, at=cast.at).report
    answered(cast, report)
    assert [ref for ref, _ in items(client_of("soldier"))] == [report.ref]


@pytest.mark.parametrize("who", ["outsider", "former_holder", "functional_admin"])
def test_home_of_another_branch_stays_empty(cast: Cast, client_of: Clients, who: str) -> None:
    send(cast.soldier, at=cast.at, still_dangerous=True)
    make_report(unit=cast.company, at=cast.at)
    assert items(client_of(who)) == []


def test_home_shows_no_more_than_sixty(cast: Cast, client_of: Clients) -> None:
    for _ in range(31):
        make_report(unit=cast.company, at=cast.at)
        make_report(unit=cast.company, state="in_handling", at=cast.at)
    assert len(items(client_of("safety_adviser"))) == 60


@pytest.mark.parametrize("who", ["safety_adviser", "commander", "soldier", "functional_admin"])
def test_home_takes_few_queries_however_much_waits(
    cast: Cast, client_of: Clients, who: str
) -> None:
    client = client_of(who)
    lead = cast.commander.person.id

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/")
        return len(seen)

    def fill() -> None:
        send(cast.soldier, at=cast.at, still_dangerous=True)
        make_report(unit=cast.company, state="in_handling", at=cast.at)
        make_report(
            unit=cast.company,
            state="answered",
            at=cast.at,
            reporter_key=cast.soldier.actor.own_key,
        )
        make_occurrence(unit=cast.company, at=cast.at, lead=lead)

    fill()
    asked()
    few = asked()
    for _ in range(3):
        fill()
    assert asked() == few <= INBOX_QUERIES


def test_once_each_keeps_the_first_with_the_worst_of_both() -> None:
    plain = InboxCard("M-1", "Eerste", "r", "/a", "Triage", weight=40)
    alarm = InboxCard("M-1", "Tweede", "r", "/b", "Kijk", weight=100, alarm=True)
    other = InboxCard("M-2", "Andere", "r", "/c", "Lees")
    first, second = once_each([plain, alarm, other])
    assert (first.title, first.action, first.weight, first.alarm) == ("Eerste", "Triage", 100, True)
    assert second == other
