"""What was brought to a higher level and then goes to another line no longer lies at that level."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from baken.conftest import Cast, Member
from baken.core.access import system_actor
from baken.core.trail.verify import breaks
from baken.rooms.reports.actions.act_on_terms import act_on_terms
from baken.rooms.reports.actions.hand_over_all import hand_over_all
from baken.rooms.reports.queries.inbox import occurrences_asking
from baken.rooms.reports.tests.acts import fresh, step, steps_of
from baken.rooms.reports.tests.factories import make_occurrence, make_report

WHY = "Kijk mee."


@pytest.fixture(autouse=True)
def above(cast: Cast) -> Member:
    cast.add("top", ("safety_adviser", "MINISTRY", None))
    cast.add("other", ("safety_adviser", "SQUADRON", None))
    return cast.add("above", ("safety_adviser", "ARMY", None))


@pytest.fixture(params=["report", "occurrence"])
def record(request: Any, cast: Cast) -> Any:
    make = {"report": make_report, "occurrence": make_occurrence}[request.param]
    made = make(unit=cast.company, at=cast.at, due_at=cast.at + timedelta(days=1))
    return step(cast.safety_adviser, made, "raise", at=cast.at, reason=WHY)


def handed(cast: Cast, record: Any, to: str) -> Any:
    step(cast.safety_adviser, fresh(record), "hand_over", at=cast.at, owner_unit=to)
    return fresh(record)


def test_record_handed_to_another_line_lies_at_no_level_of_the_old_one(
    cast: Cast, above: Member, record: Any
) -> None:
    assert record.raised_to.code == "ARMY"
    after = handed(cast, record, "SQUADRON")
    assert (after.raised_to, after.raised_at) == (None, None)
    assert getattr(after, "asks_since", None) is None
    assert record.ref not in [one.ref for one in occurrences_asking(above.actor, 9)]
    assert list(breaks()) == []


def test_record_handed_over_goes_up_the_new_line_when_it_stalls(cast: Cast, record: Any) -> None:
    after = handed(cast, record, "SQUADRON")
    act_on_terms(actor=system_actor("clock"), at=after.stalls_at)
    assert fresh(record).raised_to.code == "MINISTRY"
    assert steps_of(record)[-1].facts["to"] == "MINISTRY"


@pytest.mark.parametrize(("to", "level"), [("BATTALION", "ARMY"), ("ARMY", None)])
def test_record_handed_over_below_the_level_stays_there_and_at_it_does_not(
    cast: Cast, record: Any, to: str, level: str | None
) -> None:
    after = handed(cast, record, to)
    assert (after.raised_to.code if after.raised_to else None) == level


def test_all_that_is_handed_over_at_once_leaves_the_old_line(cast: Cast, record: Any) -> None:
    adviser, unit = cast.safety_adviser.actor, cast.company.pk
    hand_over_all(actor=adviser, unit=unit, to="SQUADRON", at=cast.at)
    assert fresh(record).raised_to is None


def test_reading_that_waits_still_waits_after_the_occurrence_goes_to_another_line(
    cast: Cast,
) -> None:
    one = make_occurrence(unit=cast.company, at=cast.at, potential_severity=4)
    later = cast.at + timedelta(hours=1)
    step(cast.safety_adviser, one, "raise", at=cast.at, reason=WHY)
    lower = {"potential_severity": "2", "reason": WHY}
    step(cast.safety_adviser, fresh(one), "propose_lower", at=later, **lower)
    after = handed(cast, one, "SQUADRON")
    assert (after.raised_to, after.second_reading, after.asks_since) == (None, "lower", later)
