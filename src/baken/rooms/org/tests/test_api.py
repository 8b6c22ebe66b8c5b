"""Units over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from baken.core.access.reach import PathRange, below, only
from baken.core.api.tests.calling import Caller, caller
from baken.rooms.org.queries import cover_of, tree
from baken.rooms.org.tests.factories import make_unit
from baken.rooms.reports.tests.factories import make_report


@pytest.fixture
def soldier(cast: Any) -> Caller:
    """A program of the soldier."""
    return caller(cast, "soldier")


def _codes(answer: Any) -> list[str]:
    return [unit["code"] for unit in answer.json()["items"]]


def test_units_come_in_order_of_the_tree_page_by_page(soldier: Caller) -> None:
    first = soldier.get("/units", limit=4)
    rest = soldier.get("/units", limit=4, cursor=first.json()["next"])

    assert [*_codes(first), *_codes(rest)] == [
        "MINISTRY",
        "ARMY",
        "BATTALION",
        "COMPANY",
        "NAVY",
        "SQUADRON",
    ]
    assert rest.json()["next"] is None


def test_units_below_one_are_that_one_and_all_below(soldier: Caller) -> None:
    assert _codes(soldier.get("/units", unit="BATTALION")) == ["BATTALION", "COMPANY"]


@pytest.mark.parametrize(
    "query",
    [
        {"unit": "NOWHERE"},
        {"cursor": "bjEy"},
        {"cursor": "é"},
        {"cursor": "dcOp"},
        {"limit": "500"},
    ],
)
def test_units_with_a_wrong_filter_answers_400(soldier: Caller, query: dict[str, str]) -> None:
    assert soldier.get("/units", **query).status_code == 400


def test_unit_tells_its_line_children_and_holders(soldier: Caller) -> None:
    shown = soldier.get("/units/battalion").json()

    assert (shown["code"], shown["level"], shown["parent"]) == ("BATTALION", 3, "ARMY")
    assert (shown["line"], shown["children"]) == (["ARMY", "MINISTRY"], ["COMPANY"])
    assert [(one["role"], one["name"]) for one in shown["holders"]] == [
        ("commander", "Speler commander"),
        ("safety_adviser", "Speler safety_adviser"),
    ]


@pytest.mark.parametrize("path", ["/units/NOWHERE", "/units/NOWHERE/picture"])
def test_unknown_unit_answers_404(soldier: Caller, path: str) -> None:
    assert soldier.get(path).status_code == 404


def test_picture_counts_what_the_caller_may_see(cast: Any) -> None:
    make_report(unit=cast.company)

    def open_reports(name: str) -> list[int | str | None]:
        """Small numbers of reports are told no more exactly than on the page."""
        shown = caller(cast, name).get("/units/COMPANY/picture").json()["figures"]
        return [one["value"] for one in shown if one["label"] == "Open reports"]

    assert open_reports("safety_adviser") == ["<5"]
    assert open_reports("outsider") == [None]


def test_me_tells_appointments_and_permits_per_unit(cast: Any) -> None:
    shown = caller(cast, "team_leader").get("/me").json()

    assert shown["person"]["home_unit"] == "COMPANY"
    assert [(one["role"], one["unit"]) for one in shown["appointments"]] == [
        ("employee", "COMPANY"),
        ("supervisor", "COMPANY"),
    ]
    permits = {one["permit"]: one for one in shown["permits"]}
    assert permits["reports.report.read"] == {
        "permit": "reports.report.read",
        "own": True,
        "units": [{"unit": "COMPANY", "below": True, "confidentiality": "normal"}],
    }
    assert permits["org.unit.read"]["units"] == []


def test_cover_names_the_fewest_units(cast: Any) -> None:
    secret = make_unit("SECRET", parent=cast.army, level=3, restricted=True)
    here = tree()
    army = below(cast.army.path)

    whole = cover_of([army], here)
    alone = cover_of([only(cast.army.path)], here)
    cut = cover_of([PathRange(army.low, secret.path)], here)

    assert [(one.unit.code, one.below) for one in whole] == [("ARMY", True)]
    assert [(one.unit.code, one.below) for one in alone] == [("ARMY", False)]
    assert [(one.unit.code, one.below) for one in cut] == [("ARMY", False), ("BATTALION", True)]
