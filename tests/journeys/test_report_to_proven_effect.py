"""From a soldier's report to a measure that was bought and works, a smaller risk, and the soldier told.

Everybody takes the steps of their own post; who may not, or did the work themselves, is refused on the
same page, and nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from baken.conftest import Cast
from baken.rooms.measures.models import Measure, Purchase
from baken.rooms.register.models import Decision, Risk
from tests.journeys.test_passkey_and_step_up import move_to
from tests.journeys.test_report_becomes_a_risk import go, report, score, send, triage
from tests.journeys.test_report_to_residual_risk import (
    NOT_THERE,
    accept,
    advise,
    put_up,
    refused,
    scored,
    state_risk,
    stepping,
    whole_thread,
)

Deliver = Callable[[], int]
HOUR, AFTER = timedelta(hours=1), timedelta(days=61)
PROPOSED = {
    "title": "Interlock on the turret",
    "description": "The turret does not turn as long as the hatch is open.",
    "control_level": "collective_engineering",
}
EFFECT = {
    "expected_residual": "low",
    "success_criterion": "The turret stands still with the hatch open.",
}
WANTED = {
    "description": "One switch for each of the four vehicles.",
    "category": "other",
    "supplier": "Switches Ltd",
    "amount": "1800",
    "total": "2178",
    "why_regular_not": "By the regular route it takes seven months.",
    "confirmed": "ce_mark",
}


PARTS = {"leader": "team_leader", "adviser": "safety_adviser"}
ON_A_PHONE = ("soldier", "leader")


class Team:
    """The screen of everybody who plays, opened when they first come in, and kept: ``team.soldier``."""

    def __init__(self, screens: Any) -> None:
        self._screens = screens

    def __getattr__(self, name: str) -> Page:
        width = {} if name in ON_A_PHONE else {"width": 1280}
        page: Page = self._screens.open(PARTS.get(name, name), **width)
        setattr(self, name, page)
        return page


def fill(page: Page, fields: Mapping[str, str]) -> None:
    """Fill in fields by their names, whatever they look like."""
    for name, value in fields.items():
        field = page.locator(f"main form[data-draft-key] [name='{name}']")
        kind = field.first.evaluate("(one) => one.type")
        if kind in ("radio", "checkbox"):
            (field.and_(page.locator(f"[value='{value}']")) if value != "on" else field).check()
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)


def step(page: Page, record: str, name: str, **fields: str) -> None:
    """Somebody opens the page of a record, and takes a step that it offers them."""
    page.goto(record)
    go(page, name)
    fill(page, fields)
    send(page)
    page.wait_for_url(f"**{record.rpartition('/')[2]}")


def held_back(page: Page, record: str, name: str, why: str, **fields: str) -> None:
    """Somebody who has the right to a step in general is refused on its page, and is told why."""
    page.goto(record)
    expect(page.locator(f".baken-steps a[href$='/stap/{name}']")).to_have_count(0)
    expect(page.locator("main details .baken-steps")).to_contain_text(why)
    page.goto(stepping(record, name))
    fill(page, fields)
    send(page)
    expect(page.locator("[data-error-summary]")).to_contain_text(why)


def forbidden(record: str, name: str, *others: Page) -> None:
    """People without the right to a step do not even come on its page."""
    for one in others:
        refused(one, stepping(record, name))


def decide_to_treat(team: Team, risk: str, day: date) -> None:
    """The commander decides that something is done about it; nobody else can."""
    forbidden(risk, "mitigate", team.soldier, team.leader, team.adviser)
    refused(team.outsider, stepping(risk, "mitigate"), NOT_THERE)
    until = (day + timedelta(days=90)).isoformat()
    step(team.commander, risk, "mitigate", reason="An interlock on the turret.", ends_on=until)


def propose(team: Team, risk: str) -> str:
    """The adviser proposes a measure from the page of the risk; returns its address."""
    address = f"/maatregelen/nieuw?for={risk.rpartition('/')[2]}"
    refused(team.soldier, address)
    refused(team.outsider, address, NOT_THERE)
    team.adviser.goto(risk)
    team.adviser.locator(f"main a[href='{address}']").click()
    fill(team.adviser, PROPOSED)
    team.adviser.locator("main form details summary").first.click()
    fill(team.adviser, EFFECT)
    send(team.adviser)
    team.adviser.wait_for_url("**/maatregelen/*-*")
    return team.adviser.url


def decide_on_measure(team: Team, measure: str, owner: str, day: date) -> None:
    """The commander decides on the measure and names the team leader as its owner."""
    forbidden(measure, "decide", team.soldier, team.leader, team.adviser)
    refused(team.outsider, stepping(measure, "decide"), NOT_THERE)
    due = (day + timedelta(days=30)).isoformat()
    decided = {"owner": owner, "authority_confirmed": "on", "due_on": due}
    step(team.commander, measure, "decide", **decided)


def buy(team: Team, measure: str) -> str:
    """The commander asks, the deputy approves, the adviser orders it; returns the purchase's address."""
    purchase = ask(team, measure)
    held_back(team.commander, purchase, "approve", "You asked for this yourself")
    forbidden(purchase, "approve", team.leader, team.adviser)
    refused(team.outsider, stepping(purchase, "approve"), NOT_THERE)
    step(team.deputy, purchase, "approve")
    for name, told in (
        ("order", {"order_number": "4500012345"}),
        ("receive", {"invoice_number": "2026-118"}),
        ("put_in_use", {}),
    ):
        forbidden(purchase, name, team.leader)
        step(team.adviser, purchase, name, **told)
    return purchase


