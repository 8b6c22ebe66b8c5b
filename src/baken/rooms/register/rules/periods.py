"""Periods of days, and how many days acceptances that follow each other last together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """From a day on until 00:00 of ``ends_on``, which is the first day after it."""

    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on <= self.starts_on:
            raise ValueError("a period is at least one day")

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.ends_on - self.starts_on).days


def days_together(period: Period, others: Iterable[Period], *, gap_days: int) -> int:
    """The days of a period with those of others that it is a sequel to, or that are one to it.

    They follow each other when no more than ``gap_days`` lie between them; a day in two of them counts
    once. Source: domain reference, irm, section 5: consecutive temporary acceptances add up.
    """
    return sum(one.days for one in _run_with(period, others, timedelta(days=gap_days)))


def _run_with(period: Period, others: Iterable[Period], gap: timedelta) -> list[Period]:
    """The run of periods without overlap to which a period belongs, first one first."""
    run: list[Period] = []
    for one in sorted([period, *others], key=lambda each: (each.starts_on, each.ends_on)):
        last = run[-1].ends_on if run else one.starts_on
        if one.starts_on > last + gap:
            if period.starts_on <= last:
                break
            run, last = [], one.starts_on
        if one.ends_on > last:
            run.append(Period(max(one.starts_on, last), one.ends_on))
    return run
