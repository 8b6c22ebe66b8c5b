"""The clock acts on an accident record past its term: the commanders hear of it, one after the other."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast, Member
from baken.core import clock
from baken.core.access import system_actor
from baken.core.clock.terms import Timetable
from baken.core.clock.working_days import WorkingDays
from baken.core.trail.verify import breaks
from baken.rooms.library.queries import terms
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of
from baken.rooms.reports.actions.accident_records import open_accident_records
from baken.rooms.reports.actions.act_on_terms import act_on_terms
from baken.rooms.reports.models import AccidentRecord, Occurrence
from baken.rooms.reports.queries.thread import nodes_of_accident_record
from baken.rooms.reports.rules import record_stalls_at
from baken.rooms.reports.tests.acts import fresh, step, steps_of
from baken.rooms.reports.tests.factories import make_occurrence

DAY = timedelta(days=1)
FACTS: dict[str, Any] = {
    "on_duty": True,
    "happened_at": "2026-03-10T08:00:00+01:00",
    "place": "Oefenterrein",
    "activity": "Verplaatsing",
    "course": "Het voertuig kantelde.",
    "injury": "Pijn aan de schouder.",
    "witnesses": "Twee inzittenden.",
}


@pytest.fixture(autouse=True)
def above(cast: Cast) -> Member:
    return cast.add("above", ("commander", "ARMY", None))


@pytest.fixture
def accident(cast: Cast) -> Occurrence:
    return make_occurrence(unit=cast.company, at=cast.at, kind="accident", happened_at=cast.at)


def opened(cast: Cast, accident: Occurrence, who: Member) -> AccidentRecord:
    given = {"occurrence": accident, "persons": [who.person]}
    by = cast.members["above"] if who is cast.commander else cast.commander
    [record] = open_accident_records(actor=by.actor, at=cast.at, **given)
    return record


@pytest.fixture
def record(cast: Cast, accident: Occurrence) -> AccidentRecord:
    return opened(cast, accident, cast.soldier)


def tick(at: datetime) -> int:
    done = 0
    while acted := act_on_terms(actor=system_actor("clock"), at=at):
        done += acted
    return done


def told() -> set[str]:
    rows = Notice.objects.filter(code="reports.accident_record.overdue")
    return set(rows.values_list("to_key", flat=True))


def key(member: Member) -> str:
    return own_key_of(member.person.id)


def words(record: AccidentRecord) -> list[str]:
    return [one.facts["overdue_to"] for one in steps_of(record) if "overdue_to" in one.facts]


def test_commander_hears_once_that_a_record_is_not_drawn_up_in_time_and_then_the_one_above(
    cast: Cast, above: Member, record: AccidentRecord
) -> None:
    assert tick(cast.at + 3 * DAY - timedelta(minutes=1)) == 0
    assert (tick(cast.at + 3 * DAY), tick(cast.at + 3 * DAY)) == (1, 0)
    assert (told(), words(record)) == ({key(cast.commander)}, ["BATTALION"])
    assert fresh(record).touched_at == record.touched_at  # a word is no progress
    assert tick(cast.at + 6 * DAY) == 1
    assert (told(), words(record)) == (
        {key(cast.commander), key(above)},
        ["BATTALION", "ARMY"],
    )
    assert tick(cast.at + 9 * DAY) == 1
    assert (fresh(record).stalls_at, len(words(record))) == (None, 2)
    with translation.override("en"):
        titles = {one.title for one in nodes_of_accident_record(fresh(record))}
    assert titles >= {"A commander heard that it waits too long"}
    assert list(breaks()) == []


def test_person_concerned_is_never_told_of_their_own_record(
    cast: Cast, above: Member, accident: Occurrence
) -> None:
    record = opened(cast, accident, cast.commander)
    tick(cast.at + 3 * DAY)
    assert (told(), words(record)) == ({key(above)}, ["ARMY"])


def test_step_in_time_puts_it_off_and_a_record_that_is_over_waits_for_nothing(
    cast: Cast, record: AccidentRecord
) -> None:
    step(cast.commander, record, "draw_up", at=cast.at + 2 * DAY, **FACTS)
    step(cast.commander, fresh(record), "show", at=cast.at + 2 * DAY)
    assert fresh(record).stalls_at == cast.at + 16 * DAY
    step(cast.soldier, fresh(record), "agree", at=cast.at + 5 * DAY)
    assert fresh(record).stalls_at == cast.at + 8 * DAY
    assert (tick(cast.at + 7 * DAY), tick(cast.at + 8 * DAY)) == (0, 1)
    assert (told(), words(record)) == ({key(cast.commander)}, ["BATTALION"])
    step(cast.commander, fresh(record), "make_final", at=cast.at + 9 * DAY)
    assert fresh(record).stalls_at is None


def test_after_a_step_the_nearest_commander_hears_first_again(
    cast: Cast, record: AccidentRecord
) -> None:
    tick(cast.at + 3 * DAY)
    tick(cast.at + 6 * DAY)
    step(cast.commander, fresh(record), "draw_up", at=cast.at + 7 * DAY, **FACTS)
    tick(cast.at + 10 * DAY)
    assert words(record) == ["BATTALION", "ARMY", "BATTALION"]


AT = datetime(2026, 3, 10, 9, tzinfo=clock.local_zone())


@pytest.mark.parametrize(
    ("state", "due_at", "stalls_at"),
    [
        ("opened", AT + DAY, AT + DAY),
        ("drawn_up", AT, AT + 3 * DAY),
        ("shown_to_person", AT - DAY, AT + 3 * DAY),
        ("opened", None, None),
        ("final", AT + DAY, None),
        ("withdrawn", AT + DAY, None),
    ],
)
def test_rule_of_when_the_clock_acts(
    state: str, due_at: datetime | None, stalls_at: datetime | None
) -> None:
    table = Timetable(terms(), WorkingDays(), clock.local_zone())
    found = record_stalls_at(state=state, due_at=due_at, touched_at=AT, timetable=table)
    assert found == stalls_at
