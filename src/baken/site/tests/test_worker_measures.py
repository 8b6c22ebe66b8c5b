"""The worker shows overdue measures a level up and brings unanswered questions there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from baken.conftest import Cast
from baken.rooms.measures.tests.factories import decided
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of
from baken.site.worker import Worker

pytestmark = pytest.mark.django_db


def test_worker_shows_an_overdue_measure_to_the_level_above(cast: Cast) -> None:
    record = decided(cast, cast.at)
    at = cast.at + timedelta(days=70)
    Worker().work_once(at)
    Worker().work_once(at)
    record.refresh_from_db()
    assert record.raised_to_id == cast.battalion.pk
    told = Notice.objects.filter(code="measures.level.overdue")
    assert [one.to_key for one in told] == [own_key_of(cast.commander.person.id)]
