"""The worker tells what is owed on recommendations and warns that parliament waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from baken.conftest import Cast
from baken.rooms.measures.tests.recommending import receive, with_inspector
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of
from baken.site.worker import Worker

pytestmark = pytest.mark.django_db


def test_worker_warns_the_desk_and_reminds_the_addressee(cast: Cast) -> None:
    record = receive(with_inspector(cast).inspector.actor, cast.at)
    Worker().work_once(cast.at + timedelta(weeks=3))
    Worker().work_once(cast.at + timedelta(weeks=6))
    Worker().work_once(cast.at + timedelta(weeks=6, minutes=1))
    record.refresh_from_db()
    assert (record.warned, record.reminds_at) == (2, None)
    told = Notice.objects.filter(code="measures.addressee.overdue")
    assert [one.to_key for one in told] == [own_key_of(cast.commander.person.id)]
