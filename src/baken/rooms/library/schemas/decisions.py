"""The shapes of what decides on a risk: mandate, advice, escalation, stacking, appetite, acceptance."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from baken.rooms.library.schemas.texts import Held, TextOut, VersionOut


class ValidityOut(Held):
    """How long an acceptance may last: months and days together."""

    months: int
    days: int
    until_activity: bool = Field(description="And no longer than the activity.")


class MandateRowOut(Held):
    """One row: for which risks, who decides at least, and what must be there. Empty is no bound."""

    code: str
    text: TextOut
    contexts: list[str]
    lines: list[str] = Field(description="`organic`, `operational`, `host`; empty is any.")
    risk_class: str
    up_to_days: int | None
    min_level: int
    posts: list[str] = Field(description="Only these posts may.")
    proposal_level: int | None = Field(description="A written proposal of this level comes first.")
    advice: list[list[str]] = Field(description="One kind of every list.")
    written_alternatives: bool
    activity_bound: bool
    second_signature: list[str]
    delegable_to: list[str] | None = Field(description="Null is any post, empty is nobody.")
    validity: ValidityOut
    report_to: list[str] = Field(description="`level_N`, or a code of `informed`.")


class MandateOut(Held):
    """The mandate table in one version."""

    PLAIN: ClassVar[tuple[str, ...]] = (
        "highest_level",
        "exempt_level",
        "gap_days",
        "escalate_role",
        "escalate_level",
        "posts",
        "informed",
    )
    published: VersionOut
    rows: list[MandateRowOut]
    highest_level: dict[str, int] = Field(description="By context: a stack raises no further.")
    exempt_level: int
    gap_days: int
    escalate_role: str
    escalate_level: int
    posts: dict[str, TextOut]
    informed: dict[str, TextOut]


class AdviceRoleOut(Held):
    """Advice of one kind, and whose it is."""

    code: str
    text: TextOut
    roles: list[str]
    qualifications: list[str]
    also: list[str] = Field(description="Kinds of advice that count for it as well.")


class DomainAuthorityOut(Held):
    """Who has the last word on a subject."""

    code: str
    text: TextOut
    authority: TextOut
    power: str = Field(description="`consent` or `veto`.")
    domains: list[str]


class AdviceRulesOut(Held):
    """Kinds of advice and authorities."""

    published: list[VersionOut]
    kinds: list[AdviceRoleOut]
    authorities: list[DomainAuthorityOut]


class WaitOut(Held):
    """So many hours of the clock, or so many working days."""

    hours: int
    working_days: int


class RungOut(Held):
    """To whom it goes, and after which term from the start; null: the usual wait."""

    to: str
    wait: WaitOut | None


class DecisionTermsOut(Held):
    """How long a decision on a class may take."""

    code: str
    text: TextOut
    risk_class: str
    urgent: bool
    wait: WaitOut
    interim_measure: bool
    rungs: list[RungOut]


class SituationOut(Held):
    """Something that goes up by itself; without a wait at once, or at the next meeting."""

    code: str
    text: TextOut
    classes: list[str]
    wait: WaitOut | None
    next_meeting: bool
    to: list[str]


class EscalationTermsOut(Held):
    """Terms of decisions, and what goes up by itself."""

    PLAIN: ClassVar[tuple[str, ...]] = (
        "unanswered_share",
        "reminders_days",
        "hand_up_fields",
        "answers",
        "means",
    )
    published: VersionOut
    decisions: list[DecisionTermsOut]
    situations: list[SituationOut]
    unanswered_share: float
    reminders_days: list[int]
    hand_up_fields: list[str]
    answers: list[str]
    means: list[str]


class CountOut(Held):
    """So many risks of a class together raise the level."""

    code: str
    text: TextOut
    high: int
    medium: int
    raises: int


class CombinationOut(Held):
    """Factors that make each other worse."""

    code: str
    text: TextOut
    one_of: set[str]
    with_one_of: set[str]
    with_all_of: set[str]
    with_class: str
    with_another_risk: bool


class StackingOut(Held):
    """What risks that meet do to the level that decides, and never to a class."""

    PLAIN: ClassVar[tuple[str, ...]] = (
        "longest_hours",
        "whole_unit_from_level",
        "most",
        "combination_raises",
        "factors",
    )
    published: VersionOut
    counts: list[CountOut]
    combinations: list[CombinationOut]
    longest_hours: int
    whole_unit_from_level: int
    most: int
    combination_raises: int
    factors: dict[str, TextOut]


class CategoryOut(Held):
    """The appetite for one category, by context."""

    code: str
    text: TextOut
    stance: dict[str, str]
    ceiling: dict[str, str] = Field(description="Highest class that is carried, or `none`.")
    post_above: dict[str, str]
    statement: TextOut
    metric: TextOut


class AppetiteOut(Held):
    """How much risk is carried."""

    published: VersionOut
    review_months: int
    categories: list[CategoryOut]


class AcceptanceOut(Held):
    """What an acceptance must say, and what ends it."""

    PLAIN: ClassVar[tuple[str, ...]] = (
        "required",
        "alarp_classes",
        "control_levels",
        "considered_fields",
        "severe_from",
        "noted_within_days",
        "look_again_days",
        "handover_days",
        "short_absence_days",
        "comparison_fields",
    )
    published: VersionOut
    required: dict[str, list[str]]
    alarp_classes: list[str]
    control_levels: list[str]
    considered_fields: list[str]
    severe_from: int
    noted_within_days: dict[str, int]
    look_again_days: dict[str, int]
    handover_days: dict[str, int]
    short_absence_days: int
    comparison_fields: list[str]
