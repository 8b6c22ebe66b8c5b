"""What of recommendations waits for an actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from baken.core.access import Actor, may
from baken.core.lists.pressing import SOONEST, Heading, Values, first_of
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.permits import ANSWER, FOLLOW_UP, JUDGE, REACT
from baken.rooms.measures.queries.lists import UNITS
from baken.rooms.measures.queries.recommendation_posts import sources_of
from baken.rooms.measures.rules.recommending import (
    ACCEPTED,
    APPRECIATED,
    ASSESSED,
    CLOSED,
    MET,
    OPEN_RECOMMENDATIONS,
    PLANNED_STATES,
    REJECTED,
    REPORTED,
    TO_ANSWER,
    waits_for_source,
)

CARD_OF_RECOMMENDATION = (
    *("ref", "title", "state", "source", "unit", "owner_unit", "owner", "owner_key", "due_at"),
    *("confidentiality", "appreciation", "parliament_due", "reaction_on", "effect", "verdict"),
    *("unit__path", "owner_unit__path"),
)
# So long ahead the desk and the owner see what comes.
AHEAD_FOR_DESK, AHEAD_FOR_EFFECT = timedelta(days=14), timedelta(days=1)


@dataclass(frozen=True)
class RecommendationsWaiting:
    """What of recommendations waits for somebody, by what they are to do; the soonest due first."""

    to_answer: list[Recommendation]
    to_plan: list[Recommendation]
    own: list[Recommendation]
    effect: list[Recommendation]
    to_judge: list[Recommendation]
    for_parliament: list[Recommendation]


def _to_answer(rows: Any, _given: Values) -> Any:
    return rows.filter(state__in=TO_ANSWER)


def _to_plan(rows: Any, _given: Values) -> Any:
    return rows.filter(state=APPRECIATED, appreciation__in=ACCEPTED)


def _to_judge(rows: Any, given: Values) -> Any:
    rejected = Q(state=APPRECIATED, appreciation=REJECTED)
    last_word = Q(state=ASSESSED) & (~Q(verdict=MET) | ~Q(effect="") | Q(appreciation=REJECTED))
    return rows.filter(rejected | Q(state=REPORTED) | last_word, given["from_own_source"])


def _near_parliament(rows: Any, given: Values) -> Any:
    waits = rows.filter(state__in=(*OPEN_RECOMMENDATIONS, CLOSED), reaction_on__isnull=True)
    return waits.filter(parliament_due__lte=given["parliament_by"])


def _own(rows: Any, given: Values) -> Any:
    return rows.filter(owner_key=given["own_key"], state__in=PLANNED_STATES)


def _own_effect(rows: Any, given: Values) -> Any:
    due = rows.filter(effect="", verdict__in=("", MET), due_at__lte=given["effect_by"])
    return due.filter(owner_key=given["own_key"], state__in=(REPORTED, ASSESSED))


HEADINGS = (
    Heading(ANSWER, _to_answer),
    Heading(FOLLOW_UP, _to_plan),
    Heading(JUDGE, _to_judge),
    Heading(REACT, _near_parliament),
)
OWN = (Heading(FOLLOW_UP, _own), Heading(FOLLOW_UP, _own_effect))


def recommendations_waiting(actor: Actor, at: datetime, most: int) -> RecommendationsWaiting:
    """At most so many of each; one query."""
    found = first_of(
        (*HEADINGS, *OWN) if actor.own_key else HEADINGS,
        by=SOONEST,
        root=Recommendation,
        actor=actor,
        given={
            "own_key": actor.own_key,
            "effect_by": at + AHEAD_FOR_EFFECT,
            "from_own_source": Q(source__in=sources_of(actor)),
            "parliament_by": (at + AHEAD_FOR_DESK).date(),
        },
        most=most,
        related=UNITS,
        fields=CARD_OF_RECOMMENDATION,
    )
    return _sorted(actor, found, at)


def _sorted(actor: Actor, found: list[Recommendation], at: datetime) -> RecommendationsWaiting:
    """Each once, under what presses most: an answer, a plan, one's own, an effect, a verdict."""
    waiting = RecommendationsWaiting([], [], [], [], [], [])
    for one in found:
        owns = one.owner_key is not None and one.owner_key == actor.own_key
        if one.state in TO_ANSWER and may(actor, ANSWER, one):
            waiting.to_answer.append(one)
        elif one.state == APPRECIATED and one.appreciation in ACCEPTED and _follows(actor, one):
            waiting.to_plan.append(one)
        elif one.state in PLANNED_STATES and owns:
            waiting.own.append(one)
        elif one.state in (REPORTED, ASSESSED) and owns and not one.effect:
            waiting.effect.append(one)
        elif _is_judged_by(actor, one):
            waiting.to_judge.append(one)
        elif one.parliament_due is not None and one.reaction_on is None:
            waiting.for_parliament.append(one)
    return waiting


def _follows(actor: Actor, one: Recommendation) -> bool:
    return may(actor, FOLLOW_UP, one)


def _is_judged_by(actor: Actor, one: Recommendation) -> bool:
    waits = waits_for_source(
        state=one.state,
        appreciation=one.appreciation,
        verdict=one.verdict,
        has_effect=bool(one.effect),
    )
    return waits and one.source in sources_of(actor) and may(actor, JUDGE, one)
