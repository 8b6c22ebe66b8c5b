"""The worked example through the browser: a stack takes a decision upward, another plan brings it back, and
a condition that does not hold suspends it.

Source: domain reference, integral risk management, section 14.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from baken.conftest import Cast
from baken.rooms.register.models import Decision, Risk, Slice
from baken.rooms.register.tests.deciding import pending
from baken.rooms.register.tests.slices import a_slice, put_in, scored_risk
from tests.journeys.test_passkey_and_step_up import move_to
from tests.journeys.test_report_becomes_a_risk import go, send
from tests.journeys.test_report_to_residual_risk import fill_record

pytestmark = pytest.mark.django_db


def planned(cast: Cast) -> tuple[Risk, Slice]:
    """A landing in the dark with tired crews in cold water: the risk to decide on, and the slice."""
    capsize = pending(cast, context="exercise", title="Boot slaat om")
    adviser, at = cast.safety_adviser.actor, cast.at
    start = at + timedelta(hours=17)  # 03:00 of the next day
    times = {"from_at": start.isoformat(), "to_at": (start + timedelta(hours=3)).isoformat()}
    record = a_slice(actor=adviser, unit=cast.company, at=at, circumstances=["darkness"], **times)
    factors = ["vehicles", "people_on_foot"]
    record = put_in(record, capsize, actor=adviser, at=at, factors=factors)
    for title in ("Koud water", "Vermoeide ploegen"):
        other = scored_risk(cast, "medium", context="exercise", title=title)
        record = put_in(record, other, actor=adviser, at=at, factors=[])
    return capsize, record


def start_in_daylight(captain: Page, slice_url: str) -> None:
    """The captain of the crews moves the landing to half past six, in daylight and with rested crews."""
    captain.goto(slice_url)
    go(captain, "revise")
    captain.locator("#id_from_at").fill("2026-03-11T06:30")
    captain.locator("#id_to_at").fill("2026-03-11T09:30")
    captain.locator("[name=circumstances][value=darkness]").uncheck()
    send(captain)
    captain.wait_for_url(f"**{slice_url}")
    go(captain, "remove_risk")
    tired = captain.locator("main li").filter(has_text="Vermoeide ploegen").first
    tired.locator("a[href^='?risk=']").click()
    captain.locator("#id_reason").fill("The crews sleep until six.")
    send(captain)
    captain.wait_for_url(f"**{slice_url}")


def accept(commander: Page, risk_url: str) -> None:
    """The commander signs on a condition, having seen what is still met together."""
    commander.goto(risk_url)
    go(commander, "accept")
    fill_record(commander)
    commander.locator("#id_ends_on").fill("2026-03-14")
    commander.locator("[name='conditions.1.text']").fill("Surf")
    commander.locator("[name='conditions.1.expression']").fill("surf_m <= 1.0")
    commander.locator("[name=stack_seen]").check()
    send(commander)
    commander.wait_for_url(f"**{risk_url}")


def note(commander: Page, decision_url: str, value: str) -> None:
    """The commander notes what was forecast."""
    commander.goto(decision_url)
    go(commander, "note_condition")
    commander.locator("#id_condition").fill("1")
    commander.locator("#id_value").fill(value)
    send(commander)
    commander.wait_for_url(f"**{decision_url}")


def test_landing_is_moved_to_daylight_signed_and_suspended_by_the_surf(
    screens: Any, cast: Cast, deliver: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.add("head", ("commander", "ARMY", None))
    cast.add("captain", ("commander", "COMPANY", None))
    cast.add("officer", ("duty_officer", "ARMY", None))
    risk, record = planned(cast)
    risk_url, slice_url = f"/risicos/{risk.ref}", f"/samenlopen/{record.ref}"
    move_to(monkeypatch, cast.at + timedelta(hours=1))
    commander = screens.open("commander", width=1280)

    commander.goto(f"{risk_url}/weging")
    expect(commander.locator("main")).to_contain_text("Speler head")
    expect(commander.locator(".baken-steps a[href$='/stap/accept']")).to_have_count(0)

    start_in_daylight(screens.open("captain", width=1280), slice_url)
    accept(commander, risk_url)
    decision = Decision.objects.for_system(reason="trail").get()
    assert (decision.state, decision.level, decision.risk_class) == ("in_force", 3, "medium")

    move_to(monkeypatch, cast.at + timedelta(hours=19, minutes=50))
    decision_url = f"/besluiten/{decision.ref}"
    note(commander, decision_url, "1.3")
    expect(commander.locator("main")).to_contain_text("suspended")
    deliver()

    officer = screens.open("officer")
    officer.goto("/berichten")
    officer.locator(".baken-news a").filter(has_text=decision.ref).first.click()
    officer.wait_for_url(f"**{decision_url}")
    expect(officer.locator("main")).to_contain_text("suspended")
    expect(officer.locator(".baken-steps a[href*='/stap/']")).to_have_count(0)
