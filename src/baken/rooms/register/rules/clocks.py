"""By when a decision must be there, and who comes next when it is not.

Working days are counted by a callable that the caller gives, ``later(at, days)``; an extreme risk runs
on the calendar. Source: domain reference, irm, section 6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from baken.rooms.library.rules.escalation import (
    NEXT_LEVEL,
    DecisionTerm,
    EscalationTable,
    Situation,
    Wait,
)

Later = Callable[[datetime, int], datetime]
LEVEL_ABOVE, TOP = "level_above_that", "top"
# To whom it goes and lies with from then on; of others it stays where it is, and they are told.
LEVELS = (NEXT_LEVEL, LEVEL_ABOVE, TOP)


@dataclass(frozen=True)
class Rise:
    """When something goes up, and to whom."""

    at: datetime
    to: str


@dataclass(frozen=True)
class Pause:
    """A clock that stands still from one moment until another; its reason stands in the history."""

    starts_at: datetime
    ends_at: datetime


def end_of(wait: Wait, at: datetime, later: Later) -> datetime:
    """When a wait is over that began at ``at``."""
    at += timedelta(hours=wait.hours)
    return later(at, wait.working_days) if wait.working_days else at


def decision_due(term: DecisionTerm, started_at: datetime, later: Later) -> datetime:
    """By when a decision must be there."""
    return end_of(term.wait, started_at, later)


def rises(
    term: DecisionTerm, table: EscalationTable, *, started_at: datetime, later: Later
) -> Iterator[Rise]:
    """When it goes up and to whom, one after the other, as long as nobody decides.

    What came to a next level and gets no answer there goes to the level above that within the share of
    the term, again and again: the caller stops at the top.
    """
    share = share_of(term.wait, table.unanswered_share)
    at = decision_due(term, started_at, later)
    for place, rung in enumerate(term.rungs):
        if place:
            at = end_of(rung.wait, started_at, later) if rung.wait else end_of(share, at, later)
        yield Rise(at, rung.to)
    while term.rungs[-1].to == NEXT_LEVEL:
        at = end_of(share, at, later)
        yield Rise(at, LEVEL_ABOVE)


def share_of(wait: Wait, share: float) -> Wait:
    """A share of a wait; of working days and hours the broken part counts whole."""
    return Wait(ceil(wait.hours * share), ceil(wait.working_days * share))


def situation_due(situation: Situation, at: datetime, later: Later) -> datetime | None:
    """When a situation that began at ``at`` goes up; None: at the next meeting."""
    if situation.next_meeting:
        return None
    return end_of(situation.wait, at, later) if situation.wait else at


def reminders(starts_on: date, ends_on: date, table: EscalationTable) -> tuple[date, ...]:
    """The days on which the end of an acceptance is told of, the last one the end itself.

    One that would fall before it began is left out.
    """
    days = [ends_on - timedelta(days=before) for before in table.reminders_days]
    return tuple(day for day in days if day >= starts_on)


def problem_of_pause(pause: Pause, *, latest: datetime) -> str:
    """Why a clock cannot stand still so, as a code; ``latest`` is the end of one term from now."""
    if pause.ends_at <= pause.starts_at:
        return "ends_before_start"
    return "too_long" if pause.ends_at > latest else ""


def after_pause(due: datetime, pause: Pause, wait: Wait, later: Later) -> datetime:
    """When something is due that was paused before it was; whole days or the hours are added.

    A pause that began too late changes nothing. Source: domain reference, irm, section 6.
    """
    if pause.starts_at >= due:
        return due
    if not wait.working_days:
        return due + (pause.ends_at - pause.starts_at)
    days = _working_days_of(pause.starts_at, pause.ends_at, later)
    return later(due, days) if days else due


def _working_days_of(start: datetime, end: datetime, later: Later) -> int:
    """How many whole working days lie between two moments."""
    days = 0
    while later(start, days + 1) <= end:
        days += 1
    return days
