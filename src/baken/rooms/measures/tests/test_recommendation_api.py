"""Recommendations over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.workflow.unread import newest_step
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.tests.recommending import (
    JUDGED,
    RECOMMENDED,
    accepted,
    planned,
    receive,
    reported,
    with_inspector,
)
from baken.rooms.measures.tests.test_api import caller, sent

pytestmark = pytest.mark.django_db
API = "/api/v1/recommendations"


@pytest.fixture
def stage(cast: Cast) -> Cast:
    return with_inspector(cast)


def test_recommendation_is_entered_once_by_its_key(stage: Cast) -> None:
    client = caller(stage, "inspector")
    first = sent(client, API, RECOMMENDED, **{"Idempotency-Key": "een"})
    assert first.status_code == 201
    made = first.json()
    assert first.headers["Location"] == f"{API}/{made['ref']}"
    assert (made["addressee"], made["parliament_due"]) == ("BATTALION", "2026-04-12")
    assert sent(client, API, RECOMMENDED, **{"Idempotency-Key": "een"}).json() == made
    other = sent(client, API, {**RECOMMENDED, "title": "Anders"}, **{"Idempotency-Key": "een"})
    assert other.status_code == 409
    assert Recommendation.objects.for_system(reason="repeats").count() == 1


@pytest.mark.parametrize(
    ("body", "wrong"),
    [({"source": "ovv"}, "source"), ({"addressee": "X"}, "addressee"), ({"cause": "x"}, "cause")],
)
def test_recommendation_that_does_not_fit_is_refused_by_field(
    stage: Cast, body: dict[str, Any], wrong: str
) -> None:
    answer = sent(caller(stage, "inspector"), API, {**RECOMMENDED, **body})
    assert answer.status_code == 400
    assert wrong in [one["field"] for one in answer.json()["errors"]]


def test_recommendation_outside_reach_is_not_found_and_without_right_not_entered(
    stage: Cast,
) -> None:
    record = receive(stage.inspector.actor, stage.at)
    assert caller(stage, "outsider").get(f"{API}/{record.ref}").status_code == 404
    assert sent(caller(stage, "commander"), API, RECOMMENDED).status_code == 403


def test_list_answers_what_the_filters_ask(stage: Cast) -> None:
    record = accepted(stage, stage.at)
    fields = {"title": "Trap verlichten", "description": "Zet er licht bij.", "cause": "design"}
    other = receive(stage.office.actor, stage.at, source="ovv", **fields)
    client = caller(stage, "commander")
    for query, seen in {
        "": [other.ref, record.ref],
        "state=appreciated": [record.ref],
        "state=open&unit=BATTALION": [other.ref, record.ref],
        f"owner={stage.commander.person.id}": [record.ref],
        "overdue=true": [],
        "source=ivd&category=training_exercising&cause=training&q=koepel": [record.ref],
    }.items():
        items = client.get(f"{API}?{query}").json()["items"]
        assert [one["ref"] for one in items] == seen, query
    for query in ("unit=NOWHERE", "state=lost", "source=x", "cause=x", "colour=red"):
        assert client.get(f"{API}?{query}").status_code == 400, query


def test_steps_are_taken_with_the_refusals_of_the_pages(stage: Cast) -> None:
    record = reported(stage, stage.at)
    body: dict[str, Any] = {"step": "assess", "fields": JUDGED}
    steps = f"{API}/{record.ref}/steps"
    assert sent(caller(stage, "commander"), steps, body).status_code == 403
    inspector = caller(stage, "inspector")
    now = inspector.get(f"{API}/{record.ref}/available-steps").json()["items"]
    assert {one["name"] for one in now if one["allowed"]} == {"assess", "pass_on"}
    assert sent(inspector, steps, body).status_code == 400
    answer = sent(inspector, steps, {**body, "seen": newest_step(record).serial})
    assert (answer.status_code, answer.json()["verdict"]) == (200, "met")
    assert sent(inspector, steps, {"step": "close"}).status_code == 409


def test_history_and_thread_tell_the_life_of_a_recommendation(stage: Cast) -> None:
    record = planned(stage, stage.at)
    client = caller(stage, "safety_adviser")
    codes = [one["code"] for one in client.get(f"{API}/{record.ref}/steps").json()["items"]]
    assert codes == [f"measures.recommendation.{one}" for one in LIFE]
    thread = client.get(f"{API}/{record.ref}/thread").json()
    assert [one["kind"] for one in thread["nodes"]] == ["recommendation"]
    assert client.get(f"{API}/{record.id}").json()["ref"] == record.ref


LIFE = ("received", "appreciated", "planned")


def test_file_of_recommendations_is_made_over_http(stage: Cast) -> None:
    record, client = accepted(stage, stage.at), caller(stage, "commander")
    address = "/api/v1/exports/recommendations"
    answer = sent(client, f"{address}?state=appreciated", {"format": "jsonl"})
    body = b"".join(answer.streaming_content).decode()
    assert record.ref in body
    assert sent(client, f"{address}?limit=3", {"format": "csv"}).status_code == 400


def test_history_hides_which_others_repeat_it(stage: Cast) -> None:
    receive(stage.inspector.actor, stage.at)
    again = receive(stage.inspector.actor, stage.at)
    items = caller(stage, "safety_adviser").get(f"{API}/{again.ref}/steps").json()["items"]
    assert not any({"repeats", "repeated_by"} & set(one["facts"]) for one in items)
