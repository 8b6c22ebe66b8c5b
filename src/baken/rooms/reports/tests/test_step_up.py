"""Giving a post and releasing who reported ask again who is there, in the browser and over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast, just_confirmed
from baken.core.api.tests.calling import caller
from baken.rooms.org.models import Appointment
from baken.rooms.reports.models import IdentityRelease
from baken.rooms.reports.tests.acts import send, send_anonymous

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]

POST = {
    "person": "Speler soldier",
    "role": "supervisor",
    "kind": "acting",
    "from_on": "2026-03-10",
    "until": "2026-03-20",
    "reason": "Verlof",
}
DELEGATION = {
    "to": "Speler soldier",
    "unit": "BATTALION",
    "from_on": "2026-03-10",
    "until": "2026-03-11",
    "reason": "Verlof",
    "classes": "low",
    "contexts": "non_operational",
}


@pytest.fixture(params=["appoint", "delegate", "release"])
def step(cast: Cast, request: pytest.FixtureRequest) -> dict[str, Any]:
    """A step that signs: its page, its endpoint, what they are sent, and what it makes."""
    if request.param == "appoint":
        return {
            "page": "/eenheden/COMPANY/benoemen",
            "form": POST,
            "endpoint": "/api/v1/units/COMPANY/appointments",
            "body": POST,
            "made": Appointment.objects.of(cast.soldier.person).filter(role="supervisor"),
        }
    if request.param == "delegate":
        post = Appointment.objects.of(cast.commander.person).get(role="commander")
        return {
            "page": f"/functies/{post.pk}/delegeren",
            "form": DELEGATION,
            "endpoint": f"/api/v1/appointments/{post.pk}/delegations",
            "body": DELEGATION | {"classes": ["low"], "contexts": ["non_operational"]},
            "made": Appointment.objects.of(cast.soldier.person).filter(kind="delegate"),
        }
    report = send(cast.soldier, at=cast.at).report
    cast.add("inspector", ("ivd_inspector", "MINISTRY", None))
    asked = {"to": "Speler inspector", "until": "2026-03-20", "ground": "Onderzoek 12"}
    return {
        "page": f"/meldingen/{report.ref}/inzage",
        "form": {"act": "release", **{f"release-{name}": text for name, text in asked.items()}},
        "endpoint": f"/api/v1/reports/{report.ref}/identity/releases",
        "body": asked,
        "made": IdentityRelease.objects.of(report),
    }


def test_form_that_signs_asks_who_is_there_and_loses_nothing(
    cast: Cast, client_of: Clients, step: dict[str, Any]
) -> None:
    browser = client_of("commander")
    asked = browser.post(step["page"], step["form"])
    assert (asked.status_code, step["made"].count()) == (403, 0)
    kept = dict(asked.context["kept"])
    assert kept == step["form"]
    wrong = browser.post(asked.context["action"], {**kept, "confirm_password": "wrong"})
    assert (wrong.status_code, step["made"].count()) == (403, 0)
    right = browser.post(asked.context["action"], {**kept, "confirm_password": "demo"})
    assert (right.status_code, step["made"].count()) == (302, 1)


def test_endpoint_that_signs_refuses_a_session_that_was_not_confirmed(
    cast: Cast, client_of: Clients, step: dict[str, Any]
) -> None:
    browser = client_of("commander")

    def sent() -> Any:
        return browser.post(step["endpoint"], json.dumps(step["body"]), "application/json")

    refused = sent()
    assert (refused.status_code, step["made"].count()) == (403, 0)
    assert "/account/bevestigen" in refused.json()["detail"]
    just_confirmed(browser, cast.commander.account, cast.at)
    assert (sent().status_code, step["made"].count()) == (201, 1)


def test_token_signs_without_a_session(cast: Cast, step: dict[str, Any]) -> None:
    answer = caller(cast, "commander").post(step["endpoint"].removeprefix("/api/v1"), step["body"])
    assert (answer.status_code, step["made"].count()) == (201, 1)


def test_page_that_signs_in_one_form_of_many_asks_for_that_one_alone(
    cast: Cast, client_of: Clients
) -> None:
    report = send(cast.soldier, at=cast.at).report
    page, browser = f"/meldingen/{report.ref}/inzage", client_of("commander")
    away = {"act": "keep_away", "away-person": "Speler team_leader", "away-ground": "Familie"}
    assert browser.get(page).status_code == 200
    assert browser.post(page, away).status_code == 302
    assert browser.get("/eenheden/COMPANY/benoemen").status_code == 302


def test_page_never_asks_for_a_form_that_is_not_there(cast: Cast, client_of: Clients) -> None:
    report = send_anonymous(cast).report
    answer = client_of("commander").post(f"/meldingen/{report.ref}/inzage", {"act": "release"})
    assert answer.status_code == 200
