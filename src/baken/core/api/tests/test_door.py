"""Who gets in, how errors look, and the limits at the door."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baken.core.accounts.models import ApiToken
from baken.core.accounts.tokens import make_token
from baken.core.api.tests.calling import ROOT, Caller, caller
from baken.rooms.org.tests.factories import make_account
from baken.rooms.reports.tests.factories import make_report

PROBLEM = "application/problem+json"
MIB = 1024 * 1024


@pytest.fixture
def soldier(cast: Any) -> Caller:
    """A program of the soldier."""
    return caller(cast, "soldier")


def _with(token: str) -> Client:
    return Client(headers={"authorization": f"Bearer {token}"})


def test_without_anything_answers_401_as_a_problem(cast: Any) -> None:
    answer = Caller().get("/reports")

    assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM)
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json() == {
        "type": "about:blank",
        "title": "Unauthorized",
        "status": 401,
        "detail": "Log in, or send a token that is valid.",
        "errors": [],
    }


@pytest.mark.parametrize("token", ["", "nonsense", "baken_" + "x" * 43, "x" * 5000, "\x7f"])
def test_wrong_token_answers_401(cast: Any, token: str) -> None:
    assert _with(token).get(f"{ROOT}/me").status_code == 401


def test_wrong_token_ends_the_request_even_with_a_session(cast: Any) -> None:
    client = _with("nonsense")
    client.force_login(cast.soldier.account)

    assert client.get(f"{ROOT}/me").status_code == 401


@pytest.mark.parametrize("change", ["expired", "withdrawn", "inactive"])
def test_token_that_no_longer_holds_answers_401(cast: Any, change: str) -> None:
    account = cast.soldier.account
    days = -1 if change == "expired" else 1
    token = make_token(account=account, at=cast.at, days=days)
    if change == "withdrawn":
        ApiToken.objects.update(revoked_at=cast.at)
    if change == "inactive":
        type(account).objects.filter(pk=account.pk).update(is_active=False)

    assert _with(token).get(f"{ROOT}/me").status_code == 401


def test_session_reads_and_needs_the_csrf_token_to_write(cast: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.soldier.account)
    sent: dict[str, Any] = {"data": {"story": "Glad."}, "content_type": "application/json"}

    read = client.get(f"{ROOT}/me")
    client.get("/login")
    refused = client.post(f"{ROOT}/reports", **sent)
    token = client.get("/melden").context["csrf_token"] if client.cookies.get("baken_csrf") else ""
    made = client.post(f"{ROOT}/reports", headers={"x-csrftoken": str(token)}, **sent)

    assert (read.status_code, refused.status_code) == (200, 403)
    assert refused["Content-Type"] == PROBLEM
    assert made.status_code == 201


def test_bearer_needs_no_csrf_token(soldier: Caller) -> None:
    assert soldier.post("/reports", {"story": "Glad."}).status_code == 201


def test_service_with_an_appointment_reads_like_a_person(cast: Any) -> None:
    make_report(unit=cast.company)
    service = cast.add("koppeling", ("safety_adviser", "BATTALION", None))
    type(service.account).objects.filter(pk=service.account.pk).update(is_service=True)

    assert len(caller(cast, "koppeling").get("/reports").json()["items"]) == 1


def test_account_without_appointment_gets_403_on_lists(cast: Any) -> None:
    lonely = Caller(make_account("los"), cast.at)

    answers = [lonely.get(path).status_code for path in ("/reports", "/occurrences", "/units")]

    assert answers == [403, 403, 403]


def test_former_holder_sees_nothing_anymore(cast: Any) -> None:
    report = make_report(unit=cast.company)

    answers = [
        caller(cast, name).get(f"/reports/{report.ref}").status_code
        for name in ("safety_adviser", "former_holder")
    ]

    assert answers == [200, 404]


@pytest.mark.parametrize("path", ["/nowhere", "/reports/", "/reports/x/y/z", "/"])
def test_unknown_address_answers_404_as_a_problem(soldier: Caller, path: str) -> None:
    answer = soldier.get(path)

    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert answer["API-Version"] == "1.0.0"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_unknown_method_answers_405_and_names_the_known(soldier: Caller, method: str) -> None:
    answer = getattr(soldier.client, method)(f"{ROOT}/reports")

    assert (answer.status_code, answer["Content-Type"]) == (405, PROBLEM)
    assert answer["Allow"] == "GET, POST"


def test_head_answers_like_get(soldier: Caller) -> None:
    answer = soldier.client.head(f"{ROOT}/reports")

    assert (answer.status_code, answer["API-Version"]) == (200, "1.0.0")


def test_body_that_is_missing_is_named_so(soldier: Caller) -> None:
    assert soldier.post("/reports", b"").json()["errors"][0]["field"] == "body"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"story": "\xed\xa0\x80"}',
        b'{"story": "\\ud800"}',
        b'{"story": "a\\u0000b"}',
        b'{"a\\u0000": 1, "story": "x"}',
        b'{"story": NaN}',
        b'{"story": 1e999}',
        b"[" * 200_000,
        b'{"story": "x", "happened_at": ' + b"9" * 400 + b"}",
    ],
)
def test_body_that_is_no_proper_json_answers_400(soldier: Caller, body: bytes) -> None:
    answer = soldier.post("/reports", body)

    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)


def test_body_over_ten_mib_answers_413(soldier: Caller) -> None:
    answer = soldier.post("/reports", b'{"story": "' + b"x" * 10 * MIB + b'"}')

    assert (answer.status_code, answer["Content-Type"]) == (413, PROBLEM)


def test_form_over_ten_mib_where_json_belongs_answers_413(soldier: Caller) -> None:
    form = {"file": SimpleUploadedFile("a.png", b"x" * 11 * MIB)}

    assert soldier.client.post(f"{ROOT}/reports", form).status_code == 413


def test_backslash_u0000_as_plain_text_is_no_nul(soldier: Caller) -> None:
    answer = soldier.post("/reports", b'{"story": "typ \\\\u0000", "place": "x"}')

    assert answer.json()["story"] == "typ \\u0000"


def test_nul_deep_inside_is_found(cast: Any) -> None:
    report = make_report(unit=cast.company)
    body = b'{"step": "triage", "fields": {"subjects": [{"a": "\\u0000"}]}}'

    answer = caller(cast, "safety_adviser").post(f"/reports/{report.ref}/steps", body)

    assert (answer.status_code, answer.json()["detail"]) == (400, "What was sent cannot be read.")


def test_body_just_under_ten_mib_is_judged_by_its_content(soldier: Caller) -> None:
    answer = soldier.post("/reports", b'{"story": "' + b"x" * (10 * MIB - 100) + b'"}')

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "story"


def test_upload_over_fifty_mib_answers_413(cast: Any) -> None:
    report = make_report(unit=cast.company)
    adviser = caller(cast, "safety_adviser")

    just_over = adviser.upload(
        f"/reports/{report.ref}/files", "x.pdf", b"%PDF" * (50 * MIB // 4 + 1)
    )
    far_over = adviser.upload(f"/reports/{report.ref}/files", "x.pdf", b"0" * 52 * MIB)

    assert (just_over.status_code, far_over.status_code) == (413, 413)


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data", "multipart/form-data; boundary=x", "image/png"]
)
def test_upload_that_is_no_form_answers_400(cast: Any, content_type: str) -> None:
    report = make_report(unit=cast.company)
    client = caller(cast, "safety_adviser").client

    answer = client.post(
        f"{ROOT}/reports/{report.ref}/files", b"--x\r\n", content_type=content_type
    )

    assert answer.status_code == 400


def test_form_instead_of_json_in_a_session_answers_400(cast: Any) -> None:
    client = Client()
    client.force_login(cast.soldier.account)
    form = {"story": "x", "file": SimpleUploadedFile("a.png", b"a")}

    assert client.post(f"{ROOT}/reports", form).status_code == 400


def test_length_that_is_no_number_answers_400(soldier: Caller) -> None:
    answer = soldier.client.get(f"{ROOT}/me", CONTENT_LENGTH="many")

    assert answer.status_code == 400


def test_our_own_fault_answers_500_without_details(
    soldier: Caller, monkeypatch: Any, caplog: Any
) -> None:
    def fall_over(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("geheim detail")

    monkeypatch.setattr("baken.site.api.own.own_appointments", fall_over)

    answer = soldier.get("/me")

    assert (answer.status_code, answer["Content-Type"]) == (500, PROBLEM)
    assert "geheim" not in answer.content.decode()
    assert "geheim detail" in caplog.text


def test_every_answer_bears_the_version(soldier: Caller) -> None:
    answers = [soldier.get(path) for path in ("/me", "/nowhere", "/reports", "/openapi.json")]

    assert {answer["API-Version"] for answer in answers} == {"1.0.0"}


def test_last_use_of_a_token_is_kept_by_day(cast: Any, monkeypatch: Any) -> None:
    token = make_token(account=cast.soldier.account, at=cast.at)
    _with(token).get(f"{ROOT}/me")
    tomorrow = cast.at + timedelta(days=1)
    monkeypatch.setattr("baken.core.clock.now", lambda: tomorrow)

    _with(token).get(f"{ROOT}/me")

    assert ApiToken.objects.get().last_used_on == tomorrow.date()
