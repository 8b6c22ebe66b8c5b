"""A passkey opens the account it was made for, once per question, on this site, when unlocked."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core import clock
from baken.core.accounts import passkeys
from baken.core.accounts.limits import asking_senders, failing_senders
from baken.core.accounts.models import Account, Passkey, RecoveryCode, Session
from baken.core.accounts.tests.device import Device

pytestmark = pytest.mark.django_db

ADD, ASK_TO_ADD = "/account/passkeys/nieuw", "/account/passkeys/nieuw/vraag"
LOG_IN, ASK = "/inloggen/passkey", "/inloggen/passkey/vraag"


def browser_of(name: str = "") -> Client:
    made = Client(headers={"accept-language": "en"})
    if name:
        made.post("/inloggen", {"username": name, "password": "demo"})
    return made


def added(browser: Client, device: Device, label: str = "telefoon") -> Any:
    answer = device.create(browser.post(ASK_TO_ADD).json())
    return browser.post(ADD, {"label": label, "answer": answer})


def entered(browser: Client, device: Device, **more: str) -> Any:
    return browser.post(LOG_IN, {"answer": device.get(browser.post(ASK).json()), **more})


def is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


@pytest.fixture
def device(cast: Cast) -> Device:
    """A device with a passkey of the soldier."""
    made = Device()
    assert added(browser_of("soldier"), made).status_code == 200
    return made


def test_passkey_is_added_with_the_recovery_codes(cast: Cast, device: Device) -> None:
    passkey = Passkey.objects.get()
    assert (passkey.account, passkey.label) == (cast.soldier.account, "telefoon")
    assert RecoveryCode.objects.filter(account=cast.soldier.account).count() == 10


def test_second_passkey_leaves_the_recovery_codes_as_they_are(cast: Cast, device: Device) -> None:
    before = set(RecoveryCode.objects.values_list("digest", flat=True))
    browser = browser_of("soldier")
    entered(browser, device)
    assert added(browser, Device(), "sleutel").status_code == 302
    assert set(RecoveryCode.objects.values_list("digest", flat=True)) == before


def test_question_for_a_new_passkey_asks_for_a_lock_and_names_the_known(
    cast: Cast, device: Device
) -> None:
    browser = browser_of("soldier")
    entered(browser, device)
    asked = browser.post(ASK_TO_ADD).json()["publicKey"]
    choice = asked["authenticatorSelection"]
    assert (choice["userVerification"], choice["residentKey"]) == ("required", "required")
    assert [one["id"] for one in asked["excludeCredentials"]] == [Passkey.objects.get().credential]
    assert asked["rp"] == {"name": "Baken", "id": "testserver"}


def test_domain_follows_the_setting(cast: Cast, settings: Any) -> None:
    settings.PASSKEY_DOMAIN = "baken.example"
    assert browser_of().post(ASK).json()["publicKey"]["rpId"] == "baken.example"


def test_question_for_a_new_passkey_needs_a_recent_confirmation(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of("soldier")
    monkeypatch.setattr(clock, "now", lambda: cast.at + timedelta(minutes=6))
    assert browser.post(ASK_TO_ADD).status_code == 403


@pytest.mark.parametrize(
    "spoil",
    [
        lambda device, answer: json.dumps({}),
        lambda device, answer: "no json",
        lambda device, answer: "[]",
        lambda device, answer: answer.replace("attestationObject", "x"),
    ],
)
def test_passkey_is_not_added_by_an_answer_that_does_not_hold(cast: Cast, spoil: Any) -> None:
    browser, device = browser_of("soldier"), Device()
    answer = spoil(device, device.create(browser.post(ASK_TO_ADD).json()))
    assert browser.post(ADD, {"label": "x", "answer": answer}).status_code == 400
    assert Passkey.objects.count() == 0


@pytest.mark.parametrize(
    "where", [{"origin": "https://kwaad.example"}, {"domain": "kwaad.example"}]
)
def test_passkey_made_for_another_site_is_not_added(cast: Cast, where: dict[str, str]) -> None:
    assert added(browser_of("soldier"), Device(**where)).status_code == 400


def test_passkey_without_a_lock_is_not_added(cast: Cast) -> None:
    device = Device()
    device.verified = False
    assert added(browser_of("soldier"), device).status_code == 400


def test_passkey_is_not_added_without_a_question(cast: Cast) -> None:
    browser, device = browser_of("soldier"), Device()
    answer = device.create(browser.post(ASK_TO_ADD).json())
    browser.post(ADD, {"label": "a", "answer": "x"})
    assert browser.post(ADD, {"label": "b", "answer": answer}).status_code == 400


def test_passkey_that_is_known_already_is_not_added_again(cast: Cast, device: Device) -> None:
    browser = browser_of("commander")
    assert added(browser, device).status_code == 400
    assert Passkey.objects.get().account == cast.soldier.account


def test_passkeys_of_one_account_have_a_limit(
    cast: Cast, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passkeys, "MOST_PASSKEYS", 1)
    browser = browser_of("soldier")
    entered(browser, device)
    assert added(browser, Device()).status_code == 400


def test_passkey_alone_logs_in(cast: Cast, device: Device) -> None:
    browser = browser_of()
    answer = entered(browser, device, next="/berichten")
    assert (answer.status_code, answer["Location"], is_in(browser)) == (302, "/berichten", True)
    assert Passkey.objects.get().last_used_on is not None


def test_passkey_gives_the_session_a_new_key(cast: Cast, device: Device) -> None:
    browser = browser_of()
    browser.post(ASK)
    before = browser.session.session_key
    entered(browser, device)
    assert browser.session.session_key != before


def test_log_in_with_a_passkey_leads_not_off_the_site(cast: Cast, device: Device) -> None:
    assert entered(browser_of(), device, next="//elsewhere.example")["Location"] == "/"


def test_device_that_tells_not_whose_passkey_it_is_logs_in(cast: Cast, device: Device) -> None:
    device.holder = None
    assert entered(browser_of(), device).status_code == 302


@pytest.mark.parametrize("change", ["unlocked", "origin", "domain", "holder", "key", "name"])
def test_passkey_that_differs_in_one_thing_opens_nothing(
    cast: Cast, device: Device, change: str
) -> None:
    other = Device()
    changes: dict[str, tuple[str, Any]] = {
        "unlocked": ("verified", False),
        "origin": ("origin", "https://kwaad.example"),
        "domain": ("domain", "kwaad.example"),
        "holder": ("holder", cast.commander.account.id.bytes),
        "key": ("key", other.key),
        "name": ("credential", other.credential),
    }
    setattr(device, *changes[change])
    browser = browser_of()
    answer = entered(browser, device)
    assert (answer.status_code, is_in(browser)) == (400, False)
    assert "This passkey is not known here." in answer.content.decode()


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_service": True}])
def test_passkey_of_an_account_that_may_not_log_in_opens_nothing(
    cast: Cast, device: Device, fields: Any
) -> None:
    Account.objects.filter(username="soldier").update(**fields)
    assert entered(browser_of(), device).status_code == 400


def test_answer_is_taken_once(cast: Cast, device: Device) -> None:
    browser = browser_of()
    answer = device.get(browser.post(ASK).json())
    browser.post(LOG_IN, {"answer": answer})
    browser.post("/uitloggen")
    assert browser.post(LOG_IN, {"answer": answer}).status_code == 400


def test_answer_of_another_session_opens_nothing(cast: Cast, device: Device) -> None:
    answer = device.get(browser_of().post(ASK).json())
    other = browser_of()
    other.post(ASK)
    assert other.post(LOG_IN, {"answer": answer}).status_code == 400


def test_answer_after_five_minutes_opens_nothing(
    cast: Cast, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of()
    answer = device.get(browser.post(ASK).json())
    monkeypatch.setattr(clock, "now", lambda: cast.at + timedelta(seconds=301))
    assert browser.post(LOG_IN, {"answer": answer}).status_code == 400


@pytest.mark.parametrize(
    ("counts", "opens"),
    [((0, 0), True), ((1, 2), True), ((2, 2), False), ((2, 1), False), ((2, 0), False)],
)
def test_copy_of_a_passkey_is_known_by_its_count(
    cast: Cast, device: Device, counts: tuple[int, int], opens: bool
) -> None:
    for count in counts:
        device.count = count
        answer = entered(browser_of(), device)
    assert (answer.status_code == 302) == opens


def test_passkey_of_somebody_else_confirms_nothing(
    cast: Cast, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of("commander")
    mine = Device()
    added(browser, mine)
    monkeypatch.setattr(clock, "now", lambda: cast.at + timedelta(minutes=6))
    asked: Callable[[], Any] = lambda: browser.post(ASK).json()  # noqa: E731
    tries = [
        browser.post("/account/bevestigen", {"confirm_passkey": one.get(asked())}).status_code
        for one in (device, mine)
    ]
    assert tries == [403, 302]


def test_question_in_a_session_names_the_passkeys_of_its_holder(cast: Cast, device: Device) -> None:
    browser = browser_of("soldier")
    named = browser.post(ASK).json()["publicKey"]["allowCredentials"]
    assert [one["id"] for one in named] == [Passkey.objects.get().credential]
    assert "allowCredentials" not in browser_of().post(ASK).json()["publicKey"]


def test_passkey_is_removed_by_its_holder_alone(cast: Cast, device: Device) -> None:
    chosen = {"passkey": str(Passkey.objects.get().id)}
    browser_of("commander").post("/account/passkeys/verwijderen", chosen)
    assert Passkey.objects.count() == 1
    browser = browser_of()
    entered(browser, device)
    browser.post("/account/passkeys/verwijderen", {"passkey": "x"})
    assert Passkey.objects.count() == 1
    browser.post("/account/passkeys/verwijderen", chosen)
    assert (Passkey.objects.count(), RecoveryCode.objects.count()) == (0, 0)


def test_sender_that_asks_all_the_time_has_to_wait(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking_senders, "most", 1)
    assert [browser_of().post(ASK).status_code for _ in range(2)] == [200, 429]
    assert Session.objects.count() == 1


def test_sender_that_fails_all_the_time_has_to_wait(
    cast: Cast, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failing_senders, "most", 1)
    browser_of().post(LOG_IN, {"answer": "x"})
    answer = entered(browser_of(), device)
    assert (answer.status_code, "Too many attempts." in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("address", [LOG_IN, ASK])
def test_addresses_take_only_forms(cast: Cast, address: str) -> None:
    assert browser_of().get(address).status_code == 405


@pytest.mark.parametrize("address", [LOG_IN, ASK])
def test_addresses_without_the_token_of_a_form_stay_shut(cast: Cast, address: str) -> None:
    assert Client(enforce_csrf_checks=True).post(address).status_code == 403


def test_form_to_add_shows_without_a_question(cast: Cast) -> None:
    answer = browser_of("soldier").get(ADD)
    assert (answer.status_code, 'data-passkey="create"' in answer.content.decode()) == (200, True)
