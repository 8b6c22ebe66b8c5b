"""A soldier with a phone of 360 px reports what he saw: in a few taps, once, and never in vain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from baken.core.files.models import StoredFile
from baken.rooms.reports.models import Report
from baken.rooms.reports.tests.factories import make_report

STORY = "The ladder in shed 4 has a cracked rung."
MOST_TAPS = 6


class Thumb:
    """A thumb that counts: every touch of the screen besides the keyboard."""

    def __init__(self) -> None:
        self.taps = 0

    def tap(self, place: Locator) -> None:
        self.taps += 1
        place.tap()

    def choose(self, page: Page, place: Locator, file: Path) -> None:
        with page.expect_file_chooser() as chooser:
            self.tap(place)
        chooser.value.set_files(file)


def all_reports() -> list[Report]:
    return list(Report.objects.for_system(reason="trail"))


def say_no_danger(page: Page) -> None:
    page.locator("[name=still_dangerous][value=no]").check()


def typed_story(page: Page) -> str:
    return page.locator("#id_story").input_value()


def test_from_log_in_to_sent_with_photo_takes_six_taps(screens: Any, photo: Path) -> None:
    page, thumb = screens.open(), Thumb()
    page.goto("/demo")
    thumb.tap(page.locator("button[value=soldier]"))
    thumb.tap(page.locator("header [data-shortcut=n]"))
    expect(page.locator("#id_story")).to_be_focused()
    page.keyboard.type(STORY)
    thumb.tap(page.locator("#id_place"))
    page.keyboard.type("Shed 4")
    thumb.tap(page.locator("label", has=page.locator("[name=still_dangerous][value=yes]")))
    thumb.choose(page, page.locator("#id_files"), photo)
    thumb.tap(page.locator("main form button[type=submit]"))
    page.wait_for_url("**/meldingen/M-*")

    [report] = all_reports()
    assert thumb.taps <= MOST_TAPS
    assert (report.story, report.place, report.still_dangerous) == (STORY, "Shed 4", True)
    assert (report.identity, StoredFile.objects.filter(record=report.pk).count()) == ("named", 1)
    assert page.locator(".baken-record__ref").inner_text() == report.ref


def test_danger_now_asks_to_warn_people_first(screens: Any) -> None:
    page = screens.open("soldier")
    page.goto("/melden")
    expect(page.locator(".baken-advice")).to_be_hidden()
    page.locator("[name=still_dangerous][value=yes]").check()
    expect(page.locator(".baken-advice")).to_be_visible()


def test_double_tap_on_send_makes_one_report(screens: Any) -> None:
    page = screens.open("soldier")
    page.goto("/melden")
    page.locator("#id_story").fill(STORY)
    say_no_danger(page)
    page.locator("main form button[type=submit]").dblclick()
    page.wait_for_url("**/meldingen/M-*")
    assert [report.story for report in all_reports()] == [STORY]


def test_going_back_after_sending_offers_an_empty_form(screens: Any) -> None:
    page = screens.open("soldier")
    page.goto("/melden")
    page.locator("#id_story").fill(STORY)
    say_no_danger(page)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/meldingen/M-*")
    page.go_back()
    page.wait_for_url("**/melden")
    assert (typed_story(page), len(all_reports())) == ("", 1)


def test_reload_in_the_middle_of_typing_loses_nothing(screens: Any) -> None:
    page = screens.open("soldier")
    page.goto("/melden")
    page.locator("#id_story").press_sequentially(STORY)
    page.locator("#id_place").press_sequentially("Shed 4")
    page.locator("[name=still_dangerous][value=yes]").check()
    page.reload()
    assert typed_story(page) == STORY
    assert page.locator("#id_place").input_value() == "Shed 4"
    expect(page.locator("[name=still_dangerous][value=yes]")).to_be_checked()


def test_draft_of_an_account_waits_on_another_device(screens: Any) -> None:
    phone = screens.open("soldier")
    phone.goto("/melden")
    phone.locator("#id_story").press_sequentially(STORY)
    expect(phone.locator("[data-draft-status]")).to_have_attribute("data-state", "saved")
    desk = screens.open("soldier", width=1280)
    desk.goto("/melden")
    assert typed_story(desk) == STORY


def test_lost_session_keeps_the_text_until_it_is_sent(screens: Any) -> None:
    page = screens.open("soldier")
    page.goto("/melden")
    page.locator("#id_story").press_sequentially(STORY)
    say_no_danger(page)
    page.context.clear_cookies(name="baken_session")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert (typed_story(page), all_reports()) == (STORY, [])

    page.goto("/demo?next=/melden")
    page.locator("button[value=soldier]").click()
    page.wait_for_url("**/melden")
    assert typed_story(page) == STORY
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/meldingen/M-*")
    assert [(one.story, one.identity) for one in all_reports()] == [(STORY, "named")]


def test_reload_asks_for_the_photo_again(screens: Any, photo: Path) -> None:
    page = screens.open("soldier")
    page.goto("/melden")
    page.locator("#id_story").press_sequentially(STORY)
    page.locator("#id_files").set_input_files(photo)
    again = page.locator("[data-photos-again]")
    expect(again).to_be_hidden()
    for _time in range(2):
        page.reload()
        expect(again).to_contain_text("Photos you had chosen: 1.")
    page.locator("#id_files").set_input_files(photo)
    expect(again).to_be_hidden()


def test_lost_cookies_keep_the_text_for_who_logs_in_again(screens: Any) -> None:
    page = screens.open("soldier")
    page.goto("/melden")
    page.locator("#id_story").press_sequentially(STORY)
    say_no_danger(page)
    page.context.clear_cookies()
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("what you typed is there")
    page.goto("/demo?next=/melden")
    page.locator("button[value=soldier]").click()
    page.wait_for_url("**/melden")
    assert typed_story(page) == STORY


def test_lost_session_keeps_a_message_until_it_is_sent(screens: Any, cast: Any) -> None:
    report = make_report(unit=cast.company, reporter_key=cast.soldier.actor.own_key)
    page = screens.open("soldier")
    page.goto(f"/meldingen/{report.ref}")
    page.locator("#message-text").press_sequentially("It is the left rung.")
    page.context.clear_cookies(name="baken_session")
    page.locator("form:has(#message-text) button[type=submit]").click()
    page.wait_for_url(lambda address: "/inloggen" in address)
    page.goto(f"/demo?next=/meldingen/{report.ref}/bericht")
    page.locator("button[value=soldier]").click()
    page.wait_for_url(f"**/meldingen/{report.ref}")
    expect(page.locator("#message-text")).to_have_value("It is the left rung.")


def test_name_is_one_line_that_says_what_was_chosen(screens: Any) -> None:
    page = screens.open("soldier")
    page.goto("/melden")
    line = page.locator(".baken-identity summary")
    expect(line.locator("[data-says=named]")).to_be_visible()
    line.click()
    page.locator("[name=identity][value=anonymous]").check()
    expect(line.locator("[data-says=anonymous]")).to_be_visible()
    expect(line.locator("[data-says=named]")).to_be_hidden()
