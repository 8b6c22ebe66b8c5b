"""Asks how the conditions of a decision stand, when nobody noted it for too long."""

from __future__ import annotations

from datetime import datetime

from baken.core.access import Actor
from baken.core.workflow.advance import Change, advance, locked
from baken.rooms.register.models import STANDING, Condition, Decision
from baken.rooms.register.queries.asked_conditions import asked_after, long_not_noted


def ask_conditions(number: int, actor: Actor, at: datetime) -> int:
    """Ask it of one decision of which the time has come, within the caller's transaction; how many.

    It is asked again as long as nobody notes it. Source: domain reference, irm, section 7.
    """
    rows = Decision.objects.for_system(reason="terms").filter(pk=number, state__in=STANDING)
    found = rows.filter(conditions_at__lte=at).first()
    decision: Decision | None = locked(found) if found is not None else None
    if decision is None or decision.conditions_at is None or decision.conditions_at > at:
        return 0
    conditions = long_not_noted(decision, Condition.objects.of(decision).order_by("nth"), at)
    change = Change(
        values={"conditions_at": asked_after(decision, at)},
        facts={"conditions": conditions},
        news={"conditions": conditions, "kind": decision.kind},
    )
    advance(record=decision, step="ask_conditions", actor=actor, at=at, change=change)
    return 1
