"""What the journeys need: one real browser, a live server, people at a screen, and axe.

Every page is watched: an error in the browser's console, an error in a script or a breach of the
content security policy fails the journey it happened in.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from baken.conftest import Cast, administer, just_confirmed
from baken.core.trail.registry import all_chains

# Playwright's own loop runs in this thread; Django's guard against that is meant for servers.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PHONE, SCREEN = 360, 1280
QUIET = (
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
expect.set_options(timeout=20_000)
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
# The browser itself reports an answer of 400 or more as an error; some journeys are about those.
EXPECTED = "Failed to load resource: the server responded with a status of"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey drives the browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all journeys; the one of the machine, since none is downloaded."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.fail("The journeys need Chromium: install the package chromium.")
    with sync_playwright() as playwright:
        arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


class Screens:
    """Opens screens at the live server, and remembers what went wrong in any of them."""

    def __init__(self, browser: Browser, address: str, cast: Cast) -> None:
        self.browser, self.address, self.cast = browser, address, cast
        self.contexts: list[BrowserContext] = []
        self.troubles: list[str] = []
        self.expected: tuple[str, ...] = (EXPECTED,) if isinstance(EXPECTED, str) else EXPECTED

    def expect_no_network(self) -> None:
        """A journey on which the network goes: the browser says so, and that is no trouble."""
        self.expected = (*self.expected, "Failed to load resource: net::ERR_")

    def open(
        self,
        who: str = "nobody",
        *,
        width: int = PHONE,
        scheme: str = "light",
        language: str = "en",
        confirmed: bool = False,
        **options: Any,
    ) -> Page:
        """A fresh browser session of a member of the cast, already logged in; or of nobody.

        ``confirmed`` is somebody who has just shown who they are, so that no step asks for it.
        """
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 740 if width < 600 else 900},
            has_touch=width < 600,
            is_mobile=False,
            color_scheme=scheme,  # type: ignore[arg-type]
            locale=language,
            timezone_id="Europe/Amsterdam",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        if who != "nobody":
            context.add_cookies([self._session(who, confirmed)])  # type: ignore[list-item]
        page = context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        return page

    def _session(self, who: str, confirmed: bool) -> dict[str, str]:
        client = Client()
        member = self.cast.members[who]
        client.force_login(member.account)
        if confirmed:
            just_confirmed(client, member.account, self.cast.at)
        if member.actor.duty:
            administer(client, member, self.cast.at)
        name = settings.SESSION_COOKIE_NAME
        return {"name": name, "value": client.cookies[name].value, "url": self.address}

    def _heard(self, said: Any) -> None:
        if said.type == "error" and not said.text.startswith(self.expected):
            self.troubles.append(said.text)


@pytest.fixture
def _emptied_after(transactional_db: None) -> Iterator[None]:
    """Let Django empty the database after a journey; doing so puts the guards of the trail back.

    A journey's work is committed, for the server's sake, and SQLite's guards refuse to have even
    the histories of a test removed. On PostgreSQL emptying a table is no removal of its rows.
    """
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for chain in all_chains():
                cursor.execute(f"DROP TRIGGER IF EXISTS {chain.steps._meta.db_table}_no_delete")


@pytest.fixture
def screens(
    chromium: Browser, _emptied_after: None, live_server: Any, cast: Cast
) -> Iterator[Screens]:
    """Opens screens: ``screens.open("soldier")``; at the end nothing may have gone wrong in one."""
    made = Screens(chromium, live_server.url, cast)
    yield made
    for context in made.contexts:
        context.close()
    assert made.troubles == [], "the browser reported errors"


@pytest.fixture(scope="session")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small photo, as a phone would take."""
    from PIL import Image

    path = tmp_path_factory.mktemp("photo") / "trap.jpg"
    Image.new("RGB", (640, 480), "#806040").save(path, "JPEG")
    return path


# What may differ between two looks of one page; the rest is looked at once.
OF_LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
RUN_AXE = """async (only) => {
    const options = {resultTypes: ["violations"], rules: {"target-size": {enabled: true}}};
    if (only.length) options.runOnly = {type: "rule", values: only};
    return (await axe.run(document, options)).violations.flatMap((rule) => rule.nodes.map(
        (node) => `${rule.id}: ${node.target} ${node.failureSummary}`));
}"""


@pytest.fixture(scope="session")
def violations() -> Callable[..., list[str]]:
    """What axe finds wrong on a page, as lines of rule, element and what to do.

    ``again``: the page was looked at before, and only its look has changed since.
    """
    source = AXE.read_text(encoding="utf-8")

    def check(page: Page, *, again: bool = False) -> list[str]:
        if not page.evaluate("Boolean(window.axe)"):
            page.evaluate(source)
        return list(page.evaluate(RUN_AXE, OF_LOOKS if again else []))

    return check
