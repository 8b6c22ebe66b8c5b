"""By when the next step of a small purchase is owed, in the days and the time zone of its unit."""

from __future__ import annotations

from datetime import datetime, timedelta

from baken.core import clock
from baken.core.clock.working_days import WorkingDays
from baken.rooms.library.queries import holidays
from baken.rooms.library.queries.purchasing import purchasing
from baken.rooms.measures.models import Purchase
from baken.rooms.measures.queries.purchase_money import acting_unit_of
from baken.rooms.measures.queries.terms import ON_MISSION
from baken.rooms.org.queries import zone_of_unit


def decide_purchase_by(record: Purchase, at: datetime) -> datetime:
    """By when the next step on paper is owed: deciding, ordering, closing."""
    return _later(record, at, purchasing().decide_days)


def deliver_by(record: Purchase, at: datetime) -> datetime:
    """By when what was ordered now must have come."""
    return _later(record, at, purchasing().delivery_days)


def effect_from(at: datetime) -> datetime:
    """From when on the effect of something that came in use at a moment can be checked.

    Source: domain reference, vms, section 6.
    """
    return at + timedelta(days=purchasing().effect_days)


def effect_due_since(at: datetime) -> datetime:
    """Since when something must be in use for its effect to be checked at a moment."""
    return at - timedelta(days=purchasing().effect_days)


def effect_by(record: Purchase, at: datetime) -> datetime:
    """By when the effect of something that came in use at a moment is checked: some working days later."""
    return decide_purchase_by(record, effect_from(at))


def _later(record: Purchase, at: datetime, days: int) -> datetime:
    unit = acting_unit_of(record)
    away = unit.kind in ON_MISSION
    zone = zone_of_unit(unit) or clock.local_zone()
    return WorkingDays(holidays(), every_day=away).end_of_term(at, days, zone)
