"""What of risks stands in inbox, search, thread and unit picture, and who is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast, Member
from baken.core.links.registry import linked_records
from baken.core.questions import InboxAsk
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of, tree
from baken.rooms.register.actions import take_step
from baken.rooms.register.actions.attach import attach
from baken.rooms.register.answers import figures as module
from baken.rooms.register.answers import (
    inbox_cards,
    open_items,
    search_hits,
    thread_nodes,
    unit_figures,
    waiting_cards,
)
from baken.rooms.register.handlers import tell_about_risk
from baken.rooms.register.models import Risk, RiskStep
from baken.rooms.register.tests.factories import MEDIUM, give_score, make_risk

Deliver = Callable[[], int]


@pytest.fixture(autouse=True)
def _in_english(cast: Cast) -> Iterator[None]:
    """The sentences are compared as they stand in the code."""
    with translation.override("en"):
        yield


def stated(cast: Cast, by: Member | None = None, **fields: Any) -> Risk:
    """A risk of the company, stated by the safety adviser unless somebody else is named."""
    who = by or cast.safety_adviser
    return make_risk(actor=who.actor, unit=cast.company, at=cast.at, **fields)


def put_up(cast: Cast, risk: Risk) -> Risk:
    """The risk after two people scored it and it waits for a decision."""
    adviser = cast.safety_adviser.actor
    risk = give_score(risk, adviser, cast.at)
    risk = give_score(risk, cast.team_leader.actor, cast.at, **MEDIUM)
    risk = take_step(actor=adviser, record=risk, step="analyse", at=cast.at)
    asked = {"question": "Mag het doorgaan?"}
    return take_step(actor=adviser, record=risk, step="ask_decision", at=cast.at, fields=asked)


def carried(risk: Risk, state: str = "accepted") -> Risk:
    """The risk as if somebody had decided to carry it."""
    rows: Any = Risk.objects.for_system(reason="advance").filter(pk=risk.pk)
    rows.update(state=state, due_at=None)
    risk.refresh_from_db()
    return risk


def cards(cast: Cast, who: Member) -> list[tuple[str, str]]:
    return [(card.ref, card.action) for card in inbox_cards(InboxAsk(who.actor, cast.at))]


def waiting(cast: Cast, who: Member) -> list[tuple[str, str]]:
    return [(one.ref, one.waiting_for) for one in waiting_cards(InboxAsk(who.actor, cast.at))]


def told(risk: Risk, who: Member) -> list[str]:
    rows = Notice.objects.filter(record=risk.pk, to_key=own_key_of(who.person.id))
    return sorted(rows.values_list("code", flat=True))


# ---- inbox ----


def test_inbox_asks_for_a_score_then_a_second_then_the_analysis(cast: Cast) -> None:
    risk = stated(cast)
    adviser, leader = cast.safety_adviser, cast.team_leader
    assert cards(cast, adviser) == cards(cast, leader) == [(risk.ref, "Score")]

    give_score(risk, adviser.actor, cast.at)
    assert (cards(cast, adviser), cards(cast, leader)) == ([], [(risk.ref, "Score")])
    assert ("a second person who scores it") in [who for _ref, who in waiting(cast, adviser)]

    give_score(risk, leader.actor, cast.at)
    assert cards(cast, adviser) == cards(cast, leader) == [(risk.ref, "Finish the analysis")]
    take_step(actor=adviser.actor, record=risk, step="analyse", at=cast.at)
    assert cards(cast, adviser) == [(risk.ref, "Put up for decision")]


def test_inbox_of_who_decides_holds_what_waits_for_a_decision(cast: Cast) -> None:
    stated(cast)
    assert cards(cast, cast.commander) == []
    risk = put_up(cast, stated(cast))
    [card] = inbox_cards(InboxAsk(cast.commander.actor, cast.at))
    assert (card.ref, card.action, card.weight) == (risk.ref, "Weigh and decide", 60)
    assert card.url == f"/risicos/{risk.ref}/weging"
    assert (card.risk_class, card.reason) == ("high", "It waits for a decision.")
    assert cards(cast, cast.outsider) == []


def test_inbox_says_that_a_risk_was_handed_up(cast: Cast) -> None:
    risk = put_up(cast, stated(cast))
    rows: Any = Risk.objects.for_system(reason="advance").filter(pk=risk.pk)
    rows.update(state="escalated", raised_to=cast.battalion)
    [card] = inbox_cards(InboxAsk(cast.commander.actor, cast.at))
    assert card.reason.startswith("It was handed up to you.")


def test_inbox_asks_advice_until_it_was_given(cast: Cast) -> None:
    risk = put_up(cast, stated(cast))
    adviser = cast.safety_adviser
    assert cards(cast, adviser) == [(risk.ref, "Advise")]
    given = {"verdict": "positive", "advice": "Het kan."}
    take_step(actor=adviser.actor, record=risk, step="advise", at=cast.at, fields=given)
    assert cards(cast, adviser) == []


def test_waiting_shows_who_stated_a_risk_how_it_stands(cast: Cast) -> None:
    risk = stated(cast, cast.soldier)
    assert waiting(cast, cast.soldier) == [
        (risk.ref, "those in charge of risks in Eenheid COMPANY")
    ]
    assert waiting(cast, cast.functional_admin) == []
    assert cards(cast, cast.soldier) == []


# ---- search, thread, figures ----


def test_search_finds_a_risk_by_its_words_and_its_reference(cast: Cast) -> None:
    risk = stated(cast)
    for text in ("koepel", risk.ref):
        [hit] = search_hits(cast.soldier.actor, text, 10)
        assert (hit.ref, hit.title) == (risk.ref, risk.title)
    assert list(search_hits(cast.outsider.actor, "koepel", 10)) == []
    assert list(search_hits(cast.functional_admin.actor, "koepel", 10)) == []


def test_thread_tells_every_step_of_a_risk(cast: Cast) -> None:
    risk = put_up(cast, stated(cast))
    nodes = list(thread_nodes(cast.commander.actor, risk))
    assert [node.title for node in nodes] == [
        "Put up for decision",
        "The analysis is done",
        "Score",
        "Score",
        "Risk stated",
    ]
    assert nodes[0].text == "Mag het doorgaan?"


def figures(cast: Cast, who: Member, unit: str = "BATTALION") -> dict[str, int | None]:
    found = unit_figures(who.actor, tree().by_code[unit], cast.at + timedelta(days=3))
    return {one.label: one.value for one in found}


def test_figures_count_open_risks_class_by_class(cast: Cast) -> None:
    put_up(cast, stated(cast))
    stated(cast)
    assert figures(cast, cast.commander) == {
        "Open risks: extreme": 0,
        "Open risks: high": 1,
        "Open risks: medium": 0,
        "Open risks: low": 0,
        "Open risks: still being scored": 1,
        "Risks that wait for a decision": 1,
        "Suspended decisions on risks": 0,
        "Oldest risk that waits for a decision, in days since it was stated": 3,
    }


def test_figure_of_suspended_decisions_says_when_there_are_more(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_COUNTED", 1)
    risk = stated(cast)
    put_up(cast, risk)
    rows: Any = Risk.objects.for_system(reason="advance").filter(pk=risk.pk)
    rows.update(suspended=True, state="accepted")
    found = unit_figures(cast.commander.actor, tree().by_code["BATTALION"], cast.at)
    notes = {one.label: one.note for one in found}
    assert notes["Suspended decisions on risks"].startswith("or more")
    assert "or more" not in notes["Open risks: high"]


def test_figures_outside_reach_are_unknown_and_never_zero(cast: Cast) -> None:
    stated(cast)
    assert set(figures(cast, cast.commander, "SQUADRON").values()) == {None}
    assert figures(cast, cast.functional_admin) == {}


def test_open_risks_keep_a_unit_from_ending(cast: Cast) -> None:
    stated(cast)
    [here] = open_items(cast.company.pk)
    [above] = open_items(cast.battalion.pk)
    assert (here.count, above.count) == (1, 0)


# ---- what belongs to a risk ----


def attached(cast: Cast, risk: Risk, severity: int | None) -> Risk:
    other = stated(cast)
    return attach(
        actor=cast.safety_adviser.actor, risk=risk, record=other, severity=severity, at=cast.at
    )


def test_something_severe_asks_for_a_new_decision(cast: Cast, deliver: Deliver) -> None:
    risk = attached(cast, carried(put_up(cast, stated(cast))), 4)
    assert (risk.state, risk.due_at) == ("decision_pending", cast.at + timedelta(days=3))
    deliver()
    assert "register.deciders.severe_occurrence" in told(risk, cast.commander)
    assert [relation for relation, _other in linked_records(risk, cast.commander.actor)] == [
        "attached_to_of"
    ]


def test_something_lighter_asks_to_look_again(cast: Cast, deliver: Deliver) -> None:
    risk = attached(cast, carried(put_up(cast, stated(cast))), 3)
    assert (risk.state, str(risk.review_on)) == ("accepted", "2026-04-09")
    deliver()
    assert "register.managers.look_again" in told(risk, cast.safety_adviser)


def test_something_more_with_an_undecided_risk_changes_nothing(cast: Cast) -> None:
    risk = stated(cast)
    before = (risk.state, risk.due_at, risk.review_on)
    risk = attached(cast, risk, 5)
    assert (risk.state, risk.due_at, risk.review_on) == before


def test_attached_twice_is_attached_once(cast: Cast) -> None:
    risk, other, actor = stated(cast), stated(cast), cast.safety_adviser.actor
    for _again in range(2):
        attach(actor=actor, risk=risk, record=other, severity=1, at=cast.at)
    assert RiskStep.objects.of(risk).filter(code="register.risk.attached").count() == 1


# ---- notices ----


def test_risk_that_is_stated_is_told_to_who_manages_it_and_received(
    cast: Cast, deliver: Deliver
) -> None:
    risk = stated(cast, cast.soldier)
    deliver()
    assert told(risk, cast.safety_adviser) == ["register.managers.stated"]
    assert told(risk, cast.soldier) == ["register.stater.received"]


def test_risk_that_is_put_up_is_told_to_deciders_and_advisers(cast: Cast, deliver: Deliver) -> None:
    risk = put_up(cast, stated(cast, cast.soldier))
    deliver()
    assert told(risk, cast.commander) == ["register.deciders.ask_decision"]
    assert "register.advisers.ask_decision" in told(risk, cast.safety_adviser)


def test_decision_is_told_to_who_stated_the_risk(cast: Cast, deliver: Deliver) -> None:
    risk = put_up(cast, stated(cast, cast.soldier))
    given = {"verdict": "negative", "advice": "Niet doen."}
    take_step(actor=cast.safety_adviser.actor, record=risk, step="advise", at=cast.at, fields=given)
    deliver()
    assert told(risk, cast.soldier) == ["register.stater.received"]
    assert "register.deciders.advise" in told(risk, cast.commander)


def test_risk_that_is_gone_is_told_to_nobody(cast: Cast) -> None:
    event = SimpleNamespace(record=0, payload={"notice": "deciders", "step": "reopen"}, at=cast.at)
    tell_about_risk(event, cast.at)
    assert not Notice.objects.exists()
