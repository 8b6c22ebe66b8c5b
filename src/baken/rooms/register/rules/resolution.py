"""Who decides on a risk: the mandate table, the line of command and the stack, with every step told.

Source: domain reference, irm, sections 5, 8 and 14.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from baken.core.instruments.scoring import CLASSES, worst_class
from baken.rooms.library.rules.mandate import (
    HIGHEST_LEVEL,
    TOLD_LEVELS,
    MandateRow,
    MandateTable,
)
from baken.rooms.library.rules.mandate_roles import DomainAuthority
from baken.rooms.register.rules.periods import Period, days_together
from baken.rooms.register.rules.posts import DELEGATE, Demand, Post, problem_of_post
from baken.rooms.register.rules.stacking import NO_STACK, Stack

ACCEPT, EXEMPT = "accept", "exempt"
NO_RULE, NO_POST = "no_rule", "no_post"


@dataclass(frozen=True)
class Question:
    """What is to be decided on, and who stands in the decisive line.

    ``classes`` are those in scope that go on, at least one: residual when it is accepted, and while a
    plan runs what is left with its interim controls. ``units`` are those of the line, nearest first, the
    first one that of the risk; ``posts`` are people's posts on them, live or not. ``earlier`` are the
    periods for which the risk was accepted before. ``subjects`` are codes of domain authorities whose
    field it touches. ``decision`` is what is decided: accept, exempt, mitigate, …. From 00:00 of
    ``activity_ends_on`` on the activity is over.
    """

    context: str
    line: str
    classes: tuple[str, ...]
    period: Period
    day: date
    units: tuple[str, ...]
    posts: tuple[Post, ...]
    earlier: tuple[Period, ...] = ()
    stack: Stack = NO_STACK
    subjects: frozenset[str] = frozenset()
    decision: str = ACCEPT
    activity_ends_on: date | None = None


@dataclass(frozen=True)
class Step:
    """One step of the explanation: a code and its values, out of which a page makes a sentence.

    context (context) · line (line, units) · class (risk_class, classes) · duration (days, together) ·
    rule (row, min_level, posts, up_to_days) · no_rule (context, line, risk_class, days) ·
    legal (level) · stack (raises, from_level, to_level, reasons) · authority (subject, power) ·
    decider (unit, level, person, kind) · no_post (min_level, posts) · escalated (role, level) ·
    own_limit (level, risk_class; empty for none)
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Resolution:
    """Who decides, by which row, what must be there, how long it may last, and why.

    ``decider`` is the first post at or above ``min_level`` in the line, ``can_sign`` every live one, in
    that order. ``refusal`` is ``no_rule`` or ``no_post``: then nobody signs and it goes to
    ``escalate_to``, a role and a level. ``tell`` are levels and names of the mandate table.
    """

    question: Question
    risk_class: str
    days: int
    demand: Demand
    row: MandateRow | None = None
    min_level: int | None = None
    can_sign: tuple[Post, ...] = ()
    latest_end: date | None = None
    authorities: tuple[DomainAuthority, ...] = ()
    tell: tuple[str, ...] = ()
    refusal: str = ""
    escalate_to: tuple[str, int] | None = None
    steps: tuple[Step, ...] = ()

    @property
    def decider(self) -> Post | None:
        """The first post that decides, or None when nobody in the line does."""
        return self.can_sign[0] if self.can_sign else None

    @property
    def advice(self) -> tuple[tuple[str, ...], ...]:
        """The advice that is needed: one kind of every group."""
        return self.row.advice if self.row else ()


def resolve(
    question: Question, *, table: MandateTable, authorities: Mapping[str, DomainAuthority]
) -> Resolution:
    """Who decides on a question. Nothing is ever decided below what the table says.

    Without a row that fits, or without a post in the line, it is refused and goes to the safety
    department. Raises ValueError without a class or with one that is unknown.
    Source: domain reference, irm, section 5.
    """
    risk_class = worst_class(question.classes)
    days = days_together(question.period, question.earlier, gap_days=table.gap_days)
    row = table.row_for(
        context=question.context, line=question.line, risk_class=risk_class, days=days
    )
    start = _opening(question, risk_class, days)
    demand = _demand(question, risk_class, row, table)
    found = Resolution(question, risk_class, days, demand, steps=start)
    if row is not None:
        return _by_row(found, row, table, authorities)
    told = {"context": question.context, "line": question.line, "risk_class": risk_class}
    return _refused(_with(found, Step(NO_RULE, {**told, "days": days})), NO_RULE, table)


def own_limit(question: Question, post: Post, *, table: MandateTable) -> Step:
    """The worst class that a post may accept in this question's context, for its time and stack."""
    days = days_together(question.period, question.earlier, gap_days=table.gap_days)
    able = ""
    for risk_class in CLASSES:
        row = table.row_for(
            context=question.context, line=question.line, risk_class=risk_class, days=days
        )
        if row is None or problem_of_post(post, _demand(question, risk_class, row, table)):
            break
        able = risk_class
    return Step("own_limit", {"level": post.level, "risk_class": able})


