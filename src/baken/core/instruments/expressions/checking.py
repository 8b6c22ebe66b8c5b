"""Whether an expression fits the facts there are: every part is of the kind that its place asks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from baken.core.instruments.expressions import sentences
from baken.core.instruments.expressions.errors import ExpressionError
from baken.core.instruments.expressions.functions import FUNCTIONS, Function
from baken.core.instruments.expressions.kinds import LIST_OF, SINGLE_OF, Kind, kind_of
from baken.core.instruments.expressions.numbers import DIGITS
from baken.core.instruments.expressions.parse import LOOKUP
from baken.core.instruments.expressions.schema import Declared, Names, no_such
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
from baken.core.instruments.risk_classes import CLASSES
from baken.core.instruments.texts import Text, listed

_ORDERED = frozenset({"<", "<=", ">", ">="})
_IN_ORDER = frozenset({Kind.NUMBER, Kind.DATE, Kind.CLASS})


def kind_in(node: Node, names: Names) -> Kind:
    """What a node is. Raises ExpressionError when a part of it does not fit its place."""
    return _WAYS[type(node)](node, names)


def must_be(node: Node, wanted: Kind, names: Names) -> Kind:
    """The kind a node must be. Raises ExpressionError when it is another one."""
    found = kind_in(node, names)
    if found is not wanted:
        dates = (wanted, found) == (Kind.NUMBER, Kind.DATE)
        text = sentences.BETWEEN_DATES if dates else sentences.OF_OTHER_KIND
        raise ExpressionError(_told(text, wanted=wanted, found=found), column=node.column)
    return found


def _fact(node: Path, names: Names) -> Kind:
    return _declared(node, names).kind


def _declared(node: Path, names: Names) -> Declared:
    found = names.facts.get(node.name)
    if found is None:
        raise no_such(sentences.FACT, node.name, names.facts, node.column)
    return found


def _listed(node: ListOf, names: Names) -> Kind:
    kinds = {kind_of(item.value) for item in node.items}
    if len(kinds) > 1 or Kind.YES_NO in kinds:
        raise ExpressionError(sentences.MIXED_LIST, column=node.column)
    return LIST_OF[kinds.pop()]


def _joined(node: Joined, names: Names) -> Kind:
    for part in node.parts:
        must_be(part, Kind.YES_NO, names)
    return Kind.YES_NO


def _calculated(node: Calculated, names: Names) -> Kind:
    for part in node.parts:
        must_be(part, Kind.NUMBER, names)
    return Kind.NUMBER


def _called(node: Called, names: Names) -> Kind:
    function = FUNCTIONS.get(node.name)
    if function is None:
        raise no_such(sentences.FUNCTION, node.name, (*FUNCTIONS, LOOKUP), node.column)
    kinds = [kind_in(one, names) for one in node.arguments]
    form = function.form_for(kinds)
    if form is None:
        given = listed(sentences.KINDS[kind] for kind in kinds)
        text = sentences.GIVEN_OTHERWISE.filled(written=function.said, given=given)
        raise ExpressionError(text, column=_first_misfit(node, function, kinds))
    return form.gives


def _first_misfit(node: Called, function: Function, kinds: list[Kind]) -> int:
    """The column of the first argument that fits no way to use a function, or of its name."""
    fitting = max(form.fitting(kinds) for form in function.forms)
    return node.arguments[fitting].column if fitting < len(kinds) else node.column


def _looked_up(node: LookedUp, names: Names) -> Kind:
    table = names.tables.get(node.table)
    if table is None:
        raise no_such(sentences.TABLE, node.table, names.tables, node.column)
    must_be(node.key, table.keys, names)
    return table.values


def _compared(node: Compared, names: Names) -> Kind:
    left, right = kind_in(node.left, names), kind_in(node.right, names)
    left, right = _beside(node.left, left, right), _beside(node.right, right, left)
    if left in SINGLE_OF:
        raise ExpressionError(sentences.LIST_LEFT, column=node.left.column)
    if node.sign == "in":
        _check_within(node, left, right)
    elif left is not right:
        text = _told(sentences.COMPARES, left=left, right=right)
        raise ExpressionError(text, column=node.column)
    elif node.sign in _ORDERED and left not in _IN_ORDER:
        text = _told(sentences.NO_ORDER, sign=node.sign, left=left)
        raise ExpressionError(text, column=node.column)
    for one, other in ((node.left, node.right), (node.right, node.left)):
        _check_values(one, other, names)
        _check_bounds(one, other, names)
    return Kind.YES_NO


def _beside(node: Node, kind: Kind, other: Kind) -> Kind:
    """What a part is beside another: texts that are written beside a class are classes."""
    if other not in (Kind.CLASS, Kind.CLASSES) or not isinstance(node, Literal | ListOf):
        return kind
    items = node.items if isinstance(node, ListOf) else (node,)
    if kind not in (Kind.TEXT, Kind.TEXTS):
        return kind
    _must_be_among(items, CLASSES)
    return Kind.CLASSES if isinstance(node, ListOf) else Kind.CLASS


def _check_within(node: Compared, left: Kind, right: Kind) -> None:
    if right not in SINGLE_OF:
        text = _told(sentences.NO_LIST, found=right)
        raise ExpressionError(text, column=node.right.column)
    if SINGLE_OF[right] is not left:
        text = _told(sentences.LOOKS_FOR, left=left, right=right)
        raise ExpressionError(text, column=node.column)


def _check_values(fact: Node, said: Node, names: Names) -> None:
    """Refuse a text that the fact can never be: a slip of the pen that would never be true."""
    values = _declared(fact, names).values if isinstance(fact, Path) else frozenset()
    if values:
        _must_be_among(said.items if isinstance(said, ListOf) else (said,), sorted(values))


def _must_be_among(items: Iterable[Node], values: Collection[str]) -> None:
    for item in items:
        if isinstance(item, Literal) and item.value not in values:
            text = sentences.NEVER_TEXT.filled(value=item.value, known=", ".join(values))
            raise ExpressionError(text, column=item.column)


def _check_bounds(fact: Node, said: Node, names: Names) -> None:
    """Refuse a number that the fact can never be, which is often one in another unit."""
    if not isinstance(fact, Path) or not isinstance(said, Literal):
        return
    declared = _declared(fact, names)
    if declared.least is None or declared.most is None:
        return
    if not declared.least <= float(said.value) <= declared.most:
        least, most, value = (
            f"{one:.{DIGITS}g}" for one in (declared.least, declared.most, float(said.value))
        )
        text = sentences.NEVER_NUMBER.filled(
            value=value, least=least, most=most, unit=f" {declared.unit}".rstrip()
        )
        raise ExpressionError(text, column=said.column)


def _told(text: Text, **parts: Kind | str) -> Text:
    """A sentence with what parts are."""
    said = {
        name: sentences.KINDS[one] if isinstance(one, Kind) else one for name, one in parts.items()
    }
    return text.filled(**said)


_WAYS: Mapping[type, Callable[[Any, Names], Kind]] = {
    Literal: lambda node, _names: kind_of(node.value),
    Path: _fact,
    ListOf: _listed,
    Not: lambda node, names: must_be(node.inner, Kind.YES_NO, names),
    Negated: lambda node, names: must_be(node.inner, Kind.NUMBER, names),
    Joined: _joined,
    Compared: _compared,
    Calculated: _calculated,
    Called: _called,
    LookedUp: _looked_up,
}
