"""Indexes the words of many new rows at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction

from baken.core.access.roots import Root
from baken.core.search.install import insert_trigger
from baken.core.search.words import fts_table

FEW = 50


@contextmanager
def words_of_many(root: type[Root], rows: Sequence[Root]) -> Iterator[None]:
    """Store these new rows within the block; their words go into the text index together after it.

    On SQLite a trigger makes a piece of index of every row and merges the pieces, which takes three
    times as long; rows in order of their number make one piece. The trigger steps aside within a
    transaction: nobody else writes meanwhile, and a failure brings it back.
    """
    fields = getattr(root, "search_fields", ())
    if not fields or connection.vendor != "sqlite" or len(rows) < FEW:
        yield
        return
    index, names = fts_table(root), ", ".join(fields)
    values = ", ".join(["%s"] * (len(fields) + 1))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {index}_insert")
        yield
        cursor.executemany(
            f"INSERT INTO {index}(rowid, {names}) VALUES ({values})",  # noqa: S608  our names
            sorted((row.pk, *(getattr(row, name) for name in fields)) for row in rows),
        )
        cursor.execute(insert_trigger(root, fields))
