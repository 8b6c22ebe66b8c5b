"""One journey for each door of reports: poster, kiosk, desk, paper; and the questions that follow."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from baken.conftest import Cast
from baken.rooms.org.queries.places import Place
from baken.rooms.org.tests.factories import make_kiosk, make_place_code, make_site, place_of_site
from baken.rooms.reports.models import Arrival, FollowUpAnswer, PaperForm, Report

STORY = "The stairs to the cellar are slippery with oil."
SCREEN = 1280
A4 = {"format": "A4", "prefer_css_page_size": True}


@pytest.fixture
def place(cast: Cast) -> Place:
    site = make_site("HAV-1", holder=cast.company, name_nl="Kazerne", buildings=["Gebouw B12"])
    return make_place_code(place_of_site(site, "Gebouw B12"))


def the_report() -> Report:
    (report,) = Report.objects.for_system(reason="trail")
    return report


def pages_of(page: Page) -> int:
    """How many sheets a page takes on paper."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(**A4)))


def too_small(page: Page, pixels: int) -> list[str]:
    """Controls in sight that a finger in a glove would miss."""
    found = []
    for one in page.locator("main :is(button, a.utrecht-button, label.baken-tile, textarea)").all():
        box = one.bounding_box()
        if one.is_visible() and box and box["height"] < pixels:
            found.append(f"{one.inner_text()!r} {box['height']}")
    return found


def test_poster_photographed_with_a_phone(
    screens: Any, place: Place, violations: Callable[..., list[str]]
) -> None:
    page = screens.open()
    page.goto(f"/m/{place.code}")
    expect(page.locator(".baken-door")).to_contain_text("Gebouw B12, Kazerne (HAV-1)")
    assert violations(page) == []
    page.locator("#id_story").fill(STORY)
    page.locator("[name=still_dangerous][value=no]").check()
    page.locator(".baken-send button").tap()
    expect(page.locator(".baken-receipt__code")).to_be_visible()
    report = the_report()
    assert (report.place, report.channel) == ("Gebouw B12, Kazerne (HAV-1)", "web")
    assert Arrival.objects.of(report).get().place_code == place.code


def test_posters_print_one_to_a_sheet_and_four_as_cards(
    screens: Any, place: Place, violations: Callable[..., list[str]]
) -> None:
    page = screens.open("safety_adviser", width=SCREEN)
    page.goto("/posters?site=HAV-1")
    assert violations(page) == []
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/posters/afdrukken**")
    assert violations(page) == []
    assert pages_of(page) == page.locator(".org-poster").count() == 2
    page.goto(page.url.replace("size=a4", "size=a6"))
    assert pages_of(page) == 1


def test_kiosk_from_set_up_to_the_next_visitor(
    screens: Any, place: Place, violations: Callable[..., list[str]]
) -> None:
    made = make_kiosk(place, "Gate north")
    page = screens.open(width=SCREEN)
    page.goto(f"/kiosk/{made.kiosk.code}")
    assert violations(page) == []
    page.locator("#id_setup_code").fill(made.setup_code)
    page.locator("main button[type=submit]").click()
    expect(page.locator(".kiosk-start")).to_have_count(2)
    assert violations(page) == []
    page.locator(".kiosk-start[lang=en]").click()
    page.locator("#id_story").fill(STORY)
    assert violations(page) == []
    assert too_small(page, 48) == []
    page.locator("[name=still_dangerous][value=no]").check()
    page.locator(".kiosk-buttons button[type=submit]").first.click()
    expect(page.locator(".baken-receipt__code")).to_be_visible()
    assert violations(page) == []
    code = page.locator(".baken-receipt__code").inner_text()
    assert the_report().channel == "kiosk"

    page.locator(".kiosk-buttons a").click()
    page.locator(".kiosk-start[lang=en]").click()
    assert page.locator("#id_story").input_value() == ""
    page.locator("h1").click()
    page.go_back()
    expect(page.locator(".kiosk-start")).to_have_count(2)
    assert code not in page.content()


def test_kiosk_clears_itself_when_nobody_touches_it(
    screens: Any, place: Place, settings: Any
) -> None:
    settings.KIOSK_SECONDS = 2
    made = make_kiosk(place, "Gate north")
    page = screens.open(width=SCREEN)
    page.goto(f"/kiosk/{made.kiosk.code}")
    page.locator("#id_setup_code").fill(made.setup_code)
    page.locator("main button[type=submit]").click()
    page.locator(".kiosk-start[lang=en]").click()
    page.locator("#id_story").fill(STORY)
    expect(page.locator("[data-kiosk-idle]")).to_be_visible()
    expect(page.locator(".kiosk-start")).to_have_count(2)


