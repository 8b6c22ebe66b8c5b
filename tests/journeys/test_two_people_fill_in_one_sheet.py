"""Two people fill in one sheet at once, and one of them loses the network: nothing is lost, both see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from baken.conftest import Cast
from baken.rooms.assessments.queries.sheet import sheet_of
from baken.rooms.assessments.tests.factories import make_assessment, step
from baken.rooms.sheets.tests.factories import standing


def status(page: Page) -> Any:
    """What the page says about what was sent."""
    return page.locator("[data-sheet-status]")


def wait_for(page: Page, sheet: Any, answers: dict[str, Any]) -> None:
    """Wait until these answers stand; what a page kept is sent one after the other."""
    for _moment in range(100):
        if standing(sheet) == answers:
            break
        page.wait_for_timeout(100)
    assert standing(sheet) == answers


def test_two_people_answer_at_once_and_one_loses_the_network(
    screens: Any, cast: Cast, violations: Callable[..., list[str]]
) -> None:
    screens.expect_no_network()
    record = make_assessment(actor=cast.commander.actor, unit=cast.company, at=cast.at)
    step(cast.commander.actor, record, "start", cast.at)
    sheet = sheet_of(record)
    place = f"/bladen/{sheet.ref}/deel/room"
    ashore, aboard = screens.open("commander", width=1280), screens.open("safety_adviser")
    for page in (ashore, aboard):
        page.goto(place)

    # Aboard the network goes, and somebody answers on.
    aboard.context.set_offline(True)
    aboard.locator("#id_wide").fill("90")
    aboard.locator("[name=level][value=low]").check()
    expect(status(aboard)).to_contain_text("Not sent yet")

    # Ashore the same question is answered otherwise.
    ashore.locator("#id_wide").fill("80")
    expect(status(ashore)).to_contain_text("Saved")
    assert standing(sheet) == {"wide": 80.0}

    # The network is there again: what was typed aboard arrives, beside what stands.
    aboard.context.set_offline(False)
    expect(status(aboard)).to_contain_text("Somebody else answered", timeout=30_000)
    wait_for(aboard, sheet, {"wide": 80.0, "level": "low"})

    for page in (aboard, ashore):
        page.goto(place)
        choice = page.get_by_role("heading", name="Which answer holds?")
        expect(choice).to_be_visible()
        assert violations(page) == []
    ashore.get_by_role("button", name="This one holds: 90 cm").click()
    expect(ashore.locator("#id_wide")).to_have_value("90")
    wait_for(ashore, sheet, {"wide": 90.0, "level": "low"})


def test_several_answers_given_apart_all_arrive_and_both_see_them(
    screens: Any, cast: Cast, violations: Callable[..., list[str]]
) -> None:
    """Two people fill in one sheet at once, one loses the network: the same and other questions."""
    screens.expect_no_network()
    record = make_assessment(actor=cast.commander.actor, unit=cast.company, at=cast.at)
    step(cast.commander.actor, record, "start", cast.at)
    sheet = sheet_of(record)
    profile, room = (f"/bladen/{sheet.ref}/deel/{part}" for part in ("profile", "room"))
    ashore, aboard = screens.open("commander", width=1280), screens.open("safety_adviser")
    ashore.goto(room)
    aboard.goto(room)

    # Without network: one question alone, one that is answered ashore as well, and the whole page is sent.
    aboard.context.set_offline(True)
    aboard.locator("[name=level][value=low]").check()
    aboard.locator("#id_wide").fill("9")
    aboard.locator("#id_wide").fill("90")
    expect(status(aboard)).to_contain_text("Not sent yet")
    aboard.get_by_role("button", name="Save", exact=True).click()
    expect(status(aboard)).to_contain_text("Not sent yet")
    expect(aboard.locator("#id_wide")).to_have_value("90")

    # Ashore the same question is answered otherwise, and another one that nobody touched aboard.
    ashore.locator("#id_wide").fill("80")
    expect(status(ashore)).to_contain_text("Saved")
    ashore.goto(profile)
    ashore.locator("#id_profile-heads").fill("12")
    expect(status(ashore)).to_contain_text("Saved")

    # With network again nothing is lost: what was given apart stands, what differs stands beside.
    aboard.context.set_offline(False)
    wait_for(aboard, sheet, {"wide": 80.0, "level": "low", "profile.heads": 12})
    aboard.goto(room)
    for page in (aboard, ashore):
        page.goto(room)
        expect(page.get_by_role("heading", name="Which answer holds?")).to_be_visible()
        expect(page.locator("[name=level][value=low]")).to_be_checked()
        for said in ("80 cm", "90 cm"):
            expect(page.get_by_role("button", name=f"This one holds: {said}")).to_be_visible()
        assert violations(page) == []
        page.goto(profile)
        expect(page.locator("#id_profile-heads")).to_have_value("12")

    aboard.goto(room)
    aboard.get_by_role("button", name="This one holds: 80 cm").click()
    expect(aboard.locator("#id_wide")).to_have_value("80")
    ashore.goto(room)
    expect(ashore.get_by_role("heading", name="Which answer holds?")).to_have_count(0)
    expect(ashore.locator("#id_wide")).to_have_value("80")


def test_what_waits_in_one_section_is_sent_from_another(screens: Any, cast: Cast) -> None:
    """Who goes on elsewhere in the sheet loses nothing of the section that they left without network."""
    screens.expect_no_network()
    record = make_assessment(actor=cast.commander.actor, unit=cast.company, at=cast.at)
    step(cast.commander.actor, record, "start", cast.at)
    sheet = sheet_of(record)
    page = screens.open("commander")
    page.goto(f"/bladen/{sheet.ref}/deel/room")
    page.context.set_offline(True)
    page.locator("#id_wide").fill("75")
    expect(status(page)).to_contain_text("Not sent yet")
    page.route("**/deel/room", lambda route: route.abort())
    page.context.set_offline(False)
    page.unroute("**/deel/room")
    page.goto(f"/bladen/{sheet.ref}/deel/profile")
    wait_for(page, sheet, {"wide": 75.0})


def test_what_was_typed_without_a_network_is_there_after_a_reload(screens: Any, cast: Cast) -> None:
    screens.expect_no_network()
    record = make_assessment(actor=cast.commander.actor, unit=cast.company, at=cast.at)
    step(cast.commander.actor, record, "start", cast.at)
    sheet = sheet_of(record)
    page = screens.open("commander")
    page.goto(f"/bladen/{sheet.ref}/deel/room")
    page.route(
        "**/bladen/**",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    page.locator("#id_wide").fill("75")
    expect(status(page)).to_contain_text("Not sent yet")
    page.reload()
    expect(page.locator("#id_wide")).to_have_value("75")
    page.unroute("**/bladen/**")
    page.reload()
    expect(status(page)).to_contain_text("Saved", timeout=30_000)
    assert standing(sheet) == {"wide": 75.0}
