"""Sessions know whose they are, end by themselves, and can be ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from baken.conftest import Cast
from baken.core.accounts.backend import SessionBackend
from baken.core.accounts.models import Account, Session
from baken.core.accounts.sessions import (
    SEEN_EVERY,
    SessionStore,
    end_session,
    end_sessions,
    forget_expired,
    is_over,
    sessions_of,
)

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]

FIREFOX = "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"


def log_in(name: str = "soldier") -> Client:
    browser = Client(headers={"accept-language": "en", "user-agent": FIREFOX})
    browser.post("/inloggen", {"username": name, "password": "demo"})
    return browser


def back_by(ago: timedelta, *fields: str) -> None:
    moment = timezone.now() - ago
    Session.objects.update(**dict.fromkeys(fields, moment))


def test_session_of_an_account_tells_whose_it_is_on_what_and_since_when(cast: Cast) -> None:
    log_in()
    session = Session.objects.get()
    assert (session.account, session.device) == (cast.soldier.account, "Firefox, Windows")
    assert session.started_at == session.seen_at
    assert str(session) == f"session of {cast.soldier.account.pk}"


def test_session_holds_no_address_and_no_full_browser_name(cast: Cast) -> None:
    browser = log_in()
    held = str(list(Session.objects.values())) + str(dict(browser.session))
    assert [sign for sign in ("127.0.0.1", "Mozilla", "140.0") if sign in held] == []


def test_session_of_nobody_is_nobodys(cast: Cast) -> None:
    browser = Client()
    session = browser.session
    session["x"] = 1
    session.save()
    stored = Session.objects.get()
    assert (stored.account, stored.device, stored.seen_at) == (None, "", None)
    assert not is_over(stored, timezone.now() + timedelta(days=9))


def test_session_keeps_its_handle_and_start_when_it_is_saved_again(cast: Cast) -> None:
    browser = log_in()
    back_by(timedelta(minutes=3), "started_at", "seen_at")
    before = Session.objects.values("handle", "started_at", "seen_at").get()
    session = browser.session
    session["x"] = 1
    session.save()
    assert Session.objects.values("handle", "started_at", "seen_at").get() == before


def test_session_of_the_next_person_on_this_browser_is_a_new_one(cast: Cast) -> None:
    browser = log_in()
    back_by(timedelta(minutes=30), "started_at")
    before = Session.objects.get()
    browser.post("/inloggen", {"username": "commander", "password": "demo"})
    after = Session.objects.get()
    assert after.account == cast.commander.account
    assert after.handle != before.handle
    assert after.started_at > before.started_at


@pytest.mark.parametrize(
    ("field", "ago", "is_in"),
    [
        ("seen_at", timedelta(minutes=119), True),
        ("seen_at", timedelta(minutes=121), False),
        ("started_at", timedelta(hours=11, minutes=59), True),
        ("started_at", timedelta(hours=12, minutes=1), False),
    ],
)
def test_session_ends_when_left_alone_or_after_a_day_of_duty(
    cast: Cast, field: str, ago: timedelta, is_in: bool
) -> None:
    browser = log_in()
    back_by(ago, field)
    assert (browser.get("/account").status_code == 200) == is_in


def test_page_that_needs_a_log_in_keeps_the_session_alive(cast: Cast) -> None:
    browser = log_in()
    back_by(SEEN_EVERY + timedelta(minutes=1), "seen_at")
    before = Session.objects.get().seen_at
    browser.get("/berichten")
    assert Session.objects.get().seen_at > before  # type: ignore[operator]


def test_session_is_not_written_again_within_five_minutes(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    store = SessionStore(log_in().session.session_key)
    with django_assert_num_queries(1):
        store.note_seen()
    back_by(SEEN_EVERY, "seen_at")
    store = SessionStore(store.session_key)
    with django_assert_num_queries(2):
        store.note_seen()
        store.note_seen()


@pytest.mark.parametrize("address", ["/melden", "/code", "/inloggen", "/"])
def test_page_for_anybody_leaves_no_moment(cast: Cast, address: str) -> None:
    browser = log_in()
    back_by(timedelta(minutes=30), "seen_at")
    before = Session.objects.get().seen_at
    assert browser.get(address).status_code == 200
    assert Session.objects.get().seen_at == before


def test_session_of_nobody_is_never_noted(cast: Cast) -> None:
    browser = Client()
    session = browser.session
    session["x"] = 1
    session.save()
    browser.cookies["baken_session"] = session.session_key
    browser.get("/berichten")
    assert Session.objects.get().seen_at is None


def test_visitor_without_a_log_in_gets_no_session(cast: Cast) -> None:
    browser = Client()
    for address in ("/", "/melden", "/inloggen", "/code", "/account", "/inloggen/tweede-stap"):
        browser.get(address)
    assert Session.objects.count() == 0


def test_own_sessions_are_listed_without_those_that_are_over(cast: Cast) -> None:
    log_in()
    back_by(timedelta(hours=3), "seen_at")
    log_in("commander")
    kept = log_in()
    found = sessions_of(cast.soldier.account)
    assert [one.session_key for one in found] == [kept.session.session_key]


def test_session_is_ended_by_its_holder_alone(cast: Cast) -> None:
    browser = log_in()
    handle = str(Session.objects.get().handle)
    assert end_session(account=cast.commander.account, handle=handle) == 0
    assert end_session(account=cast.soldier.account, handle=handle) == 1
    assert browser.get("/account").status_code == 302


def test_all_sessions_but_one_are_ended(cast: Cast) -> None:
    log_in()
    here = log_in()
    other = log_in("commander")
    assert end_sessions(account=cast.soldier.account, keep=here.session.session_key) == 1
    assert [one.get("/account").status_code for one in (here, other)] == [200, 200]
    assert end_sessions(account=cast.soldier.account, keep=None) == 1


def test_expired_rows_are_removed(cast: Cast) -> None:
    log_in()
    log_in("commander")
    Session.objects.filter(account=cast.soldier.account).update(
        expire_date=timezone.now() - timedelta(seconds=1)
    )
    forget_expired()
    assert [one.account for one in Session.objects.all()] == [cast.commander.account]


def test_account_that_was_closed_is_logged_out_everywhere(cast: Cast) -> None:
    browser = log_in()
    type(cast.soldier.account).objects.filter(username="soldier").update(is_active=False)
    assert browser.get("/account").status_code == 302


def test_cookies_are_for_this_site_and_closed_to_scripts(cast: Cast) -> None:
    cookie = log_in().cookies["baken_session"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


def test_account_is_read_with_its_session_in_one_statement(
    cast: Cast,
) -> None:
    browser = log_in()
    with CaptureQueriesContext(connection) as asked:
        browser.get("/account")
    about = [one["sql"] for one in asked if "accounts_account" in one["sql"]]
    assert [sql.count("accounts_session") > 0 for sql in about] == [True]


def test_account_that_was_closed_is_nobody_in_its_session(cast: Cast) -> None:
    browser = log_in()
    Account.objects.filter(username="soldier").update(is_active=False)
    assert browser.get("/account").status_code == 302


def test_session_whose_password_changed_elsewhere_is_nobodys(cast: Cast) -> None:
    browser = log_in()
    account = Account.objects.get(username="soldier")
    account.set_password("another sentence that is long")
    account.save()
    assert browser.get("/account").status_code == 302


def test_backend_reads_another_account_than_the_session_brought(cast: Cast) -> None:
    account = Account.objects.get(username="soldier")
    assert SessionBackend().get_user(account.pk) == account


def test_upgrade_leaves_no_session_that_is_nobodys_any_more(cast: Cast) -> None:
    log_in()
    assert Session.objects.exists()
    import_module("baken.core.accounts.migrations.0005_sessions_end").end_all(apps, None)
    assert not Session.objects.exists()
