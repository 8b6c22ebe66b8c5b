"""From a soldier's report to a risk that two people scored and that waits for the commander."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from baken.conftest import Cast
from baken.rooms.register.models import Risk

STORY = "The turret turned while somebody stood on the deck."


def go(page: Page, step: str) -> None:
    """Take the step whose page has this name in its address."""
    page.locator(f".baken-steps a[href$='/stap/{step}']").click()


def send(page: Page) -> None:
    """Send the form of the page."""
    form = page.locator("main form[data-draft-key]")
    form.locator("button.utrecht-button--primary-action[type=submit]").click()


def report(page: Page) -> str:
    """The soldier reports; returns the address of the report."""
    page.goto("/melden")
    page.locator("#id_story").fill(STORY)
    page.locator("#id_place").fill("Square 4")
    page.locator("[name=still_dangerous][value=no]").check()
    send(page)
    page.wait_for_url("**/meldingen/M-*")
    return page.url


def triage(page: Page) -> None:
    go(page, "triage")
    page.locator("#id_title").fill("Turret turned")
    page.locator("#id_summary").fill("A turret turned while somebody stood on the deck.")
    page.locator("#id_kind").select_option("near_miss")
    page.locator("#id_category").select_option("1")
    page.locator("[name=actual_severity][value='0']").check()
    page.locator("[name=potential_severity][value='4']").check()
    page.locator("[name=subjects][value=crush_pinch]").check()
    send(page)


def score(page: Page, effect: str) -> None:
    """Score as it is now, after a look at the outcome."""
    go(page, "score")
    for axis, value in (("probability", "3"), ("exposure", "6"), ("effect", effect)):
        page.locator(f"[name=axis_{axis}][value='{value}']").check()
    page.locator("#id_rationale").fill(f"It happened twice, so {effect}.")
    page.locator("[name=confidence][value=medium]").check()
    page.locator("button[name=look]").click()
    expect(page.locator("#outcome")).to_be_visible()
    send(page)
    page.wait_for_url("**/risicos/R-*")


def test_report_becomes_a_risk_that_waits_for_the_commander(
    screens: Any, cast: Cast, deliver: Callable[[], int]
) -> None:
    soldier, adviser = screens.open("soldier"), screens.open("safety_adviser", width=1280)
    own = report(soldier)
    deliver()

    adviser.goto(own)
    triage(adviser)
    adviser.locator(".baken-thread a[href^='/voorvallen/']").first.click()
    adviser.locator("main a[href$='/risico']").click()
    expect(adviser.locator("#id_scenario")).to_have_value(
        "A turret turned while somebody stood on the deck."
    )
    adviser.locator("#id_title").fill("Crushed between turret and hull")
    adviser.locator("#id_hazard").select_option("mechanical.crushing")
    adviser.locator("#id_context").select_option("exercise")
    send(adviser)
    adviser.wait_for_url("**/risicos/R-*")
    score(adviser, "15")

    leader = screens.open("team_leader")
    leader.goto(adviser.url)
    expect(leader.locator("main")).not_to_contain_text("so 15")
    score(leader, "7")
    expect(leader.locator("main")).to_contain_text("so 15")

    adviser.reload()
    go(adviser, "analyse")
    send(adviser)
    go(adviser, "ask_decision")
    adviser.locator("#id_question").fill("May the exercise go on?")
    send(adviser)
    deliver()

    risk = Risk.objects.for_system(reason="trail").get()
    assert (risk.state, risk.current_class) == ("decision_pending", "high")
    commander = screens.open("commander")
    commander.goto("/")
    expect(commander.locator(f"main a[href='/risicos/{risk.ref}/weging']").first).to_be_visible()
    soldier.goto(own)
    expect(soldier.locator(".baken-flow")).to_contain_text("It waits for a decision")
