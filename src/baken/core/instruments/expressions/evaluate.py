"""Answers an expression from facts: yes, no or unknown, and which facts decided that."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from baken.core.instruments.expressions.errors import ExpressionError
from baken.core.instruments.expressions.tokens import rounded as rounded
from baken.core.instruments.expressions.tree import (
    Compared,
    Joined,
    ListOf,
    Literal,
    Node,
    Not,
    Path,
)

Facts = Mapping[str, Any]
LARGEST = 1e300
_OTHER_KIND = "a fact here is not of the kind it was declared to be"


@dataclass(frozen=True)
class Verdict:
    """The answer: True, False, or None when it is unknown.

    ``because`` are the facts that decided it; of an unknown answer, the facts that are missing.
    """

    value: bool | None
    because: tuple[str, ...] = ()


def evaluated(tree: Node, facts: Facts) -> Verdict:
    """The answer of a checked tree. A fact that is absent or None is unknown.

    Raises ExpressionError for a fact of a kind that no fact can be.
    """
    value, because = _yes_no(tree, facts)
    return Verdict(value, tuple(dict.fromkeys(because)))


Told = tuple[Any, list[str]]


def _told(node: Node, facts: Facts) -> Told:
    """What a node is, None for unknown, and the facts that decided it."""
    if isinstance(node, Literal):
        return node.value, []
    if isinstance(node, ListOf):
        return tuple(item.value for item in node.items), []
    if isinstance(node, Path):
        return _fact(node, facts.get(node.name)), [node.name]
    if isinstance(node, Not):
        value, because = _yes_no(node.inner, facts)
        return (None if value is None else not value), because
    return _joined(node, facts) if isinstance(node, Joined) else _compared(node, facts)


def _yes_no(node: Node, facts: Facts) -> Told:
    value, because = _told(node, facts)
    if value is not None and not isinstance(value, bool):
        raise ExpressionError(_OTHER_KIND, column=node.column)
    return value, because


def _joined(node: Joined, facts: Facts) -> Told:
    """No decides an ``and``, yes an ``or``; without either, one unknown makes it unknown."""
    told = [_yes_no(part, facts) for part in node.parts]
    values = [value for value, _because in told]
    decisive = node.word == "or"
    result = decisive if decisive in values else None if None in values else not decisive
    return result, [name for value, because in told if value is result for name in because]


def _compared(node: Compared, facts: Facts) -> Told:
    sides = (_told(node.left, facts), _told(node.right, facts))
    unknown = [name for value, because in sides if value is None for name in because]
    if unknown:
        return None, unknown
    (left, by_left), (right, by_right) = sides
    try:
        return _SIGNS[node.sign](left, right), [*by_left, *by_right]
    except TypeError:
        raise ExpressionError(_OTHER_KIND, column=node.column) from None


def _fact(node: Path, value: Any) -> Any:
    """A fact as it counts: numbers rounded, lists as tuples."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | float) and abs(value) < LARGEST:
        return rounded(value)
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(_fact(node, one) for one in value)
    message = f"the fact “{node.name}” is neither yes or no, nor a number, a text or a list"
    raise ExpressionError(message, column=node.column)


_SIGNS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda left, right: left in right,
}
