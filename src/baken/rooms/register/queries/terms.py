"""By when the next step of a risk must be done, in the days and the time zone of its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from baken.core import clock
from baken.core.clock.working_days import WorkingDays
from baken.rooms.library.queries import escalation_table, holidays
from baken.rooms.org.queries import tree
from baken.rooms.register.models import Risk
from baken.rooms.register.rules.clocks import Rise, decision_due, end_of, rises, share_of

Later = Callable[[datetime, int], datetime]
# A risk may not stay identified for longer. Source: domain reference, risk management, section 3.
IDENTIFIED_FOR = timedelta(days=14)
ON_MISSION = ("detachment", "task_force")


def analysis_due(at: datetime) -> datetime:
    """By when what was just identified or reopened must be analysed and put up for decision."""
    return at + IDENTIFIED_FOR


def decision_due_of(risk: Risk, at: datetime) -> datetime:
    """By when a risk that is put up now must be decided on, by the class it has."""
    term = escalation_table().term_of(risk.current_class, urgent=risk.urgent)
    return decision_due(term, at, later_in(risk))


def decision_clock(risk: Risk, at: datetime) -> dict[str, Any]:
    """What a risk that waits for a decision from now on carries: its term, and when it goes up."""
    first = next(rises_of(risk, at))
    return {
        "due_at": decision_due_of(risk, at),
        "asked_at": at,
        "rises": 0,
        "rises_at": first.at,
        "raised_to_id": None,
    }


def rises_of(risk: Risk, started_at: datetime) -> Iterator[Rise]:
    """When a decision that does not come goes up, and to whom, from a start on."""
    table = escalation_table()
    term = table.term_of(risk.current_class, urgent=risk.urgent)
    return rises(term, table, started_at=started_at, later=later_in(risk))


def no_answer_at(risk: Risk, at: datetime) -> datetime:
    """When a level that something came to now should have answered."""
    table = escalation_table()
    term = table.term_of(risk.current_class, urgent=risk.urgent)
    return end_of(share_of(term.wait, table.unanswered_share), at, later_in(risk))


def zone_of(risk: Risk) -> ZoneInfo:
    """The time zone of the place of a risk; without one, that of the organisation."""
    here = tree()
    return ZoneInfo(here.sites[risk.site_id].time_zone) if risk.site_id else clock.local_zone()


def day_at(risk: Risk, at: datetime) -> date:
    """The calendar day of a moment at the place of a risk."""
    return at.astimezone(zone_of(risk)).date()


def later_in(risk: Risk) -> Later:
    """Adds working days as they count where the risk is: on a mission every day is one."""
    here, zone = tree(), zone_of(risk)
    away = risk.context == "deployment" or here.by_id[risk.unit_id].kind in ON_MISSION
    calendar = WorkingDays(holidays(), every_day=away)
    return lambda at, days: calendar.later(at, days, zone)
