"""The stack of one slice of exposure: what people meet together, and what it does to who decides.

A stack raises the level of the post that decides and never the class of a risk; scores are not added
or averaged. Source: domain reference, irm, section 8.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from baken.core.instruments.scoring import RiskClass, worst_class
from baken.rooms.library.rules.stacking_rules import Combination, CountRule, StackingRules

COUNT, COMBINATION = "count", "combination"


class SliceRefused(ValueError):
    """A slice that is none; ``codes`` say why."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


@dataclass(frozen=True)
class Slice:
    """The same people at the same task or place, for at most a shift.

    ``unit_level`` is the level of the unit that these people are the whole of; None when they are a
    part of one. ``circumstances`` are factors that belong to the slice and to no single risk.
    """

    group: str
    from_at: datetime
    to_at: datetime
    task: str = ""
    place: str = ""
    unit_level: int | None = None
    circumstances: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Member:
    """An open risk in a slice: its current class, and the factors it brings."""

    risk: str
    risk_class: str
    factors: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reason:
    """Why a stack raises: the rule of the file, of which kind, and the risks that meet it."""

    kind: str
    code: str
    risks: tuple[str, ...]


@dataclass(frozen=True)
class Stack:
    """The open risks of a slice, and by how many levels they raise who decides."""

    members: tuple[Member, ...] = ()
    reasons: tuple[Reason, ...] = ()
    raises: int = 0

    @property
    def needs_sight(self) -> bool:
        """Whether whoever decides on a member must first say that they have seen the stack."""
        return len(self.members) > 1 or self.raises > 0


NO_STACK = Stack()


def problems_of_slice(slice_: Slice, rules: StackingRules) -> tuple[str, ...]:
    """Why a slice is none, as codes; nothing when it is one."""
    lasts = slice_.to_at - slice_.from_at
    whole = slice_.unit_level is not None and slice_.unit_level >= rules.whole_unit_from_level
    found = {
        "no_group": not slice_.group.strip(),
        "no_task_or_place": not (slice_.task.strip() or slice_.place.strip()),
        "ends_before_start": lasts <= timedelta(0),
        "longer_than_a_shift": lasts > timedelta(hours=rules.longest_hours),
        "whole_unit": whole,
        "unknown_circumstance": not slice_.circumstances <= set(rules.factors),
    }
    return tuple(code for code, is_so in found.items() if is_so)


def stack_of(slice_: Slice, members: Iterable[Member], rules: StackingRules) -> Stack:
    """The stack of a slice: a risk that is told twice counts once, by its worst class.

    Raises SliceRefused for what is no slice.
    """
    problems = problems_of_slice(slice_, rules)
    if problems:
        raise SliceRefused(problems)
    known = tuple(_once(members).values())
    counted = [(rule, _counted(rule, known)) for rule in rules.counts]
    together = [
        Reason(COMBINATION, one.code, _bringing(one, known))
        for one in rules.combinations
        if _meets(one, known, slice_.circumstances)
    ]
    reasons = [Reason(COUNT, rule.code, risks) for rule, risks in counted if risks]
    by_count = max((rule.raises for rule, risks in counted if risks), default=0)
    by_combination = rules.combination_raises if together else 0
    raises = min(by_count + by_combination, rules.most)
    return Stack(known, (*reasons, *together), raises)


def _once(members: Iterable[Member]) -> Mapping[str, Member]:
    found: dict[str, Member] = {}
    for one in members:
        other = found.get(one.risk, one)
        worst = worst_class([one.risk_class, other.risk_class])
        found[one.risk] = Member(one.risk, worst, one.factors | other.factors)
    return found


def _counted(rule: CountRule, members: tuple[Member, ...]) -> tuple[str, ...]:
    """The risks that meet a rule of counts; nothing when there are too few of them."""
    high = [one.risk for one in members if _is_at_least(one, "high")]
    medium = [one.risk for one in members if one.risk_class == "medium"]
    if len(high) < rule.high or len(medium) < rule.medium:
        return ()
    return tuple((high if rule.high else []) + (medium if rule.medium else []))


def _is_at_least(member: Member, risk_class: str) -> bool:
    return RiskClass(member.risk_class) >= RiskClass(risk_class)


def _meets(rule: Combination, members: tuple[Member, ...], circumstances: frozenset[str]) -> bool:
    factors = circumstances.union(*(one.factors for one in members))
    needed = [rule.one_of, rule.with_one_of, *({one} for one in rule.with_all_of)]
    return (
        bool(members)
        and all(factors & one for one in needed if one)
        and (not rule.with_class or any(_is_at_least(one, rule.with_class) for one in members))
        and (not rule.with_another_risk or len(members) > 1 or bool(rule.one_of & circumstances))
    )


def _bringing(rule: Combination, members: tuple[Member, ...]) -> tuple[str, ...]:
    """The risks that bring a factor of a combination."""
    factors = rule.one_of | rule.with_one_of | rule.with_all_of
    return tuple(one.risk for one in members if one.factors & factors)
