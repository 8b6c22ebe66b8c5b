"""How long a purchase took, and what a fall of one class cost."""

from __future__ import annotations

from baken.rooms.measures.models import Purchase
from baken.rooms.measures.rules.purchasing import cents_per_step, days_between


def lead_days(one: Purchase) -> int | None:
    """Days from the question until it came."""
    return days_between(one.asked_at, one.received_at)


def decision_days(one: Purchase) -> int | None:
    """Days from the check until the decision."""
    return days_between(one.checked_at, one.decided_at)


def cents_per_class(one: Purchase) -> int | None:
    """Euro cents for a fall of one class, to sort by."""
    return cents_per_step(cents=one.amount_cents, before=one.risk_class, after=one.class_after)
