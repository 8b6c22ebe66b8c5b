"""Consultations over HTTP, with the same refusals as their pages."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.api.tests.calling import Caller, caller, refs
from baken.rooms.consultation.tests.bodies import asked, councillor, drafted
from baken.rooms.consultation.tests.factories import make_council
from baken.rooms.consultation.tests.test_views import picture
from baken.rooms.register.tests.factories import make_risk_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker(cast: Cast) -> Caller:
    """A program of the commander, where the battalion has a council."""
    councillor(cast)
    make_council(cast.battalion)
    return caller(cast, "commander")


def body(cast: Cast, **fields: Any) -> dict[str, Any]:
    """A draft as a program sends it."""
    usual = {
        "unit": "BATTALION",
        "subject_kind": "risk",
        "subject": make_risk_in(unit=cast.battalion, at=cast.at).ref,
        "title": "Sluiting van de keten",
        "question": "Wat vinden jullie daarvan?",
        "kind": "consent",
        "council": "MC-BATTALION",
        "due_on": "2026-04-20",
    }
    return {**usual, **fields}


def test_whole_life_is_told_step_by_step(cast: Cast, asker: Caller) -> None:
    sent = body(cast)
    made = asker.post("/consultations", sent)
    assert made.status_code == 201
    told, council = made.json(), caller(cast, "councillor")
    place = f"/consultations/{told['ref']}"
    assert made.headers["Location"] == f"/api/v1{place}"
    assert (told["subject"], told["consent"], told["outcome"]) == (sent["subject"], "waiting", None)
    assert council.get(place).status_code == 403
    assert asker.post(f"{place}/steps", {"step": "ask"}).status_code == 200
    assert council.get(place).json()["subject"] is None
    said = {"outcome": "positive_with_conditions", "answer": "Mits.", "conditions": "Rust\nTijd"}
    answer = council.post(f"{place}/steps", {"step": "answer", "fields": said}).json()
    assert [one["text"] for one in answer["conditions"]] == ["Rust", "Tijd"]
    assert answer["consent"] == "given_with_conditions"
    noted = {"condition": 2, "standing": "met", "how": "Zo."}
    fresh = asker.post(f"{place}/steps", {"step": "note_condition", "fields": noted}).json()
    assert [one["standing"] for one in fresh["conditions"]] == ["open", "met"]
    history = asker.get(f"{place}/steps").json()["items"]
    assert [one["step"] for one in history] == [None, "ask", "answer", "note_condition"]
    assert history[0]["label"] == "Consultation drafted"
    assert asker.get(f"{place}/thread").status_code == 200


def test_available_steps_name_councils_and_refusals(cast: Cast, asker: Caller) -> None:
    record = drafted(cast)
    found = asker.get(f"/consultations/{record.ref}/available-steps").json()["items"]
    [revise] = [one for one in found if one["name"] == "revise"]
    choices = {one["name"]: one["choices"] for one in revise["fields"]}
    assert choices["council"] == [{"code": "MC-BATTALION", "label": "Council BATTALION"}]
    assert [one["code"] for one in choices["kind"]] == ["advice", "consent"]


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"unit": "NERGENS"}, ["unit"]),
        ({"subject": "R-2026-999999"}, ["subject"]),
        ({"subject_kind": "mood"}, ["subject"]),
        ({"unit": "NERGENS", "subject": "x"}, ["subject", "unit"]),
        ({"council": "MC-NERGENS"}, ["council"]),
        ({"body_unit": "ARMY"}, ["body_unit"]),
        ({"kind": "blessing"}, ["kind"]),
        ({"due_on": "2026-03-10"}, ["due_on"]),
        ({"due_on": "1026-03-10"}, ["due_on"]),
        ({"due_on": "soon"}, ["due_on"]),
    ],
)
def test_draft_that_is_none_is_refused_with_the_field(
    cast: Cast, asker: Caller, fields: dict[str, Any], errors: list[str]
) -> None:
    refused = asker.post("/consultations", body(cast, **fields))
    assert refused.status_code == 400
    named = [one["field"].rpartition(".")[2] for one in refused.json()["errors"]]
    assert sorted(named) == errors


def test_draft_of_a_unit_for_which_one_does_not_ask_is_refused(cast: Cast, asker: Caller) -> None:
    assert asker.post("/consultations", body(cast, unit="SQUADRON")).status_code == 403
    assert caller(cast, "soldier").post("/consultations", body(cast)).status_code == 403


def test_draft_with_the_same_key_is_one_and_with_another_body_409(
    cast: Cast, asker: Caller
) -> None:
    sent, key = body(cast), {"Idempotency-Key": "k-1"}
    first = asker.post("/consultations", sent, **key)
    assert asker.post("/consultations", sent, **key).json()["ref"] == first.json()["ref"]
    assert asker.post("/consultations", sent | {"title": "Anders"}, **key).status_code == 409


def test_list_is_filtered_as_the_page(cast: Cast, asker: Caller) -> None:
    record = asked(cast)
    for query in (
        "unit=battalion&state=open",
        "kind=advice",
        "subject_kind=risk",
        "from=2026-03-10&to=2026-03-10",
        "q=werkplaats",
    ):
        assert refs(asker.get(f"/consultations?{query}")) == [record.ref], query
    for query in ("state=late", "outcome=negative", "unit=SQUADRON", "from=2026-03-11", "q=zaag"):
        assert refs(asker.get(f"/consultations?{query}")) == [], query


@pytest.mark.parametrize(
    "query", ["unit=NERGENS", "state=gone", "kind=x", "outcome=x", "subject_kind=x", "mood=good"]
)
def test_list_cannot_be_filtered_by_what_is_none(asker: Caller, query: str) -> None:
    assert asker.get(f"/consultations?{query}").status_code == 400


def test_consultation_outside_reach_is_not_there(cast: Cast, asker: Caller) -> None:
    record = asked(cast)
    assert caller(cast, "outsider").get(f"/consultations/{record.ref}").status_code == 404
    step = {"step": "reply", "fields": {"reply": "adopted", "reasons": "x"}}
    council = caller(cast, "councillor")
    assert council.post(f"/consultations/{record.ref}/steps", step).status_code == 403
    assert asker.post(f"/consultations/{record.ref}/steps", step).status_code == 409


def test_documents_come_in_and_are_listed(cast: Cast, asker: Caller) -> None:
    record = asked(cast)
    place = f"/consultations/{record.ref}/files"
    added = caller(cast, "councillor").upload(place, "foto.png", picture())
    assert added.status_code == 201
    assert [one["name"] for one in asker.get(place).json()["items"]] == ["foto.png"]


def test_file_over_http_holds_everything_or_is_refused(cast: Cast, asker: Caller) -> None:
    record = asked(cast)
    answer = asker.post("/exports/consultations?state=open", {"format": "jsonl"})
    content = b"".join(answer.streaming_content).decode()
    assert record.ref in content
    assert asker.post("/exports/consultations?limit=5", {}).status_code == 400
    assert caller(cast, "soldier").post("/exports/consultations", {}).status_code == 403
