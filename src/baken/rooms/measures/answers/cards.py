"""What of measures waits for somebody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.page.addresses import record_address
from baken.core.questions import InboxAsk, InboxCard
from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.inbox import measures_waiting

# How heavy a card weighs by priority; what is overdue weighs more.
WEIGHTS = {1: 60, 2: 45, 3: 30, 4: 20}
OVERDUE = 15


def inbox_cards(ask: InboxAsk) -> Iterable[InboxCard]:
    """Questions, decisions, one's own measures, what came up overdue, to be verified or planned anew."""
    waiting = measures_waiting(ask.actor, ask.at, ask.limit)
    for one in waiting.to_answer:
        yield _card(one, _asked_told(one), _("Answer it"), ask.at)
    for one in waiting.to_decide:
        yield _card(one, _("A measure waits for a decision."), _("Decide"), ask.at, "decide")
    for one in waiting.to_own:
        yield _card(one, _("Nobody owns this measure yet."), _("Name an owner"), ask.at, "own")
    for one in waiting.own:
        yield _card(one, _own_told(one, ask.at), _("Open"), ask.at)
    for one in waiting.raised:
        reason = _("This measure of a unit below you is overdue.")
        yield _card(one, reason, _("Look at it"), ask.at)
    for one in waiting.to_verify:
        yield _card(one, _("It is done. Does it work?"), _("Verify"), ask.at)
    for one in waiting.to_plan:
        yield _card(one, _("It does not work. Make a new plan."), _("Plan"), ask.at, "plan_anew")


def _asked_told(one: Measure) -> str:
    if one.asked_party:
        return _("A party outside gave no answer. Write down what it answers.")
    return _("Your unit was asked to do this. Accept or decline it.")


def _own_told(one: Measure, at: datetime) -> str:
    late = one.due_at is not None and one.due_at < at
    return _("Your measure is overdue.") if late else _("You own this measure.")


def _card(one: Measure, reason: str, action: str, at: datetime, step: str = "") -> InboxCard:
    late = one.due_at is not None and one.due_at < at
    return InboxCard(
        ref=one.ref,
        title=one.title,
        reason=reason,
        url=reverse("measures:step", args=[one.ref, step]) if step else record_address(one),
        action=action,
        due=one.due_at,
        weight=WEIGHTS[one.priority] + (OVERDUE if late else 0),
    )
