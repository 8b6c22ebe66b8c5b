"""Sheets over HTTP, with the same refusals as their pages."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.api.tests.calling import Caller, caller, refs
from baken.rooms.sheets.actions import freeze_sheet
from baken.rooms.sheets.models import Sheet
from baken.rooms.sheets.tests.factories import (
    OFTEN,
    SELDOM,
    TEXT,
    know_workshop,
    make_sheet,
    standing,
    with_machine,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(cast: Cast) -> Sheet:
    return make_sheet(actor=cast.commander.actor, unit=cast.company, at=cast.at)


@pytest.fixture
def filler(cast: Cast) -> Caller:
    return caller(cast, "commander")


def given(key: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"answers": [{"key": key, "value": value, **more}]}


def test_list_and_record_tell_a_sheet(cast: Cast, filler: Caller, sheet: Sheet) -> None:
    assert refs(filler.get("/sheets", unit="COMPANY", state="open")) == [sheet.ref]
    assert refs(filler.get("/sheets", instrument="other")) == []
    assert refs(filler.get("/sheets", q="werkplaats")) == [sheet.ref]
    for wrong in ({"unit": "NOWHERE"}, {"state": "green"}, {"colour": "red"}):
        assert filler.get("/sheets", **wrong).status_code == 400
    told = filler.get(f"/sheets/{sheet.ref}").json()
    assert (told["unit"], told["instrument"], told["asked"]) == ("COMPANY", "small_workshop", 5)
    assert caller(cast, "outsider").get(f"/sheets/{sheet.ref}").status_code == 404


def test_answers_are_given_read_and_taken_away(filler: Caller, sheet: Sheet) -> None:
    place = f"/sheets/{sheet.ref}/answers"
    assert filler.put(place, given("wide", 120)).json()["written"] == ["wide"]
    told = filler.get(place).json()
    assert [(one["key"], one["value"], one["serial"]) for one in told["answers"]] == [
        ("wide", 120.0, 1)
    ]
    assert told["troubles"][0]["key"] == "profile.has_machines"
    assert filler.get(place, since=1).json()["answers"] == []
    assert filler.put(place, given("wide", None, seen=1)).status_code == 200
    assert standing(sheet) == {}


def test_wrong_answers_are_told_by_their_keys(filler: Caller, sheet: Sheet) -> None:
    refused = filler.put(f"/sheets/{sheet.ref}/answers", given("wide", "x"))
    assert refused.status_code == 400
    assert [one["field"] for one in refused.json()["errors"]] == ["wide"]
    twice = {"answers": [{"key": "wide", "value": 1}, {"key": "wide", "value": 2}]}
    assert filler.put(f"/sheets/{sheet.ref}/answers", twice).status_code == 400
    many = {"answers": [{"key": "wide", "value": 1}] * 2_001}
    assert filler.put(f"/sheets/{sheet.ref}/answers", many).status_code == 400


def test_second_answer_stands_beside_the_first_and_is_chosen(
    cast: Cast, filler: Caller, sheet: Sheet
) -> None:
    place, other = f"/sheets/{sheet.ref}", caller(cast, "safety_adviser")
    filler.put(f"{place}/answers", given("wide", 120))
    assert other.put(f"{place}/answers", given("wide", 80)).json()["beside"] == ["wide"]
    [beside] = filler.get(f"{place}/answers").json()["beside"]
    choice = {"key": "wide", "serial": beside["serial"], "seen": beside["serial"]}
    assert filler.post(f"{place}/choices", choice).status_code == 200
    assert standing(sheet) == {"wide": 80.0}
    assert filler.post(f"{place}/choices", choice).status_code == 400


def test_machines_scores_and_risks_go_over_http(filler: Caller, sheet: Sheet) -> None:
    place = f"/sheets/{sheet.ref}"
    filler.put(f"{place}/answers", given("profile.has_machines", "yes"))
    made = filler.post(f"{place}/repetitions", {"section": "machines", "label": "Draaibank"})
    assert made.status_code == 201
    name = made.json()["name"]
    filler.put(f"{place}/answers", given("m1", "no", repetition=name))
    score = {"key": "m1", "repetition": name, "choice": OFTEN, "argument": "gezien"}
    told = filler.put(f"{place}/scores", score).json()
    assert [(one["current"]["number"], one["is_proposed"]) for one in told["risks"]] == [
        (540.0, False)
    ]
    assert told["repetitions"] == [{"section": "machines", "name": name, "label": "Draaibank"}]
    assert filler.put(f"{place}/scores", score | {"choice": {}}).status_code == 400
    assert filler.client.delete(f"/api/v1{place}/repetitions/{name}").status_code == 200
    assert filler.client.delete(f"/api/v1{place}/repetitions/{name}").status_code == 400


def test_sheet_is_carried_over_to_another_version(filler: Caller, sheet: Sheet) -> None:
    place = f"/sheets/{sheet.ref}"
    filler.put(f"{place}/answers", given("wide", 120))
    newer = TEXT.replace("version: 2.1.0", "version: 3.0.0").replace("en: Wide?", "en: How wide?")
    know_workshop(newer)
    assert filler.post(f"{place}/version", {"version": "3.0.0"}).json() == {
        "again": ["wide"],
        "gone": [],
    }
    assert filler.get(place).json()["version"] == "3.0.0"
    assert [one["value"] for one in filler.get(f"{place}/answers").json()["beside"]] == [120.0]
    for version in ("3.0.0", "9.9.9"):
        assert filler.post(f"{place}/version", {"version": version}).status_code == 400


def test_copy_is_given_once_it_is_frozen(cast: Cast, filler: Caller, sheet: Sheet) -> None:
    place = f"/sheets/{sheet.ref}"
    assert filler.get(f"{place}/copy").status_code == 404
    filler.put(f"{place}/answers", given("profile.has_machines", "no"))
    freeze_sheet(actor=cast.commander.actor, record=sheet, at=cast.at)
    told = filler.get(f"{place}/copy").json()
    assert told["content"]["instrument"]["code"] == "small_workshop"
    assert filler.put(f"{place}/answers", given("wide", 1)).status_code == 409


def test_who_reads_alone_gives_no_answer(cast: Cast, sheet: Sheet) -> None:
    cast.add("checker", ("auditor", "ARMY", None))
    reader = caller(cast, "checker")
    assert reader.get(f"/sheets/{sheet.ref}").status_code == 200
    assert reader.put(f"/sheets/{sheet.ref}/answers", given("wide", 1)).status_code == 403


def test_score_of_another_is_told_after_ones_own(cast: Cast, filler: Caller, sheet: Sheet) -> None:
    name = with_machine(actor=cast.commander.actor, record=sheet, at=cast.at, m1="no")
    place = f"/sheets/{sheet.ref}"
    scored = {"key": "m1", "repetition": name, "moment": "current", "choice": OFTEN}
    assert filler.put(f"{place}/scores", scored).status_code == 200
    adviser, leader = caller(cast, "safety_adviser"), caller(cast, "team_leader")
    [risk] = adviser.get(f"{place}/answers").json()["risks"]
    assert (risk["current"], risk["is_proposed"], risk["is_blind"]) == (None, False, True)
    [seen] = leader.get(f"{place}/answers").json()["risks"]  # who does not score reads the outcome
    assert (seen["current"]["choice"], seen["is_blind"]) == (OFTEN, False)
    adviser.put(f"{place}/scores", scored)
    [risk] = adviser.get(f"{place}/answers").json()["risks"]
    assert (risk["current"]["choice"], risk["is_blind"]) == (OFTEN, False)


def test_no_total_tells_the_score_of_another_before_ones_own(
    cast: Cast, filler: Caller, sheet: Sheet
) -> None:
    name = with_machine(actor=cast.commander.actor, record=sheet, at=cast.at, m1="no")
    place = f"/sheets/{sheet.ref}"
    adviser, leader = caller(cast, "safety_adviser"), caller(cast, "team_leader")
    scored = {"key": "m1", "repetition": name, "moment": "current", "choice": OFTEN}
    filler.put(f"{place}/scores", scored)
    assert _totals(adviser, place) == (None, 126.0)  # as was proposed
    assert _totals(leader, place) == ("extreme", 540.0)
    adviser.put(f"{place}/scores", {**scored, "choice": SELDOM})
    assert _totals(adviser, place) == (None, 540.0)


def _totals(who: Caller, place: str) -> tuple[Any, Any]:
    """The worst class of a sheet as a field of it, and as it is worked out."""
    worked_out = who.get(f"{place}/answers").json()["calculations"]
    return who.get(place).json()["worst_now"], worked_out["worst_score"]
