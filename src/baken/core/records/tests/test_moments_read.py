"""Moments come out of PostgreSQL as they went in, however it writes them."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import psycopg
import pytest
from django.db import connection
from psycopg.adapt import AdaptersMap
from psycopg.pq import Format

from baken.core.accounts.models import Account
from baken.core.records.moments_read import QuickLoader, read_moments_quickly

MOMENTZ = psycopg.adapters.types["timestamptz"].oid


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        (b"2026-11-26 13:04:22+00", datetime(2026, 11, 26, 13, 4, 22, tzinfo=UTC)),
        (b"2026-11-26 13:04:22.5+00", datetime(2026, 11, 26, 13, 4, 22, 500_000, tzinfo=UTC)),
        (b"2026-11-26 13:04:22.000001+00", datetime(2026, 11, 26, 13, 4, 22, 1, tzinfo=UTC)),
        (b"2026-11-26 14:04:22+01", datetime(2026, 11, 26, 13, 4, 22, tzinfo=UTC)),
        (b"2026-11-26 13:04:22-03:30", datetime(2026, 11, 26, 16, 34, 22, tzinfo=UTC)),
        (b"1830-01-01 00:19:32+00:19:32", datetime(1830, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_in_utc(text: bytes, moment: datetime) -> None:
    found = QuickLoader(MOMENTZ).load(text)
    assert (found, found.tzinfo) == (moment, UTC)


def test_a_moment_in_a_view_of_memory_is_read() -> None:
    found = QuickLoader(MOMENTZ).load(memoryview(b"2026-11-26 13:04:22+00"))
    assert found == datetime(2026, 11, 26, 13, 4, 22, tzinfo=UTC)


@pytest.mark.parametrize("text", [b"infinity", b"-infinity", b"0044-03-15 12:00:00+00 BC"])
def test_what_no_moment_can_hold_is_a_data_error(text: bytes) -> None:
    with pytest.raises(psycopg.DataError):
        QuickLoader(MOMENTZ).load(text)


def _connected(vendor: str) -> SimpleNamespace:
    adapters = AdaptersMap(psycopg.adapters)
    return SimpleNamespace(vendor=vendor, connection=SimpleNamespace(adapters=adapters))


@pytest.mark.parametrize(("vendor", "quick"), [("postgresql", True), ("sqlite", False)])
def test_new_connections_to_postgresql_get_the_quick_reader(vendor: str, quick: bool) -> None:
    new = _connected(vendor)
    read_moments_quickly(new)
    adapters = new.connection.adapters
    assert (adapters.get_loader(MOMENTZ, Format.TEXT) is QuickLoader) is quick


@pytest.mark.django_db
def test_the_connection_in_use_reads_what_it_wrote() -> None:
    moment = datetime(2026, 3, 29, 1, 30, 0, 123_456, tzinfo=UTC)
    account = Account.objects.create(username="iemand", last_login=moment)
    account.refresh_from_db()
    assert (account.last_login, account.last_login.tzinfo) == (moment, UTC)
    adapters = getattr(connection.connection, "adapters", None)  # SQLite has none
    loader = adapters.get_loader(MOMENTZ, Format.TEXT) if adapters else None
    assert loader is (QuickLoader if connection.vendor == "postgresql" else None)
