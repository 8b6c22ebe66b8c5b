"""Tells PostgreSQL to keep lists fast: what an index alone can answer, it shall answer alone."""

from __future__ import annotations

from django.db import connection

from baken.core.access.roots import root_classes

# A vacuum marks pages whose rows everybody may see; only for these an index answers without a look
# at the row. By itself PostgreSQL waits until a fifth of a table is new: years, of a large one.
_ROWS = 500
_SOON = ", ".join(
    f"autovacuum_vacuum_{kind}scale_factor = 0, autovacuum_vacuum_{kind}threshold = {_ROWS}"
    for kind in ("", "insert_")
)


def vacuum_soon() -> None:
    """Have the tables that lists read vacuumed after some hundred new or changed rows.

    PostgreSQL only. Runs after every migration; safe to run again.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for root in root_classes().values():
            table = connection.ops.quote_name(root._meta.db_table)
            cursor.execute(f"ALTER TABLE IF EXISTS {table} SET ({_SOON})")
