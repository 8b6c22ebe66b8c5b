"""What the database knows about its own content: with it, it finds the shortest way to an answer.

PostgreSQL learns by itself. An embedded database learns when it is told to; never told, it takes every
index for about as good as any other, and pages over a wide reach take five to ten times as long. A sample
is not enough: what is rare is not in it. See https://www.sqlite.org/lang_analyze.html.
"""

from __future__ import annotations

from django.db import connection


def learn_content() -> bool:
    """Let an embedded database look at what its indexes hold; whether there was something to do.

    Table by table, so that whoever writes meanwhile waits for one table at most. Connections that are
    open go on with what they knew; they are opened anew every hour (``settings.database``).
    """
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
    return True
