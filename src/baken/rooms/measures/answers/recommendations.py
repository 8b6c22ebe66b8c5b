"""What recommendations answer to the common questions: inbox, search, thread, figures, open items."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.lists import counts_up_to, page_of
from baken.core.lists.figures import figure_of
from baken.core.page.addresses import record_address
from baken.core.questions import InboxAsk, InboxCard, SearchHit, ThreadNode, UnitFigure
from baken.core.records.references import reference_in
from baken.core.search.words import words_of
from baken.rooms.library.queries import label_of
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.permits import READ_RECOMMENDATION
from baken.rooms.measures.queries.recommendation_inbox import recommendations_waiting
from baken.rooms.measures.queries.recommendation_thread import nodes_of_recommendation, tied_node
from baken.rooms.measures.queries.recommendations import (
    OPEN,
    answer_owed_before,
    in_recommendation_state,
)
from baken.rooms.measures.queries.tied import recommendations_tied_to
from baken.rooms.measures.rules.recommending import ASSESSED, CONTENT, OPEN_RECOMMENDATIONS
from baken.rooms.org.queries import tree
from baken.rooms.org.questions import OpenItems

WEIGHT, OVERDUE, MOST_COUNTED = 40, 20, 1000


def recommendation_cards(ask: InboxAsk) -> Iterable[InboxCard]:
    """Answers, plans, what one owns, effects to look at, verdicts, and what parliament waits for."""
    waiting = recommendations_waiting(ask.actor, ask.at, ask.limit)
    told = (
        (
            waiting.to_answer,
            _("A recommendation waits for your answer."),
            _("Answer"),
            "appreciate",
        ),
        (waiting.to_plan, _("An accepted recommendation waits for a plan."), _("Plan"), "plan"),
        (waiting.own, _("You own this recommendation."), _("Open"), ""),
        (waiting.effect, _("Look at the effect of what was done."), _("Note it"), "note_effect"),
        (waiting.for_parliament, _("Parliament waits for this one."), _("Open"), ""),
    )
    for records, reason, action, step in told:
        for one in records:
            yield _card(one, reason, action, step, ask.at)
    for one in waiting.to_judge:
        yield _card(one, *_last_word(one), ask.at)


def _last_word(one: Recommendation) -> tuple[str, str, str]:
    """What whoever recommended it does next: why, what the button says, and the step."""
    if one.state != ASSESSED:
        return _("The addressee is ready: give the verdict."), _("Judge"), "assess"
    if one.verdict in CONTENT:
        return _("You are content with it. Close it."), _("Close it"), "close"
    return _("It was not met. Open it again, or judge anew."), _("Open it again"), "reopen"


def _card(one: Recommendation, reason: str, action: str, step: str, at: datetime) -> InboxCard:
    late = one.due_at is not None and one.due_at < at
    step_url = reverse("measures:recommendation-step", args=[one.ref, step]) if step else ""
    return InboxCard(
        ref=one.ref,
        title=one.title,
        reason=reason,
        url=step_url or record_address(one),
        action=action,
        due=one.due_at,
        weight=WEIGHT + (OVERDUE if late else 0),
    )


def recommendation_hits(actor: Actor, text: str, most: int) -> Iterable[SearchHit]:
    """Recommendations within reach whose text holds every word; a reference finds its own alone."""
    if not actor.holds(READ_RECOMMENDATION):
        return
    ref = reference_in(text)
    found = page_of(
        root=Recommendation,
        actor=actor,
        permit=READ_RECOMMENDATION,
        narrow=(lambda rows: rows.filter(ref=ref)) if ref else None,
        words=None if ref else words_of(text),
        limit=most,
    )
    for one in found.items:
        source, url = label_of("recommendation_sources", one.source), record_address(one)
        yield SearchHit(_("Recommendation"), one.ref, one.title, source, url, one.number)


def recommendation_nodes(actor: Actor, record: Any) -> Iterable[ThreadNode]:
    """The life of a recommendation, or of another record the recommendations it serves."""
    if isinstance(record, Recommendation):
        yield from nodes_of_recommendation(actor, record)
    else:
        for relation, other in recommendations_tied_to(actor, record):
            yield tied_node(other, relation)


def recommendation_figures(actor: Actor, unit: Any, at: datetime) -> Iterable[UnitFigure]:
    """Recommendations to a unit and below; outside the actor's reach no figure but "unknown"."""
    if not any(grant.reach.ranges for grant in actor.grants_of(READ_RECOMMENDATION)):
        return
    here = tree()
    ids = here.ids_in((unit.range,))
    inside = here.among("unit_id", ids)
    asked = (
        (_("Open recommendations"), inside & in_recommendation_state(OPEN), f"&state={OPEN}"),
        (_("Answers overdue"), inside & answer_owed_before(at), "&overdue=answer"),
    )
    narrows = [partial(_narrowed, condition=condition) for _label, condition, _shows in asked]
    counts = _counted(actor, narrows) if ids & actor.units_of(READ_RECOMMENDATION) else []
    url = f"{reverse('measures:recommendations')}?unit={unit.code}"
    for place, (label, _condition, shows) in enumerate(asked):
        yield figure_of(
            actor=actor,
            permit=READ_RECOMMENDATION,
            units=ids,
            label=label,
            url=f"{url}{shows}",
            count=partial(counts.__getitem__, place),
            most=MOST_COUNTED,
        )


def open_recommendations(unit: int) -> Iterable[OpenItems]:
    """Recommendations to this unit itself: they need another addressee before it can end."""
    rows: Any = Recommendation.objects.for_system(reason="open items")
    count = rows.filter(unit=unit, state__in=OPEN_RECOMMENDATIONS).count()
    yield OpenItems(_("Open recommendations"), count, reverse("measures:recommendations"))


def _counted(actor: Actor, narrows: list[Any]) -> list[int]:
    return counts_up_to(
        root=Recommendation,
        actor=actor,
        permit=READ_RECOMMENDATION,
        narrows=narrows,
        most=MOST_COUNTED,
    )


def _narrowed(rows: Any, *, condition: Q) -> Any:
    return rows.filter(condition)
