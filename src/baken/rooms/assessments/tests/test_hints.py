"""Hints for who reviews or signs an assessment: who is given them, when, and at what cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.files.content import CleanFile
from baken.core.instruments.filling import Place
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.queries.hints import hints_of
from baken.rooms.assessments.queries.sheet import sheet_of
from baken.rooms.assessments.queries.shown import inside_of
from baken.rooms.assessments.tests.factories import brought_to, expert, step
from baken.rooms.measures.models import Measure
from baken.rooms.org.tests.factories import PNG
from baken.rooms.sheets.actions import add_evidence
from baken.rooms.sheets.models import SheetEvidence
from baken.rooms.sheets.tests.factories import answer

pytestmark = pytest.mark.django_db


def given(cast: Cast, who: str, record: Assessment) -> dict[str, tuple[int, int]]:
    """The hints that somebody is given, by code."""
    actor = cast.members[who].actor
    found = hints_of(actor, record, inside_of(actor, record), cast.at)
    return {one.code: (one.found, one.of) for one in found}


@pytest.fixture
def record(cast: Cast) -> Assessment:
    """An assessment in review; its only measure has no budget, and nobody said how many people."""
    found = brought_to(cast, "in_expert_review")
    expert(cast, "hvk")
    return found


def test_who_reviews_or_signs_is_given_hints(cast: Cast, record: Assessment) -> None:
    expected = {"no_budget": (1, 1), "no_headcount": (1, 1)}
    assert given(cast, "expert", record) == expected
    assert given(cast, "commander", record) == expected


@pytest.mark.parametrize("who", ["safety_adviser", "team_leader", "soldier"])
def test_who_neither_reviews_nor_signs_is_given_none(
    cast: Cast, record: Assessment, who: str
) -> None:
    assert given(cast, who, record) == {}


def test_hints_are_on_the_page_and_in_the_api_while_it_is_judged_alone(
    cast: Cast, record: Assessment, client_of: Callable[[str], Client]
) -> None:
    said, address = "1 of 1 measures have no budget.", f"/rie/{record.ref}"
    api = f"/api/v1/assessments/{record.ref}"
    assert said in client_of("expert").get(address).content.decode()
    codes = [one["code"] for one in client_of("expert").get(api).json()["hints"]]
    assert codes == ["no_budget", "no_headcount"]
    assert said not in client_of("safety_adviser").get(address).content.decode()
    assert client_of("safety_adviser").get(api).json()["hints"] == []
    assert "hints" not in client_of("expert").get("/api/v1/assessments").json()["items"][0]
    step(cast.commander.actor, record, "send_back", cast.at, to="plan_drafting", reason="Budget")
    assert said not in client_of("commander").get(address).content.decode()


def test_hints_refuse_nothing_and_leave_no_trace(cast: Cast) -> None:
    record = brought_to(cast, "approved")
    assert given(cast, "commander", record)
    with CaptureQueriesContext(connection) as asked:
        given(cast, "commander", record)
    assert [one["sql"] for one in asked if not one["sql"].startswith("SELECT")] == []
    record = step(cast.commander.actor, record, "sign", cast.at)
    assert record.state == "in_force"
    assert given(cast, "commander", record) == {}


def test_measures_that_lean_on_people_are_told(cast: Cast, record: Assessment) -> None:
    rows = Measure.objects.for_system(reason="trail")
    rows.update(control_level="ppe", budget_cents=10_000)
    assert given(cast, "expert", record)["leans_on_people"] == (1, 1)
    assert "no_budget" not in given(cast, "expert", record)


def test_photo_from_before_the_assessment_is_told(cast: Cast) -> None:
    record = brought_to(cast, "in_inventory")
    old = CleanFile(PNG.name, PNG.content_type, PNG.data, taken_on=date(2020, 1, 2))
    answer(
        actor=cast.commander.actor, record=sheet_of(record), given={"profile.has_machines": "no"}
    )
    place = Place("profile.has_machines", "")
    add_evidence(
        actor=cast.commander.actor, record=sheet_of(record), place=place, file=old, at=cast.at
    )
    row = SheetEvidence.objects.of(sheet_of(record)).get()
    assert row.taken_on == date(2020, 1, 2)
    rows: Any = Assessment.objects.for_system(reason="trail")
    rows.filter(pk=record.pk).update(state="in_expert_review")
    fresh = rows.get(pk=record.pk)
    assert given(cast, "commander", fresh)["older_evidence"] == (1, 1)
    assert given(cast, "commander", fresh)["nothing_found"] == (0, 0)
    SheetEvidence.objects.of(sheet_of(record)).update(taken_on=cast.at.date())
    assert "older_evidence" not in given(cast, "commander", fresh)


def test_hints_ask_as_many_queries_however_much_was_filled_in(
    cast: Cast, record: Assessment
) -> None:
    def asked() -> int:
        actor = cast.expert.actor
        inside = inside_of(actor, record)
        with CaptureQueriesContext(connection) as found:
            hints_of(actor, record, inside, cast.at + timedelta(days=1))
        return len(found)

    before = asked()
    answer(actor=cast.commander.actor, record=sheet_of(record), given={"profile.heads": 12})
    assert asked() == before
