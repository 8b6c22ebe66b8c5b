"""The worker keeps counts: folded at once, keyed to today's tree, compared once a day."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from baken.conftest import Cast
from baken.core.rollups.models import RolledTree, Rollup, RollupChange
from baken.rooms.org.queries import tree
from baken.rooms.reports.tests.factories import make_occurrence
from baken.site.worker import Worker


def test_worker_folds_changes_and_keys_counts_to_the_tree(cast: Cast) -> None:
    make_occurrence(unit=cast.company)

    Worker().work_once(cast.at)

    assert (RollupChange.objects.count(), Rollup.objects.filter(own=True).count()) == (0, 1)
    assert list(RolledTree.objects.values_list("version", "complete")) == [(tree().version, True)]


def test_worker_compares_counts_once_a_day_and_says_what_differs(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    make_occurrence(unit=cast.company)
    worker = Worker()
    worker.work_once(cast.at)
    Rollup.objects.filter(own=True).update(records=9)

    with caplog.at_level(logging.WARNING):
        worker.work_once(cast.at + timedelta(hours=1))
        quiet = caplog.text
        worker.work_once(cast.at + timedelta(days=1))

    assert quiet == ""
    assert "a count was 9 and is 1" in caplog.text
