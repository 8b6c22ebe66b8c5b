"""Logging in, being slowed down, and never being sent off the site."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from baken.core import clock
from baken.core.accounts.limits import MOST_FAILURES, WINDOW
from baken.core.accounts.models import Account, LoginFailure

pytestmark = pytest.mark.django_db

DOOR = "/inloggen"


@pytest.fixture
def browser(cast: Any) -> Client:
    """A browser in English, not logged in."""
    return Client(headers={"accept-language": "en"})


def _log_in(browser: Client, typed: str = "demo", name: str = "soldier", **more: str) -> Any:
    return browser.post(DOOR, {"username": name, "password": typed, **more})


def _is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def test_door_shows_a_form_that_keeps_where_one_was_heading(browser: Client) -> None:
    answer = browser.get(DOOR, {"next": "/meldingen"})
    assert answer.status_code == 200
    assert '<input type="hidden" name="next" value="/meldingen">' in answer.content.decode()


def test_door_escapes_where_one_was_heading(browser: Client) -> None:
    answer = browser.get(DOOR, {"next": '"><script>alert(1)</script>'})
    assert "<script>alert(1)" not in answer.content.decode()


def test_log_in_with_the_right_password_starts_a_session(browser: Client) -> None:
    answer = _log_in(browser)
    assert (answer.status_code, answer["Location"], _is_in(browser)) == (302, "/", True)


@pytest.mark.parametrize("after", ["/meldingen", "/meldingen?state=received#top", "voorvallen"])
def test_log_in_goes_on_to_where_one_was_heading(browser: Client, after: str) -> None:
    assert _log_in(browser, next=after)["Location"] == after


@pytest.mark.parametrize(
    "after",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "///elsewhere.example",
        "\\\\elsewhere.example",
        "/\\elsewhere.example",
        "http:///elsewhere.example",
        "javascript:alert(1)",
        " //elsewhere.example",
        "\x08//elsewhere.example",
        "http://testserver@elsewhere.example/",
        "/x\r\nSet-Cookie: a=b",
        "",
    ],
)
def test_log_in_never_leads_off_the_site(browser: Client, after: str) -> None:
    location = _log_in(browser, next=after)["Location"]
    assert ("elsewhere" in location and not location.startswith("/x"), "\n" in location) == (
        False,
        False,
    )


def test_log_in_takes_the_address_of_the_form_before_that_of_the_link(browser: Client) -> None:
    answer = browser.post(
        f"{DOOR}?next=/voorvallen",
        {"username": "soldier", "password": "demo", "next": "/meldingen"},
    )
    assert answer["Location"] == "/meldingen"


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("soldier", "wrong"),
        ("soldier", "DEMO"),
        ("soldier", "demo "),
        ("nobody-at-all", "demo"),
        ("SOLDIER", "demo"),
    ],
)
def test_log_in_with_anything_wrong_says_only_that(
    browser: Client, name: str, password: str
) -> None:
    answer = _log_in(browser, password, name)
    assert (answer.status_code, _is_in(browser)) == (400, False)
    assert "The name or the password is not right." in answer.content.decode()


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"username": "", "password": ""},
        {"username": "x" * 81, "password": "demo"},
        {"username": "sol\x00dier", "password": "demo"},
        {"username": "soldier", "password": "x" * 201},
    ],
)
def test_log_in_with_a_form_that_does_not_fit_is_no_attempt(
    browser: Client, given: dict[str, str]
) -> None:
    answer = browser.post(DOOR, given)
    assert (answer.status_code, LoginFailure.objects.count()) == (400, 0)


def test_log_in_of_a_closed_account_is_refused(browser: Client) -> None:
    Account.objects.filter(username="soldier").update(is_active=False)
    assert (_log_in(browser).status_code, _is_in(browser)) == (400, False)


def test_log_in_after_six_failures_has_to_wait_even_with_the_right_password(
    browser: Client,
) -> None:
    for _ in range(MOST_FAILURES):
        _log_in(browser, "wrong")
    answer = _log_in(browser)
    assert (answer.status_code, _is_in(browser)) == (400, False)
    assert "Too many attempts. Wait ten minutes and try again." in answer.content.decode()


def test_log_in_while_waiting_does_not_make_the_wait_longer(browser: Client) -> None:
    for _ in range(MOST_FAILURES + 5):
        _log_in(browser, "wrong")
    assert LoginFailure.objects.count() == MOST_FAILURES


def test_log_in_after_the_wait_is_free_again(
    browser: Client, monkeypatch: pytest.MonkeyPatch, cast: Any
) -> None:
    for _ in range(MOST_FAILURES):
        _log_in(browser, "wrong")
    monkeypatch.setattr(clock, "now", lambda: cast.at + WINDOW)
    assert _log_in(browser).status_code == 302


def test_log_in_at_last_forgets_the_failures_before(browser: Client) -> None:
    for _ in range(MOST_FAILURES - 1):
        _log_in(browser, "wrong")
    _log_in(browser)
    assert LoginFailure.objects.count() == 0


def test_log_in_gives_the_session_a_new_key(browser: Client) -> None:
    session = browser.session
    session["before"] = True
    session.save()
    before = session.session_key
    _log_in(browser)
    assert browser.session.session_key != before


def test_log_out_ends_the_session(browser: Client) -> None:
    _log_in(browser)
    answer = browser.post("/uitloggen")
    assert (answer.status_code, answer["Location"], _is_in(browser)) == (302, "/", False)


def test_log_out_by_a_link_is_refused(browser: Client) -> None:
    _log_in(browser)
    assert (browser.get("/uitloggen").status_code, _is_in(browser)) == (302, True)


@pytest.mark.parametrize("address", [DOOR, "/uitloggen"])
def test_door_without_the_token_of_its_form_stays_shut(cast: Any, address: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(address, {"username": "soldier", "password": "demo"})
    assert (answer.status_code, _is_in(strict)) == (403, False)


@pytest.mark.parametrize(("demo", "shown"), [(True, True), (False, False)])
def test_door_offers_the_demonstration_only_in_the_demonstration(
    browser: Client, settings: Any, demo: bool, shown: bool
) -> None:
    settings.DEMO = demo
    assert ("choose a role" in browser.get(DOOR).content.decode()) == shown
