"""The API as a whole: inbox, search, specification, and what every endpoint declares."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from openapi_spec_validator import validate

from baken.core.access.declarations import Declaration
from baken.core.access.permits import permit_named
from baken.core.api.openapi import operations_of
from baken.core.api.tests.calling import ROOT, administrator, caller, refs
from baken.rooms.notices.actions import notify
from baken.rooms.org.queries import own_key_of
from baken.rooms.reports.tests.factories import make_occurrence, make_report
from baken.site.api import api


def _operations() -> list[Any]:
    return [
        operation
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
    ]


@pytest.fixture
def specification(cast: Any) -> dict[str, Any]:
    """The specification as a program gets it, without logging in."""
    answer = Client().get(f"{ROOT}/openapi.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    return dict(answer.json())


def test_inbox_shows_the_most_pressing_first(cast: Any) -> None:
    late = make_report(unit=cast.company)
    danger = make_report(unit=cast.company, still_dangerous=True)
    key = own_key_of(cast.safety_adviser.person.id)
    code = "reports.still_dangerous"
    notify(to_keys=[key], code=code, record=danger, at=cast.at)

    inbox = caller(cast, "safety_adviser").get("/inbox")

    assert refs(inbox) == [danger.ref, late.ref]
    assert [one["alarm"] for one in inbox.json()["items"]] == [True, False]
    assert refs(caller(cast, "outsider").get("/inbox")) == []


def test_search_finds_over_all_rooms_within_reach(cast: Any) -> None:
    report = make_report(unit=cast.company, story="De battalion-rolbrug klemt.")
    occurrence = make_occurrence(unit=cast.company, title="Rolbrug battalion")

    found = caller(cast, "safety_adviser").get("/search", q="battalion")

    assert refs(found) == [report.ref, occurrence.ref, "BATTALION"]
    assert refs(caller(cast, "outsider").get("/search", q="rolbrug")) == []


@pytest.mark.parametrize("spelt", [str, str.lower, lambda ref: f" {ref} "])
def test_search_for_a_reference_finds_its_record_within_reach_alone(cast: Any, spelt: Any) -> None:
    report = make_report(unit=cast.company, story="Zie M-2025-000001, een losse kabel.")
    occurrence = make_occurrence(unit=cast.company)
    for record in (report, occurrence):
        wanted = spelt(record.ref)
        assert refs(caller(cast, "safety_adviser").get("/search", q=wanted)) == [record.ref]
        assert refs(caller(cast, "outsider").get("/search", q=wanted)) == []


def test_search_without_words_answers_400(cast: Any) -> None:
    assert caller(cast, "soldier").get("/search").status_code == 400


def test_specification_is_valid_openapi_31(specification: dict[str, Any]) -> None:
    assert specification["openapi"].startswith("3.1")
    validate(specification)
    info = specification["info"]
    assert (info["license"]["identifier"], info["version"]) == ("EUPL-1.2", "1.0.0")
    assert info["contact"]["url"] == "http://testserver/api/v1/docs"
    assert specification["servers"][0]["url"] == "http://testserver/api/v1"
    schemes = specification["components"]["securitySchemes"]
    assert {scheme["type"] for scheme in schemes.values()} == {"http", "apiKey"}


def test_contact_has_the_mail_address_that_was_set(settings: Any, cast: Any) -> None:
    settings.CONTACT_EMAIL = "beheer@voorbeeld.example"

    told = Client().get(f"{ROOT}/openapi.json").json()["info"]["contact"]

    assert told["email"] == "beheer@voorbeeld.example"


def test_every_operation_is_described_and_answers_problems(specification: dict[str, Any]) -> None:
    operations = list(operations_of(specification))

    assert len(operations) > 30
    for place, method, details in operations:
        assert details["description"], (place, method)
        assert details["summary"] != details["operationId"], (place, method)
        assert re.fullmatch(r"(/[a-z0-9-]+|/\{[a-z_]+\})+", place), place
        for status, answer in details["responses"].items():
            assert "API-Version" in answer["headers"], (place, method, status)
            if status >= "4":
                assert "application/problem+json" in answer["content"], (place, method, status)
    names = [details["operationId"] for _place, _method, details in operations]
    assert sorted(set(names)) == sorted(names)


def test_only_intake_is_public(specification: dict[str, Any]) -> None:
    public = {
        place for place, _method, details in operations_of(specification) if not details["security"]
    }

    assert public == {
        "/intake",
        "/intake/status",
        "/intake/messages",
        "/intake/steps",
        "/intake/answers",
        "/follow-up-questions",
    }


def test_every_operation_declares_its_permit_or_why_it_is_public() -> None:
    own = {
        "me",
        "inbox",
        "own_preferences",
        "choose_own_preferences",
        "own_sessions",
        "end_session",
        "own_tokens",
        "revoke_token",
        "own_administration",
        "open_administration",
        "end_administration",
        "administration_log",
    }
    for operation in _operations():
        declared = getattr(operation.view_func, "declaration", None)
        assert isinstance(declared, Declaration), operation.path
        if not declared.public and operation.operation_id not in own:
            assert permit_named(declared.permit)
        if "{ref}" in operation.path:
            assert declared.root is not None, operation.path
        assert bool(declared.public) == (not operation.auth_callbacks), operation.path


def test_human_page_shows_every_operation_without_scripts_from_elsewhere(
    specification: dict[str, Any],
) -> None:
    page = Client().get(f"{ROOT}/docs")

    text = page.content.decode()
    assert page.status_code == 200
    for place, method, _details in operations_of(specification):
        assert f"<code>{method.upper()} {place}</code>" in text
    assert re.findall(r'(?:src|href)="(?:https?:)?//[^"]+"', text) == []
    assert "unsafe" not in page["Content-Security-Policy"]


def test_me_of_the_functional_admin_holds_no_content_permit(cast: Any) -> None:
    def permits_of(calling: Any) -> list[str]:
        return [one["permit"] for one in calling.get("/me").json()["permits"]]

    assert permits_of(caller(cast, "functional_admin")) == [
        "library.content.read",
        "notices.notice.read",
        "org.unit.read",
        "reports.route.try",
    ]
    assert permits_of(administrator(cast)) == [
        "accounts.service.manage",
        "library.content.read",
        "notices.notice.read",
        "org.unit.manage",
        "org.unit.read",
        "reports.route.try",
    ]
