"""When a decision ends, and when its end is told of, in the time zone of its place."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from baken.rooms.library.queries import acceptance_terms, escalation_table
from baken.rooms.register.models import Decision, Risk
from baken.rooms.register.queries.cases import Terms
from baken.rooms.register.queries.terms import zone_of
from baken.rooms.register.rules.acceptance import Acceptance, Ending, first_end, start_of
from baken.rooms.register.rules.clocks import reminders
from baken.rooms.register.rules.closing import AT_ONCE
from baken.rooms.register.rules.decisions import (
    INTERIM_OVER,
    KINDS,
    LOOK_AGAIN,
    next_reminder,
)
from baken.rooms.register.rules.interim import over_on
from baken.rooms.register.rules.resolution import Resolution


def ends_of(
    risk: Risk, terms: Terms, found: Resolution, at: datetime, lasts: bool
) -> dict[str, Any]:
    """What the clock of a new decision is set to; of one without a term, nothing."""
    zone = zone_of(risk)
    if not lasts:
        return {"time_zone": zone.key, "ends_at": None, "remind_at": None}
    acceptance = Acceptance(
        ends_on=terms.period.ends_on,
        latest_end=found.latest_end or terms.period.ends_on,
        zone=zone,
        activity_ends_on=terms.activity_ends_on,
    )
    ends_at = _protected(first_end(acceptance), terms.interim_until, zone).at
    starts_on, today = terms.period.starts_on, at.astimezone(zone).date()
    return {
        "time_zone": zone.key,
        "ends_at": ends_at,
        "remind_at": reminder_after(starts_on, ends_at, zone, today),
    }


def again_on(kind: str, risk: Risk, day: date) -> date | None:
    """On which day it is looked at again whether a grave risk that is set aside is gone; None: never.

    A decision that lasts has a day of its own.
    """
    days = acceptance_terms().look_again_days.get(risk.current_class)
    return day + timedelta(days=days) if days and kind in AT_ONCE else None


def ends_again(risk: Risk, again: date, day: date) -> dict[str, Any]:
    """What the clock of a decision is set to that is looked at again on a day."""
    zone = zone_of(risk)
    ends_at = start_of(again, zone)
    return {
        "time_zone": zone.key,
        "ends_at": ends_at,
        "remind_at": reminder_after(day, ends_at, zone, day),
    }


def ending_of(decision: Decision) -> Ending:
    """The first end that is known of a decision, past or to come.

    Raises ValueError for a decision without a term.
    """
    if decision.ends_on is None:
        raise ValueError(f"{decision} has no term")
    acceptance = Acceptance(
        ends_on=decision.ends_on,
        latest_end=decision.latest_end or decision.ends_on,
        zone=ZoneInfo(decision.time_zone),
        activity_ends_on=decision.activity_ends_on,
    )
    ending = _protected(first_end(acceptance), decision.interim_until, acceptance.zone)
    return ending if KINDS[decision.kind].lasts else Ending(ending.at, LOOK_AGAIN)


def holds_until(decision: Decision) -> date | None:
    """The first day on which a decision holds no more, by the first of its ends; None without one."""
    if decision.ends_at is None:
        return None
    return decision.ends_at.astimezone(ZoneInfo(decision.time_zone)).date()


def reminder_after(
    starts_on: date, ends_at: datetime, zone: ZoneInfo, today: date
) -> datetime | None:
    """When the end is told of next, after today; its last day is told of by the end itself."""
    last = ends_at.astimezone(zone).date()
    days = [one for one in reminders(starts_on, last, escalation_table()) if one < last]
    day = next_reminder(days, today)
    return start_of(day, zone) if day else None


def _protected(ending: Ending, until: date | None, zone: ZoneInfo) -> Ending:
    """An end, or the day after what protects people is over when that comes first."""
    over = over_on(until)
    at = start_of(over, zone) if over else ending.at
    return Ending(at, INTERIM_OVER) if at < ending.at else ending
