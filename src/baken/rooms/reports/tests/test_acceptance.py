"""What the field asks of reporting, test by test. Source: domain reference, reporting, section 18."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation

from baken.conftest import Cast
from baken.core.api.tests.calling import caller
from baken.core.trail.verify import breaks
from baken.rooms.org.actions import keep_away
from baken.rooms.reports.actions.say import send_message
from baken.rooms.reports.forms import ReportForm
from baken.rooms.reports.models import Report
from baken.rooms.reports.queries.conversation import apart, messages_of
from baken.rooms.reports.tests.acts import (
    STORY,
    answered,
    fresh,
    holder_of,
    send,
    send_anonymous,
    steps_of,
)
from baken.rooms.reports.workflow import OCCURRENCE, REPORT


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def stored() -> int:
    return Report.objects.for_system(reason="advance").count()


def test_a_report_submitted_offline_twice_arrives_once(cast: Cast, deliver: Any) -> None:
    """The device made its own id without a connection, and does not know whether it arrived."""
    device = caller(cast, "soldier")
    body = {
        "id": str(uuid.uuid4()),
        "story": STORY,
        "unit": "COMPANY",
        "channel": "field",
        "happened_at": "2026-03-09T14:05:00Z",
    }

    first = device.post("/reports", body)
    deliver()
    again = device.post("/reports", body)
    with_key = device.post("/reports", body, **{"Idempotency-Key": body["id"]})
    other = device.post("/reports", {**body, "story": "Iets anders."})

    assert [one.status_code for one in (first, again, with_key, other)] == [201, 201, 201, 409]
    assert first.json() == again.json() == with_key.json()
    assert (first.json()["id"], first.json()["channel"]) == (body["id"], "field")
    assert stored() == 1


def _nobody_can_write_it(cast: Cast, report: Report) -> None:
    """No verb, step or form of anybody takes another story."""
    for name in (*cast.members, "nobody"):
        client = caller(cast, name).client
        for verb in ("put", "patch", "delete"):
            where = f"/api/v1/reports/{report.ref}"
            answer = getattr(client, verb)(
                where, b'{"story": "Anders."}', content_type="application/json"
            )
            assert answer.status_code == 405, (name, verb)
    fields = {
        field.name for table in (REPORT, OCCURRENCE) for row in table.steps for field in row.fields
    }
    assert fields & {"story", "immediate_action"} == set()
    assert "story" in ReportForm.base_fields


@pytest.mark.parametrize("how", ["named", "by code"])
def test_the_reporters_text_cannot_be_edited_by_anyone_and_corrections_are_additions(
    cast: Cast, client_of: Any, how: str
) -> None:
    sent = (
        send(cast.soldier, at=cast.at, unit_code="COMPANY")
        if how == "named"
        else send_anonymous(cast)
    )
    report = sent.report
    reporter = cast.soldier.actor if how == "named" else holder_of(sent.receipt)
    adviser = cast.safety_adviser.actor
    told = {"report": report, "at": cast.at, "kind": "correction"}

    _nobody_can_write_it(cast, report)
    send_message(actor=reporter, text="Het was de lift.", **told)
    send_message(actor=adviser, text="Garage 4, niet 3.", **told)
    send_message(actor=adviser, report=report, text="Dank.", at=cast.at)

    conversation, additions = apart(messages_of(report))
    assert [(one.side, one.text) for one in additions] == [
        ("reporter", "Het was de lift."),
        ("handler", "Garage 4, niet 3."),
    ]
    assert [one.text for one in conversation] == ["Dank."]
    assert fresh(report).story == STORY
    assert [row.code for row in steps_of(report)][-3:-1] == [
        "reports.report.correction_by_reporter",
        "reports.report.correction_by_handler",
    ]
    page = client_of("safety_adviser").get(f"/meldingen/{report.ref}").content.decode()
    assert page.index(STORY) < page.index("Het was de lift.") < page.index("Garage 4, niet 3.")
    assert list(breaks()) == []


def test_the_reporters_text_is_not_changed_by_the_database_either(cast: Cast) -> None:
    report = send(cast.soldier, at=cast.at).report
    rows = Report.objects.for_system(reason="advance").filter(pk=report.pk)
    with pytest.raises(DatabaseError, match="a told story is never changed"), transaction.atomic():
        rows.update(story="Anders.")
    assert fresh(report).story == STORY


@pytest.mark.parametrize("who", ["soldier", "safety_adviser"])
def test_correction_is_added_on_the_page(cast: Cast, client_of: Any, who: str) -> None:
    report = send(cast.soldier, at=cast.at, unit_code="COMPANY").report
    client = client_of(who)
    assert "Correct or add something" in client.get(f"/meldingen/{report.ref}").content.decode()
    sent = {"kind": "correction", "text": "Het was gang 2."}
    client.post(f"/meldingen/{report.ref}/bericht", sent)
    page = client.get(f"/meldingen/{report.ref}").content.decode()
    assert "It was added to the story." in page
    assert page.count("Het was gang 2.") == 1


def test_correction_is_added_by_code(cast: Cast, client_of: Any) -> None:
    sent = send_anonymous(cast)
    said = {"code": sent.receipt, "kind": "correction", "text": "Het was gang 2."}
    page = client_of("nobody").post("/code", said).content.decode()
    assert "Added later" in page
    assert page.count("Het was gang 2.") == 1


def test_correction_over_the_api_is_told_apart(cast: Cast) -> None:
    report = send(cast.soldier, at=cast.at, unit_code="COMPANY").report
    sent = {"kind": "correction", "text": "Het was gang 2."}
    assert caller(cast, "soldier").post(f"/reports/{report.ref}/messages", sent).status_code == 201
    shown = caller(cast, "safety_adviser").get(f"/reports/{report.ref}/messages").json()["items"]
    assert [(one["kind"], one["text"]) for one in shown] == [("correction", "Het was gang 2.")]


def test_correction_of_another_kind_is_refused(cast: Cast, client_of: Any) -> None:
    report = send(cast.soldier, at=cast.at).report
    sent = {"kind": "answer", "text": "Opgelost."}
    assert caller(cast, "soldier").post(f"/reports/{report.ref}/messages", sent).status_code == 400
    client_of("soldier").post(f"/meldingen/{report.ref}/bericht", sent)
    assert messages_of(report) == []


def test_correction_is_told_to_the_other_side(cast: Cast, deliver: Any) -> None:
    from baken.rooms.notices.models import Notice

    report = send(cast.soldier, at=cast.at, unit_code="COMPANY").report
    for who in (cast.soldier, cast.safety_adviser):
        send_message(actor=who.actor, report=report, text="Gang 2.", at=cast.at, kind="correction")
    deliver()
    codes = set(Notice.objects.filter(code__endswith=".correction").values_list("code", flat=True))
    assert codes == {"reports.handlers.correction", "reports.reporter.correction"}


LISTS = (
    "/meldingen",
    "/voorvallen",
    "/",
    "/zoeken?q=werkbank",
    "/api/v1/reports",
    "/api/v1/occurrences",
    "/api/v1/inbox",
    "/api/v1/search?q=werkbank",
)


@pytest.mark.parametrize("where", LISTS)
def test_a_person_in_conflict_of_interest_does_not_see_the_case_in_lists(
    cast: Cast, client_of: Any, where: str
) -> None:
    """Whoever else reads there sees it, so that there is something to see."""
    report = answered(cast, send(cast.soldier, at=cast.at, unit_code="COMPANY").report)
    occurrence = report.occurrence
    waiting = send(cast.soldier, at=cast.at, unit_code="COMPANY", story=f"{STORY} Weer.").report
    near, kept = cast.commander, cast.safety_adviser
    for record in (occurrence, waiting):
        keep_away(actor=kept.actor, person=kept.person, record=record, ground="Familie", at=cast.at)

    seen = {who: client_of(who).get(where) for who in ("commander", "safety_adviser")}

    texts = {who: answer.content.decode() for who, answer in seen.items()}
    assert [answer.status_code for answer in seen.values()] == [200, 200]
    refs = (report.ref, occurrence.ref, waiting.ref)
    assert any(ref in texts[near.name] for ref in refs) or where in ("/", "/api/v1/inbox")
    assert [ref for ref in refs if ref in texts[kept.name]] == []


def test_a_person_in_conflict_of_interest_finds_the_case_behind_no_address(
    cast: Cast, client_of: Any
) -> None:
    report = answered(cast, send(cast.soldier, at=cast.at, unit_code="COMPANY").report)
    kept = cast.safety_adviser
    occurrence = report.occurrence
    keep_away(actor=kept.actor, person=kept.person, record=occurrence, ground="Familie", at=cast.at)
    adviser = caller(cast, "safety_adviser")
    for path in (f"/reports/{report.ref}", f"/occurrences/{occurrence.ref}"):
        assert adviser.get(path).status_code == 404
    for path in (f"/meldingen/{report.ref}", f"/voorvallen/{occurrence.ref}"):
        assert client_of("safety_adviser").get(path).status_code == 404
