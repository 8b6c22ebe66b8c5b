"""What comes out of an expression: a value or unknown, the facts that decided, and what went wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

Value = bool | float | str | date | tuple[Any, ...]


class Reason(Enum):
    """Why something cannot be calculated, as a sentence."""

    DIVIDED_BY_ZERO = "dividing by zero is not possible"
    LOGARITHM = "there is no logarithm of zero or less"
    ROOT = "there is no square root of less than zero"
    TOO_LARGE = "this number becomes too large"
    EMPTY = "an empty list has no lowest, highest, worst or mean"
    NO_ROW = "the table has no such row"


class Impossible(ArithmeticError):
    """Something that cannot be calculated, while it is being calculated."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.value)


@dataclass(frozen=True)
class Trouble:
    """Why a part of an expression is unknown though its facts are known; ``column`` counts from 1."""

    reason: Reason
    column: int

    def __str__(self) -> str:
        return f"column {self.column}: {self.reason.value}"


@dataclass(frozen=True)
class Verdict:
    """The answer of a condition: True, False, or None when it is unknown.

    ``because`` are the facts that decided it; of an unknown answer, the facts that are missing, and
    those with which it cannot be calculated: ``troubles`` say why not.
    """

    value: bool | None
    because: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The answer of a formula: its value, or None when it is unknown; the rest as of a Verdict."""

    value: Value | None
    because: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()


class Told(NamedTuple):
    """What one part of an expression is, on the way to the answer."""

    value: Any
    because: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()


def taken_from(parts: Collection[Told], value: Any) -> Told:
    """A value that these parts decided together."""
    return Told(
        value,
        tuple(name for part in parts for name in part.because),
        tuple(trouble for part in parts for trouble in part.troubles),
    )


def lacking_in(parts: Iterable[Told]) -> list[Told]:
    """The parts that are unknown, or are lists with something unknown in them."""
    return [
        part
        for part in parts
        if part.value is None or (isinstance(part.value, tuple) and None in part.value)
    ]


def decided(values: Collection[Any], *, by: bool) -> bool | None:
    """Yes decides an ``or``, no an ``and``; without it, one unknown makes the whole unknown."""
    return by if by in values else None if None in values else not by
