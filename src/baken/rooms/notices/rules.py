"""Which way a notice goes to its reader, when a mail may leave, and when an unread one is raised."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

GROUPS = ("urgent", "own", "handling", "terms", "posts")
WAYS = ("at_once", "digest", "off")
RHYTHMS = ("daily", "weekly")
BY_MAIL = ("reference", "content_free", "never")
FURTHEST_BACK = 40  # days: longer than any row of days that do not count
LONGEST_WAIT = timedelta(hours=6)


@dataclass(frozen=True)
class Wishes:
    """How somebody wants to be told: a way per group, the rhythm of the digest, and quiet hours.

    Times are those of ``zone``. Quiet hours may pass midnight; without both of them there are none.
    """

    ways: Mapping[str, str]
    rhythm: str = "daily"
    digest_at: time = time(7, 30)
    weekday: int = 0
    quiet_from: time | None = None
    quiet_until: time | None = None
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))


@dataclass(frozen=True)
class Rung:
    """Whom an unread notice goes to after so many minutes."""

    after: timedelta
    to: str


def way_of(group: str, wishes: Wishes, *, must_hear: bool) -> str:
    """Which way a notice of a group goes; what somebody must hear goes at once, whatever they wish."""
    return "at_once" if must_hear else wishes.ways.get(group, "off")


def told_as(by_mail: str, *, close: bool) -> str:
    """What a mail may hold: of what is held closely never a reference."""
    return "content_free" if close and by_mail == "reference" else by_mail


def leaves_at(at: datetime, wishes: Wishes) -> datetime:
    """When a mail that is not urgent may leave: at once, or when the quiet hours are over."""
    begin, end = wishes.quiet_from, wishes.quiet_until
    if begin is None or end is None or begin == end:
        return at
    local = at.astimezone(wishes.zone)
    clock_time = local.time().replace(tzinfo=None)
    if not _is_between(clock_time, begin, end):
        return at
    over_on = local.date() + timedelta(days=begin > end and clock_time >= begin)
    return datetime.combine(over_on, end, tzinfo=wishes.zone).astimezone(UTC)


def _is_between(now: time, begin: time, end: time) -> bool:
    """Whether a time of day lies in hours that may pass midnight; the end is outside."""
    return begin <= now < end if begin < end else now >= begin or now < end


def last_digest(now: datetime, wishes: Wishes, counts: Callable[[date], bool]) -> datetime | None:
    """The last moment at which a digest was due; ``counts`` says whether a day is a working day.

    A weekly one goes on its weekday, and on the next working day when that is none.
    """
    today = now.astimezone(wishes.zone).date()
    for back in range(FURTHEST_BACK):
        day = today - timedelta(days=back)
        due = datetime.combine(day, wishes.digest_at, tzinfo=wishes.zone).astimezone(UTC)
        if (
            due <= now
            and counts(day)
            and (wishes.rhythm == "daily" or _is_of_week(day, wishes, counts))
        ):
            return due
    return None


def _is_of_week(day: date, wishes: Wishes, counts: Callable[[date], bool]) -> bool:
    """Whether a working day is the first one on or after the weekday of a weekly digest."""
    while day.weekday() != wishes.weekday:
        day -= timedelta(days=1)
        if counts(day):
            return False
    return True


def is_in_digest(at: datetime, *, due: datetime, whole_day: bool, zone: ZoneInfo) -> bool:
    """Whether a notice belongs in the digest that was due; of one that keeps its day alone the day counts.

    It waits until its day is over: a digest soon after it came in would tell its moment.
    """
    if whole_day:
        return at.astimezone(zone).date() < due.astimezone(zone).date()
    return at < due


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: 1, 2, 4 … minutes, six hours at most."""
    return min(timedelta(minutes=2 ** min(max(attempts, 1) - 1, 12)), LONGEST_WAIT)


def rung_due(rungs: Sequence[Rung], *, taken: int, waited: timedelta) -> Rung | None:
    """The next rung of a ladder of which so many were taken, when it was waited for; else None."""
    if taken >= len(rungs) or waited < rungs[taken].after:
        return None
    return rungs[taken]
