"""The frame of every page: where one can go, who one is, what is unread."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.rooms.notices.actions import notify
from baken.rooms.reports.tests.factories import make_report

Clients = Callable[[str], Client]


def nav(client: Client, address: str = "/berichten") -> list[str]:
    return [place["url"] for place in client.get(address).context["nav"]]


@pytest.mark.parametrize(
    ("who", "places"),
    [
        (
            "soldier",
            ["/", "/mijn-meldingen", "/voorvallen", "/risicos", "/maatregelen", "/eenheden"],
        ),
        (
            "team_leader",
            [
                "/",
                "/mijn-meldingen",
                "/meldingen",
                "/voorvallen",
                "/risicos",
                "/maatregelen",
                "/rie",
                "/balie",
                "/eenheden",
            ],
        ),
        (
            "safety_adviser",
            [
                "/",
                "/meldingen",
                "/voorvallen",
                "/risicos",
                "/maatregelen",
                "/rie",
                "/meldplichten",
                "/balie",
                "/eenheden",
            ],
        ),
        ("functional_admin", ["/", "/eenheden"]),
    ],
)
def test_nav_holds_the_places_of_ones_posts(
    client_of: Clients, who: str, places: list[str]
) -> None:
    assert nav(client_of(who)) == places


def test_nav_leads_only_where_one_may_go(cast: Cast, client_of: Clients) -> None:
    for who in ("soldier", "team_leader", "safety_adviser", "commander", "functional_admin"):
        client = client_of(who)
        assert {client.get(url).status_code for url in nav(client)} == {200}


def test_nav_marks_where_one_is(cast: Cast, client_of: Clients) -> None:
    report = make_report(unit=cast.company, at=cast.at)

    def current(address: str) -> list[str]:
        places = client_of("commander").get(address).context["nav"]
        return [place["url"] for place in places if place["current"]]

    assert current("/") == ["/"]
    assert current("/meldingen") == ["/meldingen"]
    assert current(f"/meldingen/{report.ref}") == ["/meldingen"]
    assert current("/zoeken") == []


def test_frame_of_the_public_names_nobody(cast: Cast, client_of: Clients) -> None:
    context = client_of("nobody").get("/melden").context
    assert "nav" not in context
    assert "user_name" not in context
    assert context["product_name"] == "Baken"


def test_frame_counts_what_is_unread(cast: Cast, client_of: Clients) -> None:
    report = make_report(unit=cast.company, at=cast.at)
    key = cast.soldier.actor.own_key
    notify(to_keys=[key], code="reports.reporter.answer", record=report, at=cast.at)
    assert client_of("soldier").get("/eenheden").context["unread_notices"] == 1
    assert client_of("commander").get("/eenheden").context["unread_notices"] == 0


def test_frame_names_who_is_logged_in(cast: Cast, client_of: Clients) -> None:
    context = client_of("soldier").get("/").context
    assert (context["user_name"], context["user_account"]) == (
        "Speler soldier",
        cast.soldier.account.pk,
    )


def test_frame_of_somebody_without_a_post_leads_to_no_page_that_refuses_them(
    cast: Cast, client_of: Clients
) -> None:
    assert client_of("former_holder").get("/eenheden").status_code == 403
    assert nav(client_of("former_holder"), "/") == ["/"]
