"""Who sees a record and why over HTTP, and keeping away, giving a case and releasing a name."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.api.tests.calling import Caller, caller
from baken.rooms.org.models import Involvement
from baken.rooms.reports.models import Report
from baken.rooms.reports.tests.acts import send
from baken.rooms.reports.tests.factories import make_occurrence, make_report


@pytest.fixture
def report(cast: Cast) -> Report:
    """A report of the soldier about the company."""
    return send(cast.soldier, at=cast.at, unit_code="COMPANY").report


@pytest.fixture
def adviser(cast: Cast) -> Caller:
    """The safety adviser of the battalion."""
    return caller(cast, "safety_adviser")


def test_access_tells_rights_onlookers_and_looks(report: Report, adviser: Caller) -> None:
    adviser.post(f"/reports/{report.ref}/identity", {"ground": "Terugbellen"})
    told = adviser.get(f"/reports/{report.ref}/access").json()
    rights = {one["permit"]: one["allowed"] for one in told["rights"]}
    assert (rights["reports.report.read"], rights["reports.report.triage"]) == (True, True)
    assert {(one["name"], one["role"], one["unit"]) for one in told["onlookers"]} >= {
        ("Speler commander", "commander", "BATTALION"),
        ("Speler safety_adviser", "safety_adviser", "BATTALION"),
    }
    assert [one["ground"] for one in told["looks"]] == ["Terugbellen"]
    assert told["on"] == "2026-03-10"


def test_access_on_a_day_names_who_could_see_it_then(
    cast: Cast, report: Report, adviser: Caller
) -> None:
    then = adviser.get(f"/reports/{report.ref}/access?on=2026-03-09").json()["onlookers"]
    assert "Speler former_holder" in {one["name"] for one in then}
    now = adviser.get(f"/reports/{report.ref}/access").json()["onlookers"]
    assert "Speler former_holder" not in {one["name"] for one in now}


@pytest.mark.parametrize("kind", ["reports", "occurrences"])
def test_access_is_for_readers_in_reach(cast: Cast, kind: str) -> None:
    make = make_report if kind == "reports" else make_occurrence
    record = make(unit=cast.company, at=cast.at)
    assert caller(cast, "outsider").get(f"/{kind}/{record.ref}/access").status_code == 404
    shown = caller(cast, "commander").get(f"/{kind}/{record.ref}/access").json()
    assert shown["looks"] == []


@pytest.mark.parametrize("kind", ["reports", "occurrences"])
def test_conflict_of_oneself_closes_the_record(cast: Cast, adviser: Caller, kind: str) -> None:
    make = make_report if kind == "reports" else make_occurrence
    record = make(unit=cast.company, at=cast.at)
    answer = adviser.post(f"/{kind}/{record.ref}/conflicts", {"ground": "Familie"})
    assert answer.json() == {"person": str(cast.safety_adviser.person), "until": None}
    assert adviser.get(f"/{kind}/{record.ref}").status_code == 404


@pytest.mark.parametrize("kind", ["reports", "occurrences"])
def test_case_is_given_to_who_holds_the_role(cast: Cast, kind: str) -> None:
    make = make_report if kind == "reports" else make_occurrence
    record = make(unit=cast.company, at=cast.at)
    looker = cast.add("looker", ("investigator", "SQUADRON", None))
    body = {"person": looker.person.ref, "role": "investigator", "ground": "Onderzoek"}
    commander = caller(cast, "commander")
    assert commander.post(f"/{kind}/{record.ref}/cases", body).status_code == 201
    assert caller(cast, "looker").get(f"/{kind}/{record.ref}").status_code == 200
    wrong = commander.post(f"/{kind}/{record.ref}/cases", body | {"person": "Niemand"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (400, "person")


def test_conflict_of_another_needs_the_right(cast: Cast, report: Report) -> None:
    body = {"person": "Speler safety_adviser", "ground": "Familie"}
    leader = caller(cast, "team_leader").post(f"/reports/{report.ref}/conflicts", body)
    assert leader.status_code == 403
    assert not Involvement.objects.for_system(reason="access").exists()


def test_release_opens_the_look_and_says_until_when(
    cast: Cast, report: Report, adviser: Caller
) -> None:
    body: dict[str, Any] = {"to": "Speler team_leader", "ground": "Nazorg"}
    path = f"/reports/{report.ref}/identity/releases"
    for wrong in ({"until": "2027-01-01"}, {"until": "2026-03-20", "to": "Niemand"}):
        refused = adviser.post(path, body | wrong)
        field = "to" if "to" in wrong else "until"
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, field)
    given = adviser.post(path, body | {"until": "2026-03-20"})
    assert given.json() == {"person": "Speler team_leader", "until": "2026-03-20"}
    look = caller(cast, "team_leader").post(f"/reports/{report.ref}/identity", {"ground": "Nazorg"})
    assert look.json() == {"reporter": str(cast.soldier.person)}
    assert caller(cast, "outsider").post(path, body | {"until": "2026-03-20"}).status_code == 404
