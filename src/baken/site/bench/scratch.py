"""A scratch database beside the configured one, and its removal whatever happens."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import ConnectionHandler

from baken.site.database import migrate
from baken.site.settings import database

SQLITE, POSTGRESQL = "sqlite", "postgresql"


def engines() -> list[str]:
    """What can be measured here: SQLite always, PostgreSQL when it is the configured database."""
    server = connections[DEFAULT_DB_ALIAS].vendor == POSTGRESQL
    return [SQLITE, POSTGRESQL] if server else [SQLITE]


@contextmanager
def scratch_database(engine: str) -> Iterator[None]:
    """Inside the block every query goes to a new, migrated database, which is gone afterwards."""
    place = _on_server if engine == POSTGRESQL else _in_file
    with place() as settings:
        kept = connections[DEFAULT_DB_ALIAS]
        scratch = ConnectionHandler({DEFAULT_DB_ALIAS: settings})[DEFAULT_DB_ALIAS]
        connections[DEFAULT_DB_ALIAS] = scratch
        try:
            migrate(verbosity=0)
            yield
        finally:
            connections[DEFAULT_DB_ALIAS] = kept
            scratch.close()


@contextmanager
def _in_file() -> Iterator[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="baken-bench-") as folder:
        yield dict(database(f"sqlite:///{Path(folder) / 'bench.sqlite3'}"))


@contextmanager
def _on_server() -> Iterator[dict[str, Any]]:
    """A database of its own on the configured server; the role must be allowed to make one."""
    name = f"baken_bench_{secrets.token_hex(6)}"
    _run(f'CREATE DATABASE "{name}"')
    try:
        yield {**database(), "NAME": name}
    finally:
        _run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _run(statement: str) -> None:
    """Run one statement outside any transaction, on a connection of its own."""
    door = connections[DEFAULT_DB_ALIAS].copy()
    try:
        with door.cursor() as cursor:
            cursor.execute(statement)
    finally:
        door.close()
