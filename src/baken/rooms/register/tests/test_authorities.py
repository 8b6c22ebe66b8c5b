"""Authorities over a subject: asked by the hazard of a risk and by what it touches besides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.workflow.errors import StepRefused
from baken.rooms.library.queries import code_list, domain_authorities
from baken.rooms.register.actions import take_step
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.tests.deciding import MINUTE, RECORD, pending, standing, take

pytestmark = pytest.mark.django_db
DIVING = "diving.drowning"
LETTER = {"adviser": "Lt. Duik", "document": "Brief 12"}


def codes(refused: Any) -> list[str]:
    """The codes of the refusals of a step."""
    return [one.code for one in refused.value.refusals]


def spoke(
    cast: Cast, risk: Risk, kind: str, verdict: str, minutes: int = 1, who: str = "safety_adviser"
) -> Risk:
    """The risk after an adviser wrote down what an authority said."""
    return take_step(
        actor=cast.members[who].actor,
        record=risk,
        step="advise",
        at=cast.at + minutes * MINUTE,
        fields={
            "kind": kind,
            "verdict": verdict,
            "advice": "Brief 12.",
            "adviser": "Lt. Duik",
            "document": "Brief 12",
        },
    )


def test_every_hazard_of_an_authority_brings_it_into_the_case(cast: Cast) -> None:
    risk, found = pending(cast), set()
    for hazard in code_list("hazards"):
        risk.hazard = hazard
        case = Case(risk, cast.commander.actor, cast.at + 2 * MINUTE)
        found |= {one.code for one in case.resolution("accept").authorities}
    assert found == set(domain_authorities())


def test_commander_does_not_overrule_a_no_of_the_diving_authority(cast: Cast) -> None:
    risk = spoke(cast, pending(cast, hazard=DIVING), "diving_rules", "negative")
    said = {**RECORD, "against_advice": "Toch."}
    with pytest.raises(StepRefused) as refused:
        take(cast.commander.actor, risk, "accept", cast.at + 2 * MINUTE, said)
    assert codes(refused) == ["authority_against"]


def test_veto_that_was_not_spoken_does_not_stand_in_the_way(cast: Cast) -> None:
    risk = pending(cast, hazard=DIVING)
    take(cast.commander.actor, risk, "accept", cast.at + 2 * MINUTE, RECORD)
    assert standing(risk).picture["risk"]["hazard"] == DIVING


def test_what_a_risk_touches_besides_asks_its_authority(cast: Cast) -> None:
    risk = pending(cast, domains=["radiation"])
    with pytest.raises(StepRefused) as refused:
        take(cast.commander.actor, risk, "accept", cast.at + 2 * MINUTE, RECORD)
    assert codes(refused) == ["consent_missing"]


def test_page_of_the_step_and_the_sheet_say_who_has_the_last_word(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    risk, browser = pending(cast, hazard=DIVING), client_of("commander")
    for address in (f"/risicos/{risk.ref}/stap/accept", f"/risicos/{risk.ref}/weging"):
        page = browser.get(address).content.decode()
        assert "a no of the Diving authority stops the decision" in page, address
    told = browser.get(f"/api/v1/risks/{risk.ref}").json()
    assert told["domains"] == []


def test_domains_are_said_with_the_description_and_make_advice_old(cast: Cast) -> None:
    risk = pending(cast)
    fields = {
        name: getattr(risk, name) for name in ("title", "scenario", "hazard", "context", "group")
    }
    risk = take_step(
        actor=cast.safety_adviser.actor,
        record=risk,
        step="describe",
        at=cast.at + 2 * MINUTE,
        fields={**fields, "domains": ["diving", "aviation", "diving"]},
    )
    assert risk.domains == ["aviation", "diving"]
    with pytest.raises(StepRefused) as refused:
        take(cast.commander.actor, risk, "accept", cast.at + 3 * MINUTE, RECORD)
    assert codes(refused) == ["advice_older_than_change"]
    assert "Militaire Luchtvaart Autoriteit" in str(refused.value.refusals[0].text)


def test_no_of_an_authority_is_lifted_by_a_yes_that_two_people_wrote_down(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    cast.add("second", ("safety_adviser", "BATTALION", None))
    risk = spoke(cast, pending(cast, hazard=DIVING), "diving_rules", "negative")
    risk = spoke(cast, risk, "diving_rules", "positive", 2)
    with pytest.raises(StepRefused) as refused:
        take(cast.commander.actor, risk, "accept", cast.at + 3 * MINUTE, RECORD)
    assert codes(refused) == ["authority_unconfirmed"]
    risk = spoke(cast, risk, "diving_rules", "positive", 4, who="second")
    take(cast.commander.actor, risk, "accept", cast.at + 5 * MINUTE, RECORD)
    decision = standing(risk)
    browser = client_of("commander")
    for address in (f"/besluiten/{decision.ref}", f"/risicos/{risk.ref}/weging"):
        page = browser.get(address).content.decode()
        assert "Lt. Duik, written down by" in page, address
        assert "from Brief 12" in page, address
    told = browser.get(f"/api/v1/risks/{risk.ref}/weighing").json()["advice"]
    assert {one["document"] for one in told} == {"", "Brief 12"}
