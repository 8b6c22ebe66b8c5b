"""Reports over HTTP: making, finding, stepping, talking, files and identity."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from baken.core.api.tests.calling import Caller, caller, refs
from baken.rooms.org.tests.factories import make_account
from baken.rooms.reports.actions.release_identity import release_identity
from baken.rooms.reports.models import (
    Identity,
    IdentityRead,
    IdentityRelease,
    Report,
    ReportStep,
)
from baken.rooms.reports.tests.factories import CLASSIFICATION, make_report


@pytest.fixture
def soldier(cast: Any) -> Caller:
    """A program of the soldier."""
    return caller(cast, "soldier")


@pytest.fixture
def adviser(cast: Any) -> Caller:
    """A program of the safety adviser."""
    return caller(cast, "safety_adviser")


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return out.getvalue()


def _step(who: Caller, ref: str, step: str, **fields: Any) -> Any:
    return who.post(f"/reports/{ref}/steps", {"step": step, "fields": fields})


def test_make_report_with_story_only_answers_201_with_its_place(soldier: Caller) -> None:
    answer = soldier.post("/reports", {"story": "Er hing een kabel los."})

    assert answer.status_code == 201
    made = answer.json()
    assert answer["Location"] == f"/api/v1/reports/{made['ref']}"
    assert (made["state"], made["unit"], made["channel"]) == ("received", "COMPANY", "api")
    assert soldier.get(f"/reports/{made['ref']}").json()["story"] == "Er hing een kabel los."


def test_make_report_twice_with_one_key_is_one_report_and_one_answer(
    soldier: Caller, adviser: Caller
) -> None:
    body = {"story": "Glad.", "place": "hal", "happened_at": "2026-03-10T09:30:00.5+01:00"}
    first = soldier.post("/reports", body, **{"Idempotency-Key": "een"})
    _step(adviser, first.json()["ref"], "acknowledge")

    second = soldier.post("/reports", body, **{"Idempotency-Key": "een"})

    assert (second.status_code, second.content) == (201, first.content)
    assert second["Location"] == first["Location"]
    assert Report.objects.for_system(reason="trail").count() == 1


def test_make_report_with_a_used_key_and_another_body_answers_409(soldier: Caller) -> None:
    soldier.post("/reports", {"story": "Glad."}, **{"Idempotency-Key": "een"})

    answer = soldier.post("/reports", {"story": "Droog."}, **{"Idempotency-Key": "een"})

    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:baken:problem:key-reused"


def test_make_report_with_own_id_keeps_the_id_and_repeats(soldier: Caller) -> None:
    body = {"id": str(uuid.uuid4()), "story": "Glad."}

    first, second = soldier.post("/reports", body), soldier.post("/reports", body)
    other = soldier.post("/reports", {**body, "story": "Droog."})

    assert first.json()["id"] == body["id"]
    assert second.content == first.content
    assert other.status_code == 409


def test_make_report_with_the_id_of_somebody_else_answers_409(
    soldier: Caller, adviser: Caller, cast: Any
) -> None:
    body = {"id": str(uuid.uuid4()), "story": "Glad."}
    caller(cast, "team_leader").post("/reports", body)

    assert soldier.post("/reports", body).status_code == 409


def test_make_report_without_the_permit_answers_403(adviser: Caller) -> None:
    assert adviser.post("/reports", {"story": "Glad."}).status_code == 403


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "story"),
        ({"story": "  "}, "story"),
        ({"story": 7}, "story"),
        ({"story": "x" * 50_001}, "story"),
        ({"story": "x", "unit": "NOWHERE"}, "unit"),
        ({"story": "x", "happened_at": "2026-03-10T10:00:00"}, "happened_at"),
        ({"story": "x", "happened_at": "2031-01-01T00:00:00Z"}, "happened_at"),
        ({"story": "x", "happened_at": "0001-01-01T00:00:00+14:00"}, "happened_at"),
        ({"story": "x", "identity": "secret"}, "identity"),
        ({"story": "x", "channel": "import"}, "channel"),
        ({"story": "x", "reporter_key": "mine"}, "reporter_key"),
        ({"story": "x", "id": "nonsense"}, "id"),
        (
            {
                "story": "x",
                "id": "01890a5d-ac96-774b-bcce-b302099a8057",
                "identity": "anonymous",
            },
            "id",
        ),
    ],
)
def test_make_report_with_something_wrong_names_the_field(
    soldier: Caller, body: dict[str, Any], field: str
) -> None:
    answer = soldier.post("/reports", body)

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_make_report_anonymously_keeps_nothing_of_the_sender(soldier: Caller) -> None:
    body = {"story": "Durf niet met naam.", "identity": "anonymous", "unit": "COMPANY"}

    answer = soldier.post("/reports", body)

    assert answer.status_code == 201
    assert answer["Location"] == "/api/v1/intake/status"
    made = answer.json()
    assert len(made["receipt_code"]) == 19
    assert soldier.get(f"/reports/{made['ref']}").status_code == 404
    assert refs(soldier.get("/reports")) == []


def test_report_travels_from_making_to_answer_and_back(soldier: Caller, adviser: Caller) -> None:
    ref = soldier.post("/reports", {"story": "Er hing een kabel los."}).json()["ref"]

    acknowledged = _step(adviser, ref, "acknowledge").json()
    triaged = _step(adviser, ref, "triage", **CLASSIFICATION).json()
    answered = _step(adviser, ref, "answer", answer="De kabel hangt weer vast.").json()
    closed = _step(adviser, ref, "close").json()
    reopened = _step(soldier, ref, "not_solved", reason="Hij hangt weer los.").json()

    states = [one["state"] for one in (acknowledged, triaged, answered, closed, reopened)]
    assert states == ["acknowledged", "in_handling", "answered", "closed", "in_handling"]
    phases = [one["phase"] for one in (acknowledged, triaged)]
    assert phases == ["report", "weigh"]
    history = soldier.get(f"/reports/{ref}/steps").json()["items"]
    assert [one["step"] for one in history] == [
        None,
        "acknowledge",
        "triage",
        "answer",
        "close",
        "not_solved",
    ]
    assert history[-1]["by"] == ""
    said = soldier.get(f"/reports/{ref}/messages").json()["items"]
    assert {(one["side"], one["kind"]) for one in said} == {
        ("handler", "answer"),
        ("reporter", "reopen"),
    }


def test_step_from_the_wrong_state_answers_409_with_the_reason(adviser: Caller, cast: Any) -> None:
    report = make_report(unit=cast.company)

    answer = _step(adviser, report.ref, "close")

    assert answer.status_code == 409
    assert [one["code"] for one in answer.json()["refusals"]] == ["wrong_state"]


def test_step_that_does_not_exist_answers_409(adviser: Caller, cast: Any) -> None:
    report = make_report(unit=cast.company)

    answer = _step(adviser, report.ref, "explode")

    assert [one["code"] for one in answer.json()["refusals"]] == ["unknown_step"]


def test_step_of_somebody_else_answers_403(cast: Any) -> None:
    report = make_report(unit=cast.company)

    answer = _step(caller(cast, "team_leader"), report.ref, "acknowledge")

    assert answer.status_code == 403
    assert answer.json()["permit"] == "reports.report.triage"


def test_step_with_missing_fields_names_each(adviser: Caller, cast: Any) -> None:
    report = make_report(unit=cast.company)

    answer = _step(adviser, report.ref, "out_of_scope", colour="red")

    assert answer.status_code == 400
    assert {error["field"] for error in answer.json()["errors"]} == {"answer", "colour"}


def test_available_steps_say_what_is_allowed_and_why_not(cast: Any, adviser: Caller) -> None:
    report = make_report(unit=cast.company)

    mine = adviser.get(f"/reports/{report.ref}/available-steps").json()["items"]
    theirs = caller(cast, "team_leader").get(f"/reports/{report.ref}/available-steps")

    by_name = {one["name"]: one for one in mine}
    assert by_name["triage"]["allowed"] is True
    kind = next(one for one in by_name["triage"]["fields"] if one["name"] == "kind")
    assert {"code": "near_miss", "label": "Near miss"} in kind["choices"]
    refused = [one for one in theirs.json()["items"] if not one["allowed"]]
    assert {one["refusals"][0]["code"] for one in refused} == {"not_yours"}


def test_reports_page_follows_next_without_gaps_or_doubles(adviser: Caller, cast: Any) -> None:
    made = [make_report(unit=cast.company, at=cast.at + timedelta(seconds=n)).ref for n in range(5)]

    first = adviser.get("/reports", limit=2)
    make_report(unit=cast.company, at=cast.at + timedelta(seconds=9))
    second = adviser.get("/reports", limit=2, cursor=first.json()["next"])
    third = adviser.get("/reports", limit=2, cursor=second.json()["next"])

    assert [*refs(first), *refs(second), *refs(third)] == made[::-1]
    assert third.json()["next"] is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"unit": "COMPANY"}, {"new"}),
        ({"unit": "BATTALION"}, {"new", "old"}),
        ({"state": "closed"}, {"old"}),
        ({"still_dangerous": "true"}, {"new"}),
        ({"q": "rolbrug"}, {"old"}),
        ({"from": "2026-03-10"}, {"new"}),
        ({"to": "2026-03-09"}, {"old"}),
        ({"from": "2026-03-08", "to": "2026-03-10"}, {"new", "old"}),
    ],
)
def test_reports_filters_narrow_the_list(
    adviser: Caller, cast: Any, query: dict[str, str], found: set[str]
) -> None:
    new = make_report(unit=cast.company, still_dangerous=True)
    before = cast.at - timedelta(days=1)
    old = make_report(unit=cast.battalion, state="closed", at=before, story="De rolbrug klemt.")
    names = {new.ref: "new", old.ref: "old"}

    assert {names[ref] for ref in refs(adviser.get("/reports", **query))} == found


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "201"},
        {"limit": "0"},
        {"limit": "9" * 400},
        {"cursor": "nonsense"},
        {"unit": "NOWHERE"},
        {"unit": "CO\x00MPANY"},
        {"state": "asleep"},
        {"from": "yesterday"},
        {"from": "0001-01-01"},
        {"to": "9999-12-31"},
        {"still_dangerous": "perhaps"},
        {"kind": "incident"},
        {"unti": "COMPANY"},
    ],
)
def test_reports_with_a_wrong_filter_answers_400(adviser: Caller, query: dict[str, str]) -> None:
    answer = adviser.get("/reports", **query)

    assert answer.status_code == 400
    assert answer.json()["errors"]


def test_report_outside_the_scope_answers_404_everywhere(cast: Any, adviser: Caller) -> None:
    report = make_report(unit=cast.company)
    outsider = caller(cast, "outsider")
    places = ("", "/steps", "/available-steps", "/messages", "/files", "/thread")

    inside = [adviser.get(f"/reports/{report.ref}{place}").status_code for place in places]
    outside = [outsider.get(f"/reports/{report.ref}{place}").status_code for place in places]

    assert (set(inside), set(outside)) == ({200}, {404})
    assert refs(outsider.get("/reports")) == []


def test_report_by_uuid_and_in_lower_case_is_the_same(adviser: Caller, cast: Any) -> None:
    report = make_report(unit=cast.company)

    found = {
        adviser.get(f"/reports/{ref}").json()["ref"] for ref in (report.id, report.ref.lower())
    }

    assert found == {report.ref}


def test_report_never_shows_who_reported(cast: Any, adviser: Caller) -> None:
    ref = caller(cast, "soldier").post("/reports", {"story": "Glad."}).json()["ref"]

    shown = adviser.get(f"/reports/{ref}")

    assert "reporter" not in shown.json()
    assert cast.soldier.person.name.encode() not in shown.content


def test_identity_with_a_ground_tells_the_name_and_writes_it_down(
    cast: Any, adviser: Caller
) -> None:
    ref = caller(cast, "soldier").post("/reports", {"story": "Glad."}).json()["ref"]

    answer = adviser.post(f"/reports/{ref}/identity", {"ground": "Ik wil terugbellen."})

    assert answer.json() == {"reporter": str(cast.soldier.person)}
    report = Report.objects.for_system(reason="trail").get(ref=ref)
    assert [one.ground for one in IdentityRead.objects.of(report)] == ["Ik wil terugbellen."]
    codes = [step.code for step in ReportStep.objects.of(report)]
    assert codes[-1] == "reports.report.identity_read"


def test_identity_of_a_confidential_reporter_is_closed_to_the_commander(
    cast: Any, adviser: Caller
) -> None:
    report = make_report(unit=cast.company, identity="confidential")
    Identity.objects.create(record=report, contact="toestel 12", confidentiality=1)
    body = {"ground": "Ik wil het weten."}

    commander = caller(cast, "commander").post(f"/reports/{report.ref}/identity", body)
    told = adviser.post(f"/reports/{report.ref}/identity", body)

    assert (commander.status_code, told.status_code) == (403, 200)


def test_identity_is_open_to_whom_it_was_released_until_the_last_day(cast: Any) -> None:
    report = make_report(unit=cast.company)
    Identity.objects.create(record=report, contact="toestel 12", confidentiality=1)
    path, body = f"/reports/{report.ref}/identity", {"ground": "Ik wil terugbellen."}
    asked = [caller(cast, "commander").post(path, body)]
    release_identity(
        actor=cast.safety_adviser.actor,
        report=report,
        to=cast.commander.person.id,
        until=cast.at.date(),
        ground="De commandant belt zelf.",
        at=cast.at,
    )
    asked.append(caller(cast, "commander").post(path, body))
    IdentityRelease.objects.of(report).update(until=cast.at.date() - timedelta(days=1))
    asked.append(caller(cast, "commander").post(path, body))
    assert [answer.status_code for answer in asked] == [403, 200, 403]


def test_identity_without_a_ground_answers_400(cast: Any, adviser: Caller) -> None:
    report = make_report(unit=cast.company)

    assert adviser.post(f"/reports/{report.ref}/identity", {"ground": ""}).status_code == 400


def test_identity_without_the_permit_answers_403(cast: Any) -> None:
    report = make_report(unit=cast.company)
    leader = caller(cast, "team_leader")

    answer = leader.post(f"/reports/{report.ref}/identity", {"ground": "Nieuwsgierig."})

    assert answer.status_code == 403


def test_message_goes_into_the_conversation(cast: Any, adviser: Caller, soldier: Caller) -> None:
    ref = soldier.post("/reports", {"story": "Glad."}).json()["ref"]

    sent = adviser.post(f"/reports/{ref}/messages", {"text": "Waar precies?"})
    soldier.post(f"/reports/{ref}/messages", {"text": "Bij de deur."})

    assert sent.status_code == 201
    said = soldier.get(f"/reports/{ref}/messages").json()["items"]
    assert {(one["side"], one["by"], one["text"]) for one in said} == {
        ("handler", str(cast.safety_adviser.person), "Waar precies?"),
        ("reporter", "", "Bij de deur."),
    }


def test_message_by_somebody_who_only_reads_answers_403(cast: Any) -> None:
    report = make_report(unit=cast.company)
    leader = caller(cast, "team_leader")

    assert leader.post(f"/reports/{report.ref}/messages", {"text": "Hoi"}).status_code == 403


def test_file_is_added_listed_and_given_back_inline(cast: Any, adviser: Caller) -> None:
    report = make_report(unit=cast.company)

    added = adviser.upload(f"/reports/{report.ref}/files", "foto.png", _picture())
    again = adviser.upload(f"/reports/{report.ref}/files", "nogmaals.png", _picture())

    assert (added.status_code, again.json()["id"]) == (201, added.json()["id"])
    assert added["Location"] == added.json()["url"]
    listed = adviser.get(f"/reports/{report.ref}/files").json()["items"]
    assert [one["name"] for one in listed] == ["foto.png"]
    given = adviser.get(f"/files/{added.json()['id']}")
    assert (given.status_code, given["Content-Type"]) == (200, "image/png")
    assert given["Content-Disposition"].startswith("inline")
    assert given["X-Content-Type-Options"] == "nosniff"
    assert caller(cast, "outsider").get(f"/files/{added.json()['id']}").status_code == 404


def test_pdf_is_given_back_as_attachment(cast: Any, adviser: Caller) -> None:
    report = make_report(unit=cast.company)
    added = adviser.upload(f"/reports/{report.ref}/files", "brief.pdf", b"%PDF-1.4\n%%EOF\n")

    given = adviser.get(f"/files/{added.json()['id']}")

    assert given["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("data", [b"", b"MZ\x90\x00 program", b"\x89PNG\r\n\x1a\n broken"])
def test_file_that_cannot_be_kept_answers_400(cast: Any, adviser: Caller, data: bytes) -> None:
    report = make_report(unit=cast.company)

    answer = adviser.upload(f"/reports/{report.ref}/files", "foto.png", data)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "file"


def test_file_by_somebody_who_only_reads_answers_403(cast: Any) -> None:
    report = make_report(unit=cast.company)
    leader = caller(cast, "team_leader")

    answer = leader.upload(f"/reports/{report.ref}/files", "foto.png", _picture())

    assert answer.status_code == 403


def test_thread_shows_occurrence_and_steps(cast: Any, adviser: Caller) -> None:
    report = make_report(unit=cast.company)
    _step(adviser, report.ref, "triage", **CLASSIFICATION)

    nodes = adviser.get(f"/reports/{report.ref}/thread").json()["items"]

    assert [node["kind"] for node in nodes] == ["occurrence", "step", "step"]
    assert nodes[0]["title"] == CLASSIFICATION["title"]


def test_thread_of_a_reporter_names_the_occurrence_by_its_summary(
    cast: Any, adviser: Caller, soldier: Caller
) -> None:
    ref = soldier.post("/reports", {"story": "Glad."}).json()["ref"]
    _step(adviser, ref, "triage", **CLASSIFICATION)

    nodes = soldier.get(f"/reports/{ref}/thread").json()["items"]

    assert nodes[0]["title"] == CLASSIFICATION["summary"]


@pytest.mark.parametrize("query", [{}, {"unit": "BATTALION", "state": "received"}])
def test_reports_page_of_fifty_needs_at_most_six_queries(
    cast: Any, adviser: Caller, django_assert_max_num_queries: Any, query: dict[str, str]
) -> None:
    for n in range(55):
        make_report(unit=cast.company, owner_unit=cast.battalion if n % 2 else None)

    with django_assert_max_num_queries(6):
        answer = adviser.get("/reports", **query)

    assert len(answer.json()["items"]) == 50


def test_service_account_without_appointment_may_ask_only_about_itself(cast: Any) -> None:
    service = Caller(make_account("koppeling", is_service=True), cast.at)

    assert service.get("/me").json()["person"] is None
    assert service.get("/reports").status_code == 403
