"""An expression that was read and checked once, ready to be asked many times."""

from __future__ import annotations

from dataclasses import dataclass, field

from baken.core.instruments.expressions import sentences
from baken.core.instruments.expressions.answers import Answer, Verdict
from baken.core.instruments.expressions.checking import kind_in, must_be
from baken.core.instruments.expressions.constants import check_constants
from baken.core.instruments.expressions.errors import ExpressionError
from baken.core.instruments.expressions.evaluate import Facts, Given, told_of
from baken.core.instruments.expressions.kinds import Kind
from baken.core.instruments.expressions.parse import parsed
from baken.core.instruments.expressions.printing import printed
from baken.core.instruments.expressions.schema import Names, Schema
from baken.core.instruments.expressions.tables import Tables
from baken.core.instruments.expressions.tree import Node, paths_of, tables_of

NO_TABLES: Tables = {}


@dataclass(frozen=True)
class Expression:
    """A condition or formula over declared facts.

    ``paths`` are the facts it asks for, ``kind`` is what it gives, ``tables`` are those it reads.
    """

    tree: Node
    paths: tuple[str, ...]
    kind: Kind = Kind.YES_NO
    tables: Tables = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return printed(self.tree)

    def asked(self, facts: Facts) -> Verdict:
        """Whether a condition holds, given these facts: yes, no or unknown, and why.

        Raises ExpressionError for a formula of another kind, and for a fact that cannot be.
        """
        if self.kind is not Kind.YES_NO:
            found = sentences.KINDS[self.kind]
            raise ExpressionError(
                sentences.NO_CONDITION.filled(found=found), column=self.tree.column
            )
        return Verdict(*told_of(self.tree, self.kind, Given(facts, self.tables)))

    def answer(self, facts: Facts) -> Answer:
        """What it gives, with these facts: a value or unknown, and why.

        Raises ExpressionError for a fact that cannot be.
        """
        return Answer(*told_of(self.tree, self.kind, Given(facts, self.tables)))


def compiled(
    text: object,
    *,
    schema: Schema,
    where: str = "",
    wanted: Kind | None = Kind.YES_NO,
    tables: Tables = NO_TABLES,
) -> Expression:
    """The condition or formula that a text is, checked against the facts and tables there are.

    It must give what is ``wanted``, which is yes or no unless told otherwise; None is any kind.
    ``where`` names file, entry and field in the ExpressionError that is raised for any other text.
    """
    if not isinstance(text, str):
        is_condition = wanted is Kind.YES_NO
        told = sentences.CONDITION_AS_TEXT if is_condition else sentences.FORMULA_AS_TEXT
        raise ExpressionError(told, where=where)
    names = Names(schema, tables)
    try:
        tree = parsed(text)
        kind = must_be(tree, wanted, names) if wanted else kind_in(tree, names)
        check_constants(tree, tables)
    except ExpressionError as problem:
        raise problem.within(where) from None
    return Expression(tree, paths_of(tree), kind, {name: tables[name] for name in tables_of(tree)})
