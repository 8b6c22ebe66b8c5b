"""Pure decisions about duties to notify: when they are due, when facts are late, who may settle them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from baken.rooms.reports.rules.handling import EARLIEST, No

DUTY_OPEN = ("due", "reopened")
DUTY_DONE = ("notified", "confirmed")
DUTY_PROPOSED = "not_required_proposed"
DUTY_UNSETTLED = (*DUTY_OPEN, DUTY_PROPOSED)
# What of a duty is text that may have to be erased.
SEALED = ("caller", "spoken_to", "reason", "written_report")
# Above so many days of absence an accident stands on the list. Source: Arbowet, article 9(2).
LIST_ABSENCE_DAYS = 3
# Until so long after an occurrence was told, a fact about it was known together with it.
TOGETHER = timedelta(hours=1)
SOON = timedelta(hours=24)

Harm = tuple[Any, ...]
EndOfWorkingDays = Callable[[datetime, int], datetime]


class TermLike(Protocol):
    """So many minutes, hours, days, working days or months."""

    @property
    def unit(self) -> str: ...
    @property
    def count(self) -> int: ...


@dataclass(frozen=True)
class NotificationFacts:
    """What the guards of the steps of a duty look at."""

    is_own: bool = False
    is_first_reader: bool = False
    is_owner_or_handler: bool = False


@dataclass(frozen=True)
class Watched:
    """What of an occurrence can open a duty again, as it was at one moment."""

    harm: tuple[Harm, ...]
    category: int | None
    flags: frozenset[str]
    answers: Mapping[str, bool]


def not_first_reader(facts: NotificationFacts) -> No | None:
    """Who proposed that it is not needed does not decide on that (four eyes)."""
    return No("first_reader") if facts.is_first_reader else None


def owner_or_handler(facts: NotificationFacts) -> No | None:
    """Whoever reads everywhere does only what their own role owes."""
    return None if facts.is_owner_or_handler else No("not_owner")


GUARDS: dict[str, Callable[[Any], No | None]] = {
    "not_first_reader": not_first_reader,
    "owner_or_handler": owner_or_handler,
}


def end_of_term(start: datetime, term: TermLike, working_days: EndOfWorkingDays) -> datetime:
    """When a term that began at ``start`` is over.

    Minutes and hours run on, also over a change to summer time; days and months end at the same hour
    of the day in the zone of ``start``, a month on its last day when it has no such day; working days
    are counted by ``working_days``.
    """
    if term.unit == "working_days":
        return working_days(start, term.count)
    if term.unit == "months":
        return _months_after(start, term.count)
    length = timedelta(**{term.unit: term.count})
    return start + length if term.unit == "days" else start.astimezone(UTC) + length


def _months_after(start: datetime, months: int) -> datetime:
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    return start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1]))


def is_late_fact(*, known_at: datetime, first_known_at: datetime) -> bool:
    """Whether a fact was known clearly later than the occurrence itself."""
    return known_at > first_known_at + TOGETHER


def urgency_of(due_at: datetime | None, at: datetime) -> str:
    """How pressing a duty is: overdue, soon (within a day), later, or nothing when nothing is due."""
    if due_at is None:
        return ""
    if due_at <= at:
        return "overdue"
    return "soon" if due_at - at <= SOON else "later"


def changed(before: Watched, after: Watched) -> frozenset[str]:
    """Which kinds of change lie between two moments, by the names of ``reopen_on``."""
    kinds = {
        "outcome_changed": sorted(before.harm) != sorted(after.harm),
        "category_changed": before.category != after.category,
        "facts_changed": before.flags != after.flags or dict(before.answers) != dict(after.answers),
    }
    return frozenset(name for name, differs in kinds.items() if differs)


def moments_known(
    told: Sequence[tuple[Harm, datetime | None]],
    standing: Iterable[tuple[Harm, datetime]],
    at: datetime,
) -> list[datetime]:
    """Since when the harm of each injured person is known, given what stood before.

    Who is told of again as before keeps the moment. Somebody of whom something else is told, without
    a moment or with one that was only carried along, is known since now: a screen cannot tell which.
    """
    left = list(standing)
    kept = [_taken(left, harm, moment) for harm, moment in told]
    carried = {_minute(moment) for _harm, moment in left}
    return [
        same or (at if moment is None or _minute(moment) in carried else moment)
        for same, (_harm, moment) in zip(kept, told, strict=True)
    ]


def _taken(
    left: list[tuple[Harm, datetime]], harm: Harm, moment: datetime | None
) -> datetime | None:
    """The moment of the same thing that stands already, which then no other can be."""
    for one in left:
        if one[0] == harm and (moment is None or _minute(one[1]) == _minute(moment)):
            left.remove(one)
            return one[1]
    return None


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def call_problem(called_at: datetime, *, happened_at: datetime | None, now: datetime) -> str:
    """What is wrong with when somebody says to have notified, as a code; nothing when it can be.

    Of what happened often only the day is known: a day earlier can be.
    """
    if called_at > now + timedelta(minutes=5):
        return "in_future"
    if called_at < EARLIEST:
        return "long_ago"
    if happened_at is not None and called_at < happened_at - timedelta(days=1):
        return "before_it"
    return ""
