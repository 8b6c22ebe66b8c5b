"""Coming back with a code: status, conversation, solved or not; nothing for whoever guesses."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core import clock
from baken.core.access import NOBODY
from baken.core.accounts.models import Session
from baken.core.files.content import clean_upload
from baken.core.files.store import files_of, forget_bytes, keep_file
from baken.rooms.reports.actions.add_file import add_file
from baken.rooms.reports.actions.say import send_message
from baken.rooms.reports.receipts import PASS_SECONDS, file_pass
from baken.rooms.reports.tests.acts import (
    ANSWER,
    answered,
    fresh,
    said_in,
    send,
    send_anonymous,
    step,
    steps_of,
    triage,
)
from baken.rooms.reports.tests.factories import make_occurrence
from baken.rooms.reports.tests.pictures import png

Clients = Callable[[str], Client]


@pytest.fixture
def sent(cast: Cast) -> Any:
    """An anonymous report about the company, with its code."""
    return send_anonymous(cast)


@pytest.fixture
def public(cast: Cast, client_of: Clients) -> Client:
    """A browser of somebody who is not logged in."""
    return client_of("nobody")


def post(client: Client, sent: Any, **fields: str) -> Any:
    return client.post("/code", {"code": sent.receipt, **fields})


def test_code_page_asks_for_the_code(public: Client) -> None:
    shown = public.get("/code")
    assert (shown.status_code, list(shown.context["form"].fields)) == (200, ["code"])


def test_code_opens_the_report(cast: Cast, public: Client, sent: Any) -> None:
    shown = post(public, sent)
    text = shown.content.decode()
    assert shown.status_code == 200
    assert sent.report.ref in text
    assert sent.report.story in text
    assert "the safety adviser of Eenheid BATTALION" in text
    assert "Speler" not in text


@pytest.mark.parametrize("typed", ["lower", "spaced"])
def test_code_typed_sloppily_opens_the_report(public: Client, sent: Any, typed: str) -> None:
    code = sent.receipt.lower() if typed == "lower" else sent.receipt.replace("-", " ")
    assert public.post("/code", {"code": code}).status_code == 200


@pytest.mark.parametrize("code", ["AAAA-BBBB-CCCC-DDDD", "x", "M-2026-000001", "%00", "\u212a"])
def test_code_unknown_is_not_found(public: Client, sent: Any, code: str) -> None:
    answer = public.post("/code", {"code": code})
    assert answer.status_code == 404
    assert "No report is known under this code" in answer.content.decode()


@pytest.mark.parametrize("code", ["", "x" * 41, "nul\x00"])
def test_code_that_is_none_is_a_mistake(public: Client, code: str) -> None:
    answer = public.post("/code", {"code": code})
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["code"])


def test_code_is_never_part_of_an_address(public: Client, sent: Any) -> None:
    shown = public.get("/code", {"code": sent.receipt})
    assert sent.report.story not in shown.content.decode()


def test_code_shows_the_conversation_by_day(cast: Cast, public: Client, sent: Any) -> None:
    post(public, sent, text="Het was bij de deur.")
    shown = post(public, sent).content.decode()
    conversation = shown[shown.index('class="baken-messages"') :]
    assert "Het was bij de deur." in conversation
    day = clock.local_date(cast.at)
    assert f'<time datetime="{day.isoformat()}">' in conversation


def test_code_message_is_kept(cast: Cast, public: Client, sent: Any) -> None:
    assert post(public, sent, text=" Bij de deur. ").status_code == 200
    assert said_in(sent.report) == [("reporter", "message", "Bij de deur.")]


@pytest.mark.parametrize("text", ["", "   ", "x" * 50_001])
def test_code_message_that_is_none_says_so(public: Client, sent: Any, text: str) -> None:
    answer = post(public, sent, text=text)
    assert answer.status_code == 400
    assert "Write a message" in answer.content.decode()
    assert said_in(sent.report) == []


def test_code_shows_question_and_answer_of_the_handler(
    cast: Cast, public: Client, sent: Any
) -> None:
    actor = cast.safety_adviser.actor
    send_message(actor=actor, report=sent.report, text="Welke deur?", at=cast.at)
    answered(cast, sent.report)
    text = post(public, sent).content.decode()
    assert "Welke deur?" in text
    assert ANSWER in text


def test_code_offers_solved_and_not_solved_after_the_answer(
    cast: Cast, public: Client, sent: Any
) -> None:
    assert "It is solved" not in post(public, sent).content.decode()
    answered(cast, sent.report)
    text = post(public, sent).content.decode()
    assert "It is solved" in text
    assert "It is not solved" in text


def test_code_solved_closes_the_report(cast: Cast, public: Client, sent: Any) -> None:
    answered(cast, sent.report)
    answer = post(public, sent, step="confirm_solved", satisfaction="5")
    done = fresh(sent.report)
    assert (answer.status_code, done.state, done.satisfaction) == (200, "closed", 5)
    assert "Not solved after all?" in answer.content.decode()


def test_code_not_solved_opens_the_report(cast: Cast, public: Client, sent: Any) -> None:
    answered(cast, sent.report)
    answer = post(public, sent, step="not_solved", reason="Hangt weer.")
    assert (answer.status_code, fresh(sent.report).state) == (200, "in_handling")


@pytest.mark.parametrize(
    "fields",
    [
        {"step": "confirm_solved", "satisfaction": "9"},
        {"step": "confirm_solved", "satisfaction": "veel"},
        {"step": "not_solved"},
    ],
)
def test_code_step_with_a_mistake_changes_nothing(
    cast: Cast, public: Client, sent: Any, fields: dict[str, str]
) -> None:
    answered(cast, sent.report)
    assert post(public, sent, **fields).status_code == 400
    assert fresh(sent.report).state == "answered"


def test_code_step_too_early_is_refused(public: Client, sent: Any) -> None:
    assert post(public, sent, step="confirm_solved").status_code == 400
    assert fresh(sent.report).state == "received"


def test_code_not_solved_too_late_is_refused(
    cast: Cast, public: Client, sent: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(cast, sent.report)
    monkeypatch.setattr(clock, "now", lambda: cast.at + timedelta(days=31))
    assert post(public, sent, step="not_solved", reason="Los.").status_code == 400
    assert "It is not solved" not in post(public, sent).content.decode()


@pytest.mark.parametrize("name", ["triage", "close", "answer", "levitate"])
def test_code_opens_no_other_step(cast: Cast, public: Client, sent: Any, name: str) -> None:
    assert post(public, sent, step=name, answer="Klaar.").status_code == 200
    assert fresh(sent.report).state == "received"


def test_code_shows_nothing_of_the_occurrence_but_how_far_it_is(
    cast: Cast, public: Client, sent: Any
) -> None:
    triage(cast, sent.report, title="Geheime titel", summary="Binnenskamers.")
    text = post(public, sent).content.decode()
    assert "in handling" in text
    assert "Geheime titel" not in text
    assert "Binnenskamers." not in text


def test_code_starts_no_session(public: Client, sent: Any) -> None:
    post(public, sent, text="Bij de deur.")
    assert Session.objects.count() == 0
    assert "baken_session" not in public.cookies


def test_code_of_a_confidential_report_still_works_when_handed_over(
    cast: Cast, public: Client, sent: Any
) -> None:
    step(cast.safety_adviser, sent.report, "hand_over", at=cast.at, owner_unit="SQUADRON")
    assert "the safety adviser of Eenheid SQUADRON" in post(public, sent).content.decode()


def test_code_of_a_unit_without_adviser_names_the_unit(cast: Cast, public: Client) -> None:
    lonely = send_anonymous(cast, unit="NAVY")
    assert "It is with Eenheid NAVY" in post(public, lonely).content.decode()


def test_code_page_takes_few_queries(cast: Cast, public: Client, sent: Any) -> None:
    for number in range(5):
        post(public, sent, text=f"Bericht {number}")
    answered(cast, sent.report)
    with CaptureQueriesContext(connection) as seen:
        post(public, sent)
    assert len(seen) <= 11, [query["sql"] for query in seen]


# ---- photos behind a code ----


def photo(name: str = "IMG_verklikker.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, png(), content_type="image/png")


def passes(answer: Any) -> list[str]:
    """The addresses of the files that the page shows."""
    return [f"/code/bestand/{one.opens}" for one in answer.context["files"]]


def test_code_shows_the_photos_and_takes_another(cast: Cast, public: Client, sent: Any) -> None:
    assert passes(post(public, sent)) == []
    shown = public.post("/code", {"code": sent.receipt, "act": "file", "file": photo()})
    (address,) = passes(shown)
    assert address in shown.content.decode()
    assert sent.receipt not in address
    got = public.get(address)
    assert (got.status_code, got["Content-Type"]) == (200, "image/png")
    assert (got["Cache-Control"], b"".join(got.streaming_content)[:4]) == ("no-store", b"\x89PNG")


def test_code_adds_a_photo_without_a_trace(cast: Cast, public: Client, sent: Any) -> None:
    public.post("/code", {"code": sent.receipt, "act": "file", "file": photo()})
    (stored,) = files_of(sent.report)
    assert (stored.added_by, stored.on) == (None, clock.local_date(cast.at))
    assert steps_of(sent.report)[-1].actor is None
    assert steps_of(sent.report)[-1].at == clock.start_of_day(clock.local_date(cast.at))
    assert Session.objects.count() == 0


@pytest.mark.parametrize("upload", [None, SimpleUploadedFile("x.sh", b"#!/bin/sh")])
def test_code_file_that_is_none_says_so(public: Client, sent: Any, upload: Any) -> None:
    data = {"code": sent.receipt, "act": "file"} | ({"file": upload} if upload else {})
    answer = public.post("/code", data)
    assert (answer.status_code, bool(answer.context["problem"])) == (400, True)
    assert files_of(sent.report).count() == 0


def test_code_file_pass_opens_nothing_when_old_or_not_ours(
    cast: Cast, public: Client, sent: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = send(cast.soldier, at=cast.at).report
    png_file = clean_upload(name="a.png", data=png())
    kept = add_file(actor=cast.soldier.actor, report=own, file=png_file, at=cast.at)
    shown = public.post("/code", {"code": sent.receipt, "act": "file", "file": photo()})
    (address,) = passes(shown)
    assert public.get(address).status_code == 200
    assert public.get(f"/code/bestand/{file_pass(kept.id)}").status_code == 404
    assert public.get("/code/bestand/verzonnen").status_code == 404
    assert public.get(f"{address}x").status_code == 404
    later = time.time() + PASS_SECONDS + 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert public.get(address).status_code == 404


def test_code_file_without_its_bytes_is_not_found(cast: Cast, public: Client, sent: Any) -> None:
    shown = public.post("/code", {"code": sent.receipt, "act": "file", "file": photo()})
    forget_bytes(files_of(sent.report))
    assert public.get(passes(shown)[0]).status_code == 404


def test_code_pass_of_an_occurrences_file_is_not_found(cast: Cast, public: Client) -> None:
    record = make_occurrence(unit=cast.company, at=cast.at)
    kept = keep_file(
        record=record, file=clean_upload(name="a.png", data=png()), actor=NOBODY, at=cast.at
    )
    assert public.get(f"/code/bestand/{file_pass(kept.id)}").status_code == 404
