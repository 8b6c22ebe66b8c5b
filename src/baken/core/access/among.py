"""A condition on a column and many ids, sent as one parameter on either database."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, F, Func, Q

from baken.core.records.listed import among

MANY = 200
# Units are few, and find rows by themselves, when they are less than one in so many of all.
FEW = 50


class Among(Func):
    """True when a column's value is among some ids, or with ``outside`` when it is not.

    An empty column is neither among them nor outside them. One parameter keeps the plan the same
    whether there are three ids or six thousand. ``only_check`` says that the rows are looked up by
    something else, and this is checked on what is found: SQLite takes no index of the column then, and
    PostgreSQL does not weigh ``MANY`` ids or more one by one.
    """

    output_field = BooleanField()

    def __init__(
        self, column: str, ids: Iterable[int], *, outside: bool = False, only_check: bool = False
    ) -> None:
        super().__init__(F(column))
        self.ids = frozenset(ids)
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
        sql, params = self._said(compiler, connection)
        return ("+" if self.only_check else "") + sql, params

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        """The ids as one array; one text is quoted at once, a list number by number."""
        return self._said(compiler, connection)

    def _said(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        source = self.source_expressions[0]
        column, params = compiler.compile(source)
        if self.outside and not self.ids:
            return f"{column} IS NOT NULL", list(params)
        array = source.output_field.db_type(connection)
        test, sent = among(
            listed(self.ids),
            vendor=connection.vendor,
            array=array,
            outside=self.outside,
            unweighed=self.only_check and len(self.ids) >= MANY,
        )
        return f"{column} {test}", [*params, sent]


@lru_cache(maxsize=128)
def listed(ids: frozenset[int]) -> str:
    """The ids with commas between; kept, since a reach stays the same from page to page."""
    return ",".join(map(str, sorted(ids)))


def among_units(
    column: str, units: frozenset[int], everywhere: frozenset[int], *, is_rare: bool = False
) -> Q:
    """That the unit in a column is one of these; of nearly all units only the others are told.

    ``is_rare``: an index of something else finds the rows, unless the units are so few that they do.
    """
    only_check = is_rare and FEW * len(units) >= len(everywhere)
    others = everywhere - units
    if units <= everywhere and len(others) < len(units):
        return Q(Among(column, others, outside=True, only_check=only_check))
    return Q(Among(column, units, only_check=only_check))
