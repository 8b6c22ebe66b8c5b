"""A delegation of a post that decides on risks says for what, and the page, API and history tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from baken.conftest import Cast, just_confirmed
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.models import Appointment, PersonStep
from baken.rooms.org.queries.powers import passed_on_by
from baken.rooms.org.tests.factories import appoint
from baken.rooms.org.tests.test_appointments import delegated

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
EMPTY = "Choose at least one: a delegation says for what it is given."


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def command(cast: Cast) -> Appointment:
    """The commander's own post."""
    return Appointment.objects.of(cast.commander.person).get()


def refusal(cast: Cast, source: Appointment, **more: Any) -> dict[str, str]:
    """What is said at which field of a delegation that is refused."""
    with pytest.raises(FieldsRefused) as refused:
        delegated(cast, source, **more)
    return refused.value.errors


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"classes": []}, ["classes"]),
        ({"contexts": []}, ["contexts"]),
        ({"classes": [], "contexts": []}, ["classes", "contexts"]),
        ({"classes": ["high"]}, ["classes"]),
        ({"classes": ["purple"]}, ["classes"]),
        ({"contexts": ["holiday"]}, ["contexts"]),
    ],
)
def test_organisation_12_6_delegation_for_nothing_or_beyond_the_mandate_is_refused(
    cast: Cast, command: Appointment, more: dict[str, Any], fields: list[str]
) -> None:
    assert list(refusal(cast, command, **more)) == fields
    assert not Appointment.objects.of(cast.soldier.person).filter(kind="delegate").exists()


def test_delegation_keeps_for_what_it_was_given_and_its_history_vouches_for_it(
    cast: Cast, command: Appointment
) -> None:
    post = delegated(cast, command, classes=["medium", "low"], contexts=["exercise"])
    assert (post.classes, post.contexts) == ("low medium", "exercise")
    step = PersonStep.objects.of(cast.soldier.person).order_by("-serial")[0]
    assert (step.facts["classes"], step.facts["contexts"]) == ("low medium", "exercise")


def test_extreme_risks_are_decided_by_the_named_post_itself_and_not_passed_on(cast: Cast) -> None:
    general = cast.add("general", ("commander", "MINISTRY", None))
    top = Appointment.objects.of(general.person).get()
    assert list(refusal(cast, top, by="general", classes=["extreme"])) == ["classes"]
    assert {one.risk_class for one in passed_on_by(top)} == {"low", "medium", "high"}


def test_delegation_of_a_post_that_decides_nothing_names_no_classes(cast: Cast) -> None:
    source = appoint(cast.team_leader.person, "safety_adviser", cast.company)
    told = refusal(cast, source, by="team_leader", classes=["low"])
    assert told == {"classes": "By this post nothing is decided on risks. Leave this empty."}
    assert delegated(cast, source, by="team_leader").classes == ""


@pytest.mark.parametrize(
    "values",
    [
        {"classes": "low"},
        {"contexts": "exercise"},
        {"kind": "permanent", "taken_from": None, "classes": "low", "contexts": "exercise"},
    ],
)
def test_database_keeps_no_half_scope_and_none_of_what_is_no_delegation(
    cast: Cast, command: Appointment, values: dict[str, Any]
) -> None:
    usual = {"kind": "delegate", "taken_from": command, "from_on": TODAY, "until": TODAY}
    with pytest.raises(IntegrityError), transaction.atomic():
        appoint(cast.soldier.person, "commander", cast.battalion, **{**usual, **values})


# ---- page and API ----


def form_of(command: Appointment, **more: Any) -> dict[str, Any]:
    """What is filled in to delegate the command to the soldier."""
    return {
        "to": "Speler soldier",
        "unit": "BATTALION",
        "from_on": TODAY.isoformat(),
        "until": (TODAY + timedelta(days=7)).isoformat(),
        "reason": "Verlof",
        **more,
    }


def test_page_offers_what_the_post_may_decide_and_loses_nothing(
    cast: Cast, command: Appointment, client_of: Callable[[str], Client]
) -> None:
    browser = client_of("commander")
    just_confirmed(browser, cast.commander.account, cast.at)
    where = f"/functies/{command.pk}/delegeren"
    page = browser.get(where).content.decode()
    offered = [code for code in ("low", "medium", "high", "extreme") if f'value="{code}"' in page]
    assert offered == ["low", "medium"]

    again = browser.post(where, form_of(command, classes=["medium"]))
    assert again.status_code == 400
    assert 'value="Verlof"' in again.content.decode()

    done = browser.post(where, form_of(command, classes=["medium"], contexts=["exercise"]))
    assert done.status_code == 302
    shown = browser.get("/mijn-functies").content.decode()
    assert "delegated (medium, exercise)" in shown


def test_api_says_for_what_a_post_was_delegated(
    cast: Cast, command: Appointment, client_of: Callable[[str], Client]
) -> None:
    browser = client_of("commander")
    just_confirmed(browser, cast.commander.account, cast.at)
    where = f"/api/v1/appointments/{command.pk}/delegations"

    def sent(**more: Any) -> Any:
        return browser.post(where, form_of(command, **more), content_type="application/json")

    refused = sent()
    assert refused.status_code == 400
    assert [one["field"] for one in refused.json()["errors"]] == ["classes", "contexts"]
    made = sent(classes=["low"], contexts=["exercise", "non_operational"])
    assert made.status_code == 201
    assert (made.json()["classes"], made.json()["contexts"]) == (
        ["low"],
        ["non_operational", "exercise"],
    )
