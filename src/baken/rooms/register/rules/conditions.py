"""Conditions on which a decision holds: read once, asked of what is measured.

Source: domain reference, irm, section 7: conditions may be machine-checkable.
"""

from __future__ import annotations

from baken.core.instruments.expressions import (
    Declared,
    Expression,
    ExpressionError,
    Kind,
    compiled,
    parsed,
)
from baken.core.instruments.expressions.tree import paths_of

YES, NO = ("yes", "ja", "true"), ("no", "nee", "false")


class ValueRefused(ValueError):
    """A value that no condition can be asked of; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def problem_of_condition(text: str) -> str:
    """Why a text is no condition that a machine can check, as a sentence; nothing when it is one."""
    try:
        _read(text)
    except ExpressionError as problem:
        return str(problem)
    return ""


def measured_in(text: str) -> str:
    """What is measured in a condition, by its name."""
    return _read(text).paths[0]


def holds_with(text: str, value: str) -> bool:
    """Whether a condition holds with a value; without a condition the value says so itself.

    Raises ValueRefused: not_a_number, not_yes_or_no, or unknown when the value decides nothing.
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
        raise ExpressionError("name one thing that is measured, and compare it with a number")
    return compiled(text, schema={paths[0]: Declared(Kind.NUMBER)})


def _number(value: str) -> float:
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
