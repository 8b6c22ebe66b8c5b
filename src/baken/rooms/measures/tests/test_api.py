"""Measures over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.accounts.tokens import make_token
from baken.rooms.measures.models import Measure
from baken.rooms.measures.tests.factories import (
    FIELDS,
    decided,
    implemented,
    propose,
    risk_of,
)

pytestmark = pytest.mark.django_db
API = "/api/v1/measures"


def caller(cast: Cast, who: str) -> Client:
    """A program that acts as somebody."""
    account = cast.members[who].account
    token = make_token(account=account, at=cast.at)
    return Client(headers={"Authorization": f"Bearer {token}"})


def sent(client: Client, address: str, body: Any, **headers: str) -> Any:
    """The answer to what is sent as JSON."""
    return client.post(address, body, content_type="application/json", headers=headers)


def test_measure_is_proposed_once_by_its_key(cast: Cast) -> None:
    risk, client = risk_of(cast.company), caller(cast, "safety_adviser")
    body = {**FIELDS, "serves": risk.ref, "budget_cents": 125_050, "budget_source": "zka"}
    first = sent(client, API, body, **{"Idempotency-Key": "een"})
    assert first.status_code == 201
    made = first.json()
    assert first.headers["Location"] == f"{API}/{made['ref']}"
    assert (made["budget_cents"], made["priority"], made["risk_class"]) == (125_050, 2, "high")
    assert sent(client, API, body, **{"Idempotency-Key": "een"}).json() == made
    other = sent(client, API, {**body, "title": "Anders"}, **{"Idempotency-Key": "een"})
    assert other.status_code == 409
    assert Measure.objects.for_system(reason="controls").count() == 1


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"serves": "R-2026-999999"}, "serves"),
        ({"control_level": "ppe"}, "ends_on"),
        ({"budget_cents": 100}, "budget_source"),
        ({"priority": 4}, "priority_reason"),
    ],
)
def test_measure_that_is_no_plan_is_refused_by_field(
    cast: Cast, body: dict[str, Any], wrong: str
) -> None:
    risk = risk_of(cast.company)
    told = {**FIELDS, "serves": risk.ref, **body}
    answer = sent(caller(cast, "safety_adviser"), API, told)
    assert answer.status_code == 400
    assert wrong in [one["field"] for one in answer.json()["errors"]]


def test_measure_outside_reach_is_not_found_and_without_right_not_proposed(cast: Cast) -> None:
    record, risk = decided(cast, cast.at), risk_of(cast.company)
    assert caller(cast, "outsider").get(f"{API}/{record.ref}").status_code == 404
    body = {**FIELDS, "serves": risk.ref}
    assert sent(caller(cast, "soldier"), API, body).status_code == 403
    assert sent(caller(cast, "outsider"), API, body).status_code == 400


def test_list_answers_what_the_filters_ask(cast: Cast) -> None:
    record = decided(cast, cast.at)
    other = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    client = caller(cast, "safety_adviser")
    for query, seen in {
        "": [other.ref, record.ref],
        "state=decided": [record.ref],
        "state=open&unit=COMPANY": [other.ref, record.ref],
        f"owner={cast.team_leader.person.id}": [record.ref],
        "overdue=true": [],
        "risk_class=high": [other.ref, record.ref],
        "risk_class=none": [],
        "control_level=collective_engineering&q=koepel": [other.ref, record.ref],
    }.items():
        items = client.get(f"{API}?{query}").json()["items"]
        assert [one["ref"] for one in items] == seen, query
    for query in (
        "unit=NOWHERE",
        "state=lost",
        "control_level=magic",
        "risk_class=grave",
        "colour=red",
    ):
        assert client.get(f"{API}?{query}").status_code == 400, query


def test_steps_are_taken_with_the_refusals_of_the_pages(cast: Cast) -> None:
    record = implemented(cast, cast.at)
    leader = caller(cast, "team_leader")
    body = {"step": "verify_effective", "fields": {"finding": "Ja."}}
    assert sent(leader, f"{API}/{record.ref}/steps", body).status_code == 403
    adviser = caller(cast, "safety_adviser")
    now = adviser.get(f"{API}/{record.ref}/available-steps").json()["items"]
    allowed = {one["name"] for one in now if one["allowed"]}
    assert allowed == {"verify_effective", "verify_ineffective"}
    answer = sent(adviser, f"{API}/{record.ref}/steps", body)
    assert (answer.status_code, answer.json()["state"]) == (200, "verified_effective")
    again = sent(adviser, f"{API}/{record.ref}/steps", body)
    assert again.status_code == 409
    wrong = {"step": "lose_effect", "fields": {"magic": 1}}
    assert sent(adviser, f"{API}/{record.ref}/steps", wrong).status_code == 400


def test_history_and_thread_tell_the_life_of_a_measure(cast: Cast) -> None:
    record = implemented(cast, cast.at)
    client = caller(cast, "safety_adviser")
    codes = [one["code"] for one in client.get(f"{API}/{record.ref}/steps").json()["items"]]
    assert codes == [f"measures.measure.{one}" for one in LIFE]
    thread = client.get(f"{API}/{record.ref}/thread").json()
    assert {"risk", "measure"} <= {one["kind"] for one in thread["nodes"]}
    assert client.get(f"{API}/{record.id}").json()["ref"] == record.ref


LIFE = ("proposed", "decided", "started", "implemented")


def test_file_of_measures_is_made_over_http(cast: Cast) -> None:
    record, client = decided(cast, cast.at), caller(cast, "commander")
    address = "/api/v1/exports/measures"
    answer = sent(client, f"{address}?state=decided", {"format": "jsonl"})
    body = b"".join(answer.streaming_content).decode()
    assert record.ref in body
    assert sent(client, f"{address}?limit=3", {"format": "csv"}).status_code == 400
