"""What the doors of the API do that no ordinary call meets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from django.http import Http404
from django.test import RequestFactory

from baken.core.access.declarations import Declaration
from baken.core.api.attempts import Attempts
from baken.core.api.auth import WebSession
from baken.core.api.endpoints import endpoint
from baken.core.api.openapi import finish, operations_of
from baken.core.api.problems import ApiProblem, problem
from baken.core.api.wire import JsonIn
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import READ_OCCURRENCE, READ_SUMMARY
from baken.rooms.reports.tests.factories import make_occurrence

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
WINDOW = timedelta(minutes=10)


def _from(address: str, *, at: datetime = AT, via: str = "") -> Any:
    forwarded = {"HTTP_X_FORWARDED_FOR": via} if via else {}
    request = RequestFactory().get("/", REMOTE_ADDR=address, **forwarded)
    request.at = at  # type: ignore[attr-defined]
    return request


@pytest.fixture
def attempts() -> Attempts:
    """At most two in ten minutes."""
    return Attempts(2, WINDOW)


def _refused(attempts: Attempts, request: Any) -> bool:
    try:
        attempts.refuse_when_too_many(request)
    except ApiProblem as refusal:
        return refusal.status == 429
    return False


@pytest.mark.parametrize(("noted", "refused"), [(0, False), (1, False), (2, True), (3, True)])
def test_attempts_up_to_the_most_are_let_through(
    attempts: Attempts, noted: int, refused: bool
) -> None:
    for _ in range(noted):
        attempts.note(_from("10.0.0.1"))
    assert _refused(attempts, _from("10.0.0.1")) == refused


@pytest.mark.parametrize(
    ("later", "refused"), [(WINDOW - timedelta(seconds=1), True), (WINDOW, False)]
)
def test_attempts_are_forgotten_after_the_window(
    attempts: Attempts, later: timedelta, refused: bool
) -> None:
    for _ in range(2):
        attempts.note(_from("10.0.0.1"))
    assert _refused(attempts, _from("10.0.0.1", at=AT + later)) == refused


def test_attempts_of_another_sender_do_not_count(attempts: Attempts) -> None:
    for _ in range(2):
        attempts.note(_from("10.0.0.1"))
    assert not _refused(attempts, _from("10.0.0.2"))


@pytest.mark.parametrize(
    ("behind_proxy", "other", "refused"),
    [(True, "9.9.9.9, 1.1.1.1", True), (True, "1.1.1.1, 2.2.2.2", False), (False, "2.2.2.2", True)],
)
def test_sender_behind_a_proxy_is_the_address_the_proxy_saw(
    attempts: Attempts, settings: Any, behind_proxy: bool, other: str, refused: bool
) -> None:
    proxied = ("HTTP_X_FORWARDED_PROTO", "https") if behind_proxy else None
    settings.SECURE_PROXY_SSL_HEADER = proxied
    for _ in range(2):
        attempts.note(_from("10.0.0.1", via="1.1.1.1"))
    assert _refused(attempts, _from("10.0.0.1", via=other)) == refused


@pytest.mark.parametrize("body", [{"a": ["\x00"]}, [{"b": {"c\x00": 1}}], "\x00", [[["x\x00"]]]])
def test_body_with_nul_anywhere_is_refused(body: Any) -> None:
    request = RequestFactory().post("/", orjson.dumps(body), content_type="application/json")
    with pytest.raises(ValueError, match="NUL"):
        JsonIn().parse_body(request)


@pytest.mark.parametrize("body", [{"a": ["\\u0000", 1, None]}, ["fine", {"b": True}]])
def test_body_that_only_speaks_of_nul_is_read(body: Any) -> None:
    request = RequestFactory().post("/", orjson.dumps(body), content_type="application/json")
    assert JsonIn().parse_body(request) == body


@pytest.mark.django_db
def test_session_read_by_its_cookie_is_the_session_itself(cast: Any) -> None:
    request = RequestFactory().get("/")
    request.user, request.actor = cast.soldier.account, cast.soldier.actor  # type: ignore[attr-defined]
    assert WebSession("baken_session").authenticate(request, "ignored") == cast.soldier.actor


@endpoint(permit=READ_OCCURRENCE, root=Occurrence, also=(READ_SUMMARY,))
def _shown(request: Any, record: Any) -> str:
    return record.ref


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["commander", "soldier"])
def test_endpoint_with_two_permits_opens_with_either(cast: Any, name: str) -> None:
    request = _from("10.0.0.1")
    request.actor = cast.members[name].actor
    occurrence = make_occurrence(unit=cast.company)
    assert _shown(request, ref=occurrence.ref) == occurrence.ref


@pytest.mark.django_db
@pytest.mark.parametrize("ref", ["V-2026-000001", "\x00", "x" * 41, "é", "V 1", ""])
def test_endpoint_with_two_permits_and_neither_is_not_found(cast: Any, ref: str) -> None:
    request = _from("10.0.0.1")
    request.actor = cast.outsider.actor
    make_occurrence(unit=cast.company)
    with pytest.raises(Http404):
        _shown(request, ref=ref)


def test_endpoint_says_of_itself_what_it_declared() -> None:
    assert _shown.declaration == Declaration(
        permit=READ_OCCURRENCE, root=Occurrence, also=(READ_SUMMARY,)
    )


@pytest.mark.parametrize(("status", "asks"), [(401, True), (403, False)])
def test_problem_of_an_unknown_caller_asks_for_a_token(status: int, asks: bool) -> None:
    answer = problem(status)
    assert ("WWW-Authenticate" in answer, orjson.loads(answer.content)["type"]) == (
        asks,
        "about:blank",
    )


def test_specification_tells_each_operation_in_the_first_line_of_its_words() -> None:
    told = {"description": "One thing.\n\nMore of it.", "responses": {200: {"description": "OK"}}}
    schema = {"components": {"schemas": {}}, "paths": {"/x": {"get": told}}}
    ((place, method, details),) = operations_of(finish(schema))
    assert (place, method, details["summary"]) == ("/x", "get", "One thing")
    assert sorted(details["responses"]) == ["200", "404", "429", "default"]


@pytest.mark.django_db
def test_body_beyond_what_is_read_at_once_is_a_problem(client: Any, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = client.post("/api/v1/intake", {"story": "x" * 50}, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")
