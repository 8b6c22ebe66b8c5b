"""Several questions to the database that see one and the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """A transaction in which every read sees what stood when it began, whatever others store.

    Inside another transaction it is part of that one, and sees what that one sees.
    """
    inside = connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql" and not inside:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
