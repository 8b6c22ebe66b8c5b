"""Assessments over HTTP, with the same refusals as their pages."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.api.tests.calling import caller, refs
from baken.rooms.assessments.tests.factories import DESCRIBED, assessment_in, brought_to
from baken.rooms.sheets.tests.factories import know_workshop

pytestmark = pytest.mark.django_db


def test_assessment_is_begun_read_and_stepped_over_http(cast: Cast) -> None:
    know_workshop()
    program = caller(cast, "commander")
    body: dict[str, Any] = {**DESCRIBED, "unit": "COMPANY"}
    made = program.post("/assessments", body)
    assert made.status_code == 201, made.content
    ref = made.json()["ref"]
    assert made.headers["Location"] == f"/api/v1/assessments/{ref}"
    assert program.post(f"/assessments/{ref}/steps", {"step": "start"}).status_code == 200
    told = program.get(f"/assessments/{ref}").json()
    assert (told["state"], told["sheet"][:3], len(told["basis"])) == ("in_inventory", "BL-", 22)
    refused = program.post(f"/assessments/{ref}/steps", {"step": "end_inventory"})
    assert refused.status_code == 409
    assert refused.json()["refusals"][0]["code"] == "sheet_open"
    assert program.post(f"/assessments/{ref}/steps", {"step": "sign"}).status_code == 409
    soldier = caller(cast, "soldier")
    assert soldier.post("/assessments", body).status_code == 403
    assert soldier.get(f"/assessments/{ref}").status_code == 403


@pytest.mark.parametrize(
    "wrong", [{"unit": "NOWHERE"}, {"headcount": 0}, {"instrument": "none"}, {"colour": "red"}]
)
def test_wrong_assessment_is_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    know_workshop()
    program = caller(cast, "commander")
    assert (
        program.post("/assessments", {**DESCRIBED, "unit": "COMPANY", **wrong}).status_code == 400
    )


def test_list_is_narrowed_and_wrong_filters_are_refused(cast: Cast) -> None:
    record = assessment_in(unit=cast.company, at=cast.at, state="in_force")
    program = caller(cast, "commander")
    assert refs(program.get("/assessments", unit="COMPANY", state="holding")) == [record.ref]
    assert refs(program.get("/assessments", state="making")) == []
    assert refs(program.get("/assessments", q="herstelwerkplaats")) == [record.ref]
    for wrong in ({"unit": "NOWHERE"}, {"state": "green"}):
        assert program.get("/assessments", **wrong).status_code == 400


def test_assessment_in_force_tells_findings_reviews_and_measures(cast: Cast) -> None:
    record = brought_to(cast, "in_force")
    told = caller(cast, "commander").get(f"/assessments/{record.ref}").json()
    [finding] = told["findings"]
    assert (finding["title"], finding["risk_class"], len(finding["measures"])) == (
        "Intrekking: Draaibank",
        "extreme",
        1,
    )
    assert [one["scope"] for one in told["reviews"]] == ["system", "safety"]
    assert told["reviews_needed"] == ["safety", "system"]
    assert told["earlier"] is None
