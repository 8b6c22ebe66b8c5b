"""The picture of a unit over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from baken.core.api.tests.calling import caller
from baken.rooms.insight.tests.scenes import overdue_measure, risk_in
from baken.rooms.org.tests.factories import make_unit
from baken.rooms.reports.tests.factories import make_occurrence, make_report


def picture(cast: Any, name: str, code: str) -> dict[str, Any]:
    found: dict[str, Any] = caller(cast, name).get(f"/units/{code}/picture").json()
    return found


def test_picture_says_what_the_page_says(cast: Any) -> None:
    day = cast.at.date() + timedelta(days=4)
    risk = risk_in(
        cast.company, "accepted", "high", cast.at, review_on=day, due_at=cast.at + timedelta(days=4)
    )
    waiting = risk_in(cast.company, "escalated", "extreme", cast.at - timedelta(days=3))
    overdue_measure(cast, cast.at, days=11, risk_class="medium")
    make_report(unit=cast.company)
    make_unit("QUIET", parent=cast.battalion, level=2)

    found = picture(cast, "commander", "BATTALION")

    risks = found["risks"]
    assert (risks["to_decide"], risks["oldest_to_decide_days"]) == ({"extreme": 1}, 3)
    assert risks["accepted"] == {"high": 1}
    assert [(one["ref"], one["lapses_on"]) for one in risks["lapsing"]] == [
        (risk.ref, day.isoformat())
    ]
    assert risks["worst"][0]["ref"] == waiting.ref
    company = next(one for one in risks["levels"] if one["unit"] == "COMPANY")
    assert company["by_class"] == {"low": 0, "medium": 0, "high": 2, "extreme": 1}
    assert found["overdue_measures"] == [{"risk_class": "medium", "measures": 1, "oldest_days": 11}]
    assert found["phases"]["report"] == "<5"
    assert [one["unit"] for one in found["silent"]] == ["QUIET"]
    assert found["unit"]["code"] == "BATTALION"


def test_figures_beside_a_picture_hide_what_is_small_as_it_does(cast: Any) -> None:
    make_report(unit=cast.company)
    for _each in range(6):
        make_occurrence(unit=cast.company, at=cast.at)
    risk_in(cast.company, "decision_pending", "high", cast.at)

    figures = picture(cast, "safety_adviser", "BATTALION")["figures"]

    values = {one["url"]: one["value"] for one in reversed(figures)}
    reports, occurrences, risks = (
        f"{reverse(page)}?unit=BATTALION&state={state}"
        for page, state in (
            ("reports:reports", "open"),
            ("reports:occurrences", "open"),
            ("register:risks", "decision_pending"),
        )
    )
    assert (values[reports], values[occurrences], values[risks]) == ("<5", 6, 1)


def test_picture_of_what_one_may_not_read_is_null_and_never_zero(cast: Any) -> None:
    risk_in(cast.company, "decision_pending", "extreme", cast.at)

    found = picture(cast, "outsider", "COMPANY")

    assert (found["risks"], found["overdue_measures"], found["whole"]) == (None, None, False)
    assert set(found["phases"].values()) == {None}


def test_level_out_of_reach_is_null(cast: Any) -> None:
    levels = picture(cast, "commander", "MINISTRY")["risks"]["levels"]

    navy = next(one for one in levels if one["unit"] == "NAVY")
    assert (navy["by_class"], navy["being_scored"]) == (None, None)


@pytest.mark.parametrize(
    ("state", "states"),
    [
        ("to_decide", {"decision_pending", "escalated"}),
        ("weighed", {"decision_pending", "escalated", "accepted", "monitored", "treating"}),
        ("held", {"accepted", "monitored"}),
    ],
)
def test_list_of_risks_is_asked_for_by_what_a_picture_counts(
    cast: Any, state: str, states: set[str]
) -> None:
    for one in ("analysed", "decision_pending", "escalated", "accepted", "monitored", "treating"):
        risk_in(cast.company, one, "high", cast.at)

    answer = caller(cast, "commander").get(f"/risks?unit=COMPANY&state={state}")

    assert {one["state"] for one in answer.json()["items"]} == states
