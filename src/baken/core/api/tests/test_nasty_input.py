"""Throws nasty input at every operation of the specification: a 4xx or a correct answer, never 5xx."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import orjson
import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baken.core.api.openapi import operations_of
from baken.core.api.tests.calling import ROOT, caller
from baken.core.workflow.registry import binding_of
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.tests.factories import FACTORIES, make_occurrence, make_report
from baken.site.api import api

SCHEMA = api.get_openapi_schema(path_prefix="")
OPERATIONS = [(place, method, details) for place, method, details in operations_of(SCHEMA)]
NAMES = [details["operationId"] for _place, _method, details in OPERATIONS]

TEXTS = [
    "",
    "\x00",
    "'; DROP TABLE reports_report; --",
    "%s %(x)s {0} {{x}}",
    "../../../etc/passwd",
    "9" * 5000,
    "-1",
    "NaN",
    "\ud7ff\uffff 𝔘𝔫𝔦 \u202e \u200b",
    "x" * 30_000,
    "9999-12-31T23:59:59.999999-23:59",
    "0001-01-01T00:00:00+23:59",
    "{00000000-0000-4000-8000-000000000000}",
    "null",
    "bjk5OTk5OTk5OTk5OTk5OTk5OTk5",
    '" OR "a"*',
]
VALUES: list[Any] = [
    None,
    True,
    -1,
    2**63 - 1,
    1e308,
    [],
    {"": ""},
    [[[[None]]]],
    [{"a": {"b": [1, {"c": None}]}}],
    ["x"] * 300,
    *TEXTS,
]
# Where another database can answer otherwise: what reaches a statement as a text, a number or a moment.
# What is refused before, or is of the wrong kind, is refused alike.
EMBEDDED = connection.vendor == "sqlite"
ALIKE: list[Any] = ["", "null", "../../../etc/passwd", "bjk5OTk5OTk5OTk5OTk5OTk5OTk5"]
if not EMBEDDED:
    TEXTS = [one for one in TEXTS if one not in ALIKE]
    VALUES = [one for one in VALUES if type(one) in (int, float, str) and one not in ALIKE]


@pytest.fixture
def record(cast: Any) -> dict[str, str]:
    """A value for each name in a path, of records that the caller may see and step."""
    return {
        "reports": make_report(unit=cast.company).ref,
        "occurrences": make_occurrence(unit=cast.company).ref,
        "units": "COMPANY",
    }


@pytest.fixture
def client(cast: Any) -> Client:
    """Somebody who may do nearly everything: an adviser and commander who also reports."""
    posts = [(role, "BATTALION", None) for role in ("safety_adviser", "commander", "employee")]
    cast.add("everything", *posts)
    return caller(cast, "everything").client


def _path(place: str, record: dict[str, str]) -> str:
    value = record.get(place.split("/")[1], "00000000-0000-4000-8000-000000000000")
    return ROOT + "/".join(value if part.startswith("{") else part for part in place.split("/"))


def _send(client: Client, method: str, path: str, body: bytes | None = None) -> Any:
    """The answer, a file of it read to its end: a fault in the middle is a fault as well."""
    given = {} if body is None else {"data": body, "content_type": "application/json"}
    answer = client.generic(method.upper(), path, **given)
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer


def _body_of(details: dict[str, Any]) -> dict[str, Any] | None:
    """The schema of the JSON body of an operation, or None."""
    content = details.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    schema = content["schema"]
    shown = next(one for one in (schema, *schema.get("anyOf", ())) if "$ref" in one)
    name = shown["$ref"].rsplit("/", 1)[-1]
    return dict(SCHEMA["components"]["schemas"][name])


def _valid(shape: dict[str, Any]) -> dict[str, Any]:
    return {name: "not_solved" if name == "step" else "tekst" for name in shape.get("required", [])}


def _bodies(shape: dict[str, Any]) -> Iterator[bytes]:
    """Each field in turn with each nasty value, beside proper values for what is needed."""
    for name, value in itertools.product([*shape["properties"], "x"], VALUES):
        yield orjson.dumps({**_valid(shape), name: value})
    yield from map(orjson.dumps, VALUES)
    yield b'{"story": %b, "step": %b, "code": -%b}' % ((b"9" * 400,) * 3)


@pytest.mark.no_cover
@pytest.mark.parametrize(("place", "method", "details"), OPERATIONS, ids=NAMES)
def test_nasty_path_gives_no_5xx(
    client: Client, record: dict[str, str], place: str, method: str, details: dict[str, Any]
) -> None:
    if "{" not in place:
        assert _send(client, method, ROOT + place).status_code < 500
        return
    for text in TEXTS:
        path = ROOT + "/".join(
            quote(text[:3000], safe="") if part.startswith("{") else part
            for part in place.split("/")
        )
        answer = _send(client, method, path, b"{}")
        assert answer.status_code < 500, (path[:200], answer.content[:300])


@pytest.mark.no_cover
@pytest.mark.parametrize(("place", "method", "details"), OPERATIONS, ids=NAMES)
def test_nasty_query_gives_no_5xx(
    client: Client, record: dict[str, str], place: str, method: str, details: dict[str, Any]
) -> None:
    asked = [one["name"] for one in details["parameters"] if one["in"] == "query"]
    for name, text in itertools.product([*asked, "x"], [*TEXTS, "%ff", "%ed%a0%80"]):
        value = text if text.startswith("%") and len(text) > 1 else quote(text)
        path = f"{_path(place, record)}?q=kabel&{name}={value}"
        answer = _send(client, method, path, None if method == "get" else b"{}")
        assert answer.status_code < 500, (path[:200], answer.content[:300])


@pytest.mark.no_cover
@pytest.mark.parametrize(("place", "method", "details"), OPERATIONS, ids=NAMES)
def test_nasty_body_gives_no_5xx(
    client: Client, record: dict[str, str], place: str, method: str, details: dict[str, Any]
) -> None:
    shape = _body_of(details)
    bodies = [b"\xff", b"{", b"[]", b""] if shape is None else _bodies(shape)
    path = _path(place, record)
    for body in bodies:
        answer = _send(client, method, path, body)
        assert answer.status_code < 500, (path, body[:300], answer.content[:300])


STEPS = [
    (root, step)
    for root in (Report, Occurrence)
    for step in binding_of(root).workflow.steps
    if step.fields
]


@pytest.mark.parametrize(("root", "step"), STEPS, ids=[step.name for _root, step in STEPS])
def test_nasty_step_fields_give_no_5xx(client: Client, cast: Any, root: Any, step: Any) -> None:
    record = FACTORIES[root](unit=cast.company, state=step.sources[0])
    place = "reports" if root is Report else "occurrences"
    for value in VALUES:
        fields = dict.fromkeys((field.name for field in step.fields), value)
        body = orjson.dumps({"step": step.name, "fields": fields})
        with transaction.atomic():
            answer = _send(client, "post", f"{ROOT}/{place}/{record.ref}/steps", body)
            transaction.set_rollback(True)
        assert answer.status_code < 500, (value, answer.content[:300])


CLASSES = {"kind": "incident", "category": 1, "actual_severity": 1, "potential_severity": 1}


@pytest.mark.parametrize(
    "fields",
    [
        {"injuries": [{"outcome": "death", "known_at": "0001-01-01T00:00:00+14:00"}]},
        {"injuries": [{"outcome": "death", "known_at": "9999-12-31T23:59:59-14:00"}]},
        {"injuries": [{"outcome": ["death"]}]},
        {"injuries": [{"outcome": "death", "absence_days": 10**9}]},
        {"injuries": [{"outcome": "death", "permanent": {"a": 1}}]},
        {"damages": [{"what": "x", "amount_eur": 2**40}]},
        {"damages": [{"what": ["x"], "amount_eur": -1}]},
        {"damages": [{"what": None}]},
        {"occurrence": "V-2026-000001"},
        {"occurrence": "{00000000-0000-4000-8000-000000000000}"},
        {"investigation_level": 1e308},
        {"due_on": "9999-12-31"},
        {"due_on": "0001-01-01"},
        {"lead": "x" * 200},
        {"subjects": [{"a": 1}]},
        {"title": "x" * 200, "summary": "y" * 50_000},
    ],
)
def test_nasty_triage_gives_no_5xx(
    client: Client, record: dict[str, str], fields: dict[str, Any]
) -> None:
    whole = {"title": "t", "summary": "s", **CLASSES, **fields}
    body = orjson.dumps({"step": "triage", "note": "n" * 50_000, "fields": whole})

    answer = _send(client, "post", f"{ROOT}/reports/{record['reports']}/steps", body)

    assert answer.status_code in (200, 400), answer.content[:300]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("place", "method", "details"),
    [one for one in OPERATIONS if _body_of(one[2]) is not None],
    ids=[one[2]["operationId"] for one in OPERATIONS if _body_of(one[2]) is not None],
)
def test_any_json_gives_no_5xx(
    client: Client, record: dict[str, str], place: str, method: str, details: dict[str, Any]
) -> None:
    shape, path = _body_of(details), _path(place, record)
    assert shape is not None
    names = st.sampled_from(sorted(shape["properties"]))

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(fields=st.dictionaries(names, JSON, max_size=4))
    def check(fields: dict[str, Any]) -> None:
        body = orjson.dumps({**_valid(shape), **fields}, option=orjson.OPT_NON_STR_KEYS)
        answer = _send(client, method, path, body)
        assert answer.status_code < 500, (body[:300], answer.content[:300])

    check()


@pytest.mark.parametrize("value", TEXTS[2:])
def test_nasty_key_gives_no_5xx(client: Client, value: str) -> None:
    sent = value.encode("ascii", "ignore").decode().replace("\n", "")
    answer = client.generic(
        "POST",
        f"{ROOT}/reports",
        b'{"story": "x"}',
        content_type="application/json",
        headers={"Idempotency-Key": sent},
    )

    assert answer.status_code in (201, 400)
