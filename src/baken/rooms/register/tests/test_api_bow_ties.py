"""Bow-ties over HTTP, with the same refusals as the pages."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.api.tests.calling import Caller, caller, refs
from baken.rooms.register.models import BowTie
from baken.rooms.register.tests.bow_ties import DRAWN, SAID, act, make_bow_tie, make_whole

PLACE = "/bow-ties"


@pytest.fixture
def adviser(cast: Cast) -> Caller:
    return caller(cast, "safety_adviser")


@pytest.fixture
def whole(cast: Cast) -> BowTie:
    return make_whole(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)


def step(client: Caller, record: BowTie, name: str, **fields: Any) -> Any:
    return client.post(f"{PLACE}/{record.ref}/steps", {"step": name, "fields": fields})


def test_bow_tie_is_drawn_and_told_whole(adviser: Caller) -> None:
    made = adviser.post(PLACE, {**DRAWN, "unit": "COMPANY"})
    assert made.status_code == 201
    assert made["Location"] == f"/api/v1/bow-ties/{made.json()['ref']}"
    assert made.json()["top_event"] == DRAWN["top_event"]


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"unit": "NOWHERE"}, 400),
        ({"hazard": "nonsense"}, 400),
        ({"top_event": " "}, 400),
        ({"unit": "SQUADRON"}, 403),
    ],
)
def test_bow_tie_drawn_badly_is_refused(
    adviser: Caller, changed: dict[str, str], status: int
) -> None:
    assert adviser.post(PLACE, {**DRAWN, "unit": "COMPANY", **changed}).status_code == status
    assert not BowTie.objects.for_system(reason="trail").exists()


def test_bow_tie_tells_its_parts_and_how_barriers_stand(
    cast: Cast, adviser: Caller, whole: BowTie
) -> None:
    actor = cast.safety_adviser.actor
    record = act(whole, actor, cast.at, "add_factor", barrier="b3", text="Weggeschoten")
    act(record, actor, cast.at, "add_escalation", factor="d4", text="Controle")

    told = adviser.get(f"{PLACE}/{whole.ref}").json()
    assert [one["barriers"] for one in told["threats"]] == [["b3"]]
    assert (told["estimate"], told["risks"]) == (None, [])
    (barrier,) = told["barriers"]
    assert (barrier["status"], barrier["health"], barrier["doubts"]) == ("green", 0.9, [])
    assert barrier["degradation_factors"] == [
        {
            "code": "d4",
            "text": "Weggeschoten",
            "escalation_barriers": [{"code": "e5", "text": "Controle"}],
        }
    ]
    assert [one["kind"] for one in barrier["evidence"]] == ["inspection"]


def test_steps_are_offered_taken_and_told(cast: Cast, adviser: Caller, whole: BowTie) -> None:
    offered = adviser.get(f"{PLACE}/{whole.ref}/available-steps").json()["items"]
    assert "turn" not in [one["name"] for one in offered]
    kinds = next(one for one in offered if one["name"] == "note_signal")["fields"][1]["choices"]
    assert "override" in [one["code"] for one in kinds]

    taken = step(adviser, whole, "note_signal", barrier="b3", kind="override", words=SAID)
    assert taken.status_code == 200
    assert taken.json()["barriers"][0]["status"] == "red"
    history = adviser.get(f"{PLACE}/{whole.ref}/steps").json()["items"]
    assert [one["code"] for one in history][-1] == "register.bow_tie.barrier_turned"
    assert "source" not in history[-2]["facts"]
    (told,) = adviser.get(f"{PLACE}/{whole.ref}/signals").json()["items"]
    assert (told["code"], told["barrier"], told["words"]) == ("s4", "b3", SAID)
    thread = adviser.get(f"{PLACE}/{whole.ref}/thread").json()["items"]
    assert thread[0]["text"].startswith("b3")


def test_steps_are_refused_as_on_the_pages(cast: Cast, adviser: Caller, whole: BowTie) -> None:
    soldier, outsider = caller(cast, "soldier"), caller(cast, "outsider")
    assert step(soldier, whole, "add_threat", text="Mist").status_code == 403
    assert step(outsider, whole, "add_threat", text="Mist").status_code == 404
    assert step(adviser, whole, "add_threat").status_code == 400
    assert step(adviser, whole, "turn").status_code == 409
    assert step(adviser, whole, "reinstate", reason="x").status_code == 409
    assert step(soldier, whole, "name_barrier", barrier="b3", words=SAID).status_code == 200


def test_list_is_narrowed_by_unit_hazard_and_state(
    cast: Cast, adviser: Caller, whole: BowTie
) -> None:
    other = make_bow_tie(actor=cast.safety_adviser.actor, unit=cast.battalion, at=cast.at)
    assert refs(adviser.get(PLACE)) == [other.ref, whole.ref]
    assert refs(adviser.get(f"{PLACE}?unit=COMPANY&state=in_use")) == [whole.ref]
    assert refs(adviser.get(f"{PLACE}?hazard=mechanical.crushing&limit=1")) == [other.ref]
    for wrong in ("unit=NOWHERE", "state=open", "hazard=nonsense", "colour=red"):
        assert adviser.get(f"{PLACE}?{wrong}").status_code == 400
