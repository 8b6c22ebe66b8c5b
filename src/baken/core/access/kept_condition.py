"""A condition of a scope that is worked out into SQL once, and told again as it stands.

A page asks the same scope a dozen times. What the ORM makes of it stays the same as long as the
actor is kept, whatever else the query asks: only the name by which the table goes can differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db.models import BooleanField, Q
from django.db.models.expressions import Expression
from django.db.models.sql import Query

Said = tuple[str, tuple[Any, ...]]
# What the database is told where every row, or none, is within the condition.
EVERY: Said = ("1 = 1", ())


class KeptCondition(Expression):
    """A condition on the columns of one table alone; ``kept`` holds what it was worked out into.

    A subquery in it stands by itself: it does not point at the row that is asked about. ``kept`` belongs
    to this one condition.
    """

    output_field = BooleanField()
    conditional = True

    def __init__(self, condition: Q, model: Any, kept: dict[Any, Said | None]) -> None:
        super().__init__()
        self.condition, self.model, self.kept = condition, model, kept
        self.alias = model._meta.db_table

    @property
    def identity(self) -> tuple[Any, ...]:
        """What makes two conditions the same."""
        return (type(self), self.condition, self.model, self.alias)

    def resolve_expression(self, query: Any = None, *_: Any, **__: Any) -> KeptCondition:
        """For the table that the query reads, by the name it goes by there."""
        return self._named(query.get_initial_alias())

    def relabeled_clone(self, change_map: Mapping[str, str]) -> KeptCondition:
        """The same under another name of the table."""
        return self._named(change_map.get(self.alias, self.alias))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """What it was worked out into before, or is now. Raises EmptyResultSet when no row can be in.

        Raises ValueError in a query of another table: the same columns may say something else there.
        """
        if compiler.query.get_meta() is not self.model._meta:
            raise ValueError("a kept condition reads the columns of one table alone")
        name = compiler.quote_name_unless_alias(self.alias)
        key = (connection.vendor, name)
        if key not in self.kept:
            self.kept[key] = self._worked_out(compiler)
        said = self.kept[key]
        if said is None:
            raise EmptyResultSet
        return said[0], list(said[1])

    def said(self, connection: Any) -> Said | None:
        """The same for its table by its own name, and None when no row can be in."""
        compiler = Query(self.model).get_compiler(connection=connection)
        try:
            sql, params = self.as_sql(compiler, connection)
        except EmptyResultSet:
            return None
        return sql, tuple(params)

    def _worked_out(self, compiler: Any) -> Said | None:
        query = Query(self.model)
        query.add_q(self.condition)
        table = self.model._meta.db_table
        if {alias for alias, uses in query.alias_refcount.items() if uses} - {table}:
            raise ValueError("a kept condition reads the columns of one table alone")
        if self.alias != table:
            query.where.relabel_aliases({table: self.alias})
        try:
            sql, params = compiler.compile(query.where)
        except EmptyResultSet:
            return None
        except FullResultSet:
            return EVERY
        return f"({sql})", tuple(params)

    def _named(self, alias: str) -> KeptCondition:
        copy = self.copy()
        copy.alias = alias
        return copy
