"""Answers an expression from facts: its value or unknown, and which facts decided that."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from baken.core.instruments.expressions import sentences
from baken.core.instruments.expressions.answers import (
    Impossible,
    Reason,
    Told,
    Trouble,
    Verdict,
    decided,
    lacking_in,
    taken_from,
)
from baken.core.instruments.expressions.errors import ExpressionError
from baken.core.instruments.expressions.functions import FUNCTIONS
from baken.core.instruments.expressions.kinds import Kind, beside, fits
from baken.core.instruments.expressions.numbers import LARGEST, counted, rounded
from baken.core.instruments.expressions.tables import Tables
from baken.core.instruments.expressions.tree import (
    Calculated,
    Called,
    Compared,
    Joined,
    ListOf,
    Literal,
    LookedUp,
    Negated,
    Node,
    Not,
    Path,
)
from baken.core.instruments.risk_classes import RiskClass

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Given:
    """What an expression is asked about; a fact that is absent or None is unknown."""

    facts: Facts
    tables: Tables = field(default_factory=dict)


def evaluated(tree: Node, facts: Facts) -> Verdict:
    """The answer of a checked condition that reads no tables.

    Raises ExpressionError for a fact of a kind that no fact can be, or other than it is declared.
    """
    return Verdict(*told_of(tree, Kind.YES_NO, Given(facts)))


def told_of(tree: Node, kind: Kind, given: Given) -> Told:
    """What a checked tree of a kind is, with each fact and each trouble once."""
    value, because, troubles = _of_kind(tree, kind, given)
    return Told(value, tuple(dict.fromkeys(because)), tuple(dict.fromkeys(troubles)))


def troubles_in(tree: Node, given: Given) -> tuple[Trouble, ...]:
    """Why a checked tree cannot be calculated, if it cannot."""
    return _told(tree, given).troubles


def _told(node: Node, given: Given) -> Told:
    return _WAYS[type(node)](node, given)


def _of_kind(node: Node, kind: Kind, given: Given) -> Told:
    told = _told(node, given)
    if not fits(told.value, kind):
        raise _other_kind(node)
    return told


def _other_kind(node: Node) -> ExpressionError:
    return ExpressionError(sentences.FACT_OF_OTHER_KIND, column=node.column)


def _denied(node: Not, given: Given) -> Told:
    told = _of_kind(node.inner, Kind.YES_NO, given)
    return told if told.value is None else told._replace(value=not told.value)


def _joined(node: Joined, given: Given) -> Told:
    """No decides an ``and``, yes an ``or``; without either, one unknown makes it unknown."""
    parts = [_of_kind(part, Kind.YES_NO, given) for part in node.parts]
    value = decided([part.value for part in parts], by=node.word == "or")
    return taken_from([part for part in parts if part.value is value], value)


def _compared(node: Compared, given: Given) -> Told:
    sides = (_told(node.left, given), _told(node.right, given))
    if node.sign == "in":
        return _within(node, sides)
    lacking = lacking_in(sides)
    if lacking:
        return taken_from(lacking, None)
    left, right = _beside_each_other(*(side.value for side in sides))
    if type(left) is not type(right):
        raise _other_kind(node)
    return taken_from(sides, _SIGNS[node.sign](left, right))


def _within(node: Compared, sides: tuple[Told, Told]) -> Told:
    """An item that is there decides it; without it, one unknown item makes it unknown."""
    left, right = (side.value for side in sides)
    if left is None or right is None:
        return taken_from(lacking_in(sides), None)
    if not isinstance(right, tuple):
        raise _other_kind(node)
    left, right = _beside_each_other(left, right)
    value = decided([None if one is None else one == left for one in right], by=True)
    return taken_from(lacking_in(sides) if value is None else sides, value)


def _beside_each_other(left: Any, right: Any) -> tuple[Any, Any]:
    return beside(left, right), beside(right, left)


def _negated(node: Negated, given: Given) -> Told:
    told = _of_kind(node.inner, Kind.NUMBER, given)
    return told if told.value is None else told._replace(value=0.0 - told.value)


def _calculated(node: Calculated, given: Given) -> Told:
    """From left to right, each result rounded; a divisor of zero makes the whole unknown."""
    first, *others = (_of_kind(part, Kind.NUMBER, given) for part in node.parts)
    pairs = zip(node.signs, others, node.parts[1:], strict=True)
    parts = [first, *(_usable(sign, told, part) for sign, told, part in pairs)]
    lacking = lacking_in(parts)
    if lacking:
        return taken_from(lacking, None)
    value = first.value
    for sign, told in zip(node.signs, others, strict=True):
        try:
            value = counted(_CALCULATIONS[sign](value, told.value))
        except Impossible as problem:
            return _trouble(parts, problem.reason, node)
    return taken_from(parts, value)


def _usable(sign: str, told: Told, node: Node) -> Told:
    impossible = sign == "/" and told.value == 0
    return _trouble([told], Reason.DIVIDED_BY_ZERO, node) if impossible else told


def _called(node: Called, given: Given) -> Told:
    function = FUNCTIONS[node.name]
    parts = [_told(one, given) for one in node.arguments]
    if not function.accepts([part.value for part in parts]):
        raise _other_kind(node)
    try:
        return function.work(parts)
    except Impossible as problem:
        return _trouble(parts, problem.reason, node)


def _looked_up(node: LookedUp, given: Given) -> Told:
    table = given.tables[node.table]
    key = _of_kind(node.key, table.keys, given)
    if key.value is None:
        return key
    found = table.rows.get(key.value)
    return _trouble([key], Reason.NO_ROW, node) if found is None else key._replace(value=found)


def _trouble(parts: list[Told], reason: Reason, node: Node) -> Told:
    told = taken_from(parts, None)
    return told._replace(troubles=(*told.troubles, Trouble(reason, node.column)))


def _fact(node: Path, given: Given) -> Told:
    return Told(_as_it_counts(node, given.facts.get(node.name)), (node.name,))


def _as_it_counts(node: Path, value: Any) -> Any:
    """A fact as it counts: numbers rounded, lists as tuples, those without order in a fixed one."""
    if value is None or isinstance(value, bool | RiskClass) or type(value) is date:
        return value
    if isinstance(value, str):
        return str.__str__(value)  # a choice of an enumeration as the plain text it is
    if isinstance(value, int | float) and abs(value) <= LARGEST:
        return rounded(value)
    if isinstance(value, list | tuple):
        return tuple(_as_it_counts(node, one) for one in value)
    if isinstance(value, set | frozenset):
        return tuple(sorted((_as_it_counts(node, one) for one in value), key=str))
    raise ExpressionError(sentences.NO_FACT.filled(name=node.name), column=node.column)


_SIGNS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_CALCULATIONS: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_WAYS: Mapping[type, Callable[[Any, Given], Told]] = {
    Literal: lambda node, _given: Told(node.value),
    ListOf: lambda node, _given: Told(tuple(item.value for item in node.items)),
    Path: _fact,
    Not: _denied,
    Joined: _joined,
    Compared: _compared,
    Negated: _negated,
    Calculated: _calculated,
    Called: _called,
    LookedUp: _looked_up,
}