def ask(team: Team, measure: str) -> str:
    """The commander asks for a small purchase on the page of the measure, and has it checked with a quote."""
    address = f"/kleine-aanschaf/nieuw?for={measure.rpartition('/')[2]}"
    for other in (team.soldier, team.leader):
        refused(other, address)
    refused(team.outsider, address, NOT_THERE)
    page = team.commander
    page.goto(measure)
    page.locator(f"main a[href='{address}']").click()
    expect(page.locator("#id_title")).to_have_value(PROPOSED["title"])
    fill(page, WANTED)
    send(page)
    page.wait_for_url("**/kleine-aanschaf/*-*")
    purchase = page.url
    held_back(page, purchase, "check", "quote")
    page.goto(purchase)
    quote = page.locator("form[action$='/offerte']")
    page.locator("details:has(form[action$='/offerte']) summary").click()
    quote.locator("[name=supplier]").fill(WANTED["supplier"])
    quote.locator("[name=amount]").fill(WANTED["amount"])
    quote.locator("button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("The quote has been added.")
    forbidden(purchase, "check", team.leader)
    step(page, purchase, "check")
    return purchase


def carry_out(team: Team, measure: str) -> None:
    """The owner does it with the adviser's help; somebody else than those two sees that it works."""
    forbidden(measure, "implement", team.soldier)
    step(team.adviser, measure, "note_progress", progress="The switches are in all four vehicles.")
    step(team.leader, measure, "implement", done="Every turret stands still with the hatch open.")
    finding = {"finding": "With the hatch open none of the four turrets turned."}
    forbidden(measure, "verify_effective", team.soldier, team.leader)
    held_back(team.adviser, measure, "verify_effective", "This is your own work", **finding)
    refused(team.outsider, stepping(measure, "verify_effective"), NOT_THERE)
    step(team.verifier, measure, "verify_effective", **finding)


def score_again(team: Team, risk: str) -> None:
    """The adviser is asked to, and two people score it anew: it became smaller."""
    team.adviser.goto("/berichten")
    expect(team.adviser.locator("main")).to_contain_text("works. Score the risk again.")
    refused(team.soldier, stepping(risk, "score"))
    for page in (team.adviser, team.leader):
        page.goto(risk)
        score(page, "1")


def accept_what_stays(team: Team, risk: str) -> None:
    """The commander accepts what is left of it."""
    forbidden(risk, "accept", team.soldier, team.leader, team.adviser)
    refused(team.outsider, stepping(risk, "accept"), NOT_THERE)
    accept(team.commander, risk)


def check_effect(team: Team, purchase: str) -> None:
    """Sixty days later: not who ordered it, and not who may not, but another adviser looks."""
    helped = {"effect": "yes", "class_after": "low", "finding": "No near miss in sixty days."}
    forbidden(purchase, "check_effect", team.leader, team.commander)
    refused(team.outsider, stepping(purchase, "check_effect"), NOT_THERE)
    held_back(team.adviser, purchase, "check_effect", "You asked for this", **helped)
    step(team.verifier, purchase, "check_effect", **helped)


def told_to(soldier: Page, own: str) -> str:
    """What the soldier reads of how it goes with what they told."""
    soldier.goto(own)
    return soldier.locator(".baken-flow").inner_text()


def until_decided(team: Team, deliver: Deliver) -> tuple[str, str, str]:
    """From the report to a risk that waits for the commander; the addresses of all three."""
    own = report(team.soldier)
    deliver()
    forbidden(own, "triage", team.soldier, team.leader)
    refused(team.outsider, own, NOT_THERE)
    team.adviser.goto(own)
    triage(team.adviser)
    team.adviser.locator(".baken-thread a[href^='/voorvallen/']").first.click()
    occurrence = team.adviser.url
    refused(team.outsider, f"{occurrence}/risico", NOT_THERE)
    team.adviser.locator("main a[href$='/risico']").click()
    risk = state_risk(team.adviser)
    scored(team.adviser, team.leader, team.soldier, team.outsider, risk)
    put_up(team.adviser, team.soldier, risk)
    deliver()
    return own, occurrence, risk


def every_ref(*addresses: str) -> list[str]:
    """The references of what is part of it: of these records, and of both decisions."""
    decisions = Decision.objects.for_system(reason="trail").order_by("number")
    refs = list(decisions.values_list("ref", flat=True))
    assert len(refs) == 2
    return [*(one.rpartition("/")[2] for one in addresses), *refs]


def outcome() -> tuple[str, ...]:
    """How the risk, the measure and the purchase stand in the end, with their classes."""
    risk = Risk.objects.for_system(reason="trail").get()
    measure = Measure.objects.for_system(reason="trail").get()
    purchase = Purchase.objects.for_system(reason="trail").get()
    classes = (risk.residual_class, purchase.risk_class, purchase.class_after)
    return (risk.state, measure.state, purchase.state, *classes)


def test_report_is_followed_to_an_effect_that_others_than_the_doers_proved(
    screens: Any, cast: Cast, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.add("verifier", ("safety_adviser", "BATTALION", None))
    cast.add("deputy", ("commander", "BATTALION", None))
    team, day = Team(screens), cast.at.date()
    own, occurrence, risk = until_decided(team, deliver)
    move_to(monkeypatch, cast.at + HOUR)
    advise(team.adviser, team.commander, team.leader, risk)
    decide_to_treat(team, risk, day)
    measure = propose(team, risk)
    decide_on_measure(team, measure, str(cast.team_leader.person.id), day)
    forbidden(measure, "start", team.soldier)
    step(team.leader, measure, "start")
    purchase = buy(team, measure)
    carry_out(team, measure)
    deliver()
    assert "The measures are running. What was done about it works." in told_to(team.soldier, own)

    score_again(team, risk)
    accept_what_stays(team, risk)  # of a low risk no advice is asked
    deliver()
    told = told_to(team.soldier, own)
    assert "What was done about it works: the risk has become smaller." in told
    shown = [word for word in ("low", "medium", "Speler", "Interlock") if word in told]
    assert shown == []
    held_back(
        team.verifier, purchase, "check_effect", "not long enough", effect="no", finding="Nothing."
    )
    team.commander.goto(risk)
    thread = whole_thread(team.commander, risk.rpartition("/")[2])
    for ref in every_ref(own, occurrence, risk, measure, purchase):
        expect(thread).to_contain_text(ref)
    refused(team.outsider, f"/draad/{risk.rpartition('/')[2]}", NOT_THERE)

    move_to(monkeypatch, cast.at + AFTER)
    later = Team(screens)  # of the sessions of then none goes on
    check_effect(later, purchase)
    classes = ("low", "medium", "low")
    assert outcome() == ("accepted", "verified_effective", "effect_checked", *classes)
    assert "the risk has become smaller" in told_to(later.soldier, own)
