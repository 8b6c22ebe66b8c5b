"""Where one reporting system ends and another begins: figures before and after do not compare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

Per = Literal["year", "month"]


@dataclass(frozen=True)
class Span:
    """When a system was in use: its first and its last day; None is not known, or not over."""

    name: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Border:
    """A day from which figures come from other systems: those that begin on it, those that are over."""

    on: date
    begins: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()


@dataclass(frozen=True)
class Period:
    """A year or a month, by its first day and the first day after it."""

    first: date
    after: date

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after - timedelta(days=1)


def borders(spans: Iterable[Span], *, first: date, last: date) -> list[Border]:
    """The borders after ``first`` and up to ``last``, in order of time."""
    begins: dict[date, list[str]] = {}
    ended: dict[date, list[str]] = {}
    for span in spans:
        if span.since and first < span.since <= last:
            begins.setdefault(span.since, []).append(span.name)
        over = span.until + timedelta(days=1) if span.until else None
        if over and first < over <= last:
            ended.setdefault(over, []).append(span.name)
    return [
        Border(day, tuple(sorted(begins.get(day, ()))), tuple(sorted(ended.get(day, ()))))
        for day in sorted({*begins, *ended})
    ]


def periods(first_year: int, last_year: int, per: Per) -> list[Period]:
    """Every year or month of some years, both included."""
    starts = list(_starts(first_year, last_year + 1, per))
    return [Period(one, after) for one, after in pairwise(starts)]


def period_of(on: date, listed: list[Period]) -> int:
    """The place of the period that a day lies in. Raises ValueError outside all of them."""
    for place, period in enumerate(listed):
        if period.first <= on < period.after:
            return place
    raise ValueError(on)


def _starts(first_year: int, end_year: int, per: Per) -> Iterator[date]:
    months = (1,) if per == "year" else range(1, 13)
    for year in range(first_year, end_year):
        for month in months:
            yield date(year, month, 1)
    yield date(end_year, 1, 1)
