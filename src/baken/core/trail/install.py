"""Triggers that keep histories append-only and stories as they were told; safe to run again."""

from __future__ import annotations

from django.apps import apps
from django.db import connection

from baken.core.trail.registry import all_chains


def install_guards() -> None:
    """Make the database itself refuse to change or remove a step, or to rewrite a told story."""
    statements: list[str] = []
    sqlite = connection.vendor == "sqlite"
    for chain in all_chains():
        table = chain.steps._meta.db_table
        statements += _append_only_sqlite(table) if sqlite else _append_only_postgresql(table)
    for model in apps.get_models():
        for name in getattr(model, "told_columns", ()):
            table = model._meta.db_table
            statements += _fixed_sqlite(table, name) if sqlite else _fixed_postgresql(table, name)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _append_only_sqlite(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb.upper()} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, 'a step of the trail is never changed'); END"
        for verb in ("update", "delete")
    ]


def _fixed_sqlite(table: str, column: str) -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_{column}_fixed BEFORE UPDATE OF {column} ON {table}"
        f" WHEN new.{column} IS NOT old.{column}"
        f" BEGIN SELECT RAISE(ABORT, 'a told story is never changed'); END"
    ]


def _append_only_postgresql(table: str) -> list[str]:
    return [
        _refuse_function("baken_step_is_fixed", "a step of the trail is never changed"),
        f"DROP TRIGGER IF EXISTS {table}_fixed ON {table}",
        f"CREATE TRIGGER {table}_fixed BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION baken_step_is_fixed()",
    ]


def _fixed_postgresql(table: str, column: str) -> list[str]:
    return [
        _refuse_function("baken_story_is_fixed", "a told story is never changed"),
        f"DROP TRIGGER IF EXISTS {table}_{column}_fixed ON {table}",
        f"CREATE TRIGGER {table}_{column}_fixed BEFORE UPDATE OF {column} ON {table}"
        f" FOR EACH ROW WHEN (new.{column} IS DISTINCT FROM old.{column})"
        " EXECUTE FUNCTION baken_story_is_fixed()",
    ]


def _refuse_function(name: str, text: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{text}'; END $$"
    )
