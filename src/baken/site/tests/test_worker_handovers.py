"""The worker and handovers of command: made once a day, and never before what waits is delivered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.events.models import OutboxEvent
from baken.rooms.org.models import Handover
from baken.rooms.org.tests.factories import appoint, make_person
from baken.rooms.register.tests.factories import make_risk
from baken.site import worker
from baken.site.worker import Worker

pytestmark = pytest.mark.django_db


def test_worker_makes_the_handover_of_a_change_that_came_without_news(cast: Cast) -> None:
    comes = make_person(unit=cast.battalion)
    starts_on = (cast.at + timedelta(days=10)).date()
    appoint(comes, "commander", cast.battalion, from_on=starts_on)
    Worker().work_once(cast.at)
    assert Handover.objects.for_system(reason="trail").get().incoming == comes.id


def test_worker_delivers_before_it_makes_handovers(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_given: Any) -> None:
        raise LookupError("no terms")

    make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)
    monkeypatch.setattr(worker, "prepare_handovers", fail)
    with pytest.raises(LookupError):
        Worker().work_once(cast.at)
    assert not OutboxEvent.objects.filter(delivered_on=None).exists()
