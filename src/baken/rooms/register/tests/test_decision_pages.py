"""Deciding in the browser and over HTTP: the pages, the second factor, and the same refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast, just_confirmed
from baken.core.accounts.tokens import make_token
from baken.core.workflow.unread import newest_step
from baken.rooms.register.models import Decision, Risk
from baken.rooms.register.tests.deciding import (
    CONSIDERED,
    MITIGATED,
    RECORD,
    accepted,
    advised_by_experts,
    decisions_on,
    pending,
    standing,
)

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def as_seen(risk: Risk) -> dict[str, Any]:
    """That a page showed a risk as it stands now."""
    return {"seen": newest_step(risk).serial}


def typed() -> dict[str, str]:
    """The record of an acceptance as a form sends it."""
    rows = {
        f"alarp.{row['level']}.1.{name}": text
        for row in CONSIDERED
        for name, text in row.items()
        if name != "level"
    }
    plain = {name: value for name, value in RECORD.items() if isinstance(value, str)}
    condition = {"conditions.1.text": "Golfhoogte", "conditions.1.expression": "surf_m <= 1.0"}
    return {**plain, **rows, **condition}


def test_acceptance_is_filled_in_and_signed_in_the_browser(cast: Cast, client_of: Browser) -> None:
    risk, browser = pending(cast), client_of("commander")
    address = f"/risicos/{risk.ref}/stap/accept"
    asked = browser.get(address)
    assert asked.status_code == 200
    assert b"alarp.source.1.cost" in asked.content

    sent = browser.post(address, {**typed(), **as_seen(risk)})
    assert (sent.status_code, sent.headers["Location"]) == (302, f"/risicos/{risk.ref}")
    decision = standing(risk)
    page = browser.get(f"/besluiten/{decision.ref}").content.decode()
    for said in (decision.picture_hash, "surf_m &lt;= 1.0", RECORD["reason"], "Maatregel ppe"):
        assert said in page


def test_empty_field_is_named_and_nothing_typed_is_lost(cast: Cast, client_of: Browser) -> None:
    risk, browser = pending(cast), client_of("commander")
    sent = {**typed(), "alarp.source.1.cost": "", **as_seen(risk)}
    answer = browser.post(f"/risicos/{risk.ref}/stap/accept", sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'id="id_alarp.source.1.cost_error"' in page
    assert RECORD["reason"] in page
    assert "surf_m &lt;= 1.0" in page
    assert decisions_on(risk) == []


def test_second_of_two_who_decide_hears_of_the_first_and_keeps_what_was_typed(
    cast: Cast, client_of: Browser
) -> None:
    risk, browser = pending(cast), client_of("commander")
    accepted(cast, risk)
    answer = browser.post(f"/risicos/{risk.ref}/stap/mitigate", MITIGATED)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "The last step was" in page
    assert MITIGATED["reason"] in page
    assert len(decisions_on(risk)) == 1


def test_decision_on_what_the_screen_did_not_show_is_refused(
    cast: Cast, client_of: Browser
) -> None:
    risk, browser = pending(cast), client_of("commander")
    sent = {**MITIGATED, "seen": "1"}
    answer = browser.post(f"/risicos/{risk.ref}/stap/mitigate", sent)
    assert answer.status_code == 400
    assert "Meanwhile" in answer.content.decode()
    assert decisions_on(risk) == []


@pytest.fixture
def high(cast: Cast) -> Risk:
    """A high risk, and the head of the organisation part who may decide on it."""
    cast.add("head", ("commander", "ARMY", None))
    return advised_by_experts(cast, pending(cast, high=True))


@pytest.fixture
def strict(settings: Any) -> None:
    """Not the demonstration that takes a password for a signature."""
    settings.SECOND_FACTOR = "own"


@pytest.mark.usefixtures("strict")
def test_high_risk_is_signed_only_by_who_showed_a_second_factor(
    cast: Cast, high: Risk, client_of: Browser
) -> None:
    browser = client_of("head")
    address = f"/risicos/{high.ref}/stap/mitigate"
    said = {**MITIGATED, **as_seen(high)}
    question = browser.post(address, said)
    assert question.status_code == 403
    assert MITIGATED["reason"] in question.content.decode()
    assert decisions_on(high) == []
    just_confirmed(browser, cast.head.account, cast.at, how="code")
    assert browser.post(address, said).status_code == 302
    assert standing(high).signer == cast.head.person.id


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize("how", ["password", "outside"])
def test_who_has_no_second_factor_is_led_to_setting_one_up_and_signs_nothing(
    cast: Cast, high: Risk, client_of: Browser, how: str
) -> None:
    browser = client_of("head")
    just_confirmed(browser, cast.head.account, cast.at, how=how)
    address = f"/risicos/{high.ref}/stap/mitigate"
    answer = browser.post(address, MITIGATED)
    page = answer.content.decode()
    assert (answer.status_code, 'href="/account"' in page) == (403, True)
    assert MITIGATED["reason"] in page
    assert "Set up a second factor first" in browser.get(address).content.decode()
    told = browser.post(
        f"/api/v1/risks/{high.ref}/steps",
        {"step": "mitigate", "fields": MITIGATED},
        "application/json",
    )
    assert told.status_code == 403
    assert "set one up at /account" in told.json()["detail"]
    assert decisions_on(high) == []


def test_demonstration_that_asks_for_no_second_factor_takes_a_password(
    cast: Cast, high: Risk, client_of: Browser
) -> None:
    browser = client_of("head")
    just_confirmed(browser, cast.head.account, cast.at)
    browser.post(f"/risicos/{high.ref}/stap/mitigate", {**MITIGATED, **as_seen(high)})
    assert standing(high).kind == "mitigate"


def test_high_risk_is_stopped_or_avoided_at_once(high: Risk, client_of: Browser) -> None:
    said = {"reason": "Andere route.", **as_seen(high)}
    answer = client_of("head").post(f"/risicos/{high.ref}/stap/avoid", said)
    assert answer.status_code == 302


def test_program_does_not_sign_for_a_high_risk(cast: Cast, high: Risk) -> None:
    token = make_token(account=cast.head.account, days=1, at=cast.at)
    body = {"step": "mitigate", "fields": MITIGATED}
    answer = Client().post(
        f"/api/v1/risks/{high.ref}/steps",
        body,
        "application/json",
        headers={"authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 403
    assert "Een programma kan dat niet" in answer.json()["detail"]
    assert decisions_on(high) == []


def test_api_tells_decisions_and_their_steps(cast: Cast, client_of: Browser) -> None:
    risk, decision = accepted(cast)
    browser = client_of("commander")
    one = browser.get(f"/api/v1/decisions/{decision.ref}").json()
    assert (one["risk"], one["kind"], one["picture_holds"]) == (risk.ref, "accept", True)
    assert one["conditions"][0]["expression"] == "surf_m <= 1.0"
    listed = browser.get("/api/v1/decisions?state=in_force&kind=accept&unit=BATTALION").json()
    assert [row["ref"] for row in listed["items"]] == [decision.ref]
    of_risk = browser.get(f"/api/v1/risks/{risk.ref}/decisions").json()
    assert [row["ref"] for row in of_risk["items"]] == [decision.ref]
    steps = browser.get(f"/api/v1/decisions/{decision.ref}/available-steps").json()["items"]
    assert {row["name"]: row["allowed"] for row in steps} == {
        "note_condition": True,
        "suspend": True,
        "revoke": True,
    }
    history = browser.get(f"/api/v1/decisions/{decision.ref}/steps").json()["items"]
    assert [row["code"] for row in history] == ["register.decision.signed"]


def test_api_refuses_a_filter_that_is_none(client_of: Browser, cast: Cast) -> None:
    answer = client_of("commander").get("/api/v1/decisions?state=x&kind=y&unit=Z")
    assert answer.status_code == 400
    assert sorted(one["field"] for one in answer.json()["errors"]) == ["kind", "state", "unit"]


def test_condition_noted_in_the_browser_says_whom_to_tell(cast: Cast, client_of: Browser) -> None:
    _risk, decision = accepted(cast)
    browser = client_of("commander")
    address = f"/besluiten/{decision.ref}/stap/note_condition"
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"condition": "1", "value": "x"}).status_code == 400
    assert browser.post(address, {"condition": "1", "value": "1.3"}).status_code == 302
    page = browser.get(f"/besluiten/{decision.ref}").content.decode()
    assert "Tell at once:" in page
    assert "Speler commander" in page


def test_decision_is_not_there_for_an_outsider_and_no_step_without_right(
    cast: Cast, client_of: Browser
) -> None:
    _risk, decision = accepted(cast)
    assert client_of("outsider").get(f"/besluiten/{decision.ref}").status_code == 404
    assert client_of("outsider").get(f"/api/v1/decisions/{decision.ref}").status_code == 404
    address = f"/besluiten/{decision.ref}/stap"
    assert client_of("safety_adviser").get(f"{address}/revoke").status_code == 403
    assert client_of("commander").get(f"{address}/end").status_code == 404
    assert client_of("commander").get(f"{address}/dance").status_code == 404


def test_soldier_reads_what_was_decided_on_the_risk_that_he_stated(
    cast: Cast, client_of: Browser
) -> None:
    risk = pending(cast)
    key = cast.soldier.actor.own_key
    Risk.objects.for_system(reason="trail").filter(pk=risk.pk).update(stated_key=key)
    risk.refresh_from_db()
    _risk, decision = accepted(cast, risk)
    assert client_of("soldier").get(f"/besluiten/{decision.ref}").status_code == 200


def test_list_of_decisions_asks_no_more_for_three_than_for_one(
    cast: Cast, client_of: Browser, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = client_of("commander")
    counts = []
    for _more in range(3):
        accepted(cast)
        browser.get("/api/v1/decisions")
        with CaptureQueriesContext(
            connection,
        ) as caught:
            browser.get("/api/v1/decisions")
        counts.append(len(caught))
    assert counts[0] == counts[2]
    assert Decision.objects.for_system(reason="trail").count() == 3
