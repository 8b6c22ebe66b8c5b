"""Duties to notify over HTTP: for handlers in full, for a council without names, for strangers not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baken.conftest import Cast
from baken.rooms.org.actions import keep_away
from baken.rooms.reports.models import ExternalNotification
from baken.rooms.reports.tests.acts import fresh, occurrence_of, send, triage
from baken.rooms.reports.tests.duties import CALL, make_notification
from baken.rooms.reports.tests.factories import make_occurrence

Clients = Callable[[str], Client]
ADMITTED = {"outcome": "lost_time", "hospital_admission": True}


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(f"/api/v1/{path}", body, content_type="application/json")


def get(client: Client, path: str) -> Any:
    return client.get(f"/api/v1/{path}")


@pytest.fixture
def accident(cast: Cast) -> Any:
    report = send(cast.soldier, at=cast.at).report
    return occurrence_of(triage(cast, report, domains=["work"], injuries=[ADMITTED]))


def only(occurrence: Any) -> ExternalNotification:
    return ExternalNotification.objects.for_system(reason="advance").get(occurrence=occurrence)


def test_occurrence_gives_its_notifications(client_of: Clients, accident: Any) -> None:
    client = client_of("safety_adviser")
    [item] = get(client, f"occurrences/{accident.ref}/notifications").json()
    assert item["duty"] == "nla_accident"
    assert (item["state"], item["urgency"], item["owner"]) == ("due", "overdue", "duty_officer")
    assert item["occurrence"] == accident.ref
    assert (
        get(client_of("outsider"), f"occurrences/{accident.ref}/notifications").status_code == 404
    )


def test_one_notification_tells_whom_to_call_what_to_say_and_why(
    client_of: Clients, accident: Any
) -> None:
    one = only(accident)
    told = get(client_of("safety_adviser"), f"notifications/{one.ref}").json()
    assert [one["code"] for one in told["authorities"]] == ["nla"]
    assert told["script"][0].startswith("Say who you are")
    assert "outcome.hospital_admission" in told["because"]
    given = {item["name"]: item for item in told["given"]}
    assert given["hospital"]["value"] == 1
    assert given["summary"]["value"] == accident.summary
    assert told["caller"] == ""


def test_council_reads_notification_and_report_without_names_and_injuries(
    cast: Cast, client_of: Clients, accident: Any
) -> None:
    cast.add("raad", ("council_member", "BATTALION", None))
    one = only(accident)
    adviser, council = client_of("safety_adviser"), client_of("raad")
    step = {"step": "notify", "fields": {**CALL, "called_at": cast.at.isoformat()}}
    assert post(adviser, f"notifications/{one.ref}/steps", step).status_code == 200
    report = {"sent_at": cast.at.isoformat(), "report": "Val van de trap, een opname."}
    sent = post(
        adviser, f"notifications/{one.ref}/steps", {"step": "send_report", "fields": report}
    )
    assert sent.status_code == 200

    told = get(council, f"notifications/{one.ref}").json()
    assert (told["state"], told["written_report"]) == ("notified", report["report"])
    assert not {"caller", "spoken_to", "reason", "proposed_by"} & set(told)
    assert told["because"] == ["domain.work", "context.deployment"]
    withheld = {item["name"] for item in told["given"] if item["withheld"]}
    assert {"injured", "hospital", "place"} <= withheld
    assert "Meldkamer" not in get(council, f"notifications/{one.ref}/thread").content.decode()
    assert get(council, f"notifications/{one.ref}/steps").status_code == 403
    assert get(council, f"notifications/{one.ref}/files").status_code == 403
    assert [row["ref"] for row in get(council, "notifications").json()["items"]] == [one.ref]


def test_reader_without_the_permit_for_injuries_does_not_see_them(
    cast: Cast, client_of: Clients, accident: Any
) -> None:
    cast.add("arbo", ("arbo_coordinator", "BATTALION", None))
    told = get(client_of("arbo"), f"notifications/{only(accident).ref}").json()
    assert "caller" in told
    assert told["because"] == ["domain.work", "context.deployment"]
    shown = {item["name"]: item for item in told["given"]}
    assert shown["injured"]["withheld"]
    assert shown["injured"]["value"] is None
    assert not shown["summary"]["withheld"]


def test_who_is_too_close_to_the_occurrence_does_not_find_its_duties(
    cast: Cast, client_of: Clients, accident: Any
) -> None:
    cast.add("hoger", ("commander", "ARMY", None))
    one, commander = only(accident), cast.commander
    given = {"person": commander.person, "record": accident, "ground": "Familie"}
    keep_away(actor=cast.safety_adviser.actor, at=cast.at, **given)
    client = client_of("commander")
    assert get(client, f"notifications/{one.ref}").status_code == 404
    assert get(client, "notifications").json()["items"] == []


def test_available_steps_say_who_may_and_why_not(
    cast: Cast, client_of: Clients, accident: Any
) -> None:
    ref = only(accident).ref
    steps = get(client_of("commander"), f"notifications/{ref}/available-steps").json()["items"]
    allowed = {one["name"]: one["allowed"] for one in steps}
    assert allowed == {"notify": True, "propose_not_required": False}
    fields = {field["name"]: field for field in steps[0]["fields"]}
    assert fields["channel"]["choices"][0]["code"] == "phone"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"step": "notify", "fields": {}}, 400),
        ({"step": "notify", "fields": {**CALL, "called_at": "gisteren"}}, 400),
        ({"step": "notify", "fields": {**CALL, "channel": "duif", "called_at": "x"}}, 400),
        ({"step": "confirm", "fields": {}}, 409),
        ({"step": "fly", "fields": {}}, 409),
        ({"step": "reopen_by_facts", "fields": {}}, 409),
        ({"step": "agree_not_required", "fields": {}}, 409),
    ],
)
def test_wrong_step_is_answered_with_a_problem(
    client_of: Clients, accident: Any, body: dict[str, Any], status: int
) -> None:
    answer = post(client_of("safety_adviser"), f"notifications/{only(accident).ref}/steps", body)
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_privacy_officer_does_the_duties_of_privacy_and_no_others(
    cast: Cast, client_of: Clients, accident: Any
) -> None:
    cast.add("fg", ("privacy_officer", "MINISTRY", None))
    client, nla = client_of("fg"), only(accident)
    breach = make_notification(unit=cast.company, duty="avg_breach", owner="privacy_officer")
    step = {"step": "notify", "fields": {**CALL, "called_at": cast.at.isoformat()}}
    assert post(client, f"notifications/{breach.ref}/steps", step).status_code == 200
    shown, other = (get(client, f"notifications/{one.ref}").json() for one in (breach, nla))
    assert [one["withheld"] for one in shown["given"] if one["name"] == "summary"] == [False]
    assert [one["withheld"] for one in other["given"] if one["name"] == "summary"] == [True]
    refused = post(client, f"notifications/{nla.ref}/steps", step)
    assert refused.status_code == 409
    assert fresh(nla).state == "due"


def test_duty_is_opened_by_hand(cast: Cast, client_of: Clients) -> None:
    occurrence = make_occurrence(unit=cast.company)
    path, body = f"occurrences/{occurrence.ref}/notifications", {"duty": "ivd_cat4", "reason": "x"}
    made = post(client_of("commander"), path, body)
    assert made.status_code == 201
    assert made.headers["Location"] == f"/api/v1/notifications/{made.json()['ref']}"
    assert made.json()["by_hand"]
    assert post(client_of("commander"), path, body).status_code == 400
    assert post(client_of("team_leader"), path, body).status_code == 403
    assert post(client_of("outsider"), path, body).status_code == 404


def test_list_is_filtered_and_pages(cast: Cast, client_of: Clients) -> None:
    made = [make_notification(unit=cast.company) for _ in range(3)]
    done = make_notification(unit=cast.company, state="confirmed", duty="ovv")
    client = client_of("safety_adviser")

    def refs(query: str) -> list[str]:
        return [item["ref"] for item in get(client, f"notifications?{query}").json()["items"]]

    assert refs("state=open") == refs("state=overdue") == [one.ref for one in made[::-1]]
    assert refs("state=confirmed") == refs("duty=ovv") == [done.ref]
    assert refs("unit=SQUADRON") == []
    first = get(client, "notifications?limit=2").json()
    assert first["next"]
    assert len(refs(f"limit=2&cursor={first['next']}")) == 2
    for wrong in ("state=x", "duty=x", "unit=x", "sate=open", "cursor=x"):
        assert get(client, f"notifications?{wrong}").status_code == 400


def test_proof_is_kept_with_the_occurrence(client_of: Clients, accident: Any) -> None:
    one, client = only(accident), client_of("safety_adviser")
    file = SimpleUploadedFile("brief.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    added = client.post(f"/api/v1/notifications/{one.ref}/files", {"file": file})
    assert added.status_code == 201
    for place in (f"occurrences/{accident.ref}", f"notifications/{one.ref}"):
        assert [item["name"] for item in get(client, f"{place}/files").json()["items"]] == [
            "brief.pdf"
        ]


def test_history_tells_every_step(cast: Cast, client_of: Clients, accident: Any) -> None:
    one, client = only(accident), client_of("safety_adviser")
    step = {"step": "notify", "fields": {**CALL, "called_at": cast.at.isoformat()}}
    post(client, f"notifications/{one.ref}/steps", step)
    opened, notified = get(client, f"notifications/{one.ref}/steps").json()["items"]
    assert (opened["code"], notified["step"]) == ("reports.notification.opened", "notify")
    assert notified["texts"]["spoken_to"] == "Meldkamer"


def test_answers_about_duties_go_in_and_come_out(cast: Cast, client_of: Clients) -> None:
    occurrence = make_occurrence(unit=cast.company)
    fields = {"domains": ["data_breach"], "duty_facts": [{"fact": "breach.risk", "holds": True}]}
    client = client_of("safety_adviser")
    body = {"step": "classify", "fields": fields}
    told = post(client, f"occurrences/{occurrence.ref}/steps", body).json()
    assert told["duty_facts"] == [{"fact": "breach.risk", "holds": True}]
    [duty] = get(client, f"occurrences/{occurrence.ref}/notifications").json()
    assert duty["duty"] == "avg_breach"
