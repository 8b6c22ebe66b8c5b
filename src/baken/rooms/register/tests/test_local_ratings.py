"""One shared risk in several units: each rates it for itself, and the worst is seen by who decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core import clock
from baken.core.events.models import OutboxEvent
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of
from baken.rooms.org.tests.factories import make_unit
from baken.rooms.register.actions import take_step
from baken.rooms.register.models import LocalRating, Risk, RiskStep
from baken.rooms.register.queries.local_ratings import shared_of
from baken.rooms.register.rules.local_ratings import is_higher, worst_of
from baken.rooms.register.tests.deciding import MINUTE, accepted, pending
from baken.rooms.register.tests.factories import (
    LOW,
    MEDIUM,
    URGENT_HIGH,
    give_score,
    make_risk,
)

Browser = Callable[[str], Client]
TOLD = {"rationale": "Bij ons staan er geen hekken.", "confidence": "medium"}


@pytest.mark.parametrize(
    ("local", "shared", "higher"),
    [
        ("high", "medium", True),
        ("medium", "medium", False),
        ("low", "medium", False),
        ("extreme", "", False),
    ],
)
def test_unit_rates_higher_by_the_order_of_classes(local: str, shared: str, higher: bool) -> None:
    assert is_higher(local, shared) is higher


@pytest.mark.parametrize(
    ("classes", "worst"), [((), ""), (("low",), "low"), (("medium", "extreme", "low"), "extreme")]
)
def test_worst_of_the_units_is_told(classes: tuple[str, ...], worst: str) -> None:
    assert worst_of(classes) == worst


def of_battalion(cast: Cast, **choice: str) -> Risk:
    """A risk of the battalion, scored by two people."""
    adviser = cast.safety_adviser.actor
    risk = make_risk(actor=adviser, unit=cast.battalion, at=cast.at, context="non_operational")
    for actor in (adviser, cast.commander.actor):
        risk = give_score(risk, actor, cast.at, **choice)
    return risk


def rate(cast: Cast, risk: Risk, who: str = "safety_adviser", **said: Any) -> Risk:
    """The risk after somebody rated it for a unit, the company unless another is named."""
    choice = {**URGENT_HIGH, **said.pop("choice", {})}
    fields = {"unit": "COMPANY", "choice": choice, **TOLD, **said}
    return take_step(
        actor=cast.members[who].actor,
        record=risk,
        step="rate_locally",
        at=cast.at + 9 * MINUTE,
        fields=fields,
    )


@pytest.mark.django_db
def test_unit_rates_a_shared_risk_for_itself(cast: Cast) -> None:
    risk = rate(cast, of_battalion(cast, **MEDIUM), controls="Een uitkijk.")
    row = LocalRating.objects.of(risk).get()
    assert (row.unit_id, row.common, row.urgent, row.turn) == (cast.company.pk, "high", True, 1)
    assert (row.controls, row.rater) == ("Een uitkijk.", cast.safety_adviser.actor.person)
    assert row.post == cast.safety_adviser.actor.post
    assert risk.current_class == "medium"
    step = RiskStep.objects.of(risk).order_by("-serial")[0]
    assert (step.code, step.facts["unit"]) == ("register.risk.rated_locally", "COMPANY")
    assert list(breaks()) == []


@pytest.mark.django_db
def test_rating_that_comes_later_stands_and_the_one_before_is_kept(cast: Cast) -> None:
    risk = rate(cast, of_battalion(cast, **MEDIUM))
    risk = rate(cast, risk, choice=LOW)
    rows = LocalRating.objects.of(risk).order_by("turn")
    assert [(row.turn, row.common, row.is_newest) for row in rows] == [
        (1, "high", False),
        (2, "low", True),
    ]


@pytest.mark.django_db
def test_worst_unit_stands_first_and_nothing_is_averaged(cast: Cast) -> None:
    more = make_unit("STAFF", parent=cast.battalion)
    risk = rate(cast, of_battalion(cast, **MEDIUM), choice=LOW)
    risk = rate(cast, risk, unit=more.code)
    found = shared_of(cast.safety_adviser.actor, risk)
    assert [row.common for row in found.ratings] == ["high", "low"]
    assert (found.worst, found.differs, found.higher) == ("high", True, ("STAFF",))


@pytest.mark.django_db
def test_higher_units_are_not_told_while_the_class_is_kept_back(cast: Cast) -> None:
    adviser = cast.safety_adviser.actor
    risk = make_risk(actor=adviser, unit=cast.battalion, at=cast.at)
    risk = rate(cast, give_score(risk, adviser, cast.at, **MEDIUM))
    assert shared_of(adviser, risk).higher == ("COMPANY",)
    assert shared_of(cast.commander.actor, risk).higher == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"unit": "NOWHERE"}, "unit"),
        ({"unit": "SQUADRON"}, "unit"),
        ({"unit": "BATTALION"}, "unit"),
        ({"choice": {"probability": "4"}}, "choice"),
        ({"rationale": " "}, "rationale"),
    ],
)
def test_rating_of_a_unit_that_is_not_theirs_or_with_no_values_is_refused(
    cast: Cast, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(FieldsRefused) as refused:
        rate(cast, of_battalion(cast, **MEDIUM), **said)
    assert list(refused.value.errors) == [field]


@pytest.mark.django_db
def test_who_manages_no_risks_rates_none(cast: Cast) -> None:
    risk = make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)
    with pytest.raises(StepRefused) as refused:
        rate(cast, risk, "soldier", unit="BATTALION")
    assert [one.code for one in refused.value.refusals] == ["manages_none"]


@pytest.mark.django_db
def test_who_decides_hears_of_a_unit_that_rates_it_higher(
    cast: Cast, deliver: Callable[[], Any]
) -> None:
    adviser, asked = cast.safety_adviser.actor, {"question": "Mag dit zo?"}
    risk = take_step(actor=adviser, record=of_battalion(cast, **MEDIUM), step="analyse", at=cast.at)
    risk = take_step(actor=adviser, record=risk, step="ask_decision", at=cast.at, fields=asked)
    risk = rate(cast, risk, choice=LOW)
    deliver()
    notices = Notice.objects.filter(code="register.deciders.rated_higher")
    assert list(notices) == []
    rate(cast, risk)
    deliver()
    assert [one.to_key for one in notices.all()] == [own_key_of(cast.commander.actor.person)]


@pytest.mark.django_db
def test_nobody_hears_of_a_higher_rating_while_the_class_is_kept_back(
    cast: Cast, deliver: Callable[[], Any]
) -> None:
    adviser = cast.safety_adviser.actor
    risk = make_risk(actor=adviser, unit=cast.battalion, at=cast.at)
    rate(cast, give_score(risk, adviser, cast.at, **MEDIUM))
    deliver()
    assert list(Notice.objects.filter(code="register.deciders.rated_higher")) == []
    [event] = OutboxEvent.objects.filter(payload__step="rate_locally")
    assert event.payload["higher"] is False


@pytest.mark.django_db
def test_decided_risk_is_looked_at_again_when_a_unit_rates_it_higher(cast: Cast) -> None:
    risk, decision = accepted(cast)
    sub = make_unit("PLATOON", parent=cast.company)
    risk = rate(cast, risk, unit=sub.code, choice=LOW)
    kept = risk.review_on
    risk = rate(cast, risk, unit=sub.code)
    decision.refresh_from_db()
    codes = RiskStep.objects.of(risk).order_by("-serial").values_list("code", flat=True)
    assert codes[0] == "register.risk.look_again"
    assert risk.review_on == min(kept, clock.local_date(cast.at + timedelta(days=30)))
    assert (risk.state, decision.state) == ("accepted", "in_force")


@pytest.mark.django_db
def test_pages_of_a_shared_risk_show_the_units_and_what_was_before(
    cast: Cast, client_of: Browser
) -> None:
    risk = rate(cast, pending(cast), unit=make_unit("PLATOON", parent=cast.company).code)
    for path in ("", "/weging", "/stap/accept"):
        page = client_of("commander").get(f"/risicos/{risk.ref}{path}").content.decode()
        assert "These units rate it higher than the risk is now: PLATOON." in page
        assert "Bij ons staan er geen hekken." in page
    rate(cast, risk, unit="PLATOON", choice=LOW)
    page = client_of("commander").get(f"/risicos/{risk.ref}/eenheden").content.decode()
    assert page.count("Bij ons staan er geen hekken.") == 2
    assert client_of("commander").get(f"/risicos/{risk.ref}/eenheden?cursor=x").status_code == 302
    assert client_of("outsider").get(f"/risicos/{risk.ref}/eenheden").status_code == 404


@pytest.mark.django_db
def test_form_and_api_rate_a_risk_for_a_unit(cast: Cast, client_of: Browser) -> None:
    risk, client = of_battalion(cast, **MEDIUM), client_of("safety_adviser")
    address = f"/risicos/{risk.ref}/stap/rate_locally"
    axes = {f"axis_{axis}": value for axis, value in URGENT_HIGH.items()}
    sent = client.post(address, {"unit": "COMPANY", **axes, **TOLD, "controls": ""})
    assert sent.status_code == 302
    body = {
        "step": "rate_locally",
        "fields": {"unit": "COMPANY", "choice": {**URGENT_HIGH, **LOW}, **TOLD},
    }
    api = f"/api/v1/risks/{risk.ref}"
    answer = client.post(f"{api}/steps", body, content_type="application/json")
    assert answer.status_code == 200
    found = client.get(f"{api}/local-ratings?limit=1").json()
    assert [(one["unit"], one["common"], one["stands"]) for one in found["items"]] == [
        ("COMPANY", "low", True)
    ]
    assert (found["worst"], found["differs"], found["higher"]) == ("low", False, [])
    older = client.get(f"{api}/local-ratings", {"cursor": found["next"]}).json()
    assert [(one["common"], one["stands"]) for one in older["items"]] == [("high", False)]


@pytest.mark.django_db
def test_page_asks_no_more_for_three_units_than_for_one(
    cast: Cast, client_of: Browser, django_assert_max_num_queries: Any
) -> None:
    risk, client = rate(cast, of_battalion(cast, **MEDIUM)), client_of("safety_adviser")
    for code in ("STAFF", "SUPPORT"):
        risk = rate(cast, risk, unit=make_unit(code, parent=cast.battalion).code)
    client.get(f"/risicos/{risk.ref}")
    with django_assert_max_num_queries(22):
        assert client.get(f"/risicos/{risk.ref}").status_code == 200
