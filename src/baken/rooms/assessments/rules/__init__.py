"""What is asked of an assessment before a step: what it rests on, findings, plan, reviews, terms. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from baken.core.instruments.definitions.version import Version
from baken.core.instruments.risk_classes import CLASSES

OPEN, SETTLED, LEFT_OUT = "open", "settled", "left_out"
STANDINGS = (SETTLED, LEFT_OUT)
INPUT, GROUP = "input", "group"
SYSTEM = "system"
APPROVED, WITH_CONDITIONS, REJECTED = "approved", "with_conditions", "rejected"
OUTCOMES = (APPROVED, WITH_CONDITIONS, REJECTED)
YES, PARTLY, NO = "yes", "partly", "no"
VERDICTS = (YES, PARTLY, NO)
LEAST_SCORERS = 2  # people who score a finding. Source: domain reference, instruments, section 4.1
ENDS_SOON = timedelta(days=90)  # before it expires it is looked at again. Assumption of the product
# One in so many people more or less is much. Source: domain reference, instruments, section 2
LARGE_SHARE = 5
STALE_AFTER = timedelta(days=3 * 365)  # from when on it is shown as old. Source: mission, part A, 3
# States in which it is being made, and those in which it holds.
MAKING = (
    "draft",
    "in_inventory",
    "in_evaluation",
    "plan_drafting",
    "in_consultation",
    "in_expert_review",
    "approved",
)
HOLDING = ("in_force", "review_due", "under_revision")
# States in which conditions of a review can still be met.
REVIEWED = (
    "in_evaluation",
    "plan_drafting",
    "in_consultation",
    "in_expert_review",
    "approved",
    *HOLDING,
    "expired",
)
MET, LAPSED = "met", "lapsed"
LONGEST_CONDITION, MOST_CONDITIONS = 500, 50


@dataclass(frozen=True)
class Facts:
    """What the guards of an assessment look at.

    ``missing``: questions without what they need, refusals and answers that stand in pairs, on the sheet.
    ``unsettled``: inputs and risk groups of which nobody said anything. ``few_scorers``: findings that too
    few people scored; ``unplanned``: findings above low without a measure; ``unlinked``: risks of the sheet
    that are no finding yet. ``positive`` and ``rejected`` are fields by their newest review, ``needed`` those
    that must be positive. ``certified``: fields in which the actor may review today by their certificates.
    ``took_part``: the actor began it, filled in or scored. ``day`` is the calendar day of its unit.
    ``overdue``: conditions of reviews whose term passed and of which nobody was told yet.
    ``is_being_replaced``: a new version of it is being made.
    """

    missing: int
    unsettled: int
    few_scorers: int
    unplanned: int
    unlinked: int
    is_consulted: bool
    needed: frozenset[str]
    positive: frozenset[str]
    rejected: frozenset[str]
    certified: frozenset[str]
    took_part: bool
    day: date
    valid_until: date | None
    review_on: date | None
    overdue: int = 0
    is_being_replaced: bool = False


def needs_filled_in(facts: Facts) -> str:
    """Why the inventory is not done: something on the sheet, or among what it rests on, is open."""
    if facts.missing:
        return "sheet_open"
    return "basis_open" if facts.unsettled else ""


def needs_scores(facts: Facts) -> str:
    """Why the evaluation is not done: each finding is scored by at least two people.

    Source: domain reference, instruments, section 4.1.
    """
    return "too_few_scorers" if facts.few_scorers else ""


def needs_plan(facts: Facts) -> str:
    """Why the plan is not complete: a finding that needs a measure has none.

    Source: Working Conditions Act 5(3).
    """
    if facts.unlinked:
        return "risks_unlinked"
    return "no_measure" if facts.unplanned else ""


def needs_consultation(facts: Facts) -> str:
    """Why it goes no further: the employee council has not been asked, or the answer is not closed."""
    return "" if facts.is_consulted else "not_consulted"


def needs_independence(facts: Facts) -> str:
    """Why somebody does not review it: they took part in it themselves, or hold no valid certificate."""
    if facts.took_part:
        return "took_part"
    return "" if facts.certified else "no_certificate"


def needs_positive_reviews(facts: Facts) -> str:
    """Why it is not approved: a review is missing or negative.

    Source: Working Conditions Act 14; domain reference, instruments, section 2.
    """
    if facts.rejected & facts.needed:
        return "review_negative"
    return "" if facts.needed <= facts.positive else "review_missing"


def needs_validity_over(facts: Facts) -> str:
    """Why it does not expire: it still holds."""
    over = facts.valid_until is not None and facts.valid_until < facts.day
    return "" if over else "still_valid"


def confidence_of(classes: Collection[str]) -> str:
    """How sure a score is, by the classes to which those came who scored the same scenario.

    Two or more who agree make it high; who differ in class make it low; of one alone it is medium: nobody
    contradicted it, and nobody confirmed it.
    Source: domain reference, integral risk management, section 3 (low, medium, high); instruments, section
    4.1 (at least two people score, the spread is kept); how it follows from the spread is an assumption.
    """
    if len(set(classes)) > 1:
        return "low"
    return "high" if len(classes) >= LEAST_SCORERS else "medium"


def rank(common: str) -> int:
    """The place of a class in a row that begins with the worst; what has none stands last."""
    return len(CLASSES) - 1 - CLASSES.index(common) if common else len(CLASSES)


def needs_overdue_conditions(facts: Facts) -> str:
    """Why nobody is told that conditions are overdue: none is, or they were told before."""
    return "" if facts.overdue else "none_overdue"


def needs_no_other_version(facts: Facts) -> str:
    """Why no new version is begun: one is being made already."""
    return "being_replaced" if facts.is_being_replaced else ""


def scopes_needed(
    groups: Iterable[str], by_scope: Mapping[str, Collection[str]], chosen: Collection[str]
) -> frozenset[str]:
    """The fields in which it must be reviewed: the system, those of its hazards, and those chosen besides."""
    found = set(groups)
    fields = {scope for scope, covers in by_scope.items() if found & set(covers)}
    return frozenset({SYSTEM, *fields, *chosen})


def is_stale(in_force_on: date | None, today: date) -> bool:
    """Whether an assessment is shown as old: in force for three years or more."""
    return in_force_on is not None and today - in_force_on >= STALE_AFTER


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    count = day.month - 1 + months
    year, month = day.year + count // 12, count % 12 + 1
    after = date(year + month // 12, month % 12 + 1, 1)
    return min(
        after - timedelta(days=1),
        date(year, month, min(day.day, 28)) + timedelta(days=max(0, day.day - 28)),
    )


def next_review(day: date, months: int, valid_until: date) -> date:
    """When it is looked at again: after so many months, and in time before it expires.

    When that time has begun already it is on its last day: looking at it does not make it hold longer.
    Source: domain reference, instruments, section 2 (end of validity).
    """
    in_time = valid_until - ENDS_SOON
    return valid_until if day >= in_time else min(months_later(day, months), in_time)


def why_due(day: date, valid_until: date | None) -> str:
    """Why it is looked at again when its term comes: it expires soon, or the time has come."""
    return "validity" if valid_until and valid_until - day <= ENDS_SOON else "term"


def is_newer_in_kind(newest: Version, used: Version) -> bool:
    """Whether a version asks other questions than the one that was used; other wording is no reason."""
    return (newest.major, newest.minor) > (used.major, used.minor)


def is_large_change(before: int | None, after: int | None) -> bool:
    """Whether the strength of a unit changed by more than 20 %; nothing is said of what is not known."""
    if before is None or after is None:
        return False
    return LARGE_SHARE * abs(after - before) > before


def conditions_problem(outcome: str, conditions: str, due_on: date | None) -> str:
    """Why a review does not stand: conditions belong to a yes with conditions, with a day."""
    if outcome == WITH_CONDITIONS and not (conditions and due_on):
        return "conditions_missing"
    if outcome != WITH_CONDITIONS:
        return "conditions_not_here" if conditions else ""
    lines = conditions_in(conditions)
    too_long = any(len(one) > LONGEST_CONDITION for one in lines)
    return "conditions_too_long" if too_long or len(lines) > MOST_CONDITIONS else ""


def conditions_in(text: str) -> list[str]:
    """The conditions of a review, each on a line of its own."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def term_problem(due_on: date, *, today: date, latest: date) -> str:
    """Why a day does not do as the term of a condition: it is over, or later than the reviewer asked."""
    if due_on < today:
        return "term_over"
    return "term_too_late" if due_on > latest else ""


def is_late(standing: str, due_on: date, day: date) -> bool:
    """Whether the term of something that is still open passed; its last day is in time."""
    return standing == OPEN and due_on < day
