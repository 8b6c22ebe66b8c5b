"""Who sees a record and why over HTTP, and keeping away, giving a case and releasing a name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core.api.tests.calling import Caller, caller
from baken.rooms.org.models import Involvement
from baken.rooms.reports.models import Report
from baken.rooms.reports.tests.acts import send
from baken.rooms.reports.tests.factories import make_occurrence, make_report


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Answers are read here in English."""
    with translation.override("en"):
        yield


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


def test_access_on_a_day_names_who_could_see_it_then(cast: Cast, adviser: Caller) -> None:
    report = send(cast.soldier, at=cast.at - timedelta(days=2), unit_code="COMPANY").report
    then = adviser.get(f"/reports/{report.ref}/access?on=2026-03-09").json()["onlookers"]
    assert "Speler former_holder" in {one["name"] for one in then}
    now = adviser.get(f"/reports/{report.ref}/access").json()["onlookers"]
    assert "Speler former_holder" not in {one["name"] for one in now}


def test_access_before_the_record_existed_names_nobody_and_says_since_when(
    report: Report, adviser: Caller
) -> None:
    before = adviser.get(f"/reports/{report.ref}/access?on=2026-03-09").json()
    assert (before["onlookers"], before["since"]) == ([], "2026-03-10")
    assert adviser.get(f"/reports/{report.ref}/access?on=2026-03-10").json()["onlookers"] != []


@pytest.mark.parametrize("who", ["central", "prevention"])
def test_access_for_a_reader_of_summaries_is_403_with_who_can(cast: Cast, who: str) -> None:
    cast.add("central", ("vms_office", "MINISTRY", None))
    cast.add("prevention", ("prevention_officer", "BATTALION", None))
    record = make_occurrence(unit=cast.company, at=cast.at, owner_unit=cast.squadron)
    reader = caller(cast, who)
    assert reader.get(f"/occurrences/{record.ref}").status_code == 200
    for answer in (
        reader.get(f"/occurrences/{record.ref}/access"),
        reader.post(f"/occurrences/{record.ref}/conflicts", {"ground": "Familie"}),
    ):
        assert (answer.status_code, answer.json()["permit"]) == (403, "reports.occurrence.read")
        assert "Safety adviser BATTALION" in answer.json()["detail"]
        assert "SQUADRON" not in answer.json()["detail"]
    stranger = caller(cast, "integrity_adviser").get(f"/occurrences/{record.ref}/access")
    assert stranger.status_code == 404


@pytest.mark.parametrize("kind", ["reports", "occurrences"])
def test_case_ends_and_conflict_is_lifted(cast: Cast, adviser: Caller, kind: str) -> None:
    make = make_report if kind == "reports" else make_occurrence
    place = f"/{kind}/{make(unit=cast.company, at=cast.at).ref}"
    looker = cast.add("looker", ("investigator", "SQUADRON", None)).person
    body = {"person": looker.ref, "role": "investigator", "ground": "Onderzoek"}
    adviser.post(f"{place}/cases", body)
    adviser.post(f"{place}/conflicts", {"person": "Speler team_leader", "ground": "Familie"})
    told = adviser.get(f"{place}/access").json()
    assert [(one["person"], one["by"]) for one in told["cases"]] == [
        (looker.ref, "Speler safety_adviser")
    ]
    assert [(one["name"], one["ground"]) for one in told["kept_away"]] == [
        ("Speler team_leader", "Familie")
    ]
    commander, end = caller(cast, "commander"), body | {"ground": "Klaar"}
    wrong = commander.post(f"{place}/cases/end", end | {"last_day": "2026-03-01"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (400, "last_day")
    ended = commander.post(f"{place}/cases/end", end)
    assert ended.json() == {"person": "Speler looker", "until": "2026-03-10"}
    lift = {"person": "Speler team_leader", "ground": "Toch niet"}
    assert adviser.post(f"{place}/conflicts/lift", lift).status_code == 400
    assert commander.post(f"{place}/conflicts/lift", lift).status_code == 200
    told = adviser.get(f"{place}/access").json()
    assert (told["cases"], told["kept_away"]) == ([], [])
    leader = caller(cast, "team_leader")
    assert leader.get(f"{place}/access").json()["kept_away"] is None
    assert leader.post(f"{place}/cases/end", end).status_code == 403


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
