"""A score that is kept from who is to score first is kept in every place where a class shows."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.rooms.org.queries import tree
from baken.rooms.register.answers.figures import unit_figures
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.independent import class_to, in_class, scored_by_others
from baken.rooms.register.queries.of_units import worst_open
from baken.rooms.register.queries.pictures import picture_shown
from baken.rooms.register.queries.slice_picture import picture_of, stacks_seen
from baken.rooms.register.queries.slices import proposed_risks
from baken.rooms.register.tests.deciding import accepted, pending
from baken.rooms.register.tests.factories import give_score, make_risk_in
from baken.rooms.register.tests.slices import a_slice, scored_risk, slice_with
from baken.rooms.register.texts import HIDDEN_RISK

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
CLASSES = ("low", "medium", "high", "extreme")


@pytest.fixture
def kept(cast: Cast) -> Risk:
    """A high risk that the safety adviser scored alone: the team leader is to score it as well."""
    return scored_risk(cast, "high")


def found_by(browser: Client, risk_class: str) -> list[str]:
    answer = browser.get(f"/api/v1/risks?risk_class={risk_class}").json()
    return [one["ref"] for one in answer["items"]]


def test_filter_of_a_list_does_not_tell_a_class_that_is_kept_back(
    cast: Cast, kept: Risk, client_of: Browser
) -> None:
    leader, adviser = client_of("team_leader"), client_of("safety_adviser")
    assert [found_by(leader, one) for one in CLASSES] == [[], [], [], []]
    assert found_by(leader, "unscored") == [kept.ref]
    assert found_by(adviser, "high") == [kept.ref]
    assert found_by(adviser, "unscored") == []
    assert kept.ref not in leader.get("/risicos?risk_class=high").content.decode()
    assert kept.ref in leader.get("/risicos?risk_class=unscored").content.decode()

    give_score(kept, cast.team_leader.actor, cast.at)
    assert found_by(leader, "high") == [kept.ref]


def test_who_does_not_score_finds_risks_by_the_class_that_they_have(cast: Cast, kept: Risk) -> None:
    rows: Any = Risk.objects.for_system(reason="trail")
    actor = cast.functional_admin.actor
    assert [one.pk for one in rows.filter(in_class(actor, "high"))] == [kept.pk]


def test_who_scores_elsewhere_finds_risks_of_here_by_the_class_that_they_have(
    cast: Cast, kept: Risk
) -> None:
    both = cast.add("both", ("commander", "SQUADRON", None), ("auditor", "ARMY", None))
    rows: Any = Risk.objects.for_system(reason="trail")
    assert class_to(both.actor, [kept]) == {kept.pk: "high"}
    told = {code: [one.pk for one in rows.filter(in_class(both.actor, code))] for code in CLASSES}
    assert told == {"low": [], "medium": [], "high": [kept.pk], "extreme": []}
    assert list(rows.filter(in_class(both.actor, ""))) == []
    units = frozenset({cast.company.pk})
    assert [one.pk for one in worst_open(both.actor, units, 10)] == [kept.pk]


def test_risk_without_a_score_and_one_that_was_decided_on_are_in_their_class_for_all(
    cast: Cast, kept: Risk
) -> None:
    decided = make_risk_in(unit=cast.company, state="decision_pending")
    rows: Any = Risk.objects.for_system(reason="trail")
    actor = cast.team_leader.actor
    told = {code: {one.pk for one in rows.filter(in_class(actor, code))} for code in ("", *CLASSES)}
    assert told[""] == {kept.pk}
    assert {code for code, found in told.items() if decided.pk in found} == {decided.current_class}
    for one in rows.all():
        shown = class_to(actor, [one])[one.pk]
        assert [code for code, found in told.items() if one.pk in found] == [shown]


def test_figures_of_a_unit_tell_no_class_of_what_is_still_scored(cast: Cast, kept: Risk) -> None:
    def counted(actor: Any) -> dict[str, Any]:
        found = unit_figures(actor, tree().by_id[cast.company.pk], cast.at)
        return {one.label: one.value for one in found if one.value}

    expected = {"Open risico’s: nog in beoordeling": 1}
    assert counted(cast.team_leader.actor) == counted(cast.safety_adviser.actor) == expected


def test_file_tells_no_class_and_no_urgency_that_is_kept_back(
    cast: Cast, client_of: Browser
) -> None:
    urgent = scored_risk(cast, "high")
    Risk.objects.for_system(reason="demo").filter(pk=urgent.pk).update(urgent=True)
    colleague = cast.add("colleague", ("safety_adviser", "BATTALION", None))
    browser = Client()
    browser.force_login(colleague.account)
    place = "/api/v1/exports/risks"
    body = {"format": "jsonl"}
    answer = browser.post(place, body, "application/json")
    [row] = risks_in(answer)
    assert (row["current_class"], row["urgent"]) == (None, None)
    assert risks_in(browser.post(f"{place}?risk_class=high", body, "application/json")) == []


def risks_in(answer: Any) -> list[dict[str, Any]]:
    rows = [json.loads(one) for one in b"".join(answer).decode().splitlines()]
    return [one for one in rows if "current_class" in one]


def test_slice_tells_nothing_of_a_class_that_is_kept_back(
    cast: Cast, kept: Risk, client_of: Browser
) -> None:
    other = scored_risk(cast, "high")
    record = slice_with(cast, kept, other)
    leader, adviser = cast.team_leader.actor, cast.safety_adviser.actor

    seen = picture_of(leader, record)
    assert [one.risk_class for one in seen.members] == ["", ""]
    assert {one.left_out for one in seen.members} == {"kept_back"}
    assert (seen.raises, seen.alone, seen.level, seen.reasons, seen.without) == (
        None,
        None,
        None,
        (),
        (),
    )
    told = picture_of(adviser, record)
    assert ([one.risk_class for one in told.members], told.raises) == (["high", "high"], 2)

    answer = client_of("team_leader").get(f"/api/v1/slices/{record.ref}").json()
    assert answer["raises"] is None
    assert [one["risk_class"] for one in answer["members"]] == ["", ""]
    page = client_of("team_leader").get(f"/samenlopen/{record.ref}")
    if page.status_code == 200:
        assert "high" not in page.content.decode().lower().split("<main")[1]


def test_stack_of_another_risk_tells_no_class_that_is_kept_back(
    cast: Cast, kept: Risk, client_of: Browser
) -> None:
    other = give_score(scored_risk(cast, "high"), cast.team_leader.actor, cast.at)
    slice_with(cast, kept, other)
    [seen] = stacks_seen(cast.team_leader.actor, other, cast.at)
    assert (seen.raises, seen.reasons) == (None, ())
    assert [one.ref if one else "" for one in seen.others] == [kept.ref]
    assert seen.classes[kept.pk] == ""
    answer = client_of("team_leader").get(f"/api/v1/risks/{other.ref}/stacks").json()
    assert [one["raises"] for one in answer["items"]] == [None]
    [told] = stacks_seen(cast.safety_adviser.actor, other, cast.at)
    assert (told.raises, told.classes[kept.pk]) == (2, "high")


def test_risks_to_choose_from_stand_in_no_order_of_what_is_kept_back(
    cast: Cast, kept: Risk
) -> None:
    low = give_score(
        scored_risk(cast, "low"),
        cast.team_leader.actor,
        cast.at,
        **{"probability": "0.5", "exposure": "1", "effect": "3"},
    )
    record = a_slice(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)
    found = proposed_risks(cast.team_leader.actor, record, [])
    assert [one.pk for one in found] == [low.pk, kept.pk]
    assert [one.pk for one in proposed_risks(cast.safety_adviser.actor, record, [])] == [
        kept.pk,
        low.pk,
    ]


def test_page_of_a_deciding_step_tells_no_class_that_is_kept_back(
    cast: Cast, kept: Risk, client_of: Browser, settings: Any
) -> None:
    settings.SECOND_FACTOR = "own"
    browser, low = client_of("commander"), scored_risk(cast, "low")
    slice_with(cast, kept, low)
    for step in ("accept", "mitigate", "avoid"):
        pages = [browser.get(f"/risicos/{one.ref}/stap/{step}") for one in (kept, low)]
        assert [one.status_code for one in pages] == [200, 200]
        assert [one.context.get("explained") for one in pages] == [None, None]
        assert "appetite" not in pages[0].content.decode()


@pytest.mark.parametrize("how", ["page", "program"])
def test_no_second_factor_is_asked_for_a_class_that_is_kept_back(
    cast: Cast, kept: Risk, client_of: Browser, settings: Any, how: str
) -> None:
    settings.SECOND_FACTOR = "own"
    low, browser = scored_risk(cast, "low"), client_of("commander")

    def answer(risk: Risk) -> int:
        if how == "page":
            return browser.post(f"/risicos/{risk.ref}/stap/mitigate", {}).status_code
        body = {"step": "mitigate", "fields": {}}
        place = f"/api/v1/risks/{risk.ref}/steps"
        return browser.post(place, body, content_type="application/json").status_code

    assert answer(kept) == answer(low)


@pytest.mark.parametrize("who", ["commander", "team_leader"])
def test_who_decides_is_explained_without_the_raise_that_is_kept_back(
    cast: Cast, kept: Risk, client_of: Browser, who: str
) -> None:
    risk = pending(cast, high=True)
    slice_with(cast, risk, kept)
    adviser, reader = client_of("safety_adviser"), client_of(who)
    place, step = f"/api/v1/risks/{risk.ref}/weighing", f"/risicos/{risk.ref}/stap/avoid"
    assert told_of_stack(adviser.get(place).json()["who_decides"]) == 1
    assert told_of_stack(reader.get(place).json()["who_decides"]) == 0
    if who == "commander":
        assert told_of_stack(reader.get(step).context["explained"]) == 0
        give_score(kept, cast.commander.actor, cast.at)
        assert told_of_stack(reader.get(step).context["explained"]) == 1


def told_of_stack(sentences: list[str]) -> int:
    """How many sentences tell that people meet more risks at once."""
    return sum("at once" in one for one in sentences)


def test_frozen_picture_tells_of_a_hidden_risk_that_it_is_there_and_no_more(cast: Cast) -> None:
    risk, decision = accepted(cast)
    hidden = make_risk_in(unit=cast.company)
    Risk.objects.for_system(reason="demo").filter(pk=hidden.pk).update(confidentiality=2)
    decision.picture["stack"] = {
        "raises": 1,
        "members": [[risk.ref, "medium", ["noise"]], [hidden.ref, "extreme", ["heat"]]],
        "reasons": [["count", "two_high", [hidden.ref]]],
    }
    shown = picture_shown(cast.team_leader.actor, decision)["stack"]
    assert shown["members"] == [[risk.ref, "medium", ["noise"]], [str(HIDDEN_RISK), "", []]]
    assert shown["reasons"] == [["count", "two_high", [str(HIDDEN_RISK)]]]


def test_frozen_picture_tells_no_class_that_is_kept_back_now(cast: Cast, kept: Risk) -> None:
    _risk, decision = accepted(cast)
    decision.picture["stack"] = {
        "raises": 1,
        "members": [[kept.ref, "high", []]],
        "reasons": [["count", "two_high", [kept.ref]]],
    }
    shown = picture_shown(cast.team_leader.actor, decision)["stack"]
    assert (shown["members"], shown["reasons"]) == ([[kept.ref, "", []]], [])


def test_score_is_kept_back_until_as_many_scored_as_are_asked_or_one_did_oneself(
    cast: Cast, kept: Risk
) -> None:
    rows: Any = Risk.objects.for_system(reason="trail")
    me, others = uuid.UUID(int=1), [str(uuid.UUID(int=nth)) for nth in (2, 3, 4)]
    told = {}
    for name, scorers in {
        "nobody": [],
        "one": others[:1],
        "two": others[:2],
        "three": others,
        "me first": [str(me), others[0]],
        "me second": [others[0], str(me)],
    }.items():
        rows.filter(pk=kept.pk).update(scorers={"current": scorers} if scorers else {})
        told[name] = [rows.filter(scored_by_others(me, enough)).exists() for enough in (2, 3)]
    assert told == {
        "nobody": [False, False],
        "one": [True, True],
        "two": [False, True],
        "three": [False, False],
        "me first": [False, False],
        "me second": [False, False],
    }
