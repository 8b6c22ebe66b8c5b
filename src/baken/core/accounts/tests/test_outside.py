"""Single sign-on at a real OpenID provider, a process of its own on loopback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client

from baken.conftest import Cast
from baken.core import clock
from baken.core.accounts.limits import asking_senders
from baken.core.accounts.models import Account, OutsideIdentity, Session
from baken.core.accounts.outside import account_known_as, confirmed_there
from baken.rooms.org.models import PersonStep

pytestmark = pytest.mark.django_db

THERE = "/inloggen/organisatie"
PATIENCE = 20


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The address of the provider; its process ends with the module."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    process = subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    address = f"http://127.0.0.1:{port}"
    until = time.monotonic() + PATIENCE
    while not _answers(address):
        assert process.poll() is None, "the OpenID provider stopped at once"
        assert time.monotonic() < until, "the OpenID provider does not answer"
        time.sleep(0.1)
    yield address
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(PATIENCE)


def _answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/.well-known/openid-configuration", timeout=1).ok
    except requests.ConnectionError:
        return False


@pytest.fixture
def provider(issuer: str, settings: Any, cast: Cast) -> str:
    """An installation that lets people in by this provider."""
    settings.OIDC_ISSUER = issuer
    settings.OIDC_CLIENT_ID = "baken"
    settings.OIDC_CLIENT_SECRET = "shared"
    settings.OIDC_NAME = "Defensie-account"
    return issuer


def known_there(issuer: str, subject: str, **claims: Any) -> None:
    """Let the provider know somebody."""
    requests.put(f"{issuer}/users/{subject}", json=claims, timeout=PATIENCE).raise_for_status()


def log_in_there(client: Client, subject: str, after: str = "/", **asked: str) -> Any:
    """Go there, be somebody, and come back; the answer to coming back."""
    away = client.get(THERE, {"next": after, **asked})
    assert away.status_code == 302, away.content.decode()
    sent = requests.post(
        away["Location"], data={"sub": subject}, allow_redirects=False, timeout=PATIENCE
    )
    back = urlsplit(sent.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def is_in(client: Client, name: str) -> bool:
    number = client.session.get("_auth_user_id")
    return bool(number) and Account.objects.get(pk=number).username == name


def acts_of(cast: Cast, name: str) -> list[str]:
    rows = PersonStep.objects.for_system(reason="trail")
    return [row.code for row in rows.filter(record=cast.members[name].person.pk)][1:]


@pytest.fixture
def browser() -> Client:
    """A browser in English, not logged in."""
    return Client(headers={"accept-language": "en"})


def test_question_is_asked_with_state_nonce_and_proof_key(provider: str, browser: Client) -> None:
    asked = parse_qs(urlsplit(browser.get(THERE)["Location"]).query)
    assert asked["response_type"] == ["code"]
    assert (asked["code_challenge_method"], asked["scope"]) == (["S256"], ["openid profile"])
    assert all(len(asked[name][0]) >= 20 for name in ("state", "nonce", "code_challenge"))
    assert asked["redirect_uri"] == ["http://testserver/inloggen/organisatie/terug"]


def test_person_known_by_the_claim_comes_in_and_is_bound(
    provider: str, browser: Client, cast: Cast
) -> None:
    known_there(provider, "s-1", preferred_username="soldier")
    answer = log_in_there(browser, "s-1", after="/berichten")
    assert (answer.status_code, answer["Location"]) == (302, "/berichten")
    assert is_in(browser, "soldier")
    bound = OutsideIdentity.objects.get()
    assert (bound.account.username, bound.subject, bound.issuer) == ("soldier", "s-1", provider)
    assert str(bound) == f"{provider} of {bound.account_id}"
    assert acts_of(cast, "soldier") == ["org.person.outside_bound"]


def test_person_bound_before_comes_in_whatever_their_name_is_now(
    provider: str, browser: Client, cast: Cast
) -> None:
    account = cast.soldier.account
    OutsideIdentity.objects.create(
        account=account, issuer=provider, subject="s-2", bound_at=cast.at
    )
    known_there(provider, "s-2", preferred_username="commander")
    log_in_there(browser, "s-2")
    assert is_in(browser, "soldier")


def test_another_claim_may_be_configured(provider: str, browser: Client, settings: Any) -> None:
    settings.OIDC_CLAIM = "personnel"
    known_there(provider, "s-3", personnel="commander", preferred_username="soldier")
    log_in_there(browser, "s-3")
    assert is_in(browser, "commander")


@pytest.mark.parametrize("name", ["nobody-here", "", "Soldier", "dienst", "weg", "x\x00y", 7, None])
def test_person_without_an_account_gets_a_page_and_no_account(
    provider: str, browser: Client, cast: Cast, name: Any
) -> None:
    Account.objects.create_account("dienst", is_service=True)
    Account.objects.create_account("weg", is_active=False)
    before = Account.objects.count()
    known_there(provider, "s-4", preferred_username=name)
    answer = log_in_there(browser, "s-4")
    assert (answer.status_code, "You have no account here yet" in answer.content.decode()) == (
        403,
        True,
    )
    assert (Account.objects.count(), OutsideIdentity.objects.count()) == (before, 0)
    assert "_auth_user_id" not in browser.session


def test_name_that_went_to_somebody_else_there_does_not_give_the_account_away(
    provider: str, browser: Client, cast: Cast
) -> None:
    account = cast.soldier.account
    OutsideIdentity.objects.create(
        account=account, issuer=provider, subject="old", bound_at=cast.at
    )
    known_there(provider, "new", preferred_username="soldier")
    assert log_in_there(browser, "new").status_code == 403
    assert not is_in(browser, "soldier")


def test_account_that_was_closed_does_not_open(provider: str, browser: Client, cast: Cast) -> None:
    account = cast.soldier.account
    OutsideIdentity.objects.create(
        account=account, issuer=provider, subject="s-5", bound_at=cast.at
    )
    Account.objects.filter(pk=account.pk).update(is_active=False)
    known_there(provider, "s-5", preferred_username="soldier")
    assert log_in_there(browser, "s-5").status_code == 403


@pytest.mark.parametrize("after", ["https://elsewhere.example/", "//elsewhere.example", "\\\\x"])
def test_log_in_there_never_leads_off_the_site(provider: str, browser: Client, after: str) -> None:
    known_there(provider, "s-6", preferred_username="soldier")
    assert log_in_there(browser, "s-6", after=after)["Location"] == "/"


def test_log_in_there_gives_the_session_a_new_key(provider: str, browser: Client) -> None:
    known_there(provider, "s-7", preferred_username="soldier")
    browser.get(THERE)
    before = browser.session.session_key
    log_in_there(browser, "s-7")
    assert browser.session.session_key != before


def test_answer_to_a_question_of_another_session_is_refused(
    provider: str, browser: Client, cast: Cast
) -> None:
    known_there(provider, "s-8", preferred_username="soldier")
    away = browser.get(THERE)
    sent = requests.post(
        away["Location"], data={"sub": "s-8"}, allow_redirects=False, timeout=PATIENCE
    )
    back = urlsplit(sent.headers["Location"])
    other = Client(headers={"accept-language": "en"})
    other.get(THERE)
    for client in (other, Client()):
        answer = client.get(f"{back.path}?{back.query}")
        assert (answer.status_code, is_in(client, "soldier")) == (400, False)


def test_answer_is_taken_once(provider: str, browser: Client) -> None:
    known_there(provider, "s-9", preferred_username="soldier")
    away = browser.get(THERE)
    sent = requests.post(
        away["Location"], data={"sub": "s-9"}, allow_redirects=False, timeout=PATIENCE
    )
    back = urlsplit(sent.headers["Location"])
    browser.get(f"{back.path}?{back.query}")
    assert browser.get(f"{back.path}?{back.query}").status_code == 400


@pytest.mark.parametrize("query", ["?error=access_denied", "?code=x&state=y", "", "?state=%00"])
def test_answer_that_does_not_hold_is_refused(provider: str, browser: Client, query: str) -> None:
    browser.get(THERE)
    answer = browser.get(f"{THERE}/terug{query}")
    assert (answer.status_code, "Logging in did not work" in answer.content.decode()) == (400, True)


def test_provider_that_cannot_be_reached_gives_a_page(
    provider: str, browser: Client, settings: Any
) -> None:
    settings.OIDC_ISSUER = f"http://127.0.0.1:{free_port()}"
    answer = browser.get(THERE)
    assert (answer.status_code, Session.objects.count()) == (400, 0)


def test_provider_that_calls_itself_otherwise_is_refused(
    provider: str, browser: Client, settings: Any
) -> None:
    known_there(provider, "s-10", preferred_username="soldier")
    settings.OIDC_ISSUER = provider.replace("127.0.0.1", "localhost") + "/"
    assert log_in_there(browser, "s-10").status_code == 400


@pytest.mark.parametrize("address", [THERE, f"{THERE}/terug"])
def test_pages_are_not_there_when_nothing_is_configured(
    cast: Cast, browser: Client, address: str
) -> None:
    assert (browser.get(address).status_code, Session.objects.count()) == (404, 0)


@pytest.mark.parametrize("address", [THERE, f"{THERE}/terug"])
def test_pages_take_no_form(provider: str, browser: Client, address: str) -> None:
    assert browser.post(address).status_code == 404


def test_log_in_page_offers_the_organisation_by_its_name(provider: str, browser: Client) -> None:
    shown = browser.get("/inloggen", {"next": "/berichten"}).content.decode()
    assert "Log in with Defensie-account" in shown
    assert f'href="{THERE}?next=/berichten"' in shown


def test_sender_that_asks_all_the_time_has_to_wait(
    provider: str, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking_senders, "most", 1)
    assert [browser.get(THERE).status_code for _ in range(2)] == [302, 429]


# ---- confirming there before signing ----


def bound_and_in(provider: str, browser: Client, cast: Cast, **claims: Any) -> None:
    """The soldier logged in there, long ago; no password and no second factor here."""
    known_there(provider, "c-1", preferred_username="soldier", **claims)
    log_in_there(browser, "c-1")


def confirmed(browser: Client) -> bool:
    return browser.get("/account/app").status_code == 200


def test_person_confirms_there_after_the_term(
    provider: str, browser: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = cast.at + timedelta(minutes=30)
    Account.objects.filter(username="soldier").update(password="!")
    bound_and_in(provider, browser, cast, auth_time=int(later.timestamp()) - 20)
    monkeypatch.setattr(clock, "now", lambda: later)
    before = confirmed(browser)
    asked = browser.get("/account/bevestigen?next=/account/app")
    assert "Confirm with Defensie-account in a new tab" in asked.content.decode()
    answer = log_in_there(browser, "c-1", after="/account/bevestigd", confirm="1")
    assert (answer["Location"], before, confirmed(browser)) == ("/account/bevestigd", False, True)
    assert browser.get("/account/bevestigd").status_code == 200


def test_question_to_confirm_asks_for_a_new_log_in(
    provider: str, browser: Client, cast: Cast
) -> None:
    bound_and_in(provider, browser, cast)
    asked = parse_qs(urlsplit(browser.get(THERE, {"confirm": "1"})["Location"]).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])


@pytest.mark.parametrize("ago", [None, 3600, -3600])
def test_log_in_there_that_is_not_new_confirms_nothing(
    provider: str, browser: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch, ago: Any
) -> None:
    later = cast.at + timedelta(minutes=30)
    moment = int(later.timestamp()) - ago if ago else None
    bound_and_in(provider, browser, cast, **({"auth_time": moment} if moment else {}))
    monkeypatch.setattr(clock, "now", lambda: later)
    answer = log_in_there(browser, "c-1", confirm="1")
    assert (answer.status_code, confirmed(browser)) == (403, False)


def test_somebody_else_there_confirms_nothing(
    provider: str, browser: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = cast.at + timedelta(minutes=30)
    bound_and_in(provider, browser, cast)
    known_there(provider, "c-2", preferred_username="soldier", auth_time=int(later.timestamp()))
    monkeypatch.setattr(clock, "now", lambda: later)
    answer = log_in_there(browser, "c-2", confirm="1")
    assert (answer.status_code, confirmed(browser)) == (403, False)


def test_person_who_logged_out_on_the_way_confirms_nothing(
    provider: str, browser: Client, cast: Cast
) -> None:
    bound_and_in(provider, browser, cast)
    away = browser.get(THERE, {"confirm": "1"})
    sent = requests.post(
        away["Location"], data={"sub": "c-1"}, allow_redirects=False, timeout=PATIENCE
    )
    session = browser.session
    del session["_auth_user_id"]
    session.save()
    back = urlsplit(sent.headers["Location"])
    assert browser.get(f"{back.path}?{back.query}").status_code == 403


# ---- without the provider ----


@pytest.mark.parametrize("claims", [{}, {"sub": ""}, {"sub": "x" * 256}])
def test_claims_without_a_subject_are_nobody(cast: Cast, settings: Any, claims: Any) -> None:
    settings.OIDC_ISSUER = "https://id.example"
    assert account_known_as(claims | {"preferred_username": "soldier"}, cast.at) is None


def test_subject_of_another_provider_confirms_nothing(cast: Cast, settings: Any) -> None:
    settings.OIDC_ISSUER = "https://id.example"
    account = cast.soldier.account
    OutsideIdentity.objects.create(
        account=account, issuer="https://other.example", subject="s", bound_at=cast.at
    )
    claims = {"sub": "s", "auth_time": cast.at.timestamp()}
    assert not confirmed_there(claims, account, cast.at)
