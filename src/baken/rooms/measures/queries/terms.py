"""By when the next step of a measure is owed, in the days and the time zone of its unit."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from baken.core import clock
from baken.core.clock.working_days import WorkingDays
from baken.rooms.library.queries import escalation_table, holidays
from baken.rooms.library.queries.measure_terms import measure_terms
from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.posts import acting_unit
from baken.rooms.org.queries import zone_of_unit

OVERDUE = ("measure_overdue", "measure_overdue_medium")
# How far ahead of UTC the clocks are where they are furthest ahead.
FIRST_DAWN = timedelta(hours=14)
PUT_OFF_TWICE, TWICE, LEVEL_ABOVE = "second_postponement", 2, "level_above_that"
ON_MISSION = ("detachment", "task_force")


def decide_by(record: Measure, at: datetime) -> datetime:
    """By when a measure that was proposed now must be decided on."""
    return _later(record, at, measure_terms().decide_days)


def verify_by(record: Measure, at: datetime) -> datetime:
    """By when a measure that is done now must be verified."""
    return _later(record, at, measure_terms().verify_days)


def answer_by(record: Measure, at: datetime) -> datetime:
    """By when somebody who is asked now must answer; after that it goes a level up."""
    return _later(record, at, measure_terms().answer_days)


def owed_by(record: Measure, due_on: date) -> dict[str, Any]:
    """What a measure carries that is to be done by a day: when it is owed, and when that shows above."""
    ends = _end_of(record, due_on)
    return {"due_on": due_on, **waits_by(record, ends)}


def waits_by(record: Measure, due_at: datetime) -> dict[str, Any]:
    """What a measure carries of which somebody owes the next step by a moment, be it to verify or to plan."""
    return {"due_at": due_at, "rises_at": rises_at(record, due_at), **NOT_RAISED}


NOT_RAISED: dict[str, Any] = {"rises": 0, "raised_to_id": None}
# What a measure carries that has no day any more.
NOT_OWED: dict[str, Any] = {"rises_at": None, **NOT_RAISED}


def rises_at(record: Measure, start: datetime) -> datetime:
    """When something that is overdue since ``start`` is shown a level up, by the class it has.

    Source: domain reference, risk management, section 6.
    """
    table = escalation_table().situations
    of_class = (table[code] for code in OVERDUE if record.risk_class in table[code].classes)
    waits = [one.wait.working_days for one in of_class if one.wait is not None]
    return _later(record, start, waits[0] if waits else measure_terms().overdue_days)


def levels_up(record: Measure) -> int:
    """How many levels up something is shown when it is overdue for the first time since it was agreed.

    After a second postponement that is one level more: the owner's superior signed for that one.
    Source: domain reference, risk management, section 6.
    """
    twice = escalation_table().situations[PUT_OFF_TWICE]
    return 2 if record.postponed >= TWICE and LEVEL_ABOVE in twice.to else 1


def today_of(record: Measure, at: datetime) -> date:
    """The calendar day of a moment where the unit that acts lives."""
    return at.astimezone(_zone(record)).date()


def latest_today(at: datetime) -> date:
    """The calendar day of a moment where the day begins first: nowhere is it later."""
    return (at.astimezone(UTC) + FIRST_DAWN).date()


def _end_of(record: Measure, day: date) -> datetime:
    return datetime.combine(day, time(23, 59), tzinfo=_zone(record))


def _later(record: Measure, at: datetime, days: int) -> datetime:
    away = acting_unit(record).kind in ON_MISSION
    return WorkingDays(holidays(), every_day=away).end_of_term(at, days, _zone(record))


def _zone(record: Measure) -> ZoneInfo:
    unit = acting_unit(record)
    return zone_of_unit(unit) if unit else clock.local_zone()
