"""A commander adds a passkey, logs in with it alone, and signs with it; a service gets its token.

The passkey lives in an authenticator that Chromium plays (CDP, WebAuthn domain).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from baken.conftest import Cast
from baken.core import clock
from baken.core.accounts.codes import code_of, step_of
from baken.core.accounts.models import ApiToken, AuthenticatorApp, Passkey, Session
from baken.core.accounts.vault import unseal
from baken.rooms.org.models import PersonStep
from tests.journeys.test_account_pages import open_session

LATER = timedelta(minutes=6)


def give_authenticator(page: Page, *, verified: bool = True) -> tuple[Any, str]:
    """A device with a lock behind this page, that unlocks when asked; or does not."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verified,
        "automaticPresenceSimulation": True,
    }
    made = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return cdp, made["authenticatorId"]


def log_in_with_password(page: Page, name: str) -> None:
    page.goto("/inloggen")
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill("demo")
    page.locator("form[action='/inloggen'] button").click()
    page.wait_for_url("/")


def add_passkey(page: Page) -> None:
    page.goto("/account/passkeys/nieuw")
    page.locator("#id_label").fill("My phone")
    page.locator("form[data-passkey=create] button").click()
    expect(page.locator("h1")).to_have_text("Your recovery codes")


def move_to(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)


def acts_of(cast: Cast, name: str) -> list[str]:
    rows = PersonStep.objects.for_system(reason="trail")
    mine = rows.filter(record=cast.members[name].person.pk).order_by("serial")
    return [row.code for row in mine][1:]


def test_commander_adds_a_passkey_and_logs_in_with_it_alone(screens: Any, cast: Cast) -> None:
    page = screens.open(width=1280)
    give_authenticator(page)
    log_in_with_password(page, "commander")

    add_passkey(page)
    expect(page.locator(".baken-codes li")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("My phone", exact=False).first).to_be_visible()

    page.locator(".shell-account summary").click()
    page.get_by_role("button", name="Log out").click()
    page.goto("/inloggen?next=/account/sessies")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url("/account/sessies")

    expect(page.locator("h1")).to_have_text("Where you are logged in")
    expect(page.locator(".shell-account__name")).to_have_text("Speler commander")
    assert acts_of(cast, "commander") == ["org.person.passkey_added", "org.person.recovery_made"]


def test_commander_signs_with_the_passkey_and_loses_nothing_that_was_typed(
    screens: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = screens.open(width=360)
    give_authenticator(page)
    cast.add("manager", ("functional_admin", "MINISTRY", None), ("commander", "BATTALION", None))
    log_in_with_password(page, "manager")
    add_passkey(page)
    open_session(page)
    page.goto("/beheer/diensten")
    for field, text in (("name", "link-planning"), ("about", "Planning <&> rosters")):
        page.locator(f"#id_{field}").fill(text)
    page.locator("#id_unit").fill("BATTALION")
    page.locator("#id_keeper").fill("commander")

    move_to(monkeypatch, cast.at + LATER)
    page.get_by_role("button", name="Make").click()
    expect(page.locator("h1")).to_have_text("Is it really you?")
    page.get_by_role("button", name="Use a passkey").click()

    expect(page.locator("h1")).to_have_text("link-planning")
    expect(page.get_by_text("Planning <&> rosters")).to_be_visible()
    assert acts_of(cast, "commander") == []


def test_administrator_makes_a_token_that_opens_the_api_until_it_is_withdrawn(
    screens: Any, cast: Cast
) -> None:
    page = screens.open(width=1280)
    log_in_with_password(page, "functional_admin")
    open_session(page)
    page.goto("/beheer/diensten")
    given = {"name": "link", "about": "Rosters", "unit": "COMPANY", "keeper": "commander"}
    for field, text in given.items():
        page.locator(f"#id_{field}").fill(text)
    page.get_by_role("button", name="Make").click()
    page.locator("#id_label").fill("server in Amersfoort")
    page.get_by_role("button", name="Make").click()
    expect(page.locator("h1")).to_have_text("The token")
    token = page.locator("code.baken-secret").inner_text()
    caller = screens.browser.new_context(
        base_url=screens.address, extra_http_headers={"Authorization": f"Bearer {token}"}
    )
    assert caller.request.get("/api/v1/me").json()["account"] == "link"

    keeper = screens.open("commander")
    keeper.goto("/account/tokens")
    keeper.get_by_role("button", name=re.compile("Withdraw")).click()
    expect(keeper.get_by_text("It opens nothing any more.", exact=False)).to_be_visible()

    assert caller.request.get("/api/v1/me").status == 401
    caller.close()
    assert ApiToken.objects.get().revoked_at == cast.at


def test_soldier_sets_up_an_app_and_signs_with_its_code(
    screens: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = screens.open(width=360)
    log_in_with_password(page, "soldier")
    page.goto("/account/app")
    page.get_by_text("No camera? Type this key").click()
    secret = page.locator(".baken-receipt__code").inner_text().replace(" ", "").replace("\n", "")
    page.locator("#id_code").fill(code_of(secret, step_of(cast.at)))
    page.get_by_role("button", name="Set up").click()
    expect(page.locator("h1")).to_have_text("Your recovery codes")
    first = page.locator(".baken-codes code").first.inner_text()

    move_to(monkeypatch, cast.at + LATER)
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("button", name="Make new recovery codes").click()
    page.locator("#confirm_code").fill("000000")
    page.get_by_role("button", name="Confirm and go on").click()
    expect(page.get_by_text("That is not right. Try again.")).to_be_visible()
    page.locator("#confirm_code").fill(code_of(secret, step_of(cast.at + LATER)))
    page.get_by_role("button", name="Confirm and go on").click()

    expect(page.locator("h1")).to_have_text("Your recovery codes")
    assert page.locator(".baken-codes code").first.inner_text() != first
    assert unseal(AuthenticatorApp.objects.get().secret) == secret


def test_passkey_of_a_device_that_was_not_unlocked_opens_nothing(screens: Any, cast: Cast) -> None:
    page = screens.open(width=1280)
    cdp, device = give_authenticator(page)
    log_in_with_password(page, "commander")
    add_passkey(page)
    page.context.clear_cookies()
    Session.objects.all().delete()
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})

    page.goto("/inloggen")
    page.get_by_role("button", name="Log in with a passkey").click()

    expect(page.locator("[data-passkey-said]")).to_contain_text("Your device gave no passkey")
    assert (Passkey.objects.get().last_used_on, Session.objects.exclude(account=None).count()) == (
        None,
        0,
    )
