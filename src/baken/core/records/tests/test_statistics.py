"""What an embedded database learns of its own content."""

from __future__ import annotations

import pytest
from django.db import connection

from baken.conftest import Cast
from baken.core.records.statistics import learn_content
from baken.site.settings import database
from baken.site.worker import Worker

pytestmark = pytest.mark.django_db
KNOWN = "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'org_unit'"


def _is_known() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if not cursor.fetchone()[0]:
            return False
        cursor.execute(KNOWN)
        return bool(cursor.fetchone()[0])


def test_embedded_database_learns_what_its_indexes_hold(cast: Cast) -> None:
    embedded = connection.vendor == "sqlite"
    assert learn_content() is embedded
    assert not embedded or _is_known()


def test_worker_has_it_learn_once_a_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr("baken.site.worker.learn_content", lambda: asked.append(1) is None)
    worker = Worker()
    worker.work_once(cast.at)
    worker.work_once(cast.at)
    assert asked == [1]


def test_open_connections_come_to_know_it_within_the_hour() -> None:
    """SQLite reads what it knows when a connection is opened, and never again for that one."""
    kept_for = database("sqlite:////somewhere/baken.sqlite3")["CONN_MAX_AGE"]
    assert kept_for is not None
    assert 0 < kept_for <= 3600
