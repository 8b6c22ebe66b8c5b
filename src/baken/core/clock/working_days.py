"""Counts working days: pure, with the holidays and the time zone of the place told by the caller."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5


@dataclass(frozen=True)
class WorkingDays:
    """Which days count: all but Saturdays, Sundays and ``holidays``; with ``every_day`` all of them.

    A mission works every day. Source: Algemene termijnenwet, article 3 (general holidays).
    """

    holidays: frozenset[date] = frozenset()
    every_day: bool = False

    def counts(self, day: date) -> bool:
        """Whether ``day`` is a working day."""
        return self.every_day or (day.weekday() < SATURDAY and day not in self.holidays)

    def after(self, day: date, days: int) -> date:
        """The day that is ``days`` (at least 1) working days after ``day``, which does not count."""
        if days < 1:
            raise ValueError("a term is at least one working day")
        while days:
            day += timedelta(days=1)
            days -= self.counts(day)
        return day

    def later(self, at: datetime, days: int, zone: ZoneInfo) -> datetime:
        """The same hour of the place (UTC), ``days`` working days after ``at``."""
        local = at.astimezone(zone)
        moved = datetime.combine(self.after(local.date(), days), local.time(), tzinfo=zone)
        return moved.astimezone(UTC)

    def end_of_term(self, at: datetime, days: int, zone: ZoneInfo) -> datetime:
        """The end (UTC) of the last working day of a term of ``days`` that began at ``at``.

        The day on which it began does not count, and the days are those of ``zone``, the time zone
        of the place. The end is the last minute of the day.
        """
        last = self.after(at.astimezone(zone).date(), days)
        return datetime.combine(last, time(23, 59), tzinfo=zone).astimezone(UTC)
