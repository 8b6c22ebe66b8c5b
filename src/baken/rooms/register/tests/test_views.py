"""The pages of risks: the list, a risk, its steps, and stating one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.rooms.register.actions import take_step
from baken.rooms.register.models import Risk, RiskScore
from baken.rooms.register.tests.factories import DESCRIBED, MEDIUM, give_score, make_risk

Clients = Callable[[str], Client]
SENT = {**DESCRIBED, "unit": "COMPANY", "key": "een", "scoring_model": "fine_kinney_nl"}
AXES = {"axis_probability": "3", "axis_exposure": "6", "axis_effect": "15"}
SCORE = {"kind": "current", "rationale": "Twee keer bijna mis.", "confidence": "medium", **AXES}


def stated(cast: Cast, **fields: Any) -> Risk:
    """A risk of the company, stated by the safety adviser."""
    return make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at, **fields)


def refs(client: Client, **query: Any) -> list[str]:
    answer = client.get("/risicos", query)
    assert answer.status_code == 200
    return [row["ref"] for row in answer.context["rows"]]


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# ---- the list ----


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("commander", 200),
        ("soldier", 200),
        ("functional_admin", 403),
        ("former_holder", 403),
        ("nobody", 302),
    ],
)
def test_risks_list_opens_for_readers(client_of: Clients, who: str, status: int) -> None:
    assert client_of(who).get("/risicos").status_code == status


def test_risks_list_shows_what_is_in_reach_newest_first(cast: Cast, client_of: Clients) -> None:
    old, new = stated(cast), stated(cast)
    make_risk(actor=cast.outsider.actor, unit=cast.squadron, at=cast.at)
    assert refs(client_of("commander")) == [new.ref, old.ref]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "open"}, 2),
        ({"state": "closed"}, 0),
        ({"risk_class": "high"}, 1),
        ({"risk_class": "unscored"}, 1),
        ({"hazard": "mechanical.crushing"}, 2),
        ({"category": "safety"}, 2),
        ({"category": "health"}, 0),
        ({"unit": "company"}, 2),
        ({"unit": "SQUADRON"}, 0),
        ({"owner": "me"}, 0),
        ({"q": "koepel"}, 2),
        ({"q": "heftruck"}, 0),
    ],
)
def test_risks_list_filters(
    cast: Cast, client_of: Clients, query: dict[str, str], found: int
) -> None:
    give_score(stated(cast), cast.safety_adviser.actor, cast.at)
    stated(cast)
    assert len(refs(client_of("soldier"), **query)) == found


def test_risks_list_with_an_odd_cursor_begins_again(client_of: Clients) -> None:
    assert client_of("commander").get("/risicos", {"cursor": "x!"}).status_code == 302


def test_risks_list_asks_no_more_for_three_rows_than_for_one(
    cast: Cast, client_of: Clients
) -> None:
    client = client_of("safety_adviser")
    give_score(stated(cast), cast.commander.actor, cast.at)
    refs(client)
    with CaptureQueriesContext(connection) as one:
        refs(client)
    for _again in range(2):
        give_score(stated(cast), cast.commander.actor, cast.at)
    with CaptureQueriesContext(connection) as three:
        refs(client)
    assert len(three) == len(one)


def test_view_of_the_list_is_kept_and_forgotten(cast: Cast, client_of: Clients) -> None:
    client = client_of("commander")
    client.post("/risicos/weergaven?state=open", {"name": "Open"})
    [view] = client.get("/risicos?state=open").context["saved"]
    assert (view["name"], view["current"]) == ("Open", True)
    client.post("/risicos/weergaven?state=open", {"forget": view["id"]})
    assert client.get("/risicos?state=open").context["saved"] == []
    assert client.get("/risicos/weergaven").status_code == 302


def test_view_without_a_name_is_refused_with_a_sentence(client_of: Clients) -> None:
    answer = client_of("commander").post("/risicos/weergaven?state=open", {"name": ""}, follow=True)
    assert "Give the view a name" in answer.content.decode()


# ---- a risk ----


@pytest.mark.parametrize(
    ("who", "status"),
    [("soldier", 200), ("commander", 200), ("outsider", 404), ("functional_admin", 404)],
)
def test_risk_page_opens_within_reach(
    cast: Cast, client_of: Clients, who: str, status: int
) -> None:
    risk = stated(cast)
    assert client_of(who).get(f"/risicos/{risk.ref}").status_code == status


def test_risk_page_of_a_risk_handed_to_who_may_not_score_offers_no_step(
    cast: Cast, client_of: Clients
) -> None:
    risk = stated(cast)
    shown = client_of("soldier").get(f"/risicos/{risk.ref}").context
    assert shown["steps"] == []
    [score] = [one for one in shown["closed_steps"] if one["name"] == "score"]
    assert "Safety adviser BATTALION" in score["who"]


def test_risk_page_puts_the_likeliest_step_first(cast: Cast, client_of: Clients) -> None:
    risk = give_score(stated(cast), cast.safety_adviser.actor, cast.at)

    def first(who: str) -> str:
        return str(client_of(who).get(f"/risicos/{risk.ref}").context["steps"][0]["name"])

    assert (first("team_leader"), first("safety_adviser")) == ("score", "analyse")


def test_score_of_another_is_kept_from_who_is_to_score(cast: Cast, client_of: Clients) -> None:
    risk = give_score(stated(cast), cast.safety_adviser.actor, cast.at)
    address = f"/risicos/{risk.ref}"

    before = text_of(client_of("team_leader"), address)
    mine, read = (
        text_of(client_of("safety_adviser"), address),
        text_of(client_of("soldier"), address),
    )
    assert "Twee bijna-ongevallen" not in before
    assert "Speler safety_adviser" in before
    assert all("Twee bijna-ongevallen" in text for text in (mine, read))

    give_score(risk, cast.team_leader.actor, cast.at, **MEDIUM)
    after = text_of(client_of("team_leader"), address)
    assert "Twee bijna-ongevallen" in after
    assert "They came to different classes" in after
    assert "A second score is asked for." not in after


def test_risk_page_keeps_earlier_turns(cast: Cast, client_of: Clients) -> None:
    risk = stated(cast)
    for _turn in range(2):
        risk = give_score(risk, cast.safety_adviser.actor, cast.at)
    scores = client_of("safety_adviser").get(f"/risicos/{risk.ref}").context["scores"]
    assert [(one["turn"], one["is_newest"]) for one in scores] == [(2, True), (1, False)]


def test_file_is_added_by_who_manages_the_risk(cast: Cast, client_of: Clients) -> None:
    risk = stated(cast)
    answer = client_of("safety_adviser").post(f"/risicos/{risk.ref}/bestand", {}, follow=True)
    assert "Choose a file first." in answer.content.decode()
    assert client_of("safety_adviser").get(f"/risicos/{risk.ref}/bestand").status_code == 302


# ---- steps ----


def test_score_form_shows_the_outcome_and_keeps_nothing(cast: Cast, client_of: Clients) -> None:
    risk = stated(cast)
    client = client_of("safety_adviser")

    answer = client.post(f"/risicos/{risk.ref}/stap/score", {**SCORE, "look": "1"})

    assert answer.status_code == 200
    assert answer.context["outcome_class"] == "high"
    assert "270" in answer.context["outcome"]
    assert "Twee keer bijna mis." in answer.content.decode()
    assert not RiskScore.objects.of(risk).exists()


def test_score_form_gives_the_score(cast: Cast, client_of: Clients) -> None:
    risk = stated(cast)
    client_of("safety_adviser").post(f"/risicos/{risk.ref}/stap/score", SCORE)
    [row] = RiskScore.objects.of(risk)
    assert (row.common, row.choice) == (
        "high",
        {"probability": "3", "exposure": "6", "effect": "15"},
    )


def test_score_form_that_misses_an_axis_keeps_what_was_typed(
    cast: Cast, client_of: Clients
) -> None:
    risk = stated(cast)
    sent = {**SCORE, "axis_effect": ""}
    answer = client_of("safety_adviser").post(f"/risicos/{risk.ref}/stap/score", sent)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["axis_effect"]
    assert "Twee keer bijna mis." in answer.content.decode()


def test_score_form_begins_with_the_kind_that_was_asked(cast: Cast, client_of: Clients) -> None:
    risk = stated(cast)
    for asked, kind in (("target", "target"), ("nonsense", "current")):
        address = f"/risicos/{risk.ref}/stap/score?kind={asked}"
        form = client_of("safety_adviser").get(address).context["form"]
        assert form["kind"].value() == kind


def test_step_over_what_somebody_else_did_meanwhile_is_refused(
    cast: Cast, client_of: Clients
) -> None:
    risk = stated(cast)
    client = client_of("safety_adviser")
    address = f"/risicos/{risk.ref}/stap/describe"
    seen = client.get(address).context["seen"]
    give_score(risk, cast.commander.actor, cast.at)

    answer = client.post(address, {**DESCRIBED, "title": "Nieuwe titel", "seen": seen})

    assert answer.status_code == 400
    assert "Nieuwe titel" in answer.content.decode()


def test_description_form_begins_with_what_stands(cast: Cast, client_of: Clients) -> None:
    risk = stated(cast)
    form = client_of("safety_adviser").get(f"/risicos/{risk.ref}/stap/describe").context["form"]
    assert (form["title"].value(), form["categories"].value()) == (risk.title, ["safety"])


def test_step_that_is_not_yours_is_refused(cast: Cast, client_of: Clients) -> None:
    risk = stated(cast)
    assert client_of("soldier").get(f"/risicos/{risk.ref}/stap/score").status_code == 403
    for name in ("levitate", "severe_occurrence"):
        address = f"/risicos/{risk.ref}/stap/{name}"
        assert client_of("safety_adviser").get(address).status_code == 404


def test_step_before_its_time_is_refused_with_the_reason(cast: Cast, client_of: Clients) -> None:
    risk = stated(cast)
    answer = client_of("safety_adviser").post(f"/risicos/{risk.ref}/stap/analyse", {})
    assert answer.status_code == 400
    assert "Score the risk as it is now first." in answer.content.decode()


def test_risk_is_put_up_through_its_pages(cast: Cast, client_of: Clients) -> None:
    risk = give_score(stated(cast), cast.safety_adviser.actor, cast.at)
    client = client_of("safety_adviser")
    client.post(f"/risicos/{risk.ref}/stap/analyse", {})
    client.post(f"/risicos/{risk.ref}/stap/ask_decision", {"question": "Mag het?"})
    risk.refresh_from_db()
    assert risk.state == "decision_pending"
    take_step(
        actor=cast.safety_adviser.actor,
        record=risk,
        step="advise",
        at=cast.at,
        fields={"verdict": "negative", "advice": "Wacht op de keuring."},
    )
    assert "Wacht op de keuring." in text_of(client, f"/risicos/{risk.ref}")


# ---- stating one ----


def test_risk_is_stated_once_however_often_it_is_sent(cast: Cast, client_of: Clients) -> None:
    client = client_of("soldier")
    first, again = (client.post("/risicos/nieuw", SENT) for _ in range(2))
    assert (first.status_code, first.headers["Location"]) == (302, again.headers["Location"])
    risk = Risk.objects.for_system(reason="trail").get()
    assert (risk.title, risk.unit_id) == (DESCRIBED["title"], cast.company.pk)
    assert client.get(first.headers["Location"]).status_code == 200


def test_risk_sent_again_with_other_words_is_refused_and_nothing_is_lost(
    cast: Cast, client_of: Clients
) -> None:
    client = client_of("soldier")
    client.post("/risicos/nieuw", SENT)
    answer = client.post("/risicos/nieuw", {**SENT, "title": "Iets anders"})
    assert answer.status_code == 400
    assert "Iets anders" in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("scenario", ""),
        ("unit", "NOWHERE"),
        ("site", "Nergens"),
        ("hazard", "nonsense"),
        ("exposed", "-3"),
        ("scoring_model", "dice"),
    ],
)
def test_risk_stated_badly_is_told_at_the_field(
    cast: Cast, client_of: Clients, field: str, value: str
) -> None:
    answer = client_of("soldier").post("/risicos/nieuw", {**SENT, field: value})
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert not Risk.objects.for_system(reason="trail").exists()


def test_form_to_state_a_risk_begins_with_the_own_unit(client_of: Clients) -> None:
    form = client_of("soldier").get("/risicos/nieuw").context["form"]
    assert form["unit"].value() == "COMPANY"
    offered = [code for code, _label in form["scoring_model"].field.choices]
    assert (offered[0], "oira_kinney" in offered) == ("fine_kinney_nl", False)


def test_form_to_state_a_risk_is_for_who_has_a_post(client_of: Clients) -> None:
    assert client_of("former_holder").get("/risicos/nieuw").status_code == 403
    assert client_of("nobody").get("/risicos/nieuw").status_code == 302


# ---- the list as a file ----


def test_risks_are_taken_away_as_a_file(cast: Cast, client_of: Clients) -> None:
    risk = stated(cast)
    client = client_of("commander")
    assert client.get("/risicos/exporteren").context["facts"][1] == ("Rows", "1")
    answer = client.post("/risicos/exporteren", {"format": "csv", "purpose": ""})
    assert risk.ref in b"".join(answer.streaming_content).decode()
    assert client.post("/risicos/exporteren", {"format": "exe"}).status_code == 400
    assert client_of("soldier").get("/risicos/exporteren").status_code == 403
