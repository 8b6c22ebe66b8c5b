"""Slices of exposure over HTTP, with the same refusals as their pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core import clock
from baken.core.api.tests.calling import Caller, caller, refs
from baken.rooms.register.models import Risk
from baken.rooms.register.tests.slices import a_slice, put_in, scored_risk, slice_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser(cast: Cast) -> Caller:
    """A program of the safety adviser."""
    return caller(cast, "safety_adviser")


def body(**fields: Any) -> dict[str, Any]:
    """A slice of tomorrow as a program sends it."""
    start = clock.now() + timedelta(days=1)
    moments = {
        "from_at": start.isoformat(),
        "to_at": (start + timedelta(hours=3)).isoformat(),
    }
    return {"unit": "COMPANY", "group": "Bootploeg 2", "task": "Landing", **moments, **fields}


def test_slice_is_made_read_and_listed(cast: Cast, adviser: Caller) -> None:
    risk = scored_risk(cast, "medium", hazard="physical.noise")
    made = adviser.post("/slices", body(risk=risk.ref, circumstances=["darkness"]))
    assert made.status_code == 201
    told = made.json()
    assert made.headers["Location"] == f"/api/v1/slices/{told['ref']}"
    assert (told["raises"], told["level_alone"], told["level"]) == (0, 3, 3)
    assert [(one["risk"], one["factors"]) for one in told["members"]] == [(risk.ref, ["noise"])]
    assert adviser.get(f"/slices/{told['ref']}").json() == told
    assert refs(adviser.get("/slices?unit=company&state=open")) == [told["ref"]]
    assert refs(adviser.get("/slices?state=ended")) == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"unit": "NOWHERE"}, "unit"),
        ({"risk": "R-2026-999999"}, "risk"),
        ({"group": "COMPANY"}, "group"),
        ({"task": ""}, "task"),
        ({"circumstances": ["mood"]}, "circumstances"),
        ({"to_at": "2099-01-01T00:00:00Z"}, "to_at"),
    ],
)
def test_slice_that_is_none_is_refused_with_the_field(
    adviser: Caller, fields: dict[str, Any], field: str
) -> None:
    refused = adviser.post("/slices", body(**fields))
    assert refused.status_code == 400
    assert [one["field"] for one in refused.json()["errors"]] == [field]


def test_slice_of_a_unit_whose_risks_one_does_not_manage_is_refused(adviser: Caller) -> None:
    assert adviser.post("/slices", body(unit="SQUADRON")).status_code == 403


@pytest.mark.parametrize("query", ["unit=NOWHERE", "state=gone", "mood=good"])
def test_slices_cannot_be_filtered_by_what_is_none(adviser: Caller, query: str) -> None:
    assert adviser.get(f"/slices?{query}").status_code == 400


def test_slice_outside_reach_is_not_there(cast: Cast) -> None:
    record = slice_with(cast)
    assert caller(cast, "outsider").get(f"/slices/{record.ref}").status_code == 404
    assert (
        caller(cast, "soldier")
        .post(f"/slices/{record.ref}/steps", {"step": "end", "fields": {"reason": "x"}})
        .status_code
        == 403
    )


def test_slice_takes_its_steps_with_what_they_ask(cast: Cast, adviser: Caller) -> None:
    record, risk = slice_with(cast), scored_risk(cast, "medium")
    steps = {
        one["name"]: one
        for one in adviser.get(f"/slices/{record.ref}/available-steps").json()["items"]
    }
    assert list(steps) == ["add_risk", "revise_risk", "remove_risk", "revise", "end"]
    noise = {"kind": "noise", "value": 85, "limit": 85, "source": "Meting 12"}
    fields = {"risk": risk.ref, "factors": [], "quantities": [noise]}

    answer = adviser.post(f"/slices/{record.ref}/steps", {"step": "add_risk", "fields": fields})

    assert answer.status_code == 200
    [total] = answer.json()["totals"]
    assert (total["value"], total["alarm"], total["parts"][0]["risk"]) == (85.0, 100, risk.ref)
    wrong = adviser.post(
        f"/slices/{record.ref}/steps", {"step": "add_risk", "fields": {"risk": risk.ref}}
    )
    assert wrong.status_code == 400
    again = adviser.post(f"/slices/{record.ref}/steps", {"step": "run_out"})
    assert again.status_code == 409


def test_history_of_a_slice_tells_nothing_of_a_risk_that_one_may_not_read(
    cast: Cast, adviser: Caller
) -> None:
    risk = scored_risk(cast, "medium")
    record = put_in(
        slice_with(cast), risk, actor=cast.safety_adviser.actor, at=cast.at, factors=["alcohol"]
    )
    named = adviser.get(f"/slices/{record.ref}/thread").json()["items"]
    assert named[0]["text"] == risk.ref
    Risk.objects.for_system(reason="demo").filter(pk=risk.pk).update(confidentiality=2)

    told = adviser.get(f"/slices/{record.ref}/steps").content.decode()
    thread = adviser.get(f"/slices/{record.ref}/thread").content.decode()

    assert risk.ref not in told + thread
    assert "alcohol" not in told + thread
    assert "a risk you may not read" in thread


def test_stacks_of_a_risk_are_told_as_far_as_one_reads(cast: Cast, adviser: Caller) -> None:
    actor, mine, other = (
        cast.safety_adviser.actor,
        scored_risk(cast, "high"),
        scored_risk(cast, "high"),
    )
    record = a_slice(actor=actor, unit=cast.company, at=clock.now(), risk=mine)
    put_in(record, other, actor=actor, at=cast.at)
    Risk.objects.for_system(reason="demo").filter(pk=other.pk).update(confidentiality=2)
    [told] = adviser.get(f"/risks/{mine.ref}/stacks").json()["items"]
    assert (told["slice"], told["raises"], told["others"]) == (record.ref, 2, [None])
    assert caller(cast, "outsider").get(f"/risks/{mine.ref}/stacks").status_code == 404


# ---- what nobody can ask ----

COMPUTED = re.compile(r"(^|_)(average|avg|mean|median|sum|score_total|index)(_|$)")


def _reached(schema: Any, named: dict[str, Any], seen: set[str]) -> Iterator[tuple[str, Any]]:
    """Every property of a schema and of those it holds, by name."""
    if isinstance(schema, list):
        for one in schema:
            yield from _reached(one, named, seen)
    if not isinstance(schema, dict):
        return
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        if name not in seen:
            seen.add(name)
            yield from _reached(named.get(name, {}), named, seen)
        return
    yield from schema.get("properties", {}).items()
    for value in schema.values():
        yield from _reached(value, named, seen)


def _names_of_risks(document: dict[str, Any]) -> list[tuple[str, Any]]:
    """Every field and query name of the addresses about risks and slices."""
    named = document["components"]["schemas"]
    found: list[tuple[str, Any]] = []
    for path, operations in document["paths"].items():
        if re.match(r"(/api/v1)?/(risks|slices|decisions|bow-ties)", path):
            for operation in operations.values():
                found += [(p["name"], p["schema"]) for p in operation.get("parameters", [])]
                found += _reached(operation, named, set())
    return found


def _types(schema: dict[str, Any]) -> set[str]:
    options = schema.get("anyOf", [schema])
    return {one.get("type", "object") for one in options} - {"null"}


# Every number that the addresses about risks give or take: counts, sizes, places in a row, what was
# measured or scored on one axis. A new one is looked at here first: no class is ever a number.
NUMBERS = {
    *("alarm", "effectiveness", "estimate", "exposed", "frequency", "health", "level"),
    *("level_alone", "limit", "nth", "people", "raises", "scoring_version", "seen"),
    *("serial", "severity", "share", "size", "source", "strength", "target", "turn", "value"),
    "version",
}


def test_irm_17_9_no_address_about_risks_gives_a_number_made_of_classes(adviser: Caller) -> None:
    """Source: domain reference, irm, section 17, test 9."""
    names = _names_of_risks(adviser.get("/openapi.json").json())
    classes = [(name, _types(schema)) for name, schema in names if name.endswith("_class")]
    assert ("risk_class", {"string"}) in classes
    assert [one for one in classes if one[1] != {"string"}] == []
    assert [name for name, _schema in names if COMPUTED.search(name)] == []
    numbers = {name for name, schema in names if _types(schema) & {"number", "integer"}}
    assert (
        numbers - {"status", "line"} == NUMBERS
    )  # of an answer that refuses, and of the file it names


@pytest.mark.parametrize("collection", ["risks", "slices", "decisions", "bow-ties"])
def test_irm_17_9_list_is_rows_and_nothing_reckoned_over_them(
    cast: Cast, adviser: Caller, collection: str
) -> None:
    scored_risk(cast, "high")
    told = adviser.get(f"/{collection}").json()
    assert set(told) == {"items", "next"}
    for asked in ("average=risk_class", "aggregate=risk_class", "group_by=risk_class"):
        assert adviser.get(f"/{collection}?{asked}").status_code == 400


@pytest.mark.parametrize(
    "value", ["average", "avg(current_class)", "high,low", "2.5", "HIGH", "mean"]
)
def test_irm_17_9_filter_on_the_class_takes_one_class_and_reckons_nothing(
    cast: Cast, adviser: Caller, value: str
) -> None:
    risk = scored_risk(cast, "high")
    listed = adviser.get("/risks?risk_class=high").json()["items"]
    assert [one["ref"] for one in listed] == [risk.ref]
    refused = adviser.get(f"/risks?risk_class={value}")
    assert refused.status_code == 400
    assert [one["field"] for one in refused.json()["errors"]] == ["risk_class"]
