"""Conditions on which a decision holds: read once, asked of what is measured.

Source: domain reference, irm, section 7: conditions may be machine-checkable.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from baken.core.instruments.expressions import (
    Declared,
    Expression,
    ExpressionError,
    Kind,
    compiled,
    parsed,
)
from baken.core.instruments.expressions.tree import (
    Compared,
    Literal,
    Negated,
    Node,
    Path,
    paths_of,
)
from baken.core.instruments.texts import Text

# One dot or comma and three digits: a thousand to one, a broken number to another.
_TWO_NUMBERS = re.compile(r"(?<![\d.,])([1-9]\d{0,2})[.,](\d{3})(?![\d.,])")
_ONE_THING = Text(
    "noem één ding dat wordt gemeten, en vergelijk het met een getal",
    "name one thing that is measured, and compare it with a number",
)
YES, NO = ("yes", "ja", "true"), ("no", "nee", "false")


class ValueRefused(ValueError):
    """A value that no condition can be asked of; ``code`` says why, ``values`` belong to its sentence."""

    def __init__(self, code: str, values: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code, self.values = code, values or {}


def problem_of_condition(text: str) -> str:
    """Why a text is no condition that a machine can check; nothing when it is one.

    A code (not_plain, two_numbers), or a sentence about how it is written.
    A condition is one comparison of one measured thing with one number: what holds whatever is measured
    is none, and of two limits each is a condition of its own.
    """
    try:
        _read(text)
        if not _is_plain(parsed(text)):
            return "not_plain"
        if _TWO_NUMBERS.search(text):
            return "two_numbers"
    except ExpressionError as problem:
        return str(problem)
    return ""


def measured_in(text: str) -> str:
    """What is measured in a condition, by its name."""
    return _read(text).paths[0]


def is_same(one: str, other: str) -> bool:
    """Whether two conditions say the same: their spaces and capitals apart."""
    return one.casefold().split() == other.casefold().split()


def holds_with(text: str, value: str) -> bool:
    """Whether a condition holds with a value; without a condition the value says so itself.

    Raises ValueRefused: not_a_number, two_numbers, not_yes_or_no, or unknown when the value decides
    nothing.
    """
    if not text:
        return _yes_or_no(value)
    read = _read(text)
    answer = read.asked({read.paths[0]: _number(value)}).value
    if answer is None:
        raise ValueRefused("unknown")
    return answer


def _read(text: str) -> Expression:
    """The condition that a text is, about one number."""
    paths = paths_of(parsed(text))
    if len(paths) != 1:
        raise ExpressionError(_ONE_THING)
    return compiled(text, schema={paths[0]: Declared(Kind.NUMBER)})


def _is_plain(node: Node) -> bool:
    """Whether an expression compares a name with a written number, either one in front."""
    if not isinstance(node, Compared) or node.sign == "in":
        return False
    sides = {_side(node.left), _side(node.right)}
    return sides == {"name", "number"}


def _side(node: Node) -> str:
    inner = node.inner if isinstance(node, Negated) else node
    if isinstance(inner, Literal) and isinstance(inner.value, float | int):
        return "" if isinstance(inner.value, bool) else "number"
    return "name" if isinstance(node, Path) else ""


def _number(value: str) -> float:
    either = _TWO_NUMBERS.fullmatch(value.strip())
    if either:
        whole, broken = either[1] + either[2], f"{either[1]}.{either[2]}".rstrip("0").rstrip(".")
        raise ValueRefused("two_numbers", {"whole": whole, "broken": broken})
    try:
        found = float(value.strip().replace(",", "."))
    except ValueError:
        found = float("nan")
    if found != found or abs(found) > 1e12:
        raise ValueRefused("not_a_number")
    return found


def _yes_or_no(value: str) -> bool:
    said = value.strip().casefold()
    if said not in YES + NO:
        raise ValueRefused("not_yes_or_no")
    return said in YES
