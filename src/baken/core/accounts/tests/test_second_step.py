"""With a second factor a password alone opens nothing; the second step does, and not for ever."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core import clock
from baken.core.accounts.codes import code_of, new_secret, step_of
from baken.core.accounts.entering import PENDING_SECONDS
from baken.core.accounts.limits import MOST_FAILURES, failing_senders
from baken.core.accounts.models import Account, AuthenticatorApp, RecoveryCode, Session
from baken.core.accounts.tests.device import Device
from baken.core.accounts.tests.test_passkeys import ASK, added
from baken.core.accounts.vault import seal, unseal

pytestmark = pytest.mark.django_db

STEP = "/inloggen/tweede-stap"


@pytest.fixture(autouse=True)
def _asked(settings: Any) -> None:
    settings.SECOND_FACTOR = "own"


@pytest.fixture
def secret(cast: Cast) -> str:
    """The soldier has an app with this secret."""
    made = new_secret()
    AuthenticatorApp.objects.create(
        account=cast.soldier.account, secret=seal(made), made_at=cast.at
    )
    return made


def begun(after: str = "/berichten", name: str = "soldier") -> tuple[Client, Any]:
    browser = Client(headers={"accept-language": "en"})
    given = {"username": name, "password": "demo", "next": after}
    return browser, browser.post("/inloggen", given)


def is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def test_password_alone_leads_to_the_second_step(cast: Cast, secret: str) -> None:
    browser, answer = begun()
    assert (answer["Location"], is_in(browser)) == (STEP, False)
    assert browser.get("/account").status_code == 302
    assert "Second step" in browser.get(STEP).content.decode()
    assert Session.objects.get().account is None


def test_code_of_the_app_logs_in(cast: Cast, secret: str) -> None:
    browser, _ = begun()
    before = browser.session.session_key
    answer = browser.post(STEP, {"code": code_of(secret, step_of(cast.at))})
    assert (answer["Location"], is_in(browser)) == ("/berichten", True)
    assert browser.session.session_key != before
    assert browser.get("/account/app").status_code == 200, "a code counts as a confirmation"


def test_passkey_is_a_second_step_too(cast: Cast, settings: Any) -> None:
    device = Device()
    settings.SECOND_FACTOR = "never"
    added(begun()[0], device)
    settings.SECOND_FACTOR = "own"
    browser, _ = begun()
    assert "Use a passkey" in browser.get(STEP).content.decode()
    browser.post(STEP, {"answer": device.get(browser.post(ASK).json())})
    assert is_in(browser)


def test_person_without_a_second_factor_needs_no_second_step(cast: Cast, secret: str) -> None:
    browser, answer = begun(name="commander")
    assert (answer["Location"], is_in(browser)) == ("/berichten", True)


@pytest.mark.parametrize(
    "given", [{"code": "000000"}, {"code": ""}, {}, {"answer": "{}"}, {"code": "x" * 50}]
)
def test_anything_else_opens_nothing(cast: Cast, secret: str, given: dict[str, str]) -> None:
    browser, _ = begun()
    assert (browser.post(STEP, given).status_code, is_in(browser)) == (400, False)


def test_second_step_tried_too_often_has_to_wait(cast: Cast, secret: str) -> None:
    browser, _ = begun()
    for _ in range(MOST_FAILURES):
        browser.post(STEP, {"code": "not-a-code"})
    again, _ = begun()
    answer = again.post(STEP, {"code": code_of(secret, step_of(cast.at))})
    assert (is_in(again), "Too many attempts." in answer.content.decode()) == (False, True)


def test_sender_that_failed_too_often_has_to_wait(
    cast: Cast, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, _ = begun()
    monkeypatch.setattr(failing_senders, "most", 0)
    browser.post(STEP, {"code": code_of(secret, step_of(cast.at))})
    assert not is_in(browser)


def test_second_step_without_a_password_leads_to_the_log_in(cast: Cast) -> None:
    answer = Client().get(STEP)
    assert (answer["Location"], Session.objects.count()) == ("/inloggen", 0)


def test_second_step_after_ten_minutes_begins_anew(
    cast: Cast, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, _ = begun()
    late = cast.at + timedelta(seconds=PENDING_SECONDS + 1)
    monkeypatch.setattr(clock, "now", lambda: late)
    answer = browser.post(STEP, {"code": code_of(secret, step_of(late))})
    assert (answer["Location"], is_in(browser)) == ("/inloggen", False)


def test_second_step_of_an_account_closed_meanwhile_begins_anew(cast: Cast, secret: str) -> None:
    browser, _ = begun()
    Account.objects.filter(username="soldier").update(is_active=False)
    assert browser.get(STEP)["Location"] == "/inloggen"


def test_second_step_leads_not_off_the_site(cast: Cast, secret: str) -> None:
    browser, _ = begun(after="//elsewhere.example")
    answer = browser.post(STEP, {"code": code_of(secret, step_of(cast.at))})
    assert answer["Location"] == "/"


# ---- where a second factor is required ----


def secret_on(page: Any) -> tuple[str, str]:
    found = re.search(r'name="sealed" value="([^"]+)"', page.content.decode())
    assert found is not None
    return found[1], (unseal(found[1]) or "").partition(":")[2]


def test_required_second_factor_is_set_up_during_the_log_in(cast: Cast, settings: Any) -> None:
    settings.SECOND_FACTOR = "required"
    browser, answer = begun()
    page = browser.get(answer["Location"])
    sealed, secret = secret_on(page)
    assert (is_in(browser), "Here a password alone is not enough" in page.content.decode()) == (
        False,
        True,
    )
    wrong = browser.post(STEP, {"sealed": sealed, "code": "000000"})
    assert (wrong.status_code, secret_on(wrong)[1], is_in(browser)) == (400, secret, False)
    code = code_of(secret, step_of(cast.at))
    done = browser.post(STEP, {"sealed": sealed, "code": code}).content.decode()
    assert ("Your recovery codes" in done, 'href="/berichten"' in done) == (True, True)
    assert (is_in(browser), RecoveryCode.objects.count()) == (True, 10)


def test_secret_shown_to_somebody_else_sets_up_nothing(cast: Cast, settings: Any) -> None:
    settings.SECOND_FACTOR = "required"
    other, _ = begun(name="commander")
    sealed, secret = secret_on(other.get(STEP))
    browser, _ = begun()
    given = {"sealed": sealed, "code": code_of(secret, step_of(cast.at))}
    assert (browser.post(STEP, given).status_code, is_in(browser)) == (400, False)
