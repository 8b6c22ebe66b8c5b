"""Intake without an account, and coming back with the receipt code."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from baken.core.access import system_actor
from baken.core.api.tests.calling import Caller, caller
from baken.rooms.reports.actions import take_step
from baken.rooms.reports.models import Identity, Report
from baken.rooms.reports.tests.factories import CLASSIFICATION


@pytest.fixture
def public(cast: Any) -> Caller:
    """Somebody without an account."""
    return Caller()


def _report(ref: str) -> Report:
    return Report.objects.for_system(reason="trail").get(ref=ref)


def _answered(cast: Any, public: Caller) -> str:
    """An anonymous report that got an answer; gives the code."""
    made = public.post("/intake", {"story": "Glad.", "unit": "COMPANY"}).json()
    report, adviser = _report(made["ref"]), cast.safety_adviser.actor
    take_step(actor=adviser, record=report, step="triage", at=cast.at, fields=CLASSIFICATION)
    answer = {"answer": "Er ligt nu een mat."}
    take_step(actor=adviser, record=report, step="answer", at=cast.at, fields=answer)
    return str(made["receipt_code"])


def test_intake_answers_with_a_code_that_opens_the_report(public: Caller) -> None:
    made = public.post("/intake", {"story": "Glad.", "still_dangerous": True})

    assert made.status_code == 201
    status = public.post("/intake/status", {"code": made.json()["receipt_code"].lower()}).json()
    assert (status["ref"], status["state"], status["phase"]) == (
        made.json()["ref"],
        "received",
        "report",
    )
    assert (status["story"], status["messages"]) == ("Glad.", [])


def test_intake_twice_with_one_key_is_one_report_and_one_code(public: Caller) -> None:
    key = {"Idempotency-Key": "0b5a1f7e-6f3c-4be2"}

    first = public.post("/intake", {"story": "Glad."}, **key)
    second = public.post("/intake", {"story": "Glad."}, **key)
    other = public.post("/intake", {"story": "Droog."}, **key)

    assert first.content == second.content
    assert (second.status_code, other.status_code) == (201, 409)


def test_intake_by_somebody_logged_in_is_still_by_nobody(cast: Any, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    soldier = caller(cast, "soldier")

    ref = soldier.post("/intake", {"story": "Durf niet.", "unit": "COMPANY"}).json()["ref"]

    report = _report(ref)
    assert (report.identity, report.reporter_key) == ("anonymous", None)
    assert Identity.objects.of(report).count() == 0
    assert report.received_at.hour == 23
    assert "127.0.0.1" not in caplog.text
    assert cast.soldier.person.name not in caplog.text


def test_intake_confidential_keeps_the_contact_apart(public: Caller) -> None:
    body = {"story": "Glad.", "identity": "confidential", "contact": "toestel 1234"}

    made = public.post("/intake", body).json()

    report = _report(made["ref"])
    kept = Identity.objects.of(report).get()
    assert (kept.contact, kept.person, kept.confidentiality) == ("toestel 1234", None, 1)
    assert "toestel" not in str(made)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"story": "x", "contact": "Jan"}, "contact"),
        ({"story": "x", "identity": "named"}, "identity"),
        ({"story": ""}, "story"),
        ({"story": "x", "id": "5d6a7c1e-0000-4000-8000-000000000000"}, "id"),
    ],
)
def test_intake_with_something_wrong_names_the_field(
    public: Caller, body: dict[str, str], field: str
) -> None:
    answer = public.post("/intake", body)

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_reporter_with_the_code_talks_and_says_it_is_not_solved(cast: Any, public: Caller) -> None:
    code = _answered(cast, public)

    before = public.post("/intake/status", {"code": code}).json()
    sent = public.post("/intake/messages", {"code": code, "text": "Welke mat?"})
    body = {"code": code, "step": "not_solved", "fields": {"reason": "Geen mat gezien."}}
    after = public.post("/intake/steps", body).json()

    assert [one["name"] for one in before["steps"]] == ["confirm_solved", "not_solved"]
    assert (sent.status_code, sent.json()["whole_day"]) == (201, True)
    assert (before["state"], after["state"]) == ("answered", "in_handling")
    assert {one["text"] for one in after["messages"]} == {
        "Er ligt nu een mat.",
        "Welke mat?",
        "Geen mat gezien.",
    }


def test_reporter_with_the_code_says_it_is_solved(cast: Any, public: Caller) -> None:
    code = _answered(cast, public)
    body = {"code": code, "step": "confirm_solved", "fields": {"satisfaction": 5}}

    assert public.post("/intake/steps", body).json()["state"] == "closed"


def test_code_opens_no_step_of_the_organisation(cast: Any, public: Caller) -> None:
    code = _answered(cast, public)

    assert public.post("/intake/steps", {"code": code, "step": "close"}).status_code == 400


def test_step_by_code_from_the_wrong_state_answers_409(public: Caller) -> None:
    code = public.post("/intake", {"story": "Glad."}).json()["receipt_code"]
    body = {"code": code, "step": "not_solved", "fields": {"reason": "Nee."}}

    assert public.post("/intake/steps", body).status_code == 409


def test_wrong_code_answers_404_and_guessing_is_stopped(
    cast: Any, public: Caller, monkeypatch: Any
) -> None:
    code = public.post("/intake", {"story": "Glad."}).json()["receipt_code"]

    answers = [public.post("/intake/status", {"code": f"{n}"}).status_code for n in range(21)]
    even_the_right_one = public.post("/intake/status", {"code": code})
    monkeypatch.setattr("baken.core.clock.now", lambda: cast.at + timedelta(minutes=11))
    later = public.post("/intake/status", {"code": code})

    assert answers == [404] * 20 + [429]
    assert (even_the_right_one.status_code, later.status_code) == (429, 200)


def test_intake_is_stopped_after_sixty_and_keeps_no_address(public: Caller) -> None:
    answers = [public.post("/intake", {"story": f"Nummer {n}."}) for n in range(61)]

    assert [one.status_code for one in answers] == [201] * 60 + [429]
    assert _holds_in_database("127.0.0.1") == []


def test_another_sender_is_not_stopped(public: Caller) -> None:
    for n in range(20):
        public.post("/intake/status", {"code": f"{n}"})

    mine = public.post("/intake/status", {"code": "x"})
    public.client.defaults["REMOTE_ADDR"] = "10.9.8.7"
    theirs = public.post("/intake/status", {"code": "x"})

    assert (mine.status_code, theirs.status_code) == (429, 404)


def test_behind_a_proxy_each_sender_counts_apart(public: Caller, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for n in range(20):
        public.post("/intake/status", {"code": f"{n}"}, **{"X-Forwarded-For": "10.0.0.1"})

    answers = [
        public.post("/intake/status", {"code": "x"}, **{"X-Forwarded-For": f"1.1.1.1, {seen}"})
        for seen in ("10.0.0.1", "10.0.0.2")
    ]

    assert [one.status_code for one in answers] == [429, 404]


def test_anonymous_reply_names_nobody(cast: Any, public: Caller) -> None:
    """What stands in the history of an anonymous report tells the day and nobody."""
    code = public.post("/intake", {"story": "Glad.", "unit": "COMPANY"}).json()["receipt_code"]
    public.post("/intake/messages", {"code": code, "text": "Nog iets."})
    ref = public.post("/intake/status", {"code": code}).json()["ref"]

    history = caller(cast, "safety_adviser").get(f"/reports/{ref}/steps").json()["items"]

    assert [(one["by"], one["post"], one["whole_day"]) for one in history] == [("", "", True)] * 2


def test_acknowledged_by_the_product_shows_in_the_status(cast: Any, public: Caller) -> None:
    made = public.post("/intake", {"story": "Glad."}).json()
    receipt = system_actor("receipt")
    take_step(actor=receipt, record=_report(made["ref"]), step="acknowledge", at=cast.at)

    status = public.post("/intake/status", {"code": made["receipt_code"]}).json()

    assert (status["state"], status["state_label"]) == ("acknowledged", "acknowledged")


def test_what_the_product_did_reads_in_the_api_as_on_the_page(cast: Any, public: Caller) -> None:
    ref = public.post("/intake", {"story": "Glad.", "unit": "COMPANY"}).json()["ref"]
    receipt = system_actor("receipt")
    take_step(actor=receipt, record=_report(ref), step="acknowledge", at=cast.at)

    history = caller(cast, "safety_adviser").get(f"/reports/{ref}/steps").json()["items"]

    assert (history[-1]["by"], history[-1]["post"]) == ("automatically", "")


def _holds_in_database(word: str) -> list[str]:
    """The tables in which a word stands in any text."""
    found = []
    for model in apps.get_models():
        rows = model._base_manager.all()
        if hasattr(rows, "for_system"):
            rows = rows.for_system(reason="trail")
        if any(word in str(row) for row in rows.values_list()):
            found.append(model._meta.label)
    return found
