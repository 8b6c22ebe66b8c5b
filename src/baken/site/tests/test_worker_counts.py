"""The worker keeps counts: folded at once, keyed to today's tree, compared once a day."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from time import sleep
from typing import Any

import pytest
from django.db import connection

from baken.conftest import Cast
from baken.core.rollups import recount
from baken.core.rollups.models import RolledTree, Rollup, RollupChange
from baken.rooms.org.queries import tree
from baken.rooms.reports.tests.factories import make_occurrence
from baken.site.worker import Worker


def test_worker_folds_changes_and_keys_counts_to_the_tree(cast: Cast) -> None:
    make_occurrence(unit=cast.company, state="closed")

    Worker().work_once(cast.at)

    assert (RollupChange.objects.count(), Rollup.objects.filter(own=True).count()) == (0, 1)
    assert list(RolledTree.objects.values_list("version", "complete")) == [(tree().version, True)]


def test_worker_compares_counts_once_a_day_and_says_what_differs(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    make_occurrence(unit=cast.company, state="closed")
    worker = Worker()
    worker.work_once(cast.at)
    Rollup.objects.filter(own=True).update(records=9)

    with caplog.at_level(logging.WARNING):
        worker.work_once(cast.at + timedelta(hours=1))
        quiet = caplog.text
        worker.work_once(cast.at + timedelta(days=1))

    assert quiet == ""
    assert "a count was 9 and is 1" in caplog.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite lets one writer in at a time: there is no race"
)
def test_two_workers_at_once_count_what_was_there_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_occurrence(unit=cast.company, state="closed")
    RollupChange.objects.all().delete()  # as on an installation from before there were counts
    real, start = recount.note, Barrier(2)

    def slowly(changes: Any) -> None:
        sleep(0.5)  # long enough for the other one to have compared as well
        real(changes)

    def work(_number: int) -> None:
        start.wait(timeout=20)
        try:
            Worker().work_once(cast.at)
        finally:
            connection.close()

    monkeypatch.setattr(recount, "note", slowly)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))

    Worker().work_once(cast.at)
    assert list(Rollup.objects.filter(own=True).values_list("records", flat=True)) == [1]
