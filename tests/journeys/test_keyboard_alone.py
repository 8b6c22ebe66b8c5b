"""Everything with the keyboard alone: reporting, moving around, and never being trapped."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from baken.conftest import Cast
from baken.rooms.reports.models import Report
from baken.rooms.reports.tests.factories import make_report

MOST_STOPS = 200
# What has the focus: its place in the page, and whether a person can see it and its mark.
FOCUS = """() => {
    const here = document.activeElement;
    if (!here || here === document.body) return null;
    const box = here.getBoundingClientRect();
    const seen = (element) => element && getComputedStyle(element).outlineStyle !== 'none';
    const frame = here.closest('.baken-tile, .baken-upload, .baken-scale label');
    return {
        last: here.matches('[data-theme-toggle]'),
        name: here.outerHTML.slice(0, 120),
        visible: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight,
        marked: seen(here) || seen(frame),
    };
}"""


def stops(page: Page) -> list[dict[str, Any]]:
    """Every stop of the Tab key from the top of the page to the last button of the footer."""
    found: list[dict[str, Any]] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            continue
        found.append(stop)
        if stop["last"]:
            return found
    pytest.fail(f"Tab never reached the end of {page.url}: trapped near {found[-1]['name']}")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("css => document.activeElement.matches(css)", selector):
            return
    pytest.fail(f"Tab never reached {selector}")


def test_report_from_front_door_to_sent(screens: Any, cast: Cast) -> None:
    page = screens.open("soldier", width=1280)
    page.goto("/")
    page.keyboard.press("n")
    expect(page.locator("#id_story")).to_be_focused()
    page.keyboard.type("A cable hangs loose / near the gate, and gi n.")
    page.keyboard.press("Tab")
    page.keyboard.type("Gate 2")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/meldingen/M-*")
    [report] = Report.objects.for_system(reason="trail")
    assert report.story == "A cable hangs loose / near the gate, and gi n."
    assert (report.place, report.still_dangerous) == ("Gate 2", True)


def test_slash_searches_and_letters_typed_there_are_no_commands(screens: Any) -> None:
    page = screens.open("soldier", width=1280)
    page.goto("/")
    page.keyboard.press("/")
    expect(page.locator("#shell-search")).to_be_focused()
    page.keyboard.type("n gi/")
    assert page.locator("#shell-search").input_value() == "n gi/"
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoeken?q=*")


def test_g_then_i_leads_to_the_inbox(screens: Any) -> None:
    page = screens.open("soldier")
    page.goto("/eenheden")
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url(lambda url: url.endswith("/"))


def test_reference_in_the_search_box_opens_its_record(screens: Any, cast: Cast) -> None:
    report = make_report(unit=cast.company)
    page = screens.open("safety_adviser")
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type(report.ref.lower())
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/meldingen/{report.ref}")


def test_first_tab_offers_to_skip_the_frame(screens: Any) -> None:
    page = screens.open("safety_adviser", width=1280)
    page.goto("/meldingen")
    page.keyboard.press("Tab")
    expect(page.locator(".utrecht-skip-link")).to_be_focused()
    expect(page.locator(".utrecht-skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("place", ["/", "/melden", "record", "triage", "/voorvallen", "/eenheden"])
def test_every_stop_is_seen_and_marked(screens: Any, cast: Cast, place: str, width: int) -> None:
    report = make_report(unit=cast.company)
    places = {
        "record": f"/meldingen/{report.ref}",
        "triage": f"/meldingen/{report.ref}/stap/triage",
    }
    page = screens.open("safety_adviser", width=width)
    page.goto(places.get(place, place))
    page.locator("body").evaluate("() => document.activeElement.blur()")
    found = stops(page)
    assert [one["name"] for one in found if not (one["visible"] and one["marked"])] == []


def test_menu_on_a_phone_opens_and_leads_on(screens: Any) -> None:
    page = screens.open("soldier")
    page.goto("/")
    tab_to(page, "[data-menu]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-menu]")).to_have_attribute("aria-expanded", "true")
    tab_to(page, ".shell-nav a[href='/eenheden']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/eenheden")
