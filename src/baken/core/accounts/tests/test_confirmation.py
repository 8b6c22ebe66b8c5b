"""Step-up: what matters asks again, the right proof opens, and nothing that was typed is lost."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client

from baken.conftest import Cast, administer
from baken.core import clock
from baken.core.accounts.codes import code_of, new_secret, step_of
from baken.core.accounts.confirmation import strong_proof
from baken.core.accounts.limits import MOST_FAILURES, WINDOW, failing_senders
from baken.core.accounts.models import Account, Administration, AuthenticatorApp
from baken.core.accounts.vault import seal

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]

TERM = timedelta(minutes=5)
SERVICES = "/beheer/diensten"
TYPED = {"name": "koppeling", "about": 'Roosters <"&>', "unit": "COMPANY", "keeper": "commander"}


@pytest.fixture
def browser(cast: Cast) -> Client:
    """The functional administrator, logged in with a password just now."""
    made = Client(headers={"accept-language": "en"})
    made.post("/inloggen", {"username": "functional_admin", "password": "demo"})
    administer(made, cast.functional_admin, cast.at)
    return made


@pytest.fixture
def later(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Moves the clock on."""
    return lambda by: monkeypatch.setattr(clock, "now", lambda: cast.at + by)


def give_app(account: Account, at: Any) -> str:
    secret = new_secret()
    AuthenticatorApp.objects.create(account=account, secret=seal(secret), made_at=at)
    return secret


