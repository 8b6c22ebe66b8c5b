"""Terms: how long something may take, counted in the days and the time zone of a place. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from baken.core.clock.working_days import WorkingDays


@dataclass(frozen=True)
class Term:
    """How long something may take: minutes, calendar days and working days together."""

    minutes: int = 0
    days: int = 0
    working_days: int = 0

    def end(self, at: datetime, calendar: WorkingDays, zone: ZoneInfo) -> datetime:
        """When a term that began at ``at`` is over; working days keep the hour of the place."""
        at += timedelta(minutes=self.minutes, days=self.days)
        return calendar.later(at, self.working_days, zone) if self.working_days else at


@dataclass(frozen=True)
class Timetable:
    """The terms of a kind of record by code, and the days and the zone they are counted in."""

    terms: Mapping[str, Term] = field(repr=False)
    calendar: WorkingDays
    zone: ZoneInfo

    def end(self, code: str, at: datetime) -> datetime:
        """When the term of this code is over, that began at ``at``. Raises KeyError without it."""
        return self.terms[code].end(at, self.calendar, self.zone)
