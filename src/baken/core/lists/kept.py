"""The statements of headings, worked out by the ORM once for each shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Field, Q
from django.db.models.expressions import Expression, RawSQL

from baken.core.access.kept_statement import KeptStatement
from baken.core.lists.headings import FIELDS, NONE, Asked, Heading, Name, Shape

# So many shapes are kept; an organisation has a few hundred, by what people hold and where they stand.
MOST_KEPT = 2000


@dataclass(frozen=True)
class Mark:
    """Where in a statement a value goes, by its name."""

    name: Name


class Stand(Expression):
    """Stands for a value that is given when the statement is asked."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """A place for the value."""
        return "%s", [Mark((self.name, 0))]


@dataclass(frozen=True)
class Statement:
    """The rows of a query whose text is known, and which values go where in it."""

    query: Any
    kept: KeptStatement

    def rows(self, values: Mapping[Name, Any]) -> list[Any]:
        """The records, asked with these values."""
        params = tuple(
            values[one.name] if isinstance(one, Mark) else one for one in self.kept.params
        )
        return list(self.query.by_statement(self.kept.with_values(params)))


@lru_cache(maxsize=MOST_KEPT)
def worked_out(vendor: str, asked: Asked, shape: Shape) -> Statement | None:
    """The statement of a shape on a kind of database; None when it can find nothing."""
    given = dict(_stands(shape))
    ways = {
        way: list(_seen(asked, way, told))
        for way, told in zip(asked.ways, shape.scopes, strict=True)
    }
    pieces, params = [], []
    for place, heading in enumerate(asked.headings):
        inner, values = _first_of(asked, heading, ways[heading.permit, heading.is_rare], given)
        if inner:
            pieces.append(f"SELECT * FROM ({inner}) AS heading{place}")  # noqa: S608  compiled by Django
            params.extend(values)
    if not pieces:
        return None
    keys = RawSQL(f"SELECT pk FROM ({' UNION '.join(pieces)}) AS found", params)  # noqa: S608, S611
    rows = _rows(asked, keys, given)
    return Statement(rows, KeptStatement.of(rows.query.get_compiler(connection=connection)))


def _stands(shape: Shape) -> Iterator[tuple[str, Any]]:
    """What stands for everything given, by name."""
    for name, kind in shape.kinds:
        yield name, Stand(name, FIELDS[kind])
    for name, sql, size in shape.conditions:
        yield name, _condition(sql, (name,), size)


def _condition(sql: str, name: Name, size: int) -> Q:
    """A condition by its text, with places for its values."""
    if sql == NONE:
        return Q(pk__in=[])
    return Q(RawSQL(sql, tuple(Mark((*name, place)) for place in range(size)), BooleanField()))  # noqa: S611


def _seen(asked: Asked, way: tuple[str, bool], told: tuple[tuple[str, int], ...]) -> Iterator[Any]:
    """The query sets that together give what is seen in one way."""
    for place, (sql, size) in enumerate(told):
        yield asked.root.objects.in_words(_condition(sql, (way, place), size))


def _first_of(
    asked: Asked, heading: Heading, seen: list[Any], given: Mapping[str, Any]
) -> tuple[str, list[Any]]:
    """The first so many row numbers of a heading as one statement; empty when there can be none."""
    pieces, params = [], []
    for place, rows in enumerate(seen):
        narrowed = heading.narrow(rows, given) if heading.narrow else rows
        ordered = narrowed.filter(due_at__isnull=False) if asked.by_term else narrowed
        names = [name.removeprefix("-") for name in asked.order]
        query = ordered.order_by(*asked.order).values_list(*names)[: asked.most].query
        try:
            sql, values = query.sql_with_params()
        except EmptyResultSet:
            continue
        pieces.append(f"SELECT * FROM ({sql}) AS branch{place}")  # noqa: S608  as above
        params.extend(values)
    if not pieces:
        return "", []
    places = ", ".join(
        f"{nth} DESC" if name.startswith("-") else str(nth)
        for nth, name in enumerate(asked.order, 1)
    )
    return f"{' UNION '.join(pieces)} ORDER BY {places} LIMIT {asked.most}", params


def _rows(asked: Asked, keys: RawSQL, given: Mapping[str, Any]) -> Any:
    rows = asked.root.objects.with_visible_keys(keys)
    rows = asked.along(rows, given) if asked.along else rows
    rows = rows.select_related(*asked.related) if asked.related else rows
    return rows.only(*asked.fields) if asked.fields else rows
