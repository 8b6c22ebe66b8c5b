"""Every answer carries the safety headers; error pages are plain and say what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import path

from baken.conftest import Cast
from baken.core.api.tests.calling import caller
from baken.rooms.reports.tests.factories import make_report
from baken.site.urls import handler400, handler403, handler404, handler500, urlpatterns
from baken.site.views import errors

Clients = Callable[[str], Client]


def broken(_request: object) -> None:
    raise RuntimeError("een geheim uit de code")


class Broken:
    """The addresses of the product with one page that fails."""

    urlpatterns = [*urlpatterns, path("kapot", broken)]
    handler400, handler403, handler404, handler500 = handler400, handler403, handler404, handler500


def assert_safe(answer: Any) -> None:
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Permissions-Policy"] == "camera=(self), geolocation=()"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        ("nobody", "/", 200),
        ("nobody", "/melden", 200),
        ("nobody", "/code", 200),
        ("nobody", "/inloggen", 200),
        ("nobody", "/meldingen", 302),
        ("nobody", "/bestaat-niet", 404),
        ("nobody", "/healthz", 200),
        ("soldier", "/", 200),
        ("soldier", "/zoeken", 200),
        ("soldier", "/melden/concept", 405),
        ("functional_admin", "/meldingen", 403),
        ("functional_admin", "/meldingen/M-2026-999999", 404),
    ],
)
def test_answer_carries_the_safety_headers(
    client_of: Clients, who: str, address: str, status: int
) -> None:
    answer = client_of(who).get(address)
    assert answer.status_code == status
    assert_safe(answer)


def test_answer_to_a_failure_carries_the_safety_headers(cast: Cast, settings: Any) -> None:
    settings.ROOT_URLCONF = Broken
    client = Client(raise_request_exception=False, headers={"accept-language": "en"})
    answer = client.get("/kapot")
    text = answer.content.decode()
    assert answer.status_code == 500
    assert_safe(answer)
    assert [word for word in ("geheim", "Traceback", "RuntimeError") if word in text] == []


def test_answer_to_a_wrong_host_is_a_plain_400(cast: Cast) -> None:
    answer = Client().get("/", headers={"host": "kwaad.example"})
    assert answer.status_code == 400
    assert_safe(answer)
    assert "Traceback" not in answer.content.decode()


def test_page_links_to_no_other_site(cast: Cast, client_of: Clients) -> None:
    """No script, style or picture from elsewhere, and none within the page."""
    report = make_report(unit=cast.company, at=cast.at)
    for who, address in (("nobody", "/melden"), ("commander", f"/meldingen/{report.ref}")):
        text = client_of(who).get(address).content.decode()
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick=" not in text
        assert 'src="http' not in text
        assert 'src="//' not in text
        assert all("src=" in piece.split(">")[0] for piece in text.split("<script")[1:])


def test_session_cookie_is_closed_to_scripts(cast: Cast) -> None:
    client = Client()
    client.post("/inloggen", {"username": "soldier", "password": "demo"})
    cookie = client.cookies["baken_session"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize(
    ("who", "address", "status", "words"),
    [
        ("nobody", "/bestaat-niet", 404, "We cannot find this page"),
        ("soldier", "/meldingen/M-2026-999999", 404, "We cannot find this page"),
        ("functional_admin", "/meldingen", 403, "You may not open this"),
    ],
)
def test_error_page_says_what_to_do(
    client_of: Clients, who: str, address: str, status: int, words: str
) -> None:
    answer = client_of(who).get(address)
    text = answer.content.decode()
    assert answer.status_code == status
    assert words in text
    assert "What you can do now:" in text
    assert "Traceback" not in text


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (errors.bad_request, 400),
        (errors.forbidden, 403),
        (errors.not_found, 404),
        (errors.server_error, 500),
        (errors.csrf_failed, 403),
        (errors.not_allowed, 405),
    ],
)
def test_error_page_stands_on_its_own(view: Callable[..., Any], status: int) -> None:
    """Before log-in, without actor, session or database."""
    answer = view(RequestFactory().get("/"))
    assert answer.status_code == status
    assert f">{status}<" in answer.content.decode()


def test_form_whose_cookies_are_gone_leads_back_to_its_own_page(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    page = "/meldingen/M-2026-000001/stap/answer"
    text = browser.post(page, {"answer": "Dank."}).content.decode()
    assert f'href="/inloggen?next={page}"' in text
    assert f'href="{page}"' in text
    assert "/melden" not in text.partition("<main")[2].replace(page, "")


def test_address_that_only_takes_what_is_sent_shows_a_page(client_of: Clients) -> None:
    answer = client_of("soldier").get("/melden/concept")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST, DELETE")
    assert "What you can do now:" in answer.content.decode()


@pytest.mark.parametrize("who", ["nobody", "soldier"])
def test_address_that_is_too_long_is_told_so_in_plain_words(client_of: Clients, who: str) -> None:
    fits, long = (f"/zoeken?q={'x' * (length - 10)}" for length in (4_000, 4_001))
    client = client_of(who)
    assert client.get(fits).status_code != 414
    answer = client.get(long)
    assert answer.status_code == 414
    assert "at most 4,000 characters" in answer.content.decode()
    assert_safe(answer)
    assert client.post(long).status_code == 414


@pytest.mark.parametrize("who", ["nobody", "commander"])
def test_address_within_the_limit_is_come_back_to_after_log_in_or_proof(
    client_of: Clients, who: str
) -> None:
    asked = "%C3%A9" * 600
    page = f"/meldingen?q={asked}" if who == "nobody" else f"/eenheden/COMPANY/benoemen?q={asked}"
    client = client_of(who)
    asks = client.get(page)["Location"]
    assert len(asks) > 4_000
    assert client.get(asks).status_code in (200, 403)


def test_address_of_the_api_that_is_too_long_is_a_problem(cast: Cast) -> None:
    answer = caller(cast, "soldier").get("/reports", q="x" * 4_000)
    told = answer.json()
    assert (answer.status_code, told["status"]) == (414, 414)
    assert told["detail"] == "An address holds at most 4,000 characters. Nothing was changed."


@pytest.mark.parametrize("who", ["nobody", "commander"])
@pytest.mark.parametrize("place", ["rie", "bibliotheek/instrumenten", "draad", "api/v1/risks"])
def test_address_with_a_nul_is_of_nothing_whoever_asks(
    client_of: Clients, who: str, place: str
) -> None:
    answer = client_of(who).get(f"/{place}/%00")
    assert answer.status_code == 404
    assert ("problem" in answer.headers["Content-Type"]) == place.startswith("api/")
