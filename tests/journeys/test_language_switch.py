"""Dutch and English: one press, the same page, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect


def switch(page: Page, code: str) -> None:
    page.locator(f".shell-languages button[value={code}]").click()


@pytest.mark.parametrize(("device", "shown"), [("en", "en"), ("nl", "nl"), ("fr", "nl")])
def test_language_of_the_device_is_where_it_starts(screens: Any, device: str, shown: str) -> None:
    page = screens.open(language=device)
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", shown)


def test_switch_stays_on_the_page_with_its_filters(screens: Any) -> None:
    page = screens.open("safety_adviser", width=1280)
    page.goto("/meldingen?q=ladder&state=received")
    before = page.locator("h1").inner_text()
    switch(page, "nl")
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page.locator(".shell-languages button[value=nl]")).to_have_attribute(
        "aria-current", "true"
    )
    assert page.url.endswith("/meldingen?q=ladder&state=received")
    assert page.locator("h1").inner_text() != before


def test_switch_in_the_middle_of_typing_loses_nothing(screens: Any) -> None:
    page = screens.open("soldier", width=1280)
    page.goto("/melden")
    page.locator("#id_story").press_sequentially("A loose cable.")
    switch(page, "nl")
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    assert page.locator("#id_story").input_value() == "A loose cable."


def test_choice_is_remembered_on_the_next_page(screens: Any) -> None:
    page = screens.open(width=1280)
    page.goto("/")
    switch(page, "nl")
    page.goto("/melden")
    expect(page.locator("html")).to_have_attribute("lang", "nl")


def test_dates_follow_the_language(screens: Any) -> None:
    page = screens.open("soldier", width=1280)
    page.goto("/melden")
    page.locator("#id_story").fill("A loose cable.")
    page.locator("[name=still_dangerous][value=no]").check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/meldingen/M-*")
    page.goto("/mijn-meldingen")
    assert page.locator("td time").first.inner_text() == "10 March 2026"
    switch(page, "nl")
    expect(page.locator("td time").first).to_have_text("10 maart 2026")
