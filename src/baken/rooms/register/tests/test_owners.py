"""Who owns a risk: said by who manages it, kept in its trail, told to the owner, found in lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.access.errors import AccessDenied
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of, tree
from baken.rooms.register.actions import identify_risk, take_step
from baken.rooms.register.models import Risk, RiskStep
from baken.rooms.register.queries.inbox import risks_waiting
from baken.rooms.register.tests.deciding import MINUTE, accepted
from baken.rooms.register.tests.factories import DESCRIBED, make_risk

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


@pytest.fixture
def risk(cast: Cast) -> Risk:
    """A risk of the company, stated by the safety adviser, of nobody yet."""
    return make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)


def own(cast: Cast, risk: Risk, who: str, by: str = "safety_adviser", **more: Any) -> Risk:
    """The risk after somebody said whose it is."""
    fields = {"owner": str(cast.members[who].actor.person), **more}
    actor, at = cast.members[by].actor, cast.at + 5 * MINUTE
    return take_step(actor=actor, record=risk, step="own", at=at, fields=fields)


def test_owner_is_kept_with_its_trail(cast: Cast, risk: Risk) -> None:
    risk = own(cast, risk, "team_leader")
    assert (risk.owner, risk.owner_unit_id) == (cast.team_leader.actor.person, None)
    newest = RiskStep.objects.of(risk).order_by("-serial")[0]
    assert (newest.code, newest.facts["owner_unit"]) == ("register.risk.owned", "COMPANY")
    assert newest.words["owner_person"] == str(cast.team_leader.actor.person)
    assert newest.words["person"] == str(newest.actor)
    assert list(breaks()) == []


def test_owner_is_told(cast: Cast, risk: Risk, deliver: Callable[[], Any]) -> None:
    own(cast, risk, "team_leader")
    deliver()
    told = Notice.objects.filter(code="register.owner.named").values_list("to_key", flat=True)
    assert list(told) == [own_key_of(cast.team_leader.actor.person)]


def test_commander_of_the_owner_says_it_too(cast: Cast, risk: Risk) -> None:
    assert own(cast, risk, "commander", by="commander").owner == cast.commander.actor.person


def test_soldier_says_no_owner(cast: Cast, risk: Risk) -> None:
    with pytest.raises(AccessDenied):
        own(cast, risk, "team_leader", by="soldier")


@pytest.mark.parametrize(
    ("who", "more", "field"),
    [
        ("soldier", {}, "owner"),
        ("outsider", {}, "owner"),
        ("commander", {"owner_unit": "NOWHERE"}, "owner_unit"),
        ("outsider", {"owner_unit": "SQUADRON"}, "owner_unit"),
    ],
)
def test_owner_who_leads_nothing_here_is_refused(
    cast: Cast, risk: Risk, who: str, more: dict[str, str], field: str
) -> None:
    with pytest.raises(FieldsRefused) as refused:
        own(cast, risk, who, **more)
    assert list(refused.value.errors) == [field]


def test_unit_that_acts_can_be_another_and_the_same_again(cast: Cast, risk: Risk) -> None:
    risk = own(cast, risk, "commander", owner_unit="BATTALION")
    assert risk.owner_unit_id == cast.battalion.pk
    assert own(cast, risk, "commander", owner_unit="COMPANY").owner_unit_id is None


def test_decision_holds_no_more_when_another_unit_acts(cast: Cast) -> None:
    risk, decision = accepted(cast)
    assert own(cast, risk, "team_leader").state == "accepted"
    risk = own(cast, risk, "commander", owner_unit="BATTALION")
    decision.refresh_from_db()
    assert (risk.state, decision.ended_for) == ("decision_pending", "owner_changed")


def test_list_finds_the_risks_that_somebody_owns(
    cast: Cast, risk: Risk, client_of: Browser
) -> None:
    own(cast, risk, "commander")
    make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)
    page = client_of("commander").get("/risicos", {"owner": "me"}).content.decode()
    assert page.count(f">{risk.ref}<") == 1
    assert "Speler commander" in page
    person = cast.commander.actor.person
    found = client_of("safety_adviser").get("/api/v1/risks", {"owner": str(person)}).json()
    assert [(one["ref"], one["owner"]) for one in found["items"]] == [(risk.ref, str(person))]


def test_commander_prepares_what_they_own(cast: Cast, risk: Risk) -> None:
    assert risks_waiting(cast.commander.actor, 9).to_prepare == []
    own(cast, risk, "commander")
    assert [one.pk for one in risks_waiting(cast.commander.actor, 9).to_prepare] == [risk.pk]


def test_page_proposes_the_commander_and_keeps_who_is_chosen(
    cast: Cast, risk: Risk, client_of: Browser
) -> None:
    client, address = client_of("safety_adviser"), f"/risicos/{risk.ref}/stap/own"
    form = client.get(address).context["form"]
    commander, leader = (
        str(cast.members[one].actor.person) for one in ("commander", "team_leader")
    )
    assert form["owner"].value() == commander
    assert [code for code, _name in form.fields["owner"].choices] == ["", commander, leader]
    seen = client.get(address).context["seen"]
    sent = client.post(address, {"owner": leader, "owner_unit": "", "seen": seen})
    assert sent.status_code == 302
    assert "Speler team_leader" in client.get(f"/risicos/{risk.ref}").content.decode()
    assert client.get(address).context["form"]["owner"].value() == leader


def test_step_over_http_names_the_owner(cast: Cast, risk: Risk, client_of: Browser) -> None:
    address, leader = f"/api/v1/risks/{risk.ref}/steps", str(cast.team_leader.actor.person)
    body = {"step": "own", "fields": {"owner": leader}}
    client = client_of("safety_adviser")
    answer = client.post(address, body, content_type="application/json")
    assert (answer.status_code, answer.json()["owner"]) == (200, leader)
    body = {"step": "own", "fields": {"owner": str(cast.soldier.actor.person)}}
    assert client.post(address, body, content_type="application/json").status_code == 400


def test_owner_is_named_when_a_risk_is_stated(cast: Cast, deliver: Callable[[], Any]) -> None:
    unit, owner = tree().by_id[cast.company.pk], str(cast.commander.actor.person)
    told = {"unit": unit, "fields": {**DESCRIBED, "owner": owner}, "at": cast.at}
    risk = identify_risk(actor=cast.safety_adviser.actor, **told)
    assert risk.owner == cast.commander.actor.person
    deliver()
    told_to = Notice.objects.get(code="register.owner.named").to_key
    assert told_to == own_key_of(cast.commander.actor.person)
    with pytest.raises(FieldsRefused) as refused:
        identify_risk(actor=cast.soldier.actor, **told)
    assert list(refused.value.errors) == ["owner"]


def test_form_asks_for_the_owner_of_who_may_say_it(cast: Cast, client_of: Browser) -> None:
    asked = client_of("safety_adviser").get("/risicos/nieuw").context["form"]
    assert "owner" in asked.fields
    assert "owner" not in client_of("soldier").get("/risicos/nieuw").context["form"].fields


def test_form_offers_the_owners_of_the_unit_that_was_chosen(cast: Cast, client_of: Browser) -> None:
    captain = str(cast.add("kapitein", ("commander", "COMPANY", None)).person.id)
    client = client_of("safety_adviser")
    proposed = client.get("/risicos/nieuw").context["form"]["owner"].value()
    assert proposed == str(cast.commander.actor.person)

    sent = {**DESCRIBED, "unit": "COMPANY", "key": "een", "scoring_model": "fine_kinney_nl"}
    form = client.post("/risicos/nieuw", {**sent, "owner": proposed}).context["form"]
    assert form["owner"].value() == captain
    assert form.errors == {
        "owner": ["Others lead this unit. Check who is to own the risk, and send it again."]
    }
    client.post("/risicos/nieuw", {**sent, "owner": form["owner"].value()})
    risk = Risk.objects.for_system(reason="demo").get()
    assert (str(risk.owner), risk.unit_id) == (captain, cast.company.pk)
