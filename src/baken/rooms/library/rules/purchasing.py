"""The rules of small purchases as their file holds them, checked while they are read.

Source: domain reference, vms, section 6.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from baken.core.instruments.data_file import Entry, by_code, entries_of, head_of
from baken.core.instruments.texts import Text

MOST_EUROS = 1_000_000
MOST_DAYS = 365
LEVELS = (1, 7)
CENTS = 100


@dataclass(frozen=True)
class MandateStep:
    """Up to how many euro cents without VAT, with how many quotes, and who looks at it besides.

    ``levels_up``: how many levels above the unit whose money it is somebody signs as well.
    """

    most_cents: int
    quotes: int
    finance_check: bool
    levels_up: int


@dataclass(frozen=True)
class Confirmation:
    """Something that must be so of what is bought."""

    code: str
    text: Text


@dataclass(frozen=True)
class PurchaseCategory:
    """A kind of things: what must be confirmed of it, or that it is never bought this way."""

    code: str
    text: Text
    is_forbidden: bool
    asks: tuple[str, ...]


@dataclass(frozen=True)
class Framework:
    """A contract that there is already for some categories."""

    code: str
    text: Text
    categories: tuple[str, ...]


@dataclass(frozen=True)
class NoRisk:
    """Why something is bought without a risk."""

    code: str
    text: Text


@dataclass(frozen=True)
class Purchasing:
    """Money, mandate, terms and lists of small purchases.

    ``budgets`` are euro cents with VAT a year by level of unit. Days are working days, save those of
    splitting and of the effect. ``left_from_month``: from when on pages say what is left of a year.
    """

    version: int
    mandate_level: int
    budgets: Mapping[int, int]
    steps: tuple[MandateStep, ...]
    splitting_days: int
    decide_days: int
    delivery_days: int
    effect_days: int
    left_from_month: int
    rush_percent: int
    confirmations: Mapping[str, Confirmation]
    categories: Mapping[str, PurchaseCategory]
    frameworks: Mapping[str, Framework]
    no_risk: Mapping[str, NoRisk]

    def step_of(self, cents: int) -> MandateStep | None:
        """The step in which an amount without VAT lies; None above them all: the regular route."""
        return next((one for one in self.steps if cents <= one.most_cents), None)


def read_purchasing(file: str, content: Any) -> Purchasing:
    """The rules of a file. Raises DataProblem, naming file, entry and field."""
    head = head_of(file, content)
    confirmations = by_code([_confirmation(one) for one in _items(head, "confirmations")], file)
    found = [_category(one, confirmations) for one in _items(head, "categories")]
    categories = by_code(found, file)
    frameworks = [_framework(one, categories) for one in _items(head, "frameworks")]
    made = Purchasing(
        version=head.whole("version", 1, 100_000),
        mandate_level=head.whole("mandate_level", *LEVELS),
        budgets=_budgets(head),
        steps=_steps(head),
        splitting_days=head.whole("splitting_days", 1, MOST_DAYS),
        decide_days=head.whole("decide_days", 1, MOST_DAYS),
        delivery_days=head.whole("delivery_days", 1, MOST_DAYS),
        effect_days=head.whole("effect_days", 1, MOST_DAYS),
        left_from_month=head.whole("left_from_month", 1, 12),
        rush_percent=head.whole("rush_percent", 1, 100),
        confirmations=confirmations,
        categories=categories,
        frameworks=by_code(frameworks, file),
        no_risk=by_code([_no_risk(one) for one in _items(head, "no_risk")], file),
    )
    head.end()
    return made


def _items(head: Entry, name: str) -> list[Entry]:
    """The entries of a list, each named by its own code."""
    return entries_of(head.file, head.get(name))


def _budgets(head: Entry) -> dict[int, int]:
    found: dict[int, int] = {}
    for entry in head.entries("budgets"):
        level = entry.whole("level", *LEVELS)
        if level in found:
            raise entry.problem("level", "this level stands twice")
        found[level] = entry.whole("euros", 0, MOST_EUROS) * CENTS
        entry.end()
    if not found:
        raise head.problem("budgets", "give at least one level its budget")
    return found


def _steps(head: Entry) -> tuple[MandateStep, ...]:
    found: list[MandateStep] = []
    for entry in head.entries("steps"):
        made = MandateStep(
            most_cents=entry.whole("up_to_euros", 1, MOST_EUROS) * CENTS,
            quotes=entry.whole("quotes", 1, 9),
            finance_check=entry.yes("finance_check"),
            levels_up=entry.whole("levels_up", 0, LEVELS[1]),
        )
        if found and made.most_cents <= found[-1].most_cents:
            raise entry.problem("up_to_euros", "this is no more than the step before it")
        found.append(made)
        entry.end()
    if not found:
        raise head.problem("steps", "give at least one step")
    return tuple(found)


def _confirmation(entry: Entry) -> Confirmation:
    made = Confirmation(entry.text("code"), Text(**entry.texts("")))
    entry.end()
    return made


def _category(entry: Entry, confirmations: Collection[str]) -> PurchaseCategory:
    made = PurchaseCategory(
        code=entry.text("code"),
        text=Text(**entry.texts("")),
        is_forbidden=entry.yes("forbidden"),
        asks=entry.some_of("asks", confirmations),
    )
    entry.end()
    return made


def _framework(entry: Entry, categories: Collection[str]) -> Framework:
    made = Framework(
        code=entry.text("code"),
        text=Text(**entry.texts("")),
        categories=entry.some_of("categories", categories),
    )
    entry.end()
    return made


def _no_risk(entry: Entry) -> NoRisk:
    made = NoRisk(entry.text("code"), Text(**entry.texts("")))
    entry.end()
    return made
