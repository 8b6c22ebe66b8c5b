"""Posts of commanders and what was delegated from them: which of them decides on a risk.

Source: domain reference, irm, section 5, step 5; organisation, sections 1.3, 5 and 6 (rules 6 and 7).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from baken.rooms.library.rules.mandate import MandateRow, MandateTable

COMMANDER, DELEGATE = "commander", "delegate"


@dataclass(frozen=True)
class Post:
    """One appointment of a person; ``named`` is a post of the mandate table.

    ``until`` is the last day to the end of which it gives rights: of one that was withdrawn the day
    before. ``below``: it covers the units below as well. A delegation says what it was given for.
    ``name`` is how people call whoever holds it.
    """

    person: str
    unit: str
    level: int
    from_on: date
    until: date | None = None
    kind: str = "permanent"
    role: str = COMMANDER
    below: bool = True
    named: str = ""
    delegation: Delegation | None = None
    name: str = field(default="", compare=False)

    def is_live(self, day: date) -> bool:
        """Whether it gives rights on a day."""
        return self.from_on <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Delegation:
    """For what a post was delegated: from which post, for which classes and contexts, and why."""

    source: Post
    classes: frozenset[str]
    contexts: frozenset[str]
    reason: str


@dataclass(frozen=True)
class Demand:
    """What a post must be fit for: this risk, on this day, in the line of these units, nearest first.

    ``row`` is the row of the mandate table that fits, None when none does; ``min_level`` is with the
    stack. ``named`` says which posts of the table people hold.
    """

    table: MandateTable
    row: MandateRow | None
    min_level: int
    context: str
    risk_class: str
    day: date
    units: tuple[str, ...]
    named: Mapping[str, frozenset[str]] = field(default_factory=dict)


# In the order in which they are looked at: who fails later was closer to being able.
PROBLEMS = (
    "not_commander",
    "wrong_line",
    "not_begun",
    "over",
    "delegation_incomplete",
    "delegation_too_wide",
    "delegation_not_for_this",
    "level_too_low",
    "other_post",
    "not_delegable",
    "no_rule",
)


def problem_of_post(post: Post, demand: Demand) -> str:
    """Why a post does not decide on a risk, as one of PROBLEMS; nothing when it does."""
    return (
        _problem_of_place(post, demand)
        or _problem_of_days(post, demand.day)
        or (_problem_of_delegation(post, demand) if post.kind == DELEGATE else "")
        or _problem_of_level(post, demand)
    )


def furthest(problems: list[str]) -> str:
    """The problem of the post that came closest; of no post at all, that it is no commander's."""
    return max(problems, key=PROBLEMS.index, default=PROBLEMS[0])


def may_ever(post: Post, table: MandateTable, *, context: str, risk_class: str) -> bool:
    """Whether a post may accept some risk of a class in a context, for however short."""
    return any(
        row.min_level <= post.level and (not row.posts or post.named in row.posts)
        for row in table.rows.values()
        if row.risk_class == risk_class and (not row.contexts or context in row.contexts)
    )


def may_pass_on(post: Post, table: MandateTable, *, context: str, risk_class: str) -> bool:
    """Whether a post may delegate to somebody to accept some risk of a class in a context.

    A row that is delegable to nobody counts for nothing.
    """
    rows = {code: row for code, row in table.rows.items() if row.delegable_to != ()}
    passed = replace(table, rows=rows)
    return may_ever(post, passed, context=context, risk_class=risk_class)


def _problem_of_place(post: Post, demand: Demand) -> str:
    if post.role != COMMANDER:
        return "not_commander"
    in_line = post.unit in demand.units and (post.below or post.unit == demand.units[0])
    return "" if in_line else "wrong_line"


def _problem_of_days(post: Post, day: date) -> str:
    if day < post.from_on:
        return "not_begun"
    return "" if post.is_live(day) else "over"


def _problem_of_level(post: Post, demand: Demand) -> str:
    if demand.row is None:
        return "no_rule"
    if post.level < demand.min_level:
        return "level_too_low"
    source = post.delegation.source if post.delegation else post
    if demand.row.posts and source.named not in demand.row.posts:
        return "other_post"
    to = demand.row.delegable_to
    held = demand.named.get(post.person, frozenset())
    if post.kind == DELEGATE and to is not None and not held & set(to):
        return "not_delegable"
    return ""


def _problem_of_delegation(post: Post, demand: Demand) -> str:
    given = post.delegation
    if given is None or not (given.reason.strip() and given.classes and given.contexts):
        return "delegation_incomplete"
    if post.until is None:
        return "delegation_incomplete"
    if is_too_wide(post, given, demand.table) or _problem_of_place(given.source, demand):
        return "delegation_too_wide"
    fits = demand.risk_class in given.classes and demand.context in given.contexts
    return "" if fits else "delegation_not_for_this"


def is_too_wide(post: Post, given: Delegation, table: MandateTable) -> bool:
    """Whether a delegation gives more than the post it is from: time, level, units, class or context.

    What fits into its source in time ends with it, so no source needs to be looked at on the day.
    """
    source = given.source
    lasts = source.until is not None and (post.until is None or post.until > source.until)
    return (
        source.kind == DELEGATE
        or lasts
        or post.from_on < source.from_on
        or post.level > source.level
        or (post.below and not source.below)
        or not all(
            may_ever(source, table, context=context, risk_class=risk_class)
            for context in given.contexts
            for risk_class in given.classes
        )
    )
