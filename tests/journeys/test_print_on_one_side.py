"""A record prints on one side of A4: its facts and its thread, without forms and menus."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from baken.conftest import Cast
from baken.rooms.org.tests.factories import make_equipment
from baken.rooms.reports.actions import submit_report, take_step
from baken.rooms.reports.actions.say import send_message
from baken.rooms.reports.models import Report
from baken.rooms.reports.rules import Intake
from baken.rooms.reports.tests.factories import CLASSIFICATION

STORY = "Een ladder in de werkplaats heeft een gescheurde sport en zwaait heen en weer. " * 6


@pytest.fixture
def answered(cast: Cast) -> Report:
    """A report with a long story, a conversation and an answer."""
    soldier, adviser = cast.soldier.actor, cast.safety_adviser.actor
    intake = Intake(story=STORY, place="Werkplaats 2", immediate_action="Weggezet.")
    report = submit_report(actor=soldier, intake=intake, at=cast.at, key="print").report
    for actor, text in ((adviser, "Welke ladder is het?"), (soldier, "Die met het rode lint.")):
        send_message(actor=actor, report=report, text=text, at=cast.at)
    steps = (("triage", CLASSIFICATION), ("answer", {"answer": "De ladder is vervangen. Dank."}))
    for step, fields in steps:
        report = take_step(actor=adviser, record=report, step=step, at=cast.at, fields=fields)
    return report


def sides(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True)))


def test_report_and_occurrence_print_on_one_side(screens: Any, answered: Report) -> None:
    assert answered.occurrence is not None
    page = screens.open("safety_adviser", width=1280)
    found = {}
    for path in (
        f"/meldingen/{answered.ref}",
        f"/voorvallen/{answered.occurrence.ref}",
        f"/draad/{answered.ref}",
    ):
        page.goto(path)
        found[path.split("/")[1]] = sides(page)
    assert found == {"meldingen": 1, "voorvallen": 1, "draad": 1}


def test_paper_shows_facts_and_thread_and_no_controls(screens: Any, answered: Report) -> None:
    page = screens.open("safety_adviser", width=1280)
    page.goto(f"/meldingen/{answered.ref}")
    page.emulate_media(media="print")
    for shown in (".baken-story", ".baken-facts", ".baken-thread", ".baken-message--answer"):
        expect(page.locator(shown)).to_be_visible()
    for hidden in (".shell-header", ".shell-footer", ".baken-steps", "#message-text"):
        expect(page.locator(hidden).first).to_be_hidden()


def test_label_prints_on_one_a6_and_twelve_on_one_a4(screens: Any, cast: Cast) -> None:
    """A6 is 105 by 148 mm, in points 298 by 420."""
    for number in range(12):
        make_equipment(unit=cast.company, ref=f"LADR-{number:02}A", name="Vouwladder garage B12")
    page = screens.open("safety_adviser", width=1280)
    page.goto("/materieel/LADR-00A/etiket")
    [width, height] = re.findall(
        rb"/MediaBox ?\[0 0 (\d+)[\d.]* (\d+)", page.pdf(prefer_css_page_size=True)
    )[0]
    assert (int(width), int(height), sides(page)) == (298, 420, 1)
    page.goto("/materieel/etiketten")
    assert sides(page) == 1
