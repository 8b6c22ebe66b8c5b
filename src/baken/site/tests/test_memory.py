"""A process that answers pages sets apart what it holds for good."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError

from baken.site import memory
from baken.site.memory import settle_memory
from baken.site.server import Site


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.mark.django_db
def test_what_stays_is_looked_through_no_more() -> None:
    settle_memory()
    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < gc.get_freeze_count() / 10


@pytest.mark.django_db
def test_worker_of_the_server_does_so_before_its_first_page() -> None:
    site = Site(address="127.0.0.1", port=8000, workers=1, ready=lambda: None)
    site.cfg.post_worker_init(None)
    assert gc.get_freeze_count() > 10_000


@pytest.mark.parametrize("problem", [OperationalError, InterfaceError])
def test_database_out_of_reach_does_not_stop_a_worker(
    monkeypatch: pytest.MonkeyPatch, problem: type[Exception]
) -> None:
    def gone() -> Any:
        raise problem("gone")

    monkeypatch.setattr(memory, "tree", gone)
    settle_memory()
    assert gc.get_freeze_count() > 10_000
