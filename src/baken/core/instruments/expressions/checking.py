"""Whether an expression fits the facts there are: every part is of the kind that its place asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from baken.core.instruments.expressions.errors import ExpressionError
from baken.core.instruments.expressions.functions import FUNCTIONS, Function
from baken.core.instruments.expressions.kinds import LIST_OF, SINGLE_OF, Kind, kind_of
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

_ORDERED = frozenset({"<", "<=", ">", ">="})
_IN_ORDER = frozenset({Kind.NUMBER, Kind.DATE})


def kind_in(node: Node, names: Names) -> Kind:
    """What a node is. Raises ExpressionError when a part of it does not fit its place."""
    return _WAYS[type(node)](node, names)


def must_be(node: Node, wanted: Kind, names: Names) -> Kind:
    """The kind a node must be. Raises ExpressionError when it is another one."""
    found = kind_in(node, names)
    if found is not wanted:
        message = f"here {wanted.value} is expected, and this is {found.value}"
        if (wanted, found) == (Kind.NUMBER, Kind.DATE):
            message += "; days_between(from, to) is the number of days between two dates"
        raise ExpressionError(message, column=node.column)
    return found


def _fact(node: Path, names: Names) -> Kind:
    return _declared(node, names).kind


def _declared(node: Path, names: Names) -> Declared:
    found = names.facts.get(node.name)
    if found is None:
        raise no_such("fact", node.name, names.facts, node.column)
    return found


def _listed(node: ListOf, names: Names) -> Kind:
    kinds = {kind_of(item.value) for item in node.items}
    if len(kinds) > 1 or Kind.YES_NO in kinds:
        message = "a list holds numbers alone, or texts alone"
        raise ExpressionError(message, column=node.column)
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
        raise no_such("function", node.name, (*FUNCTIONS, LOOKUP), node.column)
    kinds = [kind_in(one, names) for one in node.arguments]
    form = function.form_for(kinds)
    if form is None:
        said = ", ".join(kind.value for kind in kinds)
        message = f"this is written {function.written}, and here it is given: {said}"
        raise ExpressionError(message, column=_first_misfit(node, function, kinds))
    return form.gives


def _first_misfit(node: Called, function: Function, kinds: list[Kind]) -> int:
    """The column of the first argument that fits no way to use a function, or of its name."""
    fitting = max(form.fitting(kinds) for form in function.forms)
    return node.arguments[fitting].column if fitting < len(kinds) else node.column


def _looked_up(node: LookedUp, names: Names) -> Kind:
    table = names.tables.get(node.table)
    if table is None:
        raise no_such("table", node.table, names.tables, node.column)
    must_be(node.key, table.keys, names)
    return table.values


def _compared(node: Compared, names: Names) -> Kind:
    left, right = kind_in(node.left, names), kind_in(node.right, names)
    if left in SINGLE_OF:
        raise ExpressionError("a list can only stand on the right of in", column=node.left.column)
    if node.sign == "in":
        _check_within(node, left, right)
    elif left is not right:
        message = f"this compares {left.value} with {right.value}; both must be the same"
        raise ExpressionError(message, column=node.column)
    elif node.sign in _ORDERED and left not in _IN_ORDER:
        message = f"{node.sign} compares numbers, and this is {left.value}; use == or in"
        raise ExpressionError(message, column=node.column)
    for one, other in ((node.left, node.right), (node.right, node.left)):
        _check_values(one, other, names)
    return Kind.YES_NO


def _check_within(node: Compared, left: Kind, right: Kind) -> None:
    if right not in SINGLE_OF:
        message = f"after in a list is expected, such as ['a', 'b'], and this is {right.value}"
        raise ExpressionError(message, column=node.right.column)
    if SINGLE_OF[right] is not left:
        message = f"this looks for {left.value} in {right.value}"
        raise ExpressionError(message, column=node.column)


def _check_values(fact: Node, said: Node, names: Names) -> None:
    """Refuse a text that the fact can never be: a slip of the pen that would never be true."""
    values = _declared(fact, names).values if isinstance(fact, Path) else frozenset()
    if not values:
        return
    items = said.items if isinstance(said, ListOf) else (said,)
    for item in items:
        if isinstance(item, Literal) and item.value not in values:
            known = ", ".join(sorted(values))
            message = f"“{item.value}” is not one of: {known}"
            raise ExpressionError(message, column=item.column)


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
