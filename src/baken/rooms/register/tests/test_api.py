"""Risks over HTTP: the same records and the same refusals as on the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast, just_confirmed
from baken.core.access.roots import root_classes
from baken.rooms.register.models import Risk, RiskScore
from baken.rooms.register.queries.choices import items_of
from baken.rooms.register.tests.factories import (
    DESCRIBED,
    MEDIUM,
    URGENT_HIGH,
    give_score,
    make_risk,
)
from baken.rooms.register.workflow import RISK

Clients = Callable[[str], Client]
BODY = {**DESCRIBED, "exposed": 88, "unit": "COMPANY"}
WHO = ("soldier", "team_leader", "commander", "safety_adviser", "outsider", "functional_admin")
TAKEN = [row for row in RISK.steps if not row.by_system]


def stated(cast: Cast, **fields: Any) -> Risk:
    """A risk of the company, stated by the safety adviser."""
    return make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at, **fields)


def sent(client: Client, address: str, body: Any, **headers: str) -> Any:
    return client.post(
        f"/api/v1{address}", body, content_type="application/json", headers=headers or None
    )


def read(client: Client, address: str, **query: Any) -> Any:
    answer = client.get(f"/api/v1{address}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def in_state(risk: Risk, state: str) -> Risk:
    """The risk as if it had come to a state by its steps."""
    closed = {"closed_at": risk.identified_at} if state == "closed" else {}
    rows: Any = Risk.objects.for_system(reason="advance").filter(pk=risk.pk)
    rows.update(state=state, **closed)
    risk.refresh_from_db()
    return risk


def test_risk_is_stated_once_under_a_key(client_of: Clients) -> None:
    client = client_of("soldier")
    first, again = (sent(client, "/risks", BODY, **{"Idempotency-Key": "k"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first.headers["Location"] == f"/api/v1/risks/{first.json()['ref']}"
    other = sent(client, "/risks", {**BODY, "title": "Anders"}, **{"Idempotency-Key": "k"})
    assert other.status_code == 409


def test_risk_without_a_key_is_another_one_every_time(client_of: Clients) -> None:
    refs = {sent(client_of("soldier"), "/risks", BODY).json()["ref"] for _ in range(2)}
    assert len(refs) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("unit", "NOWHERE"),
        ("site", "Nergens"),
        ("hazard", "nonsense"),
        ("scoring_model", "dice"),
        ("scenario", ""),
        ("title", " "),
    ],
)
def test_risk_stated_badly_is_refused_with_the_field(
    client_of: Clients, field: str, value: str
) -> None:
    answer = sent(client_of("soldier"), "/risks", {**BODY, field: value})
    assert answer.status_code == 400
    assert [one["field"].split(".")[-1] for one in answer.json()["errors"]] == [field]


def test_risk_is_stated_by_who_has_a_post(client_of: Clients) -> None:
    assert sent(client_of("former_holder"), "/risks", BODY).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "open"}, 2),
        ({"state": "closed"}, 0),
        ({"risk_class": "high"}, 1),
        ({"risk_class": "unscored"}, 1),
        ({"hazard": "mechanical.crushing"}, 2),
        ({"category": "safety"}, 2),
        ({"unit": "COMPANY"}, 2),
        ({"unit": "SQUADRON"}, 0),
        ({"owner": "00000000-0000-4000-8000-000000000000"}, 0),
        ({"q": "koepel"}, 2),
        ({"limit": 1}, 1),
    ],
)
def test_risks_are_filtered(
    cast: Cast, client_of: Clients, query: dict[str, Any], found: int
) -> None:
    give_score(stated(cast), cast.safety_adviser.actor, cast.at)
    stated(cast)
    assert len(read(client_of("soldier"), "/risks", **query)["items"]) == found


@pytest.mark.parametrize("field", ["unit", "state", "risk_class", "hazard", "category"])
def test_risks_filtered_by_a_code_that_is_none_are_refused(client_of: Clients, field: str) -> None:
    answer = client_of("soldier").get("/api/v1/risks", {field: "none"})
    assert answer.status_code == 400
    assert [one["field"] for one in answer.json()["errors"]] == [field]


def test_risk_tells_classes_and_scores(cast: Cast, client_of: Clients) -> None:
    risk = give_score(stated(cast), cast.safety_adviser.actor, cast.at)
    told = read(client_of("soldier"), f"/risks/{risk.ref}")
    assert (told["current_class"], told["urgent"], told["withheld"]) == ("high", True, [])
    [turn] = read(client_of("soldier"), f"/risks/{risk.ref}/scores")["items"]
    assert (turn["scores"][0]["choice"], turn["scores"][0]["value"]) == (URGENT_HIGH, 270.0)


def test_score_of_another_is_kept_from_who_is_to_score(cast: Cast, client_of: Clients) -> None:
    risk = give_score(stated(cast), cast.safety_adviser.actor, cast.at)
    client = client_of("team_leader")

    told = read(client, f"/risks/{risk.ref}")
    assert (told["current_class"], told["urgent"], told["withheld"]) == (None, None, ["current"])
    [turn] = read(client, f"/risks/{risk.ref}/scores")["items"]
    assert (turn["withheld"], turn["scores"][0]["choice"]) == (True, None)
    for part in ("steps", "thread"):
        assert "bijna-ongevallen" not in str(read(client, f"/risks/{risk.ref}/{part}"))

    give_score(risk, cast.team_leader.actor, cast.at, **MEDIUM)
    [turn] = read(client, f"/risks/{risk.ref}/scores")["items"]
    assert (turn["withheld"], turn["differs"]) == (False, True)
    assert [one["stands"] for one in turn["scores"]] == [True, False]


def test_available_steps_tell_their_fields_and_choices(cast: Cast, client_of: Clients) -> None:
    risk = stated(cast)
    steps = read(client_of("safety_adviser"), f"/risks/{risk.ref}/available-steps")["items"]
    fields = {one["name"]: one["fields"] for one in steps}
    kinds = next(one for one in fields["score"] if one["name"] == "kind")["choices"]
    assert [one["code"] for one in kinds] == ["initial", "current", "target"]
    assert all(one["label"] for one in kinds)


def test_every_list_of_choices_has_labels() -> None:
    names = {field.choices for row in RISK.steps for field in row.fields if field.choices}
    assert all(item.label for name in names for item in items_of(name).values())


def test_score_is_given_over_http(cast: Cast, client_of: Clients) -> None:
    risk = stated(cast)
    fields = {
        "kind": "current",
        "choice": URGENT_HIGH,
        "rationale": "Twee keer.",
        "confidence": "low",
    }
    body = {"step": "score", "fields": fields}
    answer = sent(client_of("safety_adviser"), f"/risks/{risk.ref}/steps", body)
    assert (answer.status_code, answer.json()["current_class"]) == (200, "high")
    assert RiskScore.objects.of(risk).count() == 1


# ---- every step, in every state, by everybody: page and API refuse alike ----


@pytest.mark.parametrize("state", list(RISK.states))
def test_steps_are_refused_alike_on_page_and_over_http(
    cast: Cast, client_of: Clients, state: str
) -> None:
    risk = give_score(stated(cast), cast.safety_adviser.actor, cast.at)
    risk = in_state(give_score(risk, cast.commander.actor, cast.at), state)
    told = []
    for who in WHO:
        client = client_of(who)
        page = client.get(f"/risicos/{risk.ref}")
        listed = client.get(f"/api/v1/risks/{risk.ref}/available-steps")
        if page.status_code != 200:
            assert page.status_code == listed.status_code == 404
            continue
        shown = {
            (one["name"], one["allowed"], *one["reasons"])
            for one in (*page.context["steps"], *page.context["closed_steps"])
        }
        assert shown == {
            (one["name"], one["allowed"], *(no["text"] for no in one["refusals"]))
            for one in listed.json()["items"]
        }
        allowed = {one["name"] for one in listed.json()["items"] if one["allowed"]}
        told += [(who, row.name, row.name in allowed) for row in TAKEN]
    for who, name, allowed in told:
        client = client_of(who)
        just_confirmed(client, cast.members[who].account, cast.at)  # a high risk is signed for
        _refused_alike(client, risk, name, allowed=allowed)


def _refused_alike(client: Client, risk: Risk, name: str, *, allowed: bool) -> None:
    """An empty form and an empty body: what is not allowed is refused, and what is asks for more."""
    row = RISK.step(name)
    assert row is not None
    asks = any(field.required for field in row.fields)
    if allowed and not asks:
        return  # it would be taken: other tests do that
    page = client.post(f"/risicos/{risk.ref}/stap/{name}", {})
    api = sent(client, f"/risks/{risk.ref}/steps", {"step": name})
    if allowed:
        assert (page.status_code, api.status_code) == (400, 400)
    elif api.status_code == 403:
        assert page.status_code == 403
    else:
        assert (page.status_code, api.status_code) == (400, 409)


def test_risk_is_found_by_its_reference_in_the_palette() -> None:
    assert root_classes()["R"] is Risk


def test_risks_are_taken_away_over_http(cast: Cast, client_of: Clients) -> None:
    risk = give_score(stated(cast), cast.safety_adviser.actor, cast.at)
    risk = give_score(risk, cast.team_leader.actor, cast.at)
    body = {"format": "jsonl"}
    answer = sent(client_of("commander"), "/exports/risks?risk_class=high", body)
    assert answer.status_code == 200
    assert risk.ref in b"".join(answer.streaming_content).decode()
    assert sent(client_of("soldier"), "/exports/risks", body).status_code == 403
    assert sent(client_of("commander"), "/exports/risks?limit=3", body).status_code == 400
