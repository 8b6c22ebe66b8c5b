"""Gathers what the guards of a recommendation look at, and turns their refusals into sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from baken.core.access import Actor
from baken.core.workflow.table import Guard, Refusal
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.queries.recommendation_posts import (
    answers_for_addressee,
    enters_for_source,
    speaks_for,
)
from baken.rooms.measures.queries.recommendation_terms import today_there
from baken.rooms.measures.queries.repeats import came_again_since_closed
from baken.rooms.measures.rules import recommending as rules
from baken.rooms.measures.rules.recommending import RecommendationFacts
from baken.rooms.measures.texts import REFUSALS


def recommendation_facts(record: Recommendation, actor: Actor, at: datetime) -> RecommendationFacts:
    """The facts about one recommendation that its guards decide on."""
    day = record.effect_check_on
    return RecommendationFacts(
        is_addressee=partial(answers_for_addressee, actor, record, at),
        speaks=partial(speaks_for, actor, record),
        appreciation=record.appreciation,
        verdict=record.verdict,
        is_reported=record.reported_at is not None,
        has_proof=bool(record.proof.strip()),
        has_effect_day=day is not None,
        has_effect=bool(record.effect.strip()),
        effect_is_due=day is not None and day <= today_there(record, at),
        has_reaction=record.reaction_on is not None,
        is_overdue=record.reminds_at is not None and record.reminds_at <= at,
        is_parliament_near=record.warns_at is not None and record.warns_at <= at,
        came_again=partial(came_again_since_closed, record),
        enters=partial(enters_for_source, actor, record),
    )


def _refusing(needs: Callable[[RecommendationFacts], str]) -> Guard:
    def guard(facts: RecommendationFacts) -> Refusal | None:
        code = needs(facts)
        return Refusal(code, REFUSALS[code]) if code else None

    return guard


RECOMMENDATION_GUARDS: Mapping[str, Guard] = {
    "is_accepted": _refusing(rules.why_not_planned),
    "judged_by_source": _refusing(rules.why_not_judged),
    "readdressed_by_source": _refusing(rules.why_not_readdressed),
    "is_to_be_judged": _refusing(rules.why_nothing_to_judge),
    "is_met": _refusing(rules.why_not_closed),
    "effect_is_due": _refusing(rules.why_effect_not_noted),
    "has_no_reaction": _refusing(rules.why_no_reaction),
    "is_owed": _refusing(rules.why_not_reminded),
    "parliament_is_near": _refusing(rules.why_not_warned),
    "came_again": _refusing(rules.why_not_again),
}