def own_days(question: Question, post: Post, risk_class: str, *, table: MandateTable) -> int:
    """For how many days at most a post may accept a class from the first day of a question; 0: not at all.

    A row for a short time may be followed by one for longer that the post signs as well; days that were
    accepted before count along.
    """
    longest, start = 0, question.period.starts_on
    while True:
        period = Period(start, start + timedelta(days=longest + 1))
        asked = replace(question, period=period)
        days = days_together(period, question.earlier, gap_days=table.gap_days)
        row = table.row_for(
            context=question.context, line=question.line, risk_class=risk_class, days=days
        )
        if row is None or problem_of_post(post, _demand(asked, risk_class, row, table)):
            return longest
        reached = (_latest_end(asked, row, days) - start).days
        if reached <= longest or row.up_to_days is None:
            return max(reached, longest)
        longest = reached


def _opening(question: Question, risk_class: str, days: int) -> tuple[Step, ...]:
    return (
        Step("context", {"context": question.context}),
        Step("line", {"line": question.line, "units": question.units}),
        Step("class", {"risk_class": risk_class, "classes": question.classes}),
        Step("duration", {"days": question.period.days, "together": days}),
    )


def _by_row(
    so_far: Resolution,
    row: MandateRow,
    table: MandateTable,
    authorities: Mapping[str, DomainAuthority],
) -> Resolution:
    question, demand = so_far.question, so_far.demand
    able = [post for post in question.posts if not problem_of_post(post, demand)]
    ordered = sorted(
        able, key=lambda post: (question.units.index(post.unit), post.kind == DELEGATE)
    )
    over_it = tuple(one for code, one in authorities.items() if code in question.subjects)
    found = replace(
        so_far,
        row=row,
        min_level=demand.min_level,
        can_sign=tuple(ordered),
        latest_end=_latest_end(question, row, so_far.days),
        authorities=over_it,
        tell=_told(row, max(demand.min_level, ordered[0].level if ordered else 0)),
        steps=(*so_far.steps, *_middle(question, row, demand, over_it, table)),
    )
    if not ordered:
        missing = Step(NO_POST, {"min_level": demand.min_level, "posts": row.posts})
        return _refused(_with(found, missing), NO_POST, table)
    first = ordered[0]
    values = {"unit": first.unit, "level": first.level, "person": first.person, "kind": first.kind}
    return _with(found, Step("decider", values))


def _middle(
    question: Question,
    row: MandateRow,
    demand: Demand,
    authorities: tuple[DomainAuthority, ...],
    table: MandateTable,
) -> list[Step]:
    """The steps from the row up to the level that decides."""
    told = {
        "row": row.code,
        "min_level": row.min_level,
        "posts": row.posts,
        "up_to_days": row.up_to_days,
    }
    steps = [Step("rule", told)]
    least = _least(question, row, table)
    if question.decision == EXEMPT:
        steps.append(Step("legal", {"level": least}))
    if question.stack.raises:
        values = {
            "raises": question.stack.raises,
            "from_level": least,
            "to_level": demand.min_level,
            "reasons": tuple(one.code for one in question.stack.reasons),
        }
        steps.append(Step("stack", values))
    steps += [Step("authority", {"subject": a.code, "power": a.power}) for a in authorities]
    return steps


def _demand(
    question: Question, risk_class: str, row: MandateRow | None, table: MandateTable
) -> Demand:
    named: dict[str, frozenset[str]] = {}
    for post in question.posts:
        if post.named and post.kind != DELEGATE and post.is_live(question.day):
            named[post.person] = named.get(post.person, frozenset()) | {post.named}
    return Demand(
        table=table,
        row=row,
        min_level=_raised(question, _least(question, row, table), table) if row else 0,
        context=question.context,
        risk_class=risk_class,
        day=question.day,
        units=question.units,
        named=named,
    )


def _least(question: Question, row: MandateRow, table: MandateTable) -> int:
    """The level of the row; to deviate from a legal limit it is at least that of exemptions."""
    return max(row.min_level, table.exempt_level if question.decision == EXEMPT else 0)


def _raised(question: Question, level: int, table: MandateTable) -> int:
    """A level with what the stack adds, up to the highest of the context and never lower than it was."""
    highest = table.highest_level[question.context]
    return max(level, min(level + question.stack.raises, highest))


def _latest_end(question: Question, row: MandateRow, days: int) -> date:
    """The last day on which an acceptance may end; days accepted before count in a row with a bound."""
    start = question.period.starts_on
    ends = [row.validity.ends_on(start)]
    if row.up_to_days is not None:
        before = days - question.period.days
        ends.append(start + timedelta(days=row.up_to_days - before))
    if row.validity.until_activity and question.activity_ends_on is not None:
        ends.append(question.activity_ends_on)
    return min(ends)


def _told(row: MandateRow, level: int) -> tuple[str, ...]:
    """Whom the row tells; of a level that decides itself the next one is told instead."""
    found: list[str] = []
    for one in row.report_to:
        if one in TOLD_LEVELS:
            above = max(TOLD_LEVELS.index(one) + 1, level + 1)
            found += [f"level_{above}"] if above <= HIGHEST_LEVEL else []
        else:
            found.append(one)
    return tuple(found)


def _with(found: Resolution, step: Step) -> Resolution:
    return replace(found, steps=(*found.steps, step))


def _refused(found: Resolution, refusal: str, table: MandateTable) -> Resolution:
    to = (table.escalate_role, table.escalate_level)
    step = Step("escalated", {"role": to[0], "level": to[1]})
    return replace(found, refusal=refusal, escalate_to=to, steps=(*found.steps, step))
