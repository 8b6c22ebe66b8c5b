"""The handover of 45 Painfbat in the demonstration: prepared, written, and open on the day of the change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction

from baken.core import clock
from baken.core.access import system_actor
from baken.core.trail.verify import breaks
from baken.rooms.org.actions.keep_handovers import keep_handovers
from baken.rooms.org.models import Handover, HandoverItem
from baken.rooms.org.queries import person_with_id, tree
from baken.site.demo import loader

pytestmark = pytest.mark.django_db
TODAY, CHANGE = date(2026, 11, 23), date(2027, 1, 15)


def test_demo_handover_is_written_and_opens_on_the_day_of_the_change() -> None:
    with transaction.atomic():
        loader.load_demo(today=TODAY)
    rows = Handover.objects.for_system(reason="demo")
    record = rows.get(unit=tree().by_code["45PAINFBAT"].id)
    people = [person_with_id(one) for one in (record.outgoing, record.incoming)]
    assert [one.account.username for one in people if one and one.account] == [
        "commandant",
        "opvolger",
    ]
    items = HandoverItem.objects.of(record)
    assert (record.state, record.starts_on, bool(record.narrative)) == ("prepared", CHANGE, True)
    assert items.exclude(narrative="").count() == 2
    assert {one.ask for one in items} >= {"reaccept", "know"}
    keep_handovers(actor=system_actor("clock"), at=clock.start_of_day(CHANGE + timedelta(days=1)))
    record.refresh_from_db()
    assert record.state == "open"
    assert list(breaks()) == []
