"""What must be known about the database before anything is served from it."""

from __future__ import annotations

import sqlite3

OLDEST_SQLITE = (3, 35)


def waiting_migrations() -> int:
    """How many migrations the database has not had; raises DatabaseError when out of reach."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate(*, verbosity: int = 1) -> None:
    """Bring the database up to date."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=verbosity)


def engine_problem() -> str:
    """Why the embedded database engine on this machine is not fit, or nothing."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return ""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        return f"SQLite {sqlite3.sqlite_version} is too old: 3.35 or newer is needed."
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pragma_compile_options WHERE compile_options = 'ENABLE_FTS5'")
        found = cursor.fetchone()
    return "" if found else "SQLite on this machine has no full-text search (FTS5)."
