"""One's own account: the app, the codes, the password, the sessions and the tokens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.accounts.codes import code_of, new_secret, step_of
from baken.core.accounts.limits import MOST_FAILURES
from baken.core.accounts.models import Account, ApiToken, AuthenticatorApp, RecoveryCode, Session
from baken.core.accounts.tests.test_second_step import secret_on
from baken.core.accounts.tokens import make_token
from baken.core.accounts.vault import seal
from baken.rooms.org.models import PersonStep

pytestmark = pytest.mark.django_db

FRESH = "een lange zin van nu"
CHANGED = {"present": "demo", "fresh": FRESH, "again": FRESH}


def browser_of(name: str = "soldier", typed: str = "demo") -> Client:
    made = Client(headers={"accept-language": "en"})
    made.post("/inloggen", {"username": name, "password": typed})
    return made


def last_act(cast: Cast, name: str = "soldier") -> str:
    rows = PersonStep.objects.for_system(reason="trail")
    last = rows.filter(record=cast.members[name].person.pk).order_by("serial").last()
    assert last is not None
    return str(last.code)


def test_overview_without_a_second_factor_says_so(cast: Cast) -> None:
    shown = browser_of().get("/account").content.decode()
    assert ("password only" in shown, "Recovery codes" in shown) == (True, False)


def test_overview_with_an_app_offers_to_remove_it(cast: Cast) -> None:
    AuthenticatorApp.objects.create(account=cast.soldier.account, secret="x", made_at=cast.at)
    shown = browser_of().get("/account").content.decode()
    assert ("two steps" in shown, "Remove the app" in shown, "Recovery codes" in shown) == (
        True,
        True,
        True,
    )


@pytest.mark.parametrize(
    "address",
    ["/account", "/account/app", "/account/sessies", "/account/tokens", "/account/wachtwoord"],
)
def test_own_pages_ask_nobody_in(cast: Cast, address: str) -> None:
    assert Client().get(address)["Location"].startswith("/inloggen?next=/account")


def test_account_without_any_post_manages_its_own_log_in(cast: Cast) -> None:
    Account.objects.create_account("los", "demo")
    browser = browser_of("los")
    sealed, secret = secret_on(browser.get("/account/app"))
    code = code_of(secret, step_of(cast.at))
    assert browser.post("/account/app", {"sealed": sealed, "code": code}).status_code == 200
    assert AuthenticatorApp.objects.get().account.username == "los"


def test_app_is_set_up_and_gives_the_recovery_codes_once(cast: Cast) -> None:
    browser = browser_of()
    page = browser.get("/account/app")
    sealed, secret = secret_on(page)
    assert ("<svg" in page.content.decode(), " style=" in page.content.decode()) == (True, False)
    given = {"sealed": sealed, "code": code_of(secret, step_of(cast.at))}
    assert "Your recovery codes" in browser.post("/account/app", given).content.decode()
    assert RecoveryCode.objects.count() == 10
    sealed, secret = secret_on(browser.get("/account/app"))
    given = {"sealed": sealed, "code": code_of(secret, step_of(cast.at))}
    assert browser.post("/account/app", given)["Location"] == "/account"


@pytest.mark.parametrize(
    "given", [{"code": "000000"}, {"code": ""}, {"code": "123456", "sealed": "x"}]
)
def test_app_is_not_set_up_by_a_wrong_code(cast: Cast, given: dict[str, str]) -> None:
    browser = browser_of()
    sealed, _ = secret_on(browser.get("/account/app"))
    answer = browser.post("/account/app", {"sealed": sealed, **given})
    assert (answer.status_code, AuthenticatorApp.objects.count()) == (400, 0)


def test_app_is_removed_after_its_code(cast: Cast) -> None:
    secret = new_secret()
    account = cast.soldier.account
    AuthenticatorApp.objects.create(account=account, secret=seal(secret), made_at=cast.at)
    browser = browser_of()
    asked = browser.post("/account/app/verwijderen")
    proof = {"confirm_code": code_of(secret, step_of(cast.at))}
    answer = browser.post("/account/app/verwijderen", proof)
    assert (asked.status_code, answer["Location"]) == (403, "/account")
    assert (AuthenticatorApp.objects.count(), last_act(cast)) == (0, "org.person.app_removed")


def test_recovery_codes_need_a_second_factor(cast: Cast) -> None:
    answer = browser_of().post("/account/herstelcodes")
    assert (answer["Location"], RecoveryCode.objects.count()) == ("/account", 0)


def test_recovery_codes_are_shown_after_a_code(cast: Cast) -> None:
    secret = new_secret()
    account = cast.soldier.account
    AuthenticatorApp.objects.create(account=account, secret=seal(secret), made_at=cast.at)
    proof = {"confirm_code": code_of(secret, step_of(cast.at))}
    answer = browser_of().post("/account/herstelcodes", proof)
    assert answer.content.decode().count("<code>") == 10


# ---- the password ----


def test_password_is_changed_and_other_devices_are_logged_out(cast: Cast) -> None:
    browser, other, stranger = browser_of(), browser_of(), browser_of("commander")
    answer = browser.post("/account/wachtwoord", CHANGED)
    assert answer["Location"] == "/account"
    assert [one.get("/account").status_code for one in (browser, other, stranger)] == [
        200,
        302,
        200,
    ]
    assert Session.objects.filter(account=cast.soldier.account).count() == 1
    assert browser_of(typed=FRESH).get("/account").status_code == 200
    assert browser_of(typed="demo").get("/account").status_code == 302
    assert last_act(cast) == "org.person.password_changed"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"present": "wrong"}, "This is not your present password."),
        ({"again": "something else"}, "This is not the same as above."),
        ({"fresh": "kort", "again": "kort"}, "at least 12"),
        ({"fresh": "password1234", "again": "password1234"}, "too common"),
        ({"fresh": "", "again": ""}, "required"),
    ],
)
def test_password_is_not_changed_when_something_is_wrong(
    cast: Cast, change: dict[str, str], said: str
) -> None:
    answer = browser_of().post("/account/wachtwoord", CHANGED | change)
    assert (answer.status_code, said in answer.content.decode()) == (400, True)
    assert browser_of(typed="demo").get("/account").status_code == 200


def test_present_password_tried_too_often_has_to_wait(cast: Cast) -> None:
    browser = browser_of()
    for _ in range(MOST_FAILURES):
        browser.post("/account/wachtwoord", CHANGED | {"present": "wrong"})
    answer = browser.post("/account/wachtwoord", CHANGED)
    assert (answer.status_code, "Too many attempts." in answer.content.decode()) == (400, True)


def test_account_without_a_password_changes_none(cast: Cast) -> None:
    browser = Client()
    account = Account.objects.create_account("zonder")
    browser.force_login(account)
    assert browser.get("/account/wachtwoord")["Location"] == "/account"


def test_password_of_who_has_an_app_confirms_nothing(cast: Cast) -> None:
    AuthenticatorApp.objects.create(account=cast.soldier.account, secret="x", made_at=cast.at)
    browser = browser_of()
    browser.post("/account/wachtwoord", CHANGED)
    assert browser.get("/account/app").status_code == 302


def test_service_does_not_log_in_with_a_password(cast: Cast) -> None:
    Account.objects.create_account("dienst", "demo", is_service=True)
    assert browser_of("dienst").get("/account").status_code == 302


# ---- sessions and tokens ----


def test_sessions_are_shown_and_ended(cast: Cast) -> None:
    browser, other = browser_of(), browser_of()
    shown = browser.get("/account/sessies").content.decode()
    handles = {str(one.handle): one.session_key for one in Session.objects.all()}
    assert [
        handle in shown for handle, key in handles.items() if key != browser.session.session_key
    ] == [True]
    assert not any(key in shown for key in handles.values())
    there = next(h for h, key in handles.items() if key != browser.session.session_key)
    browser.post("/account/sessies/beeindigen", {"session": there})
    assert [one.get("/account").status_code for one in (browser, other)] == [200, 302]
    assert last_act(cast) == "org.person.sessions_ended"


def test_all_other_sessions_are_ended_at_once(cast: Cast) -> None:
    browser, *others = (browser_of() for _ in range(3))
    browser.post("/account/sessies/beeindigen", {"others": "yes"})
    assert [one.get("/account").status_code for one in (browser, *others)] == [200, 302, 302]


@pytest.mark.parametrize("handle", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_session_that_is_not_ones_own_is_not_ended(cast: Cast, handle: str) -> None:
    browser, other = browser_of(), browser_of("commander")
    session = handle or str(cast.commander.account.sessions.get().handle)
    browser.post("/account/sessies/beeindigen", {"session": session})
    assert (other.get("/account").status_code, last_act(cast)) == (200, "org.person.imported")


def test_tokens_of_oneself_and_of_ones_services_are_shown(cast: Cast) -> None:
    account = cast.soldier.account
    service = Account.objects.create_account("koppeling", is_service=True, kept_by=account)
    make_token(account=service, at=cast.at, label="server")
    make_token(account=account, at=cast.at - timedelta(days=99), label="oud")
    make_token(account=cast.commander.account, at=cast.at, label="vreemd")
    shown = browser_of().get("/account/tokens").content.decode()
    assert [word in shown for word in ("server", "oud", "expired", "vreemd")] == [
        True,
        True,
        True,
        False,
    ]


def test_token_is_withdrawn_by_who_answers_for_it_and_by_nobody_else(cast: Cast) -> None:
    service = Account.objects.create_account(
        "koppeling", is_service=True, kept_by=cast.commander.account
    )
    make_token(account=service, at=cast.at)
    chosen = {"token": str(ApiToken.objects.get().id)}
    browser_of().post("/account/tokens/intrekken", chosen)
    assert ApiToken.objects.get().revoked_at is None
    for _ in range(2):
        browser_of("commander").post("/account/tokens/intrekken", chosen)
    assert ApiToken.objects.get().revoked_at == cast.at
    assert last_act(cast, "commander") == "org.person.token_revoked"
    assert "withdrawn" in browser_of("commander").get("/account/tokens").content.decode()
