"""Gathers what the guards of a step look at, and turns their refusals into sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from baken.core.access import Actor
from baken.core.workflow.table import Guard, Refusal
from baken.rooms.register.models import Risk
from baken.rooms.register.rules.steps import RiskFacts, needs_current_score
from baken.rooms.register.texts import REFUSALS


def risk_facts(record: Risk, actor: Actor, at: datetime) -> RiskFacts:
    """The facts about one risk that its guards decide on."""
    return RiskFacts(is_scored=bool(record.current_class))


def _scored(facts: RiskFacts) -> Refusal | None:
    code = needs_current_score(facts)
    return Refusal(code, REFUSALS[code]) if code else None


GUARDS: Mapping[str, Guard] = {"has_current_score": _scored}
