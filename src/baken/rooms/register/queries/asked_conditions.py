"""When it is asked how a condition stands that nobody noted, by the class of what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from baken.rooms.library.queries import acceptance_terms
from baken.rooms.register.models import Condition, Decision
from baken.rooms.register.rules.acceptance import start_of


def first_asked(decision: Decision) -> datetime:
    """When it is asked first of a decision with conditions: counted from its first day."""
    return _after(decision, decision.starts_on)


def next_asked(decision: Decision, conditions: Iterable[Condition]) -> datetime:
    """When it is asked next: of the condition that was noted longest ago, or never."""
    return min(_after(decision, _last_noted(decision, one)) for one in conditions)


def asked_after(decision: Decision, at: datetime) -> datetime:
    """When it is asked again of a decision of which it was asked at a moment."""
    return _after(decision, at.astimezone(ZoneInfo(decision.time_zone)).date())


def long_not_noted(decision: Decision, conditions: Iterable[Condition], at: datetime) -> list[int]:
    """The numbers of the conditions that nobody noted for too long at a moment."""
    return [one.nth for one in conditions if _after(decision, _last_noted(decision, one)) <= at]


def _last_noted(decision: Decision, condition: Condition) -> date:
    if condition.noted_at is None:
        return decision.starts_on
    return condition.noted_at.astimezone(ZoneInfo(decision.time_zone)).date()


def _after(decision: Decision, day: date) -> datetime:
    days = acceptance_terms().noted_within_days[decision.risk_class]
    return start_of(day + timedelta(days=days), ZoneInfo(decision.time_zone))
