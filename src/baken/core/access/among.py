"""A condition on a column and many ids, sent as one parameter on either database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson
from django.db.models import BooleanField, F, Func


class Among(Func):
    """True when a column's value is among some ids, or with ``outside`` when it is not.

    An empty column is neither among them nor outside them. One parameter keeps the plan the same
    whether there are three ids or six thousand. ``only_check`` tells SQLite to look the rows up by
    something else and to check this condition on what it finds.
    """

    output_field = BooleanField()

    def __init__(
        self, column: str, ids: Iterable[int], *, outside: bool = False, only_check: bool = False
    ) -> None:
        super().__init__(F(column))
        self.ids = tuple(sorted(ids))
        self.outside = outside
        self.only_check = only_check

    @property
    def identity(self) -> tuple[Any, ...]:
        """What makes two conditions the same."""
        return (
            type(self),
            str(self.source_expressions[0]),
            self.ids,
            self.outside,
            self.only_check,
        )

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        """The ids as one JSON list."""
        column, params = compiler.compile(self.source_expressions[0])
        verb = "NOT IN" if self.outside else "IN"
        listed = orjson.dumps(self.ids).decode()
        plus = "+" if self.only_check else ""
        sql = f"{plus}{column} {verb} (SELECT value FROM json_each(%s))"  # noqa: S608  made by Django
        return sql, [*params, listed]

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        """The ids as one array."""
        column, params = compiler.compile(self.source_expressions[0])
        verb = "<> ALL" if self.outside else "= ANY"
        return f"{column} {verb}(%s)", [*params, list(self.ids)]
