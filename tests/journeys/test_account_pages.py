"""The pages of logging in and of one's own account, on a phone and on a screen: axe finds nothing.

They stand apart because most of them show only to somebody who has just shown who they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Page

from baken.conftest import Cast
from baken.core.accounts.codes import code_of, step_of
from baken.core.accounts.models import Account
from baken.core.accounts.tokens import make_token
from baken.site.services import make_service

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite",
    reason="what a page looks like does not depend on the database; other journeys run on both",
)

ACCOUNT_PAGES = (
    "/inloggen/tweede-stap",
    "/account",
    "/account/bevestigen",
    "/account/bevestigd",
    "/account/app",
    "/account/passkeys/nieuw",
    "/account/wachtwoord",
    "/account/sessies",
    "/account/tokens",
    "/account/voorkeuren",
    "/beheer",
    "/beheer/diensten",
    "/beheer/diensten/dienst?service=koppeling-met-een-lange-naam",
)
# Looked at by whoever watches over administration, with the identifier of a real session.
WATCHED = ("/beheer/sessies", "/beheer/sessies/00000000-0000-4000-8000-000000000000")
LOOKS = ((360, "light"), (1280, "dark"), (360, "dark"), (1280, "light"))
Violations = Callable[..., list[str]]


def faults(page: Page, violations: Violations) -> Iterator[str]:
    """What is wrong with the page in any of the four looks, and how much too wide it is at 320 px."""
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for number, (width, scheme) in enumerate(LOOKS):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        yield from (f"{page.url} {width} {line}" for line in violations(page, again=number > 1))
    page.set_viewport_size({"width": 320, "height": 800})
    if page.evaluate(wide) > 0:
        yield f"{page.url}: {page.evaluate(wide)} px too wide at 320 px"


@pytest.fixture
def page(screens: Any, cast: Cast) -> Page:
    """The functional administrator with a service and a token, logged in with a password."""
    administrator = cast.functional_admin
    made = make_service(
        actor=administrator.on_duty,
        name="koppeling-met-een-lange-naam",
        about="Roosters van de planning",
        unit="COMPANY",
        keeper="functional_admin",
        at=cast.at,
    )
    make_token(account=made, at=cast.at, label="server in Amersfoort")
    opened: Page = screens.open(width=1280)
    opened.goto("/inloggen")
    opened.locator("#id_username").fill("functional_admin")
    opened.locator("#id_password").fill("demo")
    opened.locator("form[action='/inloggen'] button").click()
    opened.wait_for_url("/")
    open_session(opened)
    return opened


def open_session(page: Page) -> None:
    """Open an administration session, as an administrator does."""
    page.goto("/beheer")
    page.locator("#id_reason").fill("Roosters koppelen")
    page.get_by_role("button", name="Open a session").click()
    page.wait_for_selector(".baken-notices")


def test_account_pages_have_no_violation(page: Page, violations: Violations) -> None:
    found = []
    for path in ACCOUNT_PAGES:
        page.goto(path)
        found += faults(page, violations)
    assert found == []


def test_administration_before_during_and_after_a_session_has_no_violation(
    page: Page, screens: Any, cast: Cast, violations: Violations
) -> None:
    cast.add("overseer", ("privacy_officer", "MINISTRY", None))
    found = list(faults(page, violations))
    page.goto("/eenheden/COMPANY")
    found += faults(page, violations)
    page.goto("/beheer")
    page.get_by_role("button", name="End the session").click()
    page.wait_for_selector("#id_reason")
    found += faults(page, violations)
    page.evaluate("() => { document.querySelector('main form').noValidate = true; }")
    page.get_by_role("button", name="Open a session").click()
    page.wait_for_selector("[data-error-summary]")
    found += faults(page, violations)
    page.goto("/beheer/diensten")
    found += faults(page, violations)
    watching = screens.open("overseer")
    watching.goto(WATCHED[0])
    found += faults(watching, violations)
    watching.locator("main table a").first.click()
    watching.wait_for_selector("h1:has-text('Administration session')")
    found += faults(watching, violations)
    assert found == []


def test_pages_that_show_something_once_have_no_violation(
    page: Page, cast: Cast, violations: Violations
) -> None:
    page.goto("/account/app")
    page.locator("main details summary").click()
    found = list(faults(page, violations))
    key = re.sub(r"\s", "", page.locator(".baken-receipt__code").inner_text())
    page.locator("#id_code").fill(code_of(key, step_of(cast.at)))
    page.get_by_role("button", name="Set up").click()
    page.wait_for_selector(".baken-codes")
    found += faults(page, violations)
    page.goto("/account")
    found += faults(page, violations)
    page.goto(ACCOUNT_PAGES[-1])
    page.locator("#id_label").fill("server")
    page.get_by_role("button", name="Make").click()
    page.wait_for_selector(".baken-secret")
    found += faults(page, violations)
    assert found == []


def test_question_who_is_there_and_its_mistake_have_no_violation(
    screens: Any, cast: Cast, violations: Violations
) -> None:
    page = screens.open("functional_admin")
    page.goto("/beheer/diensten")
    found = list(faults(page, violations))
    page.locator("#confirm_password").fill("wrong")
    page.keyboard.press("Enter")
    page.wait_for_selector(".utrecht-alert--error")
    assert [*found, *faults(page, violations)] == []


def test_second_step_has_no_violation(
    screens: Any, cast: Cast, violations: Violations, settings: Any
) -> None:
    settings.SECOND_FACTOR = "required"
    page = screens.open()
    page.goto("/inloggen")
    page.locator("#id_username").fill("soldier")
    page.locator("#id_password").fill("demo")
    page.keyboard.press("Enter")
    page.wait_for_url("/inloggen/tweede-stap")
    found = list(faults(page, violations))
    page.locator("#id_code").fill("000000")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-error-summary]")
    assert [*found, *faults(page, violations)] == []
    assert Account.objects.get(username="soldier").last_login is None
