"""Rows as the database gives them, for thousands of numbers at once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection


def rows_of(rows: Any) -> list[tuple[Any, ...]]:
    """The rows of a query set of values, none of which this database writes in a way of its own."""
    try:
        statement, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
