"""Somebody without an account reports, gets a code, and with it follows what is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from baken.conftest import Cast
from baken.rooms.reports.actions import take_step
from baken.rooms.reports.models import Identity, Report
from baken.rooms.reports.tests.factories import CLASSIFICATION

STORY = "The stairs behind shed 4 are slippery with moss."
ANSWER = "The moss has been removed. Thank you."


def send(page: Page) -> Locator:
    return page.locator("main form button[type=submit]")


def report_from_the_front_page(page: Page) -> str:
    """Report without a name about the company, and give the code that was shown."""
    page.goto("/")
    page.locator("main a[href='/melden']").click()
    page.locator("#id_story").fill(STORY)
    page.locator("[name=still_dangerous][value=no]").check()
    page.locator("details:has(#id_unit) > summary").click()
    page.locator("#id_unit").fill("COMPANY")
    send(page).click()
    return page.locator(".baken-receipt__code").inner_text()


def come_back(page: Page, code: str) -> None:
    page.goto("/")
    page.locator("main a[href='/code']").click()
    page.locator("#id_code").fill(code)
    send(page).click()


def the_report() -> Report:
    [report] = Report.objects.for_system(reason="trail")
    return report


def answer(cast: Cast, deliver: Callable[[], int]) -> None:
    """The adviser triages and answers."""
    actor, report = cast.safety_adviser.actor, the_report()
    report = take_step(actor=actor, record=report, step="triage", at=cast.at, fields=CLASSIFICATION)
    take_step(actor=actor, record=report, step="answer", at=cast.at, fields={"answer": ANSWER})
    deliver()


def test_report_without_account_leaves_nothing_but_a_code(screens: Any) -> None:
    page = screens.open()
    code = report_from_the_front_page(page)
    assert len(code.replace("-", "").replace(" ", "").replace("\n", "")) == 16
    report = the_report()
    assert (report.identity, report.reporter_key) == ("anonymous", None)
    assert Identity.objects.of(report).count() == 0
    assert [one["name"] for one in page.context.cookies()] == ["baken_csrf"]


def test_code_shows_status_answer_and_conversation(
    screens: Any, cast: Cast, deliver: Callable[[], int]
) -> None:
    code = report_from_the_front_page(screens.open())
    answer(cast, deliver)

    page = screens.open()
    come_back(page, code)
    expect(page.locator(".baken-message--answer")).to_contain_text(ANSWER)
    assert code not in page.url
    page.locator("#text").fill("There is moss on the other side as well.")
    page.locator("form:has(#text) button").click()
    expect(page.locator(".baken-message--reporter")).to_have_count(1)


def test_not_solved_with_the_code_opens_the_report_again(
    screens: Any, cast: Cast, deliver: Callable[[], int]
) -> None:
    code = report_from_the_front_page(screens.open())
    answer(cast, deliver)

    page = screens.open()
    come_back(page, code)
    page.locator("details:has(#reason) > summary").click()
    page.locator("#reason").fill("It is still slippery.")
    page.locator("form:has(#reason) button").click()
    expect(page.locator("#reason")).to_have_count(0)
    assert the_report().state == "in_handling"


def test_solved_with_a_mark_closes_the_report(
    screens: Any, cast: Cast, deliver: Callable[[], int]
) -> None:
    code = report_from_the_front_page(screens.open())
    answer(cast, deliver)

    page = screens.open()
    come_back(page, code)
    page.locator("[name=satisfaction][value='4']").check()
    page.locator("form:has([name=step][value=confirm_solved]) button").click()
    expect(page.locator("form:has([name=step][value=confirm_solved])")).to_have_count(0)
    report = the_report()
    assert (report.state, report.satisfaction) == ("closed", 4)


@pytest.mark.parametrize("code", ["AAAA-AAAA-AAAA-AAAA", "x"])
def test_wrong_code_says_so_and_keeps_what_was_typed(screens: Any, code: str) -> None:
    page = screens.open()
    come_back(page, code)
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert page.locator("#id_code").input_value() == code


def test_draft_of_nobody_stays_in_this_tab(screens: Any) -> None:
    page = screens.open()
    page.goto("/melden")
    page.locator("#id_story").press_sequentially(STORY)
    page.reload()
    assert page.locator("#id_story").input_value() == STORY
    other = screens.open()
    other.goto("/melden")
    assert other.locator("#id_story").input_value() == ""
