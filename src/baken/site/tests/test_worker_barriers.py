"""The worker reckons barriers anew each day, and carries what was said about one at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from baken.conftest import Cast
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of
from baken.rooms.register.actions.barriers import note_signal
from baken.rooms.register.tests.accepted import make_accepted
from baken.rooms.register.tests.bow_ties import SAID, act, barrier_of, make_whole
from baken.rooms.reports.tests.factories import make_report
from baken.site.worker import Worker

pytestmark = pytest.mark.django_db


def test_worker_turns_a_barrier_grey_when_nobody_looked_at_it_for_a_year(cast: Cast) -> None:
    record = make_whole(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)
    Worker().work_once(cast.at + timedelta(days=366))
    assert barrier_of(record).status == "grey"


def test_irm_17_11_worker_tells_the_owner_of_a_report_about_a_barrier_in_one_round(
    cast: Cast,
) -> None:
    """Source: domain reference, irm, section 17, test 11."""
    adviser, worker = cast.safety_adviser.actor, Worker()
    record = make_whole(actor=adviser, unit=cast.company, at=cast.at)
    risk = make_accepted(actor=adviser, unit=cast.company, at=cast.at)
    act(record, adviser, cast.at, "tie_risk", risk=risk.ref)
    report = make_report(unit=cast.company)
    worker.work_once(cast.at)

    told = {"actor": adviser, "record": record, "at": cast.at, "source": report}
    note_signal(barrier="b3", words=SAID, **told)
    worker.work_once(cast.at)

    found = Notice.objects.filter(code="register.risk.barrier_signalled", record=risk.pk)
    assert [one.to_key for one in found] == [own_key_of(cast.commander.person.id)]
