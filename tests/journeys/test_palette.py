"""The palette and single keys: with the keyboard alone, heard by a screen reader, on a phone too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from baken.conftest import Cast
from baken.rooms.reports.tests.factories import make_report

Violations = Callable[..., list[str]]
WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def opened(page: Page) -> Page:
    """The palette, opened with the keyboard, with its first lines there."""
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-input")).to_be_focused()
    expect(page.locator("#palette-list [role=option]").first).to_be_visible()
    return page


def test_reference_is_typed_and_its_record_opens(screens: Any, cast: Cast) -> None:
    report = make_report(unit=cast.company, at=cast.at)
    page = screens.open("safety_adviser", width=1280)
    page.goto("/eenheden")
    opened(page)
    page.keyboard.type(f"m {int(report.ref[-6:])}")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/meldingen/{report.ref}")


def test_arrows_choose_and_the_choice_is_announced(screens: Any) -> None:
    page = screens.open("soldier", width=1280)
    page.goto("/")
    opened(page)
    page.keyboard.type("no")
    box = page.locator("#palette-input")
    expect(page.locator("#palette-list [role=option]").first).to_contain_text("Notices")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#palette [role=status]")).to_contain_text("Found:")
    expect(box).to_have_attribute("aria-activedescendant", "palette-0")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#palette-1")).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "palette-1")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/berichten")


def test_escape_closes_and_gives_the_focus_back(screens: Any) -> None:
    page = screens.open("soldier", width=1280)
    page.goto("/")
    button = page.locator("[data-palette]")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#palette-input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).not_to_be_visible()
    expect(button).to_be_focused()


def test_what_is_not_found_is_searched_for(screens: Any) -> None:
    page = screens.open("safety_adviser", width=1280)
    page.goto("/")
    opened(page)
    page.keyboard.type("zzkabel")
    expect(page.locator("#palette [role=status]")).to_contain_text("Nothing found")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoeken?q=zzkabel")


def test_without_an_answer_it_says_so_and_still_searches(screens: Any) -> None:
    page = screens.open("safety_adviser", width=1280)
    page.route("**/api/v1/palette*", lambda route: route.fulfill(status=500, body="{}"))
    page.goto("/")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette [role=status]")).to_contain_text("does not work now")
    page.keyboard.type("kabel")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoeken?q=kabel")


def test_language_is_switched_from_the_palette(screens: Any) -> None:
    page = screens.open("soldier", width=1280)
    page.goto("/berichten")
    opened(page)
    page.keyboard.type("nederlands")
    expect(page.locator("#palette-list [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "nl")


def test_without_scripts_the_search_page_is_there(screens: Any) -> None:
    page = screens.open("soldier", width=1280, java_script_enabled=False)
    page.goto("/")
    assert page.locator("[data-palette]").is_visible() is False
    page.locator("#shell-search").fill("kabel")
    page.locator(".shell-search button").click()
    page.wait_for_url("**/zoeken?q=kabel")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_palette_and_keys_fit_and_axe_finds_nothing(
    screens: Any, violations: Violations, cast: Cast, width: int, scheme: str
) -> None:
    make_report(unit=cast.company, at=cast.at)
    page = screens.open("safety_adviser", width=width, scheme=scheme)
    page.goto("/")
    page.locator("[data-palette]").click()
    expect(page.locator("#palette-list [role=option]").first).to_be_visible()
    assert violations(page) == []
    assert page.evaluate(WIDE) <= 0
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate(WIDE) <= 0


def test_keys_that_were_switched_off_do_nothing_and_ctrl_k_still_works(screens: Any) -> None:
    page = screens.open("soldier", width=1280)
    page.goto("/account/voorkeuren")
    page.locator("#id_single_keys").uncheck()
    page.locator("main form button[type=submit]").click()
    expect(page.locator("#id_single_keys")).not_to_be_checked()
    page.goto("/berichten")
    for key in ("n", "/", "?", "g", "i"):
        page.keyboard.press(key)
    assert page.url.endswith("/berichten")
    assert page.locator("#keys").is_visible() is False
    expect(page.locator("#shell-search")).not_to_be_focused()
    opened(page)


def test_single_keys_do_nothing_behind_an_open_dialog(screens: Any) -> None:
    page = screens.open("soldier", width=1280)
    page.goto("/berichten")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("n")
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).not_to_be_visible()
    assert page.url.endswith("/berichten")


def test_wishes_are_chosen_and_stay(screens: Any, violations: Violations) -> None:
    page = screens.open("soldier", width=360)
    page.goto("/berichten")
    page.locator("main a[href='/account/berichten']").click()
    page.locator("#id_way_own").select_option("off")
    page.locator("#id_quiet_from").fill("22:00")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert page.locator("#id_way_own").input_value() == "off"
    assert violations(page) == []
    page.locator("#id_quiet_until").fill("06:30")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".baken-notices")).to_contain_text("kept")
    assert page.locator("#id_quiet_until").input_value() == "06:30"
    assert violations(page) == []
