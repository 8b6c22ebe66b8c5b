"""What was weighed when a risk was accepted last, for who accepts it again."""

from __future__ import annotations

from typing import Any

from baken.core.access import Actor
from baken.rooms.register.models import (
    STANDING,
    Condition,
    ConsideredMeasure,
    Decision,
    Risk,
)
from baken.rooms.register.permits import READ
from baken.rooms.register.rules.decisions import KINDS

CARRYING = [code for code, kind in KINDS.items() if kind.carries]
CONSIDERED = ("level", "measure", "effect_on_score", "cost", "time", "feasibility")


def weighed_before(actor: Actor, risk: Risk) -> dict[str, Any]:
    """The ways that were rejected, the measures, the conditions and what is watched, of the acceptance
    that stands; nothing without one.

    Why it is accepted, who was told and how it compares are left empty: whoever signs says that anew.
    Source: domain reference, risk management, section 7: a renewal is a new decision with comparison.
    """
    rows = Decision.objects.visible_to(actor, READ).filter(risk=risk, state__in=STANDING)
    decision = rows.filter(kind__in=CARRYING).order_by("-number").first()
    if decision is None:
        return {}
    measures = ConsideredMeasure.objects.of(decision).order_by("level", "nth")
    conditions = Condition.objects.of(decision).order_by("nth")
    return {
        "alternatives_rejected": decision.alternatives,
        "alarp": list(measures.values(*CONSIDERED, "rejected_because")),
        "conditions": list(conditions.values("text", "expression")),
        "exposed_people": decision.exposed,
        "indicators": decision.indicators,
    }
