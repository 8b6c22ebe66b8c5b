"""A process that answers pages sets apart what it holds for good."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError

from baken.rooms.org.tests.factories import make_unit
from baken.site import memory
from baken.site.memory import settle_memory


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.mark.django_db
def test_what_stays_is_looked_through_no_more() -> None:
    make_unit("X", level=1)
    settle_memory()
    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < gc.get_freeze_count() / 10


def test_database_out_of_reach_does_not_stop_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Any:
        raise OperationalError("gone")

    monkeypatch.setattr(memory, "tree", gone)
    settle_memory()
    assert gc.get_freeze_count() > 10_000
