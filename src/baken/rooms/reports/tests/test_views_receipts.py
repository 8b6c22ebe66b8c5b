"""Coming back with a code: status, conversation, solved or not; nothing for whoever guesses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core import clock
from baken.core.accounts.models import Session
from baken.rooms.reports.actions.say import send_message
from baken.rooms.reports.tests.acts import (
    ANSWER,
    answered,
    fresh,
    said_in,
    send_anonymous,
    step,
    triage,
)

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
    assert len(seen) <= 8, [query["sql"] for query in seen]
