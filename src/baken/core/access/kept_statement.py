"""The text of a statement that the ORM worked out before, and how its rows become records."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models.sql.compiler import SQLCompiler


@dataclass(frozen=True)
class KeptStatement:
    """A statement with its values, and what its columns are: fields, kinds of row and annotations."""

    sql: str
    params: tuple[Any, ...]
    select: Any
    kinds: Any
    annotations: Any

    @classmethod
    def of(cls, compiler: SQLCompiler) -> KeptStatement:
        """What a compiler makes of its query. Raises EmptyResultSet when that finds nothing."""
        sql, params = compiler.as_sql()
        return cls(
            sql,
            tuple(params),
            compiler.select,
            compiler.klass_info,
            compiler.annotation_col_map,
        )

    def with_values(self, params: tuple[Any, ...]) -> KeptStatement:
        """The same statement with other values in its places."""
        return replace(self, params=params)


class KeptCompiler(SQLCompiler):
    """A compiler that tells a statement which was worked out before instead of its query."""

    statement: KeptStatement

    @classmethod
    def instead_of(cls, compiler: SQLCompiler, statement: KeptStatement) -> KeptCompiler:
        """One for the same query and connection."""
        made = cls(compiler.query, compiler.connection, compiler.using, compiler.elide_empty)
        made.statement = statement
        return made

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        """The statement with its values."""
        kept = self.statement
        self.select, self.klass_info = kept.select, kept.kinds
        self.annotation_col_map = kept.annotations
        self.col_count, self.has_extra_select = len(kept.select), False
        return kept.sql, kept.params
