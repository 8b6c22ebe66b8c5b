"""The rules of an information embargo and of accident records, as tables of cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from baken.rooms.reports.rules import OccurrenceFacts, ReportFacts
from baken.rooms.reports.rules.accident_record import (
    AccidentFacts,
    asks_for_records,
    not_own_accident,
    person_heard,
)
from baken.rooms.reports.rules.embargo import (
    embargo_is_on,
    embargo_is_over,
    is_long,
    kin_left,
    last_kin_left,
    no_embargo_yet,
    persons_problem,
    shared,
)
from baken.rooms.reports.rules.handling import No, record_may_be_asked

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=2)


@pytest.mark.parametrize("kind", [ReportFacts, OccurrenceFacts])
def test_embargo_guards_look_whether_it_is_on(kind: type) -> None:
    on, off = kind(under_embargo=True), kind()
    assert [no_embargo_yet(on), no_embargo_yet(off)] == [No("embargo_on"), None]
    assert [embargo_is_on(on), embargo_is_on(off)] == [None, No("embargo_off")]
    assert [embargo_is_over(on), embargo_is_over(off)] == [No("embargo_goes_on"), None]


@pytest.mark.parametrize(("waiting", "open_"), [(None, True), (0, True), (1, True), (2, False)])
def test_embargo_is_lifted_when_one_family_at_most_is_left(
    waiting: int | None, open_: bool
) -> None:
    assert (last_kin_left(OccurrenceFacts(kin_waiting=waiting)) is None) == open_


@pytest.mark.parametrize(
    ("waiting", "informed", "still", "left"),
    [
        (None, 1, None, None),
        (3, 1, None, 2),
        (1, 2, None, 0),
        (3, 1, 5, 5),
        (None, 1, 0, 0),
    ],
)
def test_kin_left_follows_from_what_was_said(
    waiting: int | None, informed: int, still: int | None, left: int | None
) -> None:
    assert kin_left(waiting=waiting, informed=informed, still=still) == left


@pytest.mark.parametrize(
    ("persons", "least", "wrong"),
    [
        (None, 1, ""),
        (1, 1, ""),
        (0, 1, "not_persons"),
        (0, 0, ""),
        (1000, 1, ""),
        (1001, 1, "not_persons"),
    ],
)
def test_number_of_persons_has_its_borders(persons: int | None, least: int, wrong: str) -> None:
    assert persons_problem(persons, least=least) == wrong


@pytest.mark.parametrize(("hours", "long"), [(1, True), (2, False), (3, False)])
def test_embargo_is_long_after_the_term_and_not_at_it(hours: int, long: bool) -> None:
    assert is_long(since=EARLIER, now=NOW, hours=hours) == long


@pytest.mark.parametrize(
    ("one", "other", "since"),
    [(None, None, None), (NOW, None, NOW), (None, NOW, NOW), (NOW, EARLIER, EARLIER)],
)
def test_embargo_of_two_that_become_one_is_the_first(
    one: datetime | None, other: datetime | None, since: datetime | None
) -> None:
    assert shared(one, other) == since


@pytest.mark.parametrize(
    ("heard", "days", "final"),
    [(False, None, False), (False, 13, False), (False, 14, True), (True, 0, True)],
)
def test_record_is_final_when_the_person_was_heard_or_the_term_is_over(
    heard: bool, days: int | None, final: bool
) -> None:
    facts = AccidentFacts(is_heard=heard, days_since_shown=days, remark_days=14)
    assert (person_heard(facts) is None) == final


@pytest.mark.parametrize(("own", "answer"), [(True, No("own_accident")), (False, None)])
def test_record_is_drawn_up_by_somebody_else(own: bool, answer: No | None) -> None:
    assert not_own_accident(AccidentFacts(is_own=own)) == answer


@pytest.mark.parametrize(
    ("kind", "hurts_own", "asks"),
    [("accident", True, True), ("accident", False, False), ("incident", True, False)],
)
def test_records_are_asked_for_of_accidents_that_hurt_own_staff(
    kind: str, hurts_own: bool, asks: bool
) -> None:
    assert asks_for_records(kind=kind, hurts_own=hurts_own) == asks
    facts = OccurrenceFacts(asks_for_records=asks)
    assert (record_may_be_asked(facts) is None) == asks
