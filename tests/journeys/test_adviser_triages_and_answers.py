"""From a danger alarm in the inbox to a report that its reporter calls solved, all in the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from baken.conftest import Cast
from baken.rooms.reports.actions import submit_report
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.rules import Intake
from baken.rooms.reports.tests.factories import make_occurrence, make_report

STORY = "The ladder in the workshop has a cracked rung and swings."
EARLIER = "A ladder in the workshop had a cracked rung before."


@pytest.fixture
def alarm(cast: Cast, deliver: Callable[[], int]) -> Report:
    """The soldier reported something that is still dangerous."""
    intake = Intake(story=STORY, place="Workshop 2", still_dangerous=True)
    sent = submit_report(actor=cast.soldier.actor, intake=intake, at=cast.at, key="alarm")
    deliver()
    return sent.report


@pytest.fixture
def known(cast: Cast) -> Occurrence:
    """Something alike was reported before and is an occurrence already."""
    occurrence = make_occurrence(unit=cast.company, title="Cracked rung")
    make_report(unit=cast.company, story=EARLIER, state="in_handling", occurrence=occurrence)
    return occurrence


def go(page: Page, label_of: str) -> None:
    """Take the step whose page has this name in its address."""
    page.locator(f".baken-steps a[href$='/stap/{label_of}']").click()


def send(page: Page) -> None:
    form = page.locator("main form[data-draft-key^=step-]")
    form.locator("button.utrecht-button--primary-action[type=submit]").click()


def open_alarm(page: Page) -> None:
    page.goto("/")
    page.locator(".baken-inbox-card--alarm a").first.click()


def triage(page: Page) -> None:
    go(page, "triage")
    page.locator("#id_title").fill("Cracked rung of a ladder")
    page.locator("#id_summary").fill("A rung was cracked. The ladder was taken away.")
    page.locator("#id_kind").select_option("unsafe_situation")
    page.locator("#id_category").select_option("0")
    page.locator("[name=actual_severity][value='0']").check()
    page.locator("[name=potential_severity][value='3']").check()
    page.locator("[name=subjects][value=work_equipment]").check()
    send(page)


def end_danger(page: Page) -> None:
    go(page, "danger_over")
    page.locator("#id_how").fill("The ladder was locked away.")
    send(page)
    expect(page.locator(".baken-record__badges", has_text="Danger now")).to_have_count(0)


def answer(page: Page, text: str) -> None:
    go(page, "answer")
    page.locator("#id_answer").fill(text)
    send(page)
    expect(page.locator(".baken-message--answer", has_text=text)).to_have_count(1)


def test_alarm_is_triaged_answered_reopened_and_solved(
    screens: Any, cast: Cast, alarm: Report, deliver: Callable[[], int]
) -> None:
    adviser, soldier = screens.open("safety_adviser", width=1280), screens.open("soldier")
    open_alarm(adviser)
    triage(adviser)
    end_danger(adviser)
    answer(adviser, "The ladder has been replaced. Thank you.")
    deliver()

    soldier.goto("/")
    soldier.locator(f"main a[href='/meldingen/{alarm.ref}']").first.click()
    expect(soldier.locator(".baken-message--answer")).to_contain_text("replaced")
    go(soldier, "not_solved")
    soldier.locator("#id_reason").fill("The old ladder is still there.")
    send(soldier)
    alarm.refresh_from_db()
    assert alarm.state == "in_handling"

    adviser.goto(f"/meldingen/{alarm.ref}")
    answer(adviser, "The old ladder is gone now.")
    soldier.reload()
    go(soldier, "confirm_solved")
    soldier.locator("[name=satisfaction][value='5']").check()
    send(soldier)
    alarm.refresh_from_db()
    assert (alarm.state, alarm.satisfaction) == ("closed", 5)


def test_alarm_reaches_adviser_and_commander_and_nobody_elsewhere(
    screens: Any, alarm: Report
) -> None:
    found = {}
    for who in ("safety_adviser", "commander", "outsider"):
        page = screens.open(who)
        page.goto("/")
        found[who] = page.locator(".baken-inbox-card--alarm").count()
    assert found == {"safety_adviser": 1, "commander": 1, "outsider": 0}


def test_story_and_what_looks_like_it_stay_in_view_on_a_screen(
    screens: Any, alarm: Report, known: Occurrence
) -> None:
    page = screens.open("safety_adviser", width=1280)
    page.goto(f"/meldingen/{alarm.ref}/stap/triage")
    page.locator("#id_note").focus()
    expect(page.locator(".baken-triage__side .baken-story")).to_be_in_viewport()
    expect(page.locator(".baken-similar")).to_contain_text(known.ref)


def test_same_fact_joins_the_known_occurrence(
    screens: Any, alarm: Report, known: Occurrence
) -> None:
    page = screens.open("safety_adviser", width=1280)
    page.goto(f"/meldingen/{alarm.ref}/stap/triage")
    page.locator(f"[data-fill][data-value='{known.ref}']").click()
    expect(page.locator("#id_occurrence")).to_be_focused()
    send(page)
    page.wait_for_url(f"**/meldingen/{alarm.ref}")
    alarm.refresh_from_db()
    assert alarm.occurrence_id == known.pk


def test_subject_is_found_by_a_word_and_named_when_chosen(screens: Any, alarm: Report) -> None:
    page = screens.open("safety_adviser", language="en")
    page.goto(f"/meldingen/{alarm.ref}/stap/triage")
    group = page.locator("#id_subjects")
    many = group.locator("label.baken-tile:visible").count()
    page.locator("#id_subjects_find").fill("machines")
    few = group.locator("label.baken-tile:visible").count()
    page.keyboard.press("Enter")
    group.locator("[value=work_equipment]").check()
    assert (few < many, page.url.endswith("/stap/triage")) == (True, True)
    expect(page.locator("[data-chosen=id_subjects]")).to_contain_text("Machines and tools")


def test_triage_with_errors_keeps_everything_and_leads_to_them(screens: Any, alarm: Report) -> None:
    page = screens.open("safety_adviser")
    page.goto(f"/meldingen/{alarm.ref}/stap/triage")
    page.locator("#id_title").fill("Cracked rung")
    page.locator("[name=potential_severity][value='3']").check()
    send(page)
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert page.locator("#id_title").input_value() == "Cracked rung"
    expect(page.locator("[name=potential_severity][value='3']")).to_be_checked()


def test_message_half_typed_survives_a_reload_and_goes_once(screens: Any, alarm: Report) -> None:
    page = screens.open("safety_adviser", width=1280)
    page.goto(f"/meldingen/{alarm.ref}")
    page.locator("#message-text").press_sequentially("Where exactly is it?")
    page.reload()
    assert page.locator("#message-text").input_value() == "Where exactly is it?"
    page.locator("form:has(#message-text) button").click()
    expect(page.locator(".baken-message")).to_have_count(1)
    assert page.locator("#message-text").input_value() == ""
