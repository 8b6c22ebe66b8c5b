"""A decision is taken on what the screen or the program has seen, and on nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.accounts.tokens import make_token
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.core.workflow.unread import newest_step
from baken.rooms.org.models import Qualification
from baken.rooms.register.actions import take_step
from baken.rooms.register.tests.deciding import (
    MINUTE,
    MITIGATED,
    advised,
    decisions_on,
    pending,
    standing,
    take,
)
from baken.rooms.register.tests.factories import DESCRIBED, give_score
from baken.rooms.register.tests.slices import put_in, scored_risk, slice_with

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
LATER = timedelta(minutes=5)


def hidden(page: str, name: str) -> str:
    """The value of a hidden field on a page."""
    [tag] = re.findall(rf'<input type="hidden" name="{name}"[^>]*>', page)
    found = re.search(r'value="([^"]*)"', tag)
    assert found is not None
    return found.group(1)


def test_decision_without_a_word_of_what_was_seen_is_refused(cast: Cast) -> None:
    risk = pending(cast)
    with pytest.raises(FieldsRefused) as no:
        take_step(
            actor=cast.commander.actor,
            record=risk,
            step="mitigate",
            at=cast.at + LATER,
            fields=MITIGATED,
        )
    assert list(no.value.errors) == ["seen"]
    assert decisions_on(risk) == []


def test_step_that_was_not_there_was_not_seen(cast: Cast) -> None:
    risk = pending(cast)
    with pytest.raises(FieldsRefused) as no:
        take(cast.commander.actor, risk, "mitigate", cast.at + LATER, MITIGATED, seen=999)
    assert list(no.value.errors) == ["seen"]


def test_page_of_a_decision_keeps_what_it_knew_until_it_shows_what_changed(
    cast: Cast, client_of: Browser
) -> None:
    risk, browser = pending(cast), client_of("commander")
    address = f"/risicos/{risk.ref}/stap/mitigate"
    seen = hidden(browser.get(address).content.decode(), "seen")
    advised(cast, risk, at=cast.at + LATER)

    empty = browser.post(address, {**MITIGATED, "reason": "", "seen": seen})
    assert empty.status_code == 400
    assert hidden(empty.content.decode(), "seen") == seen

    refused = browser.post(address, {**MITIGATED, "seen": seen})
    page = refused.content.decode()
    assert refused.status_code == 400
    assert "Meanwhile" in page
    assert "What changed meanwhile" in page
    assert "Give advice" in page
    assert MITIGATED["reason"] in page
    assert decisions_on(risk) == []

    sent = browser.post(address, {**MITIGATED, "seen": hidden(page, "seen")})
    assert sent.status_code == 302
    assert standing(risk).kind == "mitigate"


def test_page_keeps_the_stack_it_showed_until_it_shows_the_new_one(
    cast: Cast, client_of: Browser
) -> None:
    risk, browser, adviser = pending(cast), client_of("commander"), cast.safety_adviser.actor
    record = slice_with(cast, risk, scored_risk(cast, "low"))
    address = f"/risicos/{risk.ref}/stap/mitigate"
    page = browser.get(address).content.decode()
    said = {**MITIGATED, "stack_seen": "on", "seen": hidden(page, "seen")}
    shown = hidden(page, "stack_shown")
    put_in(record, scored_risk(cast, "low"), actor=adviser, at=cast.at, factors=[])

    empty = browser.post(address, {**said, "stack_shown": shown, "reason": ""}).content.decode()
    assert hidden(empty, "stack_shown") == shown
    page = browser.post(address, {**said, "stack_shown": shown}).content.decode()
    assert "Meanwhile" in page
    assert hidden(page, "stack_shown") != shown

    sent = browser.post(address, {**said, "stack_shown": hidden(page, "stack_shown")})
    assert sent.status_code == 302
    assert standing(risk).stack_seen


def test_program_is_told_what_to_send_of_what_it_has_seen(cast: Cast) -> None:
    risk = pending(cast)
    token = make_token(account=cast.commander.account, at=cast.at, days=1)
    program = Client(headers={"authorization": f"Bearer {token}"})
    place = f"/api/v1/risks/{risk.ref}"

    asked = program.get(f"{place}/available-steps").json()["items"]
    [mitigate] = [one for one in asked if one["name"] == "mitigate"]
    assert [one["required"] for one in mitigate["fields"] if one["name"] == "seen"] == [True]

    body = {"step": "mitigate", "fields": {**MITIGATED}}
    refused = program.post(f"{place}/steps", body, content_type="application/json")
    assert refused.status_code == 400
    [error] = refused.json()["errors"]
    assert error["field"] == "seen"
    assert "/steps" in error["message"]

    body = {"step": "mitigate", "fields": {**MITIGATED, "seen": newest_step(risk).serial}}
    taken = program.post(f"{place}/steps", body, content_type="application/json")
    assert taken.status_code == 200
    assert standing(risk).kind == "mitigate"


@pytest.mark.parametrize("seen", ["4", True, -1, 2**40, {}])
def test_what_was_seen_is_a_serial(cast: Cast, seen: object) -> None:
    risk = pending(cast)
    token = make_token(account=cast.commander.account, at=cast.at, days=1)
    program = Client(headers={"authorization": f"Bearer {token}"})
    body = {"step": "mitigate", "fields": {**MITIGATED, "seen": seen}}
    answer = program.post(f"/api/v1/risks/{risk.ref}/steps", body, content_type="application/json")
    assert (answer.status_code, decisions_on(risk)) == (400, [])


def test_risk_that_became_high_while_somebody_signed_is_signed_as_a_high_one(cast: Cast) -> None:
    head, adviser = cast.add("head", ("commander", "ARMY", None)).actor, cast.safety_adviser
    Qualification.objects.create(record=adviser.person, code="hvk", obtained_on=date(2020, 1, 1))
    known = pending(cast)
    fresh = known
    for actor in (adviser.actor, cast.team_leader.actor):
        fresh = give_score(fresh, actor, cast.at + LATER)
    fresh = advised(cast, fresh, at=cast.at + LATER + MINUTE)
    known.current_class = "medium"  # as the door read it, a moment ago
    with pytest.raises(StepRefused) as no:
        take(head, known, "mitigate", cast.at + 2 * LATER, MITIGATED)
    assert [one.code for one in no.value.refusals] == ["changed_meanwhile"]
    assert decisions_on(fresh) == []

    take(head, fresh, "mitigate", cast.at + 2 * LATER, MITIGATED)
    assert standing(fresh).risk_class == "high"


def test_description_that_was_overtaken_keeps_everything_that_was_typed(
    cast: Cast, client_of: Browser
) -> None:
    risk, browser = pending(cast), client_of("safety_adviser")
    sent = {**DESCRIBED, "categories": ["health", "safety"], "seen": "1"}
    page = browser.post(f"/risicos/{risk.ref}/stap/describe", sent).content.decode()
    assert "Meanwhile" in page
    assert len(re.findall(r'name="categories"[^>]* checked', page)) == 2
