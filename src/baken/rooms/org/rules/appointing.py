"""Pure decisions about who may give which post to whom, and for how long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from baken.core.access.reach import SEGMENT, PathRange, below, span

EVERYBODY = "employee"
FOURTH = "fourth"
EVERYTHING = PathRange("", "9" * SEGMENT)
AT_ONCE = timedelta(days=1)  # a last day this long ago ends a post now


@dataclass(frozen=True)
class Wanted:
    """The post that is to be given: a role on the unit at ``path``, with or without what is below.

    ``reaches`` is what it would reach in all; empty when that is no more than the units it covers.
    """

    role: str
    path: str
    below: bool
    from_on: date
    until: date | None = None
    reaches: PathRange | None = None

    @property
    def range(self) -> PathRange:
        """The units it covers."""
        return span(self.path, self.below)


@dataclass(frozen=True)
class Power:
    """What one post may give: these roles, within these units."""

    roles: frozenset[str]
    range: PathRange

    def holds_all_of(self, piece: PathRange) -> bool:
        """Whether a range of units lies wholly within it."""
        return self.range.low <= piece.low and piece.high <= self.range.high


def power_of(*, path: str, with_below: bool, roles: Iterable[str], reach: str) -> Power:
    """The power of a post on the unit at ``path``; a post without what is below gives nothing there."""
    if reach == "all":
        return Power(frozenset(roles), EVERYTHING)
    whole = span(path, with_below)
    if reach == "below":
        return Power(frozenset(roles), PathRange(path + "0" * SEGMENT, whole.high))
    return Power(frozenset(roles), whole)


def reach_beyond(widest: str, part_path: str) -> PathRange | None:
    """What a role reaches beyond the units its post covers: a whole part, or all; None for neither.

    Source: domain reference, organisation, section 6.
    """
    return {"part": below(part_path), "all": EVERYTHING}.get(widest)


def problem_of_appointment(
    *, wanted: Wanted, powers: Sequence[Power], to_oneself: bool, today: date
) -> str:
    """Why a post cannot be given, as a code; nothing when it can."""
    if wanted.role == EVERYBODY:
        return "employee"
    if to_oneself:
        return "yourself"
    able = [power for power in powers if wanted.role in power.roles]
    if not able:
        return "not_given_by_you"
    if not any(power.holds_all_of(wanted.range) for power in able):
        return "wider_than_yours"
    reaches = wanted.reaches or wanted.range
    if not any(power.holds_all_of(reaches) for power in able):
        return "reaches_further"
    return problem_of_period(wanted, today)


def problem_of_lines(line: str, beside: Iterable[str]) -> str:
    """Why a post in a line of defence cannot be held beside posts in others, as a code.

    The fourth line looks at what the others do, and never does it itself; empty stands for no line.
    Source: domain reference, organisation, section 4.
    """
    others = {one for one in beside if one}
    if line == FOURTH and others - {FOURTH}:
        return "fourth_beside_others"
    if line not in ("", FOURTH) and FOURTH in others:
        return "beside_fourth"
    return ""


def overlap(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """Whether two periods, each a first and a last day or none, have a day in common."""
    return all(
        end is None or start <= end for start, end in ((one[0], other[1]), (other[0], one[1]))
    )


@dataclass(frozen=True)
class Source:
    """The post that is delegated from."""

    path: str
    below: bool
    until: date | None
    is_delegation: bool
    is_own: bool
    is_at_hand: bool
    is_over: bool = False

    @property
    def range(self) -> PathRange:
        """The units it covers."""
        return span(self.path, self.below)


def problem_of_delegation(*, wanted: Wanted, source: Source, to_oneself: bool, today: date) -> str:
    """Why a post cannot be delegated so, as a code; never wider and never longer than the source.

    Source: domain reference, organisation, sections 6 (rule 6) and 12.6.
    """
    problem = _problem_of_source(source)
    if problem:
        return problem
    if to_oneself:
        return "yourself"
    if not Power(frozenset(), source.range).holds_all_of(wanted.range):
        return "wider_than_yours"
    if wanted.until is None:
        return "no_end"
    if source.until is not None and wanted.until > source.until:
        return "after_yours"
    return problem_of_period(wanted, today)


def _problem_of_source(source: Source) -> str:
    """Why nothing can be delegated from a post, as a code."""
    if not source.is_own:
        return "not_yours"
    if not source.is_at_hand:
        return "session"
    if source.is_delegation:
        return "delegated_twice"
    return "over" if source.is_over else ""


def problem_of_last_day(last_day: date, *, ends: date | None, is_over: bool, today: date) -> str:
    """Why a post cannot get this last day, as a code; ending never makes a post longer."""
    if is_over:
        return "over"
    if last_day < today - AT_ONCE:
        return "before_yesterday"
    if ends is not None and last_day > ends:
        return "ends_before_that"
    return ""


def problem_of_period(wanted: Wanted, today: date) -> str:
    """Why a period is none, as a code."""
    if wanted.from_on < today:
        return "in_the_past"
    if wanted.until is not None and wanted.until < wanted.from_on:
        return "ends_before_start"
    return ""
