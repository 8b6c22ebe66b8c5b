"""The demonstration's door: choose a role; elsewhere it is not there and leads nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.accounts.models import Session
from baken.rooms.org.tests.factories import make_account
from baken.site.views.demo import what_of

Clients = Callable[[str], Client]
ELSEWHERE = [
    "https://kwaad.example/",
    "//kwaad.example/",
    "/\\kwaad.example",
    "javascript:alert(1)",
    "https:kwaad.example",
    "http:///kwaad.example",
    " //kwaad.example",
    "\t//kwaad.example",
]


def listed(answer: Any) -> list[str]:
    return [name for part in ("first", "others") for name, *_ in answer.context[part]]


def test_demo_page_lists_who_one_can_be(cast: Cast, client_of: Clients) -> None:
    make_account("dienst", is_service=True)
    make_account("weg", is_active=False)
    answer = client_of("nobody").get("/demo")
    assert sorted(listed(answer)) == sorted(cast.members)
    assert "Leidinggevende COMPANY" in answer.content.decode()


def test_demo_page_says_what_a_duty_officer_does(cast: Cast) -> None:
    officer = cast.add("officer", ("duty_officer", "ARMY", None))
    assert what_of(officer.actor).endswith("stelt een informatie-embargo in.")
    assert "embargo" not in what_of(cast.team_leader.actor)


def test_demo_page_elsewhere_is_not_found(cast: Cast, client_of: Clients, settings: Any) -> None:
    settings.DEMO = False
    client = client_of("nobody")
    assert client.get("/demo").status_code == 404
    assert client.post("/demo", {"account": "soldier"}).status_code == 404
    assert Session.objects.count() == 0


def test_demo_page_logs_in(cast: Cast, client_of: Clients) -> None:
    client = client_of("nobody")
    answer = client.post("/demo", {"account": "soldier", "next": "/mijn-meldingen"})
    assert (answer.status_code, answer["Location"]) == (302, "/mijn-meldingen")
    assert client.get("/mijn-meldingen").context["user_name"] == "Speler soldier"


@pytest.mark.parametrize("account", ["", "nobody-at-all", "dienst", "weg", "a\x00b", "x" * 500])
def test_demo_page_of_no_such_role_is_not_found(
    cast: Cast, client_of: Clients, account: str
) -> None:
    make_account("dienst", is_service=True)
    make_account("weg", is_active=False)
    assert client_of("nobody").post("/demo", {"account": account}).status_code == 404
    assert Session.objects.count() == 0


@pytest.mark.parametrize("after", ELSEWHERE)
def test_demo_page_leads_nowhere_else(cast: Cast, client_of: Clients, after: str) -> None:
    answer = client_of("nobody").post("/demo", {"account": "soldier", "next": after})
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize("after", ELSEWHERE)
def test_log_in_leads_nowhere_else(cast: Cast, client_of: Clients, after: str) -> None:
    data = {"username": "soldier", "password": "demo", "next": after}
    answer = client_of("nobody").post("/inloggen", data)
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_log_in_leads_to_where_one_was_heading(cast: Cast, client_of: Clients) -> None:
    data = {"username": "soldier", "password": "demo", "next": "/berichten?cursor="}
    assert client_of("nobody").post("/inloggen", data)["Location"] == "/berichten?cursor="
