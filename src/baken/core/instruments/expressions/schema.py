"""Which facts there are and of what kind, and whether an expression fits them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum

from baken.core.instruments.expressions.errors import ExpressionError
from baken.core.instruments.expressions.tree import (
    Compared,
    Joined,
    ListOf,
    Literal,
    Node,
    Not,
    Path,
)


class Kind(Enum):
    """What a fact or a part of an expression is."""

    YES_NO = "yes or no"
    NUMBER = "a number"
    TEXT = "a text"
    NUMBERS = "a list of numbers"
    TEXTS = "a list of texts"


_LISTS = {Kind.NUMBER: Kind.NUMBERS, Kind.TEXT: Kind.TEXTS}
_SINGLE = {listed: single for single, listed in _LISTS.items()}
_ORDERED = frozenset({"<", "<=", ">", ">="})


@dataclass(frozen=True)
class Declared:
    """A fact that expressions may ask for; ``values`` are the only texts it can be, when it says so."""

    kind: Kind
    values: frozenset[str] = frozenset()


Schema = Mapping[str, Declared]


def check(tree: Node, schema: Schema) -> None:
    """Refuse a tree that is no condition over these facts. Raises ExpressionError."""
    _must_be(tree, Kind.YES_NO, schema)


def paths_of(tree: Node) -> tuple[str, ...]:
    """The facts an expression asks for, in the order in which it names them, each once."""
    return tuple(dict.fromkeys(_paths(tree)))


def _paths(node: Node) -> list[str]:
    if isinstance(node, Path):
        return [node.name]
    if isinstance(node, Not):
        return _paths(node.inner)
    if isinstance(node, Joined):
        return [name for part in node.parts for name in _paths(part)]
    if isinstance(node, Compared):
        return [*_paths(node.left), *_paths(node.right)]
    return []


def _must_be(node: Node, wanted: Kind, schema: Schema) -> None:
    found = _kind(node, schema)
    if found is not wanted:
        message = f"here {wanted.value} is expected, and this is {found.value}"
        raise ExpressionError(message, column=node.column)


def _kind(node: Node, schema: Schema) -> Kind:
    if isinstance(node, Literal):
        return _kind_of_value(node)
    if isinstance(node, Path):
        return _declared(node, schema).kind
    if isinstance(node, ListOf):
        return _kind_of_list(node)
    if isinstance(node, Compared):
        _check_sides(node, schema)
        return Kind.YES_NO
    for part in (node.inner,) if isinstance(node, Not) else node.parts:
        _must_be(part, Kind.YES_NO, schema)
    return Kind.YES_NO


def _kind_of_value(node: Literal) -> Kind:
    if isinstance(node.value, bool):
        return Kind.YES_NO
    return Kind.TEXT if isinstance(node.value, str) else Kind.NUMBER


def _declared(node: Path, schema: Schema) -> Declared:
    found = schema.get(node.name)
    if found is None:
        near = get_close_matches(node.name, schema, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise ExpressionError(f"there is no fact “{node.name}”{hint}", column=node.column)
    return found


def _kind_of_list(node: ListOf) -> Kind:
    kinds = {_kind_of_value(item) for item in node.items}
    if len(kinds) > 1 or Kind.YES_NO in kinds:
        message = "a list holds numbers alone, or texts alone"
        raise ExpressionError(message, column=node.column)
    return _LISTS[kinds.pop()]


def _check_sides(node: Compared, schema: Schema) -> None:
    left, right = _kind(node.left, schema), _kind(node.right, schema)
    if left in _SINGLE:
        raise ExpressionError("a list can only stand on the right of in", column=node.left.column)
    if node.sign == "in":
        _check_within(node, left, right)
    elif left is not right:
        message = f"this compares {left.value} with {right.value}; both must be the same"
        raise ExpressionError(message, column=node.column)
    elif node.sign in _ORDERED and left is not Kind.NUMBER:
        message = f"{node.sign} compares numbers, and this is {left.value}; use == or in"
        raise ExpressionError(message, column=node.column)
    for one, other in ((node.left, node.right), (node.right, node.left)):
        _check_values(one, other, schema)


def _check_within(node: Compared, left: Kind, right: Kind) -> None:
    if right not in _SINGLE:
        message = f"after in a list is expected, such as ['a', 'b'], and this is {right.value}"
        raise ExpressionError(message, column=node.right.column)
    if _SINGLE[right] is not left:
        message = f"this looks for {left.value} in {right.value}"
        raise ExpressionError(message, column=node.column)


def _check_values(fact: Node, said: Node, schema: Schema) -> None:
    """Refuse a text that the fact can never be: a slip of the pen that would never be true."""
    values = _declared(fact, schema).values if isinstance(fact, Path) else frozenset()
    if not values:
        return
    items = said.items if isinstance(said, ListOf) else (said,)
    for item in items:
        if isinstance(item, Literal) and item.value not in values:
            known = ", ".join(sorted(values))
            message = f"“{item.value}” is not one of: {known}"
            raise ExpressionError(message, column=item.column)
