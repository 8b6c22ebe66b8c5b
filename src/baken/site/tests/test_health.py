"""Health: up or not, ready or not, and no details for outsiders."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.test.utils import CaptureQueriesContext


def test_healthz_answers_without_the_database(db: None) -> None:
    with CaptureQueriesContext(connection) as seen:
        answer = Client().get("/healthz")
    assert (answer.status_code, answer.content, len(seen)) == (200, b"ok", 0)


def test_readyz_of_a_migrated_database_is_ready(db: None) -> None:
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_readyz_with_a_migration_waiting_is_not_ready(db: None) -> None:
    last = MigrationLoader(connection).graph.leaf_nodes("reports")[0]
    MigrationRecorder(connection).record_unapplied(*last)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready")


def test_readyz_without_the_table_of_migrations_is_not_ready(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_migrations RENAME TO gone")
    try:
        answer = Client().get("/readyz")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE gone RENAME TO django_migrations")
    assert (answer.status_code, answer.content) == (503, b"not ready")


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_starts_no_session(db: None, address: str) -> None:
    assert Client().get(address).cookies == {}
