"""Refuses what can never be calculated, whatever the facts are: it is a mistake in the text."""

from __future__ import annotations

from collections.abc import Iterator

from baken.core.instruments.expressions.errors import ExpressionError
from baken.core.instruments.expressions.evaluate import Given, troubles_in
from baken.core.instruments.expressions.sentences import REASONS
from baken.core.instruments.expressions.tables import Tables
from baken.core.instruments.expressions.tree import (
    Calculated,
    Called,
    Literal,
    LookedUp,
    Node,
    every,
    paths_of,
)


def check_constants(tree: Node, tables: Tables) -> None:
    """Raises ExpressionError when a part without facts, or a division by such a part, is impossible."""
    given = Given({}, tables)
    for node in every(tree):
        for alone in _without_facts(node):
            for trouble in troubles_in(alone, given):
                raise ExpressionError(REASONS[trouble.reason], column=trouble.column)


def _without_facts(node: Node) -> Iterator[Node]:
    """What can be impossible here: a node that names no fact, else the divisions by what names none."""
    if not isinstance(node, Calculated | Called | LookedUp):
        return
    if not paths_of(node):
        yield node
    elif isinstance(node, Calculated):
        for sign, part in zip(node.signs, node.parts[1:], strict=True):
            if sign == "/" and not paths_of(part):
                yield Calculated(("/",), (Literal(1.0), part))
