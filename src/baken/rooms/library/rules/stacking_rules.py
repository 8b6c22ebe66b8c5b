"""The rules of stacking as their file holds them, checked while they are read.

Source: domain reference, irm, section 8.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from baken.core.instruments.data_file import Entry, by_code, head_of
from baken.core.instruments.scoring import CLASSES
from baken.core.instruments.texts import Text
from baken.rooms.library.rules.mandate import HIGHEST_LEVEL, named


@dataclass(frozen=True)
class CountRule:
    """So many risks of a class together raise the level; ``high`` counts high and worse."""

    code: str
    text: Text
    high: int
    medium: int
    raises: int


@dataclass(frozen=True)
class Combination:
    """Factors that make each other worse: one of the first, with everything else that is named."""

    code: str
    text: Text
    one_of: frozenset[str]
    with_one_of: frozenset[str]
    with_all_of: frozenset[str]
    with_class: str
    with_another_risk: bool


@dataclass(frozen=True)
class StackingRules:
    """Everything the file holds; ``factors`` are texts by code."""

    version: int
    longest_hours: int
    whole_unit_from_level: int
    most: int
    combination_raises: int
    counts: tuple[CountRule, ...]
    factors: dict[str, Text]
    combinations: tuple[Combination, ...]


def read_stacking(file: str, content: Any) -> StackingRules:
    """The rules of a file. Raises DataProblem, naming file, entry and field."""
    head = head_of(file, content)
    factors = named(head, "factors")
    counts = by_code([_count(one) for one in head.entries("counts")], file)
    found = [_combination(one, factors) for one in head.entries("combinations")]
    made = StackingRules(
        version=head.whole("version", 1, 100_000),
        longest_hours=head.whole("longest_hours", 1, 24),
        whole_unit_from_level=head.whole("whole_unit_from_level", 1, HIGHEST_LEVEL),
        most=head.whole("most", 0, HIGHEST_LEVEL),
        combination_raises=head.whole("combination_raises", 0, HIGHEST_LEVEL),
        counts=tuple(counts.values()),
        factors=factors,
        combinations=tuple(by_code(found, file).values()),
    )
    head.end()
    return made


def _count(entry: Entry) -> CountRule:
    made = CountRule(
        code=entry.text("code"),
        text=Text(**entry.texts("")),
        high=entry.whole_or_none("high", 1, 99) or 0,
        medium=entry.whole_or_none("medium", 1, 99) or 0,
        raises=entry.whole("raises", 1, HIGHEST_LEVEL),
    )
    entry.end()
    if made.high + made.medium < 2:
        raise entry.problem("high", "a stack is two risks or more")
    return made


def _combination(entry: Entry, factors: Collection[str]) -> Combination:
    made = Combination(
        code=entry.text("code"),
        text=Text(**entry.texts("")),
        one_of=frozenset(entry.some_of("one_of", factors)),
        with_one_of=frozenset(entry.some_of("with_one_of", factors)),
        with_all_of=frozenset(entry.some_of("with_all_of", factors)),
        with_class=_class(entry),
        with_another_risk=entry.yes("with_another_risk"),
    )
    entry.end()
    if not made.one_of:
        raise entry.problem("one_of", "name at least one factor")
    if not (made.with_one_of or made.with_all_of or made.with_class or made.with_another_risk):
        raise entry.problem("with_one_of", "say what makes it a combination")
    return made


def _class(entry: Entry) -> str:
    return "" if entry.get("with_class") is None else entry.one_of("with_class", CLASSES)
