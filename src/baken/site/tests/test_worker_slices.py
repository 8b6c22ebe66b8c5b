"""The worker ends slices of exposure whose time is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from baken.conftest import Cast
from baken.rooms.register.models import Slice
from baken.rooms.register.tests.planted_slices import slice_in
from baken.site.worker import Worker

pytestmark = pytest.mark.django_db


def test_worker_ends_a_slice_whose_time_is_over(cast: Cast) -> None:
    slice_in(unit=cast.company, at=cast.at)
    later = slice_in(unit=cast.company, at=cast.at + timedelta(hours=5))
    Worker().work_once(cast.at + timedelta(hours=1))
    found = Slice.objects.for_system(reason="demo").order_by("to_at")
    assert [one.state for one in found] == ["ended", later.state]
