"""From a soldier's report to a residual risk that the commander carries; each step also tried by who may not.

The right person does it on a page; a wrong one meets a refusal on the same page, and nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from baken.conftest import Cast
from baken.core import clock
from baken.rooms.register.models import Decision, Risk
from baken.rooms.register.tests.deciding import CONSIDERED
from tests.journeys.test_passkey_and_step_up import move_to
from tests.journeys.test_report_becomes_a_risk import go, report, score, send, triage

FORBIDDEN, NOT_THERE = 403, 404


def refused(page: Page, address: str, status: int = FORBIDDEN) -> None:
    """Somebody opens the page of a step that is not theirs, and is told so."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status, address


def stepping(record: str, step: str) -> str:
    """The page of a step of a record."""
    return f"{record}/stap/{step}"


def state_risk(adviser: Page) -> str:
    """The adviser lets the occurrence become a risk; returns the address of the risk."""
    adviser.locator("#id_title").fill("Crushed between turret and hull")
    adviser.locator("#id_hazard").select_option("mechanical.crushing")
    adviser.locator("#id_context").select_option("exercise")
    send(adviser)
    adviser.wait_for_url("**/risicos/R-*")
    return adviser.url


def fill_record(page: Page) -> None:
    """What is asked of whoever accepts a medium risk, a measure at every level of control included."""
    today = clock.local_date(clock.now())
    plain = {
        "reason": "Without this no exercise; more cannot be done now.",
        "alternatives_rejected": "Later this year: then the range is closed.",
        "indicators": "Near misses in a week.",
        "exposed_people": "88",
        "informed_on": today.isoformat(),
        "ends_on": (today + timedelta(days=60)).isoformat(),
    }
    rows = {
        f"alarp.{row['level']}.1.{name}": text
        for row in CONSIDERED
        for name, text in row.items()
        if name != "level"
    }
    for name, text in {**plain, **rows}.items():
        page.locator(f"[name='{name}']").fill(text)


def scored(adviser: Page, leader: Page, soldier: Page, outsider: Page, risk: str) -> None:
    """Two people score the risk, each by themselves; who only reads it, or not even that, does not."""
    refused(soldier, stepping(risk, "score"))
    refused(outsider, stepping(risk, "score"), NOT_THERE)
    score(adviser, "3")
    leader.goto(risk)
    score(leader, "1")


def put_up(adviser: Page, soldier: Page, risk: str) -> None:
    """The adviser puts it up for decision; the soldier cannot."""
    adviser.goto(risk)
    go(adviser, "analyse")
    send(adviser)
    refused(soldier, stepping(risk, "ask_decision"))
    go(adviser, "ask_decision")
    adviser.locator("#id_question").fill("May the exercise go on?")
    send(adviser)


def advise(adviser: Page, commander: Page, leader: Page, risk: str) -> None:
    """Advice comes first, by the adviser and nobody else."""
    commander.goto(risk)
    expect(commander.locator("main")).to_contain_text("Advice is needed first")
    for other in (leader, commander):
        refused(other, stepping(risk, "advise"))
    go(adviser, "advise")
    adviser.locator("#id_verdict").select_option("positive")
    adviser.locator("#id_advice").fill("It can go on, with somebody who looks.")
    send(adviser)


def accept(commander: Page, risk: str) -> None:
    """The commander sees who decides, fills in the record and accepts what is left."""
    commander.goto(risk)
    go(commander, "accept")
    expect(commander.locator("main")).to_contain_text("Who decides")
    fill_record(commander)
    send(commander)
    commander.wait_for_url("**/risicos/R-*")


def whole_thread(page: Page, ref: str) -> Locator:
    """What the page of the whole thread shows."""
    page.locator(f"main a[href='/draad/{ref}']").click()
    page.wait_for_url(f"**/draad/{ref}")
    return page.locator("main")


def test_report_is_followed_to_a_residual_risk_and_every_step_is_the_right_persons(
    screens: Any, cast: Cast, deliver: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    soldier, leader = screens.open("soldier"), screens.open("team_leader")
    adviser = screens.open("safety_adviser", width=1280)
    commander, outsider = screens.open("commander", width=1280), screens.open("outsider")
    own = report(soldier)
    deliver()
    refused(soldier, stepping(own, "triage"))
    refused(outsider, own, NOT_THERE)
    adviser.goto(own)
    triage(adviser)
    adviser.locator(".baken-thread a[href^='/voorvallen/']").first.click()
    occurrence = adviser.url
    refused(outsider, f"{occurrence}/risico", NOT_THERE)
    adviser.locator("main a[href$='/risico']").click()
    risk = state_risk(adviser)
    soldier.goto(own)
    expect(soldier.locator(".baken-flow")).to_contain_text("Several people look at how grave it is")

    scored(adviser, leader, soldier, outsider, risk)
    put_up(adviser, soldier, risk)
    deliver()
    move_to(monkeypatch, cast.at + timedelta(hours=1))
    advise(adviser, commander, leader, risk)
    for other in (soldier, leader, adviser):
        refused(other, stepping(risk, "accept"))
    refused(outsider, stepping(risk, "accept"), NOT_THERE)
    accept(commander, risk)
    deliver()

    record = Risk.objects.for_system(reason="trail").get()
    decision = Decision.objects.for_system(reason="trail").get()
    assert (record.state, record.residual_class) == ("accepted", "medium")
    assert (decision.kind, decision.signer) == ("accept", cast.commander.actor.person)
    soldier.goto(own)
    told = soldier.locator(".baken-flow")
    expect(told).to_contain_text("It was decided to carry this risk for a limited time")
    expect(told).not_to_contain_text("so 3")
    shown = whole_thread(commander, record.ref)
    for ref in (own.rsplit("/", 1)[1], occurrence.rsplit("/", 1)[1], record.ref, decision.ref):
        expect(shown).to_contain_text(ref)
    refused(outsider, f"/draad/{record.ref}", NOT_THERE)
