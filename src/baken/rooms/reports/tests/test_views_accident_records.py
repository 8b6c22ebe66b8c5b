"""The pages and endpoints of accident records, as the commander, the person and others see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.rooms.reports.models import AccidentRecord, Injury, Occurrence
from baken.rooms.reports.queries.asked_about import asked_about
from baken.rooms.reports.tests.acts import occurrence_of, send, triage
from baken.rooms.reports.tests.factories import make_accident_record, make_occurrence
from baken.rooms.reports.tests.test_accident_records import FACTS

Clients = Callable[[str], Client]
API = "/api/v1/accident-records"


@pytest.fixture
def accident(cast: Cast) -> Occurrence:
    record = make_occurrence(unit=cast.company, at=cast.at, kind="accident")
    Injury.objects.create(record=record, person_kind="employee", outcome="lost_time")
    return record


@pytest.fixture
def record(cast: Cast, accident: Occurrence) -> AccidentRecord:
    person = cast.soldier.person
    return make_accident_record(
        unit=cast.company, at=cast.at, person=person, occurrence=accident, course="Gekanteld."
    )


def texts(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def records() -> list[AccidentRecord]:
    return list(AccidentRecord.objects.for_system(reason="trail").order_by("number"))


def test_occurrence_page_links_to_the_records_without_names(
    cast: Cast, record: AccidentRecord, accident: Occurrence, client_of: Clients
) -> None:
    shown = texts(client_of("commander"), f"/voorvallen/{accident.ref}")
    assert f"/processen-verbaal/{record.ref}" in shown
    assert "Speler soldier" not in shown
    assert record.ref not in texts(client_of("safety_adviser"), f"/voorvallen/{accident.ref}")


def test_commander_opens_records_from_the_occurrence(
    cast: Cast, accident: Occurrence, client_of: Clients
) -> None:
    client, path = client_of("commander"), f"/voorvallen/{accident.ref}/processen-verbaal"
    assert "one a line" in texts(client, path)
    wrong = client.post(path, {"persons": "Niemand Zo"})
    assert (wrong.status_code, "Niemand Zo: Nobody is known" in wrong.content.decode()) == (
        400,
        True,
    )
    both = f"{cast.soldier.person.ref}\n\nSpeler team_leader\n"
    assert client.post(path, {"persons": both}).status_code == 302
    assert [one.person for one in records()] == [
        cast.soldier.person.id,
        cast.team_leader.person.id,
    ]
    many = client.post(path, {"persons": "x\n" * 51})
    assert "at most 50" in many.content.decode()


def test_record_page_shows_facts_and_additions_to_the_person(
    cast: Cast, record: AccidentRecord, client_of: Clients
) -> None:
    shown = texts(client_of("soldier"), f"/processen-verbaal/{record.ref}")
    for text in ("Speler soldier", "Gekanteld.", "not yet written"):
        assert text in shown
    for who, status in (("team_leader", 404), ("outsider", 404), ("functional_admin", 404)):
        assert client_of(who).get(f"/processen-verbaal/{record.ref}").status_code == status


def test_record_goes_its_way_by_pages(
    cast: Cast, record: AccidentRecord, client_of: Clients
) -> None:
    commander, soldier = client_of("commander"), client_of("soldier")
    path = f"/processen-verbaal/{record.ref}/stap"
    assert "Gekanteld." in texts(commander, f"{path}/draw_up")
    assert commander.post(f"{path}/draw_up", {"course": ""}).status_code == 400
    facts = {**FACTS, "happened_at": "2026-03-10T08:00", "on_duty": "on"}
    assert commander.post(f"{path}/draw_up", facts).status_code == 302
    assert commander.post(f"{path}/show", {}).status_code == 302
    assert soldier.get(f"{path}/make_final").status_code == 403
    assert soldier.post(f"{path}/remark", {"remark": "Mijn knie."}).status_code == 302
    assert commander.post(f"{path}/make_final", {}).status_code == 302
    assert commander.post(f"{path}/supplement", {"supplement": "Geopereerd."}).status_code == 302
    shown = texts(soldier, f"/processen-verbaal/{record.ref}")
    assert shown.index("Mijn knie.") < shown.index("Geopereerd.")
    assert commander.get(f"{path}/fly").status_code == 404


def test_list_shows_ones_own_and_those_one_draws_up(
    cast: Cast, record: AccidentRecord, client_of: Clients
) -> None:
    for who, seen in (("commander", True), ("soldier", True), ("team_leader", False)):
        assert (record.ref in texts(client_of(who), "/processen-verbaal")) == seen
    assert client_of("commander").get("/processen-verbaal?cursor=x").status_code == 302


def test_who_sees_it_gives_the_commander_the_way_to_give_it(
    cast: Cast, record: AccidentRecord, client_of: Clients
) -> None:
    shown = texts(client_of("commander"), f"/processen-verbaal/{record.ref}/inzage")
    assert "Give somebody this case" in shown
    assert "Give somebody this case" not in texts(
        client_of("soldier"), f"/processen-verbaal/{record.ref}/inzage"
    )


# ---- asking ----


def test_soldier_asks_for_a_record_from_their_own_report(cast: Cast, client_of: Clients) -> None:
    report = triage(cast, send(cast.soldier, at=cast.at, place="Hal 2").report)
    client, path = client_of("soldier"), f"/processen-verbaal/aanvragen?report={report.ref}"
    assert path in texts(client, f"/meldingen/{report.ref}")
    shown = texts(client, path)
    assert ("Hal 2" in shown, occurrence_of(report).ref in shown) == (True, True)
    told = {"happened_at": "2026-03-10T08:00", "place": "Hal 2", "course": "Gevallen."}
    assert client.post(path, told).status_code == 302
    assert [(one.occurrence, one.requested) for one in records()] == [(occurrence_of(report), True)]


def test_request_about_a_confidential_report_is_not_tied_to_it(
    cast: Cast, client_of: Clients
) -> None:
    report = triage(cast, send(cast.soldier, at=cast.at, identity="confidential").report)
    shown = texts(client_of("soldier"), f"/processen-verbaal/aanvragen?report={report.ref}")
    assert "this request is not tied to your report" in shown
    assert asked_about(cast.soldier.actor, report.ref, "").occurrence is None


def test_request_about_what_one_does_not_read_is_about_nothing(
    cast: Cast, accident: Occurrence
) -> None:
    report = send(cast.team_leader, at=cast.at).report
    assert asked_about(cast.soldier.actor, report.ref, "").occurrence is None
    assert asked_about(cast.outsider.actor, "", accident.ref).occurrence is None
    assert asked_about(cast.soldier.actor, "", accident.ref).occurrence == accident
    assert asked_about(cast.commander.actor, report.ref, "V-x").occurrence is None


@pytest.mark.parametrize("who", ["soldier", "team_leader"])
def test_occurrence_page_of_an_accident_offers_to_ask(
    cast: Cast, accident: Occurrence, client_of: Clients, who: str
) -> None:
    shown = texts(client_of(who), f"/voorvallen/{accident.ref}")
    assert f"/processen-verbaal/aanvragen?occurrence={accident.ref}" in shown


def test_request_without_words_says_what_is_missing(cast: Cast, client_of: Clients) -> None:
    answer = client_of("soldier").post("/processen-verbaal/aanvragen", {"place": "x"})
    assert answer.status_code == 400
    assert client_of("commander").get("/processen-verbaal/aanvragen").status_code == 403


# ---- the API ----


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(path, body, content_type="application/json")


def test_api_opens_reads_and_steps(cast: Cast, accident: Occurrence, client_of: Clients) -> None:
    commander, soldier = client_of("commander"), client_of("soldier")
    path = f"/api/v1/occurrences/{accident.ref}/accident-records"
    made = post(commander, path, {"persons": [cast.soldier.person.ref]})
    [item] = made.json()["items"]
    assert (made.status_code, item["person"], item["state"]) == (201, "Speler soldier", "opened")
    assert commander.get(path).json()["items"] == [item]

    ref = item["ref"]
    assert soldier.get(f"{API}/{ref}").json()["occurrence"] == accident.ref
    steps = commander.get(f"{API}/{ref}/available-steps").json()["items"]
    assert {one["name"]: one["allowed"] for one in steps} == {"draw_up": True, "withdraw": True}
    drawn = post(commander, f"{API}/{ref}/steps", {"step": "draw_up", "fields": FACTS})
    assert (drawn.status_code, drawn.json()["injury"]) == (200, FACTS["injury"])
    post(commander, f"{API}/{ref}/steps", {"step": "show"})
    said = post(soldier, f"{API}/{ref}/steps", {"step": "remark", "fields": {"remark": "Knie."}})
    assert [(one["kind"], one["text"]) for one in said.json()["additions"]] == [("remark", "Knie.")]
    assert post(soldier, f"{API}/{ref}/steps", {"step": "make_final"}).status_code == 403
    assert client_of("team_leader").get(f"{API}/{ref}").status_code == 404


@pytest.mark.parametrize(
    ("who", "body", "status"),
    [
        ("commander", {"persons": ["Niemand Zo"]}, 400),
        ("commander", {"persons": []}, 400),
        ("safety_adviser", {"persons": ["Niemand Zo"]}, 403),
        ("outsider", {"persons": ["Niemand Zo"]}, 404),
    ],
)
def test_api_refuses_to_open_for_nobody_and_by_others(
    cast: Cast, accident: Occurrence, client_of: Clients, who: str, body: Any, status: int
) -> None:
    path = f"/api/v1/occurrences/{accident.ref}/accident-records"
    assert post(client_of(who), path, body).status_code == status


def test_api_takes_a_request_and_lists_by_state(
    cast: Cast, record: AccidentRecord, client_of: Clients
) -> None:
    body = {"happened_at": "2026-03-09T08:00:00Z", "place": "Hal 2", "course": "Gevallen."}
    made = post(client_of("team_leader"), API, body)
    assert (made.status_code, made.json()["requested"]) == (201, True)
    assert made.headers["Location"] == f"{API}/{made.json()['ref']}"
    client = client_of("commander")
    found = client.get(f"{API}?state=opened").json()
    assert [one["ref"] for one in found["items"]] == [made.json()["ref"], record.ref]
    assert client.get(f"{API}?state=final").json()["items"] == []
    assert client.get(f"{API}?state=flown").status_code == 400
    assert client.get(f"{API}?limit=1").json()["next"]