def hidden_in(answer: Any) -> dict[str, str]:
    shown = answer.content.decode()
    found = re.findall(r'<input type="hidden" name="([a-z]+)" value="([^"]*)">', shown)
    return {name: html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def services() -> set[str]:
    return set(Account.objects.filter(is_service=True).values_list("username", flat=True))


@pytest.mark.parametrize(
    ("by", "opens"),
    [(timedelta(0), True), (TERM, True), (TERM + timedelta(seconds=1), False)],
)
def test_confirmation_lasts_five_minutes(
    browser: Client, later: Callable[[timedelta], None], by: timedelta, opens: bool
) -> None:
    later(by)
    assert (browser.get(SERVICES).status_code == 200) == opens


def test_confirmation_from_the_future_counts_for_nothing(
    browser: Client, cast: Cast, later: Callable[[timedelta], None]
) -> None:
    Administration.objects.update(opened_at=cast.at - TERM)
    later(-timedelta(seconds=1))
    assert browser.get(SERVICES).status_code == 302


def test_term_follows_the_setting(
    browser: Client, later: Callable[[timedelta], None], settings: Any
) -> None:
    settings.CONFIRM_MINUTES = 20
    later(timedelta(minutes=19))
    assert browser.get(SERVICES).status_code == 200


def test_page_leads_to_the_question_and_back(
    browser: Client, later: Callable[[timedelta], None]
) -> None:
    later(TERM * 2)
    away = browser.get(f"{SERVICES}?cursor=")
    asked = browser.get(away["Location"])
    assert (asked.status_code, "Is it really you?" in asked.content.decode()) == (403, True)
    kept = hidden_in(asked)
    assert kept == {"next": f"{SERVICES}?cursor="}
    back = browser.post("/account/bevestigen", {**kept, "confirm_password": "demo"})
    assert (back["Location"], browser.get(SERVICES).status_code) == (f"{SERVICES}?cursor=", 200)


@pytest.mark.parametrize("after", ["https://elsewhere.example", "//elsewhere.example", "x\r\ny"])
def test_question_never_leads_off_the_site(browser: Client, after: str) -> None:
    answer = browser.get("/account/bevestigen", {"next": after})
    assert ("elsewhere" in answer["Location"], "\n" in answer["Location"]) == (False, False)


def test_form_is_kept_and_goes_on_after_the_proof(
    browser: Client, later: Callable[[timedelta], None]
) -> None:
    later(TERM * 2)
    asked = browser.post(SERVICES, {**TYPED, "csrfmiddlewaretoken": "x"})
    assert (asked.status_code, hidden_in(asked), services()) == (403, TYPED, set())
    wrong = browser.post(SERVICES, {**hidden_in(asked), "confirm_password": "wrong"})
    assert (wrong.status_code, hidden_in(wrong), services()) == (403, TYPED, set())
    assert "That is not right. Try again." in wrong.content.decode()
    done = browser.post(SERVICES, {**hidden_in(wrong), "confirm_password": "demo"})
    assert (done.status_code, services()) == (302, {"koppeling"})


def test_form_with_a_file_says_to_choose_it_again(
    browser: Client, later: Callable[[timedelta], None]
) -> None:
    later(TERM * 2)
    file = SimpleUploadedFile("a.txt", b"a")
    asked = browser.post(SERVICES, {**TYPED, "file": file})
    assert "choose it again afterwards" in asked.content.decode()


def test_password_alone_does_not_do_for_who_has_an_app(
    browser: Client, cast: Cast, later: Callable[[timedelta], None]
) -> None:
    secret = give_app(cast.functional_admin.account, cast.at)
    before = browser.get(SERVICES).status_code
    asked = browser.get("/account/bevestigen")
    assert (
        "confirm_password" in asked.content.decode(),
        "confirm_code" in asked.content.decode(),
    ) == (
        False,
        True,
    )
    browser.post("/account/bevestigen", {"confirm_password": "demo"})
    with_password = browser.get(SERVICES).status_code
    browser.post("/account/bevestigen", {"confirm_code": code_of(secret, step_of(cast.at))})
    assert (before, with_password, browser.get(SERVICES).status_code) == (302, 302, 200)


def test_role_chosen_in_the_demonstration_confirms_nothing(cast: Cast) -> None:
    browser = Client()
    browser.post("/demo", {"account": "functional_admin"})
    administer(browser, cast.functional_admin, cast.at)
    assert browser.get(SERVICES).status_code == 302


def test_confirmation_of_somebody_else_counts_for_nothing(browser: Client, cast: Cast) -> None:
    session = browser.session
    session["confirmed"]["account"] = cast.soldier.account.pk
    session.save()
    assert browser.get(SERVICES).status_code == 302


@pytest.mark.parametrize("proof", ["confirm_password", "confirm_code", "confirm_passkey"])
def test_proof_tried_too_often_has_to_wait(
    browser: Client, cast: Cast, later: Callable[[timedelta], None], proof: str
) -> None:
    secret = give_app(cast.functional_admin.account, cast.at)
    right = {"confirm_code": code_of(secret, step_of(cast.at))}
    for _ in range(MOST_FAILURES):
        browser.post("/account/bevestigen", {proof: "999999"})
    refused = browser.post("/account/bevestigen", right)
    assert (refused.status_code, "Too many attempts." in refused.content.decode()) == (403, True)
    later(WINDOW)
    right = {"confirm_code": code_of(secret, step_of(cast.at + WINDOW))}
    assert browser.post("/account/bevestigen", right).status_code == 302


def test_sender_that_failed_too_often_has_to_wait(
    browser: Client, monkeypatch: pytest.MonkeyPatch, later: Callable[[timedelta], None]
) -> None:
    monkeypatch.setattr(failing_senders, "most", 1)
    later(TERM * 2)
    browser.post("/account/bevestigen", {"confirm_password": "wrong"})
    answer = browser.post("/account/bevestigen", {"confirm_password": "demo"})
    assert "Too many attempts." in answer.content.decode()


def test_right_proof_forgets_the_failures_before(
    browser: Client, later: Callable[[timedelta], None]
) -> None:
    later(TERM * 2)
    for _ in range(2):
        for _ in range(MOST_FAILURES - 1):
            browser.post("/account/bevestigen", {"confirm_password": "wrong"})
        answer = browser.post("/account/bevestigen", {"confirm_password": "demo"})
    assert answer.status_code == 302


def test_program_with_a_token_confirms_nothing(browser: Client, cast: Cast) -> None:
    assert browser.get("/account/app", headers={"authorization": "Bearer x"}).status_code == 200
    assert Client(headers={"authorization": "Bearer x"}).get("/account/app").status_code == 302


# ---- what takes a second factor ----


def shown_by(account: Account, how: str, at: Any) -> HttpRequest:
    """A request of somebody who showed who they are just now."""
    request = HttpRequest()
    noted = {"how": how, "at": at.timestamp(), "account": account.pk}
    request.user, request.session, request.at = account, {"confirmed": noted}, at  # type: ignore
    return request


@pytest.mark.parametrize(
    ("how", "setting", "demo", "strong"),
    [
        ("code", "own", False, True),
        ("passkey", "own", False, True),
        ("password", "own", False, False),
        ("outside", "required", False, False),
        ("password", "never", False, False),
        ("password", "own", True, False),
        ("password", "never", True, True),
    ],
)
def test_only_a_second_factor_is_strong_but_in_a_demonstration_that_asks_for_none(
    cast: Cast, settings: Any, how: str, setting: str, *, demo: bool, strong: bool
) -> None:
    settings.SECOND_FACTOR, settings.DEMO = setting, demo
    assert strong_proof(shown_by(cast.soldier.account, how, cast.at)) == (how if strong else "")


def test_what_was_long_ago_is_not_strong(cast: Cast) -> None:
    request = shown_by(cast.soldier.account, "code", cast.at - TERM * 2)
    request.at = cast.at  # type: ignore[attr-defined]
    assert strong_proof(request) == ""
