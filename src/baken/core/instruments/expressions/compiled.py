"""An expression that was read and checked once, ready to be asked many times."""

from __future__ import annotations

from dataclasses import dataclass

from baken.core.instruments.expressions.errors import ExpressionError
from baken.core.instruments.expressions.evaluate import Facts, Verdict, evaluated
from baken.core.instruments.expressions.parse import parsed
from baken.core.instruments.expressions.schema import Schema, check, paths_of
from baken.core.instruments.expressions.tree import Node, printed


@dataclass(frozen=True)
class Expression:
    """A condition over declared facts; ``paths`` are the facts it asks for."""

    tree: Node
    paths: tuple[str, ...]

    def __str__(self) -> str:
        return printed(self.tree)

    def asked(self, facts: Facts) -> Verdict:
        """Whether it holds, given these facts: yes, no or unknown, and why."""
        return evaluated(self.tree, facts)


def compiled(text: object, *, schema: Schema, where: str = "") -> Expression:
    """The condition that a text is, checked against the facts there are.

    ``where`` names file, entry and field in the ExpressionError that is raised for any other text.
    """
    if not isinstance(text, str):
        raise ExpressionError(
            "a condition is written as text, between quotation marks", where=where
        )
    try:
        tree = parsed(text)
        check(tree, schema)
    except ExpressionError as problem:
        raise problem.within(where) from None
    return Expression(tree, paths_of(tree))