def test_kiosk_works_without_a_script(screens: Any, place: Place) -> None:
    made = make_kiosk(place, "Gate north")
    page = screens.open(width=SCREEN, java_script_enabled=False)
    page.goto(f"/kiosk/{made.kiosk.code}")
    page.locator("#id_setup_code").fill(made.setup_code)
    page.locator("main button[type=submit]").click()
    page.locator(".kiosk-start[lang=en]").click()
    page.locator("#id_story").fill(STORY)
    page.locator("[name=still_dangerous][value=no]").check()
    page.locator(".kiosk-buttons button[type=submit]").first.click()
    expect(page.locator(".baken-receipt__code")).to_be_visible()
    assert the_report().story == STORY


def test_desk_enters_what_a_caller_tells(
    screens: Any, cast: Cast, violations: Callable[..., list[str]]
) -> None:
    page = screens.open("safety_adviser", width=SCREEN)
    page.goto("/balie")
    assert violations(page) == []
    page.locator("#id_story").fill(STORY)
    page.locator("[name=still_dangerous][value=no]").check()
    page.locator("#id_contact").fill("Jan, 06-12345678")
    page.locator(".baken-send button").click()
    expect(page.locator(".baken-spelled li")).to_have_count(16)
    assert violations(page) == []
    code = page.locator(".baken-receipt__code").inner_text()
    other = screens.open()
    other.goto("/code")
    other.locator("#id_code").fill(code)
    other.locator("main form button[type=submit]").click()
    expect(other.locator(".baken-story")).to_contain_text(STORY)


def test_paper_form_from_printer_to_report(
    screens: Any, cast: Cast, violations: Callable[..., list[str]]
) -> None:
    page = screens.open("safety_adviser", width=SCREEN)
    page.goto("/papier/afdrukken")
    assert violations(page) == []
    page.locator("#id_unit").fill("COMPANY")
    page.locator("#id_count").fill("2")
    page.locator("main [name=language][value=en]").check()
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".paper-form")).to_have_count(2)
    assert violations(page) == []
    assert pages_of(page) == 2
    strip = page.locator(".paper-strip__code").first.inner_text()
    number = PaperForm.objects.get(serial=1).number

    reporter = screens.open()
    reporter.goto("/code")
    reporter.locator("#id_code").fill(strip)
    reporter.locator("main form button[type=submit]").click()
    expect(reporter.locator("h1")).to_contain_text("not been entered yet")
    assert violations(reporter) == []

    page.goto("/papier")
    assert violations(page) == []
    page.locator("#id_number").fill(number)
    page.locator("main form button[type=submit]").click()
    page.locator("#id_story").fill(STORY)
    page.locator("[name=still_dangerous][value=no]").check()
    page.locator("[name=identity][value=anonymous]").check()
    assert violations(page) == []
    page.locator(".baken-send button").click()
    expect(page.locator("main")).to_contain_text("code on the strip")

    reporter.goto("/code")
    reporter.locator("#id_code").fill(strip)
    reporter.locator("main form button[type=submit]").click()
    expect(reporter.locator(".baken-story")).to_contain_text(STORY)


def test_reporter_helps_further_after_sending(
    screens: Any, cast: Cast, violations: Callable[..., list[str]]
) -> None:
    page = screens.open()
    page.goto("/melden")
    page.locator("#id_story").fill(STORY)
    page.locator("[name=still_dangerous][value=no]").check()
    page.locator(".baken-send button").tap()
    page.locator("form[action='/code/vragen'] button").tap()
    page.wait_for_selector("[name=subject]")
    assert violations(page) == []
    page.locator("[name=subject][value=fall_from_height]").check()
    page.locator("main form button[type=submit]").first.tap()
    secured = page.locator("[name=q-ladder_secured]").first
    expect(secured).to_be_hidden()
    page.locator("[name=q-from_what][value=ladder]").check()
    expect(secured).to_be_visible()
    assert violations(page) == []
    page.locator("[name=q-ladder_secured][value=no]").check()
    page.locator(".baken-send button").tap()
    expect(page.locator("h1")).to_contain_text("2 answers were added")
    assert FollowUpAnswer.objects.of(the_report()).count() == 2
