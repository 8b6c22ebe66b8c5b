"""Small purchases over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.rooms.measures.tests.factories import propose, risk_of
from baken.rooms.measures.tests.purchases import WANTED, approved, ask, checked
from baken.rooms.measures.tests.test_api import caller, sent

pytestmark = pytest.mark.django_db
API = "/api/v1/purchases"


def body(**more: Any) -> dict[str, Any]:
    """What is wanted, as a program sends it."""
    plain = {name: value for name, value in WANTED.items() if name not in ("amount", "total")}
    return {**plain, "amount_cents": 180_000, "total_cents": 217_800, **more}


def test_purchase_is_asked_once_for_a_measure(cast: Cast) -> None:
    client = caller(cast, "safety_adviser")
    measure = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    key = {"Idempotency-Key": "k1"}
    made = sent(client, API, body(serves=measure.ref), **key)
    assert (made.status_code, made.json()["risk_class"]) == (201, "high")
    assert made.headers["Location"] == f"{API}/{made.json()['ref']}"
    again = sent(client, API, body(serves=measure.ref), **key)
    assert again.json()["ref"] == made.json()["ref"]
    other = sent(client, API, body(serves=measure.ref, title="Anders"), **key)
    assert other.status_code == 409


def test_purchase_about_nothing_known_is_refused_by_field(cast: Cast) -> None:
    client = caller(cast, "safety_adviser")
    for told, field in (
        (body(serves="R-2026-999999"), "serves"),
        (body(), "unit"),
        (body(unit="MAGIC"), "unit"),
    ):
        answer = sent(client, API, told)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)
    alone = body(unit="COMPANY", no_risk="idea", no_risk_reason="De ploeg vroeg erom.")
    assert sent(client, API, alone).json()["no_risk"] == "idea"
    assert sent(caller(cast, "team_leader"), API, alone).status_code == 403


def test_quotes_and_steps_are_those_of_the_pages(cast: Cast) -> None:
    record, client = ask(cast.safety_adviser.actor, cast.at), caller(cast, "safety_adviser")
    place = f"{API}/{record.ref}"
    told = {"supplier": record.supplier, "cents": 180_000}
    assert sent(client, f"{place}/quotes", told).status_code == 201
    assert sent(client, f"{place}/quotes", told).status_code == 201
    [quote] = client.get(f"{place}/quotes").json()["items"]
    assert (quote["supplier"], quote["cents"], quote["file"]) == (record.supplier, 180_000, None)
    done = sent(client, f"{place}/steps", {"step": "check"})
    assert (done.status_code, done.json()["state"]) == (200, "checked")
    refused = sent(client, f"{place}/steps", {"step": "approve"})
    assert refused.status_code == 403
    steps = caller(cast, "commander").get(f"{place}/available-steps").json()["items"]
    assert "approve" in [one["name"] for one in steps if one["allowed"]]


def test_list_of_purchases_narrows_as_asked(cast: Cast) -> None:
    first, second = approved(cast, cast.at), checked(cast, cast.at, risk_of(cast.company))
    client = caller(cast, "commander")
    for asked, found in {
        "": [second.ref, first.ref],
        "state=approved": [first.ref],
        "risk=yes&unit=BATTALION&category=extraction": [second.ref],
        "overdue=true": [],
        "q=afzuigarm&limit=1": [second.ref],
    }.items():
        items = client.get(f"{API}?{asked}").json()["items"]
        assert [one["ref"] for one in items] == found, asked
    for wrong in ("state=magic", "unit=MAGIC", "category=magic", "risk=maybe"):
        assert client.get(f"{API}?{wrong}").status_code == 400, wrong
    one = client.get(f"{API}/{first.ref}").json()
    assert (one["decision_days"], one["lead_days"], one["budget_unit"]) == (0, None, "BATTALION")
    assert caller(cast, "outsider").get(f"{API}/{first.ref}").status_code == 404


def test_export_of_purchases_holds_what_fits(cast: Cast) -> None:
    record = approved(cast, cast.at)
    client = caller(cast, "commander")
    answer = sent(client, "/api/v1/exports/purchases?state=open", {"format": "jsonl"})
    assert record.ref in b"".join(answer.streaming_content).decode()
    refused = sent(client, "/api/v1/exports/purchases?limit=3", {"format": "jsonl"})
    assert refused.status_code == 400
