"""How the tables behind lists are kept by the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from baken.core.access.roots import root_classes
from baken.core.lists.install import vacuum_soon

pytestmark = pytest.mark.django_db


def test_tables_of_lists_are_vacuumed_after_a_few_hundred_rows(
    django_assert_num_queries: Any,
) -> None:
    if connection.vendor == "sqlite":
        with django_assert_num_queries(0):
            vacuum_soon()
        return
    vacuum_soon()
    with connection.cursor() as cursor:
        tables = [root._meta.db_table for root in root_classes().values()]
        cursor.execute("SELECT relname, reloptions FROM pg_class WHERE relname = ANY(%s)", [tables])
        kept = dict(cursor.fetchall())
    assert set(kept) == set(tables)
    for options in kept.values():
        assert "autovacuum_vacuum_insert_scale_factor=0" in options
        assert "autovacuum_vacuum_insert_threshold=500" in options
        assert "autovacuum_vacuum_scale_factor=0" in options
