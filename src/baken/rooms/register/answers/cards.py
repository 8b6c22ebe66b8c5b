"""What of risks waits for somebody, and for whom else."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from baken.core.access import Actor
from baken.core.page.addresses import record_address
from baken.core.questions import InboxAsk, InboxCard
from baken.rooms.library.queries.assessment import assessment
from baken.rooms.org.queries import tree
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.inbox import (
    own_risks_underway,
    risks_to_prepare,
    risks_waiting,
)
from baken.rooms.register.queries.independent import scorers_of
from baken.rooms.register.rules.turns import CURRENT
from baken.rooms.register.workflow import RISK

# How heavy a card weighs by the class of its risk; what nobody scored may be severe.
WEIGHTS = {"low": 20, "medium": 30, "high": 50, "extreme": 70}
UNSCORED, URGENT = 45, 60


def inbox_cards(ask: InboxAsk) -> Iterable[InboxCard]:
    """Decisions, advice, scores and analyses that wait for the actor."""
    levels = {one.unit for one in ask.actor.grants if one.unit is not None}
    waiting = risks_waiting(ask.actor, ask.limit)
    for risk in waiting.to_decide:
        handed_up = risk.raised_to_id is not None and risk.raised_to_id in levels
        waits = _("It was handed up to you.") if handed_up else _("It waits for a decision.")
        url = reverse("register:weighing", args=[risk.ref])
        if risk.suspended:
            holds_not = _("The decision on it does not hold now.")
            yield _classed(_card(risk, holds_not, _("Look at the decision"), weight_of(risk)), risk)
            continue
        yield _classed(_card(risk, waits, _("Weigh and decide"), weight_of(risk), url), risk)
    for risk in waiting.to_advise_on:
        reason = _("Your advice is asked before somebody decides.")
        url = reverse("register:step", args=[risk.ref, "advise"])
        yield _classed(_card(risk, reason, _("Advise"), weight_of(risk), url), risk)
    scorers = scorers_of(waiting.to_prepare)
    for risk in waiting.to_prepare:
        card = _to_prepare(ask.actor, risk, scorers.get((risk.pk, CURRENT), frozenset()))
        if card is not None:
            yield card


def waiting_cards(ask: InboxAsk) -> Iterable[InboxCard]:
    """What the actor scored and a second person has still to score, and what they stated themselves."""
    found = risks_to_prepare(ask.actor, ask.limit)
    scorers = scorers_of(found)
    for risk in found:
        if _waits_for_second(ask.actor, risk, scorers.get((risk.pk, CURRENT), frozenset())):
            yield _waiting(risk, _("You have scored it."), _("a second person who scores it"))
    for risk in own_risks_underway(ask.actor, ask.limit):
        state = _("You stated this risk. It is: %(state)s.") % {"state": RISK.states[risk.state]}
        unit = tree().by_id[risk.owner_unit_id or risk.unit_id].name
        yield _waiting(risk, state, _("those in charge of risks in %(unit)s") % {"unit": unit})


def weight_of(risk: Risk) -> int:
    """How heavy a card weighs: by the class, and an urgent one more than others of it."""
    by_class = WEIGHTS.get(risk.current_class, UNSCORED)
    return max(by_class, URGENT) if risk.urgent else by_class


def _to_prepare(actor: Actor, risk: Risk, scorers: frozenset[uuid.UUID]) -> InboxCard | None:
    """The one thing to do next with a risk that is not put up yet; None when it waits for another."""
    if _waits_for_second(actor, risk, scorers):
        return None
    if risk.state == "analysed":
        action = pgettext("step", "Put up for decision")
        return _step_card(risk, _("The analysis is done."), "ask_decision", action)
    if not scorers:
        return _step_card(risk, _("Nobody has scored it yet."), "score", _("Score"))
    if len(scorers) < assessment().turn:
        reason = _("A colleague scored it. A second score is asked, by yourself.")
        return _step_card(risk, reason, "score", _("Score"), UNSCORED)
    told = _("%(count)s people scored it. Is the analysis done?") % {"count": len(scorers)}
    return _step_card(risk, told, "analyse", _("Finish the analysis"))


def _waits_for_second(actor: Actor, risk: Risk, scorers: frozenset[uuid.UUID]) -> bool:
    alone = 0 < len(scorers) < assessment().turn
    return alone and actor.person in scorers and risk.state != "analysed"


def _step_card(risk: Risk, reason: str, step: str, action: str, weight: int = 0) -> InboxCard:
    url = reverse("register:step", args=[risk.ref, step])
    return _card(risk, reason, action, weight or weight_of(risk), url)


def _card(risk: Risk, reason: str, action: str, weight: int, url: str = "") -> InboxCard:
    return InboxCard(
        ref=risk.ref,
        title=risk.title,
        reason=reason,
        url=url or record_address(risk),
        action=action,
        due=risk.due_at,
        weight=weight,
    )


def _waiting(risk: Risk, reason: str, who: str) -> InboxCard:
    return InboxCard(
        ref=risk.ref,
        title=risk.title,
        reason=reason,
        url=record_address(risk),
        action=_("Open"),
        due=risk.due_at,
        waiting_for=who,
    )


def _classed(card: InboxCard, risk: Risk) -> InboxCard:
    """With the class: of what waits for a decision it is kept from nobody."""
    return replace(card, risk_class=risk.current_class)
