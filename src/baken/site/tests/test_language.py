"""Dutch and English: chosen by anybody, remembered, and never a way out of the site."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.site.tests.test_demo_page import ELSEWHERE

Clients = Callable[[str], Client]


@pytest.mark.parametrize(
    ("asked", "language"), [("nl", "nl"), ("en", "en"), ("fr", "nl"), ("", "nl")]
)
def test_language_of_the_browser_decides_first(cast: Cast, asked: str, language: str) -> None:
    answer = Client(headers={"accept-language": asked}).get("/")
    assert f'<html lang="{language}"' in answer.content.decode()


def test_language_chosen_is_remembered(cast: Cast, client_of: Clients) -> None:
    client = client_of("nobody")
    answer = client.post("/taal", {"language": "nl", "next": "/melden"})
    assert (answer.status_code, answer["Location"]) == (302, "/melden")
    assert '<html lang="nl"' in client.get("/melden").content.decode()
    client.post("/taal", {"language": "en", "next": "/melden"})
    assert '<html lang="en"' in client.get("/melden").content.decode()


def test_language_cookie_is_closed_to_scripts(cast: Cast, client_of: Clients) -> None:
    cookie = client_of("nobody").post("/taal", {"language": "nl"}).cookies["baken_language"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize("language", ["xx", "", "../..", "nl\x00"])
def test_language_unknown_changes_nothing(cast: Cast, client_of: Clients, language: str) -> None:
    client = client_of("nobody")
    client.post("/taal", {"language": language, "next": "/"})
    assert '<html lang="en"' in client.get("/").content.decode()


@pytest.mark.parametrize("after", ELSEWHERE)
def test_language_leads_nowhere_else(cast: Cast, client_of: Clients, after: str) -> None:
    answer = client_of("nobody").post("/taal", {"language": "nl", "next": after})
    assert answer["Location"] == "/"


def test_language_is_not_changed_by_a_link(cast: Cast, client_of: Clients) -> None:
    client = client_of("nobody")
    client.get("/taal", {"language": "nl"})
    assert '<html lang="en"' in client.get("/").content.decode()
