"""The RI&E of a branch, from the export of its software to an inventory that is done, in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from baken.conftest import Cast
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.queries.sheet import sheet_of
from baken.rooms.assessments.tests.factories import settle_all
from baken.rooms.library.queries.instruments import instruments
from baken.rooms.library.tests.surveys import CODE, FILE, TEXT
from baken.rooms.sheets.queries.filled import definition_of, whole_of
from baken.rooms.sheets.tests.factories import standing

DESCRIBED = {"title": "RI&E fietsenmaker", "scope": "De fietsenstalling", "headcount": "4"}


def test_branch_rie_comes_in_and_is_filled_in_to_the_end_of_the_inventory(
    screens: Any, cast: Cast, violations: Callable[..., list[str]]
) -> None:
    cast.add("bureau", ("vms_office", "MINISTRY", None))
    instruments()  # read here once: the first page would wait for all of them
    expert, commander = screens.open("bureau", width=1280), screens.open("commander", width=1280)

    _is_kept(expert, violations)
    record = _is_begun(commander)
    sheet = sheet_of(record)

    # There is a shop; the only thing that is not in order brings the priority of the branch.
    commander.goto(f"/bladen/{sheet.ref}/deel/profile")
    commander.locator("main form input[type=radio][value=yes]").first.check()
    _save(commander)
    counter = next(key for key in _keys(sheet) if key.startswith("r_1"))
    commander.goto(f"/bladen/{sheet.ref}/deel/{_section_of(sheet, counter)}")
    expect(commander.locator("img[alt='Goede hoogte']")).to_be_visible()
    commander.locator(f"[name='{counter}'][value=no]").check()
    _save(commander)
    risk = commander.locator(".baken-question__risk")
    expect(risk).to_contain_text("De toonbank heeft een verkeerde hoogte.")
    expect(risk).to_contain_text("proposed: nobody scored it yet")
    expect(risk).to_contain_text("Low")
    assert violations(commander) == []

    # The rest is in order, and the inventory is done.
    for key in _keys(sheet):
        if key not in standing(sheet):
            commander.goto(f"/bladen/{sheet.ref}/deel/{_section_of(sheet, key)}")
            commander.locator(f"[name='{key}'][value=yes]").check()
            _save(commander)
    settle_all(cast.commander.actor, record, cast.at)
    commander.goto(f"/rie/{record.ref}/stap/end_inventory")
    commander.locator("main form button[type=submit]").first.click()
    record.refresh_from_db()
    assert record.state == "in_evaluation"


def _save(page: Any) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()


def _is_kept(expert: Any, violations: Callable[..., list[str]]) -> None:
    """The central office sees what is in the file, names it and keeps it."""
    expert.goto("/bibliotheek/instrumenten")
    expert.get_by_text("Import an instrument", exact=True).click()
    file = {"name": FILE, "mimeType": "text/xml", "buffer": TEXT.encode()}
    expert.locator("input[type=file][name=file]").set_input_files(files=[file])
    expert.get_by_role("button", name="Import", exact=True).click()
    expect(expert.get_by_text("Nothing has been kept yet", exact=False)).to_be_visible()
    assert violations(expert) == []
    expert.locator("#id_code").fill(CODE)
    expert.get_by_role("button", name="Import", exact=True).click()
    expect(expert.get_by_text("The instrument is imported.")).to_be_visible()
    expect(expert.locator("img[alt='Zo hoort het']")).to_have_count(1)


def _is_begun(commander: Any) -> Assessment:
    """The commander begins with it."""
    commander.goto("/rie/nieuw")
    for name, value in DESCRIBED.items():
        commander.locator(f"#id_{name}").fill(value)
    commander.locator(f"[name=instrument][value={CODE}]").or_(
        commander.locator("select[name=instrument]")
    ).first.evaluate(
        "(box, code) => { if (box.tagName === 'SELECT') box.value = code; else box.checked = true; }",
        CODE,
    )
    commander.locator("main form button[type=submit]").first.click()
    expect(commander.get_by_text("It has begun.", exact=False)).to_be_visible()
    record = Assessment.objects.for_system(reason="trail").get()
    commander.goto(f"/rie/{record.ref}/stap/start")
    commander.locator("main form button[type=submit]").first.click()
    return record


def _keys(sheet: Any) -> list[str]:
    """The questions that are asked now and answered with a word."""
    return [one.place.key for one in whole_of(sheet).outcome.asked if one.question.risk]


def _section_of(sheet: Any, key: str) -> str:
    return str(definition_of(sheet).questions[key].section)
