"""When a duty is due, when facts are late, what opens it again, and who may settle it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from baken.rooms.library.rules.duties import Term
from baken.rooms.reports.rules.duties import (
    GUARDS,
    NotificationFacts,
    Watched,
    call_problem,
    changed,
    end_of_term,
    is_late_fact,
    moments_known,
    urgency_of,
)

AT = datetime(2026, 3, 10, 10, tzinfo=UTC)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def no_days(start: datetime, count: int) -> datetime:
    raise AssertionError("only a term in working days counts them")


@pytest.mark.parametrize(
    ("start", "unit", "count", "end"),
    [
        ("2026-03-10T10:00", "minutes", 0, "2026-03-10T10:00"),
        ("2026-03-10T10:00", "minutes", 60, "2026-03-10T11:00"),
        ("2026-03-10T10:00", "hours", 72, "2026-03-13T10:00"),
        ("2026-03-10T10:00", "days", 56, "2026-05-05T10:00"),
        ("2026-03-10T10:00", "months", 1, "2026-04-10T10:00"),
        ("2026-01-31T10:00", "months", 1, "2026-02-28T10:00"),
        ("2024-01-31T10:00", "months", 1, "2024-02-29T10:00"),
        ("2026-11-30T10:00", "months", 3, "2027-02-28T10:00"),
        ("2026-12-01T10:00", "months", 1, "2027-01-01T10:00"),
    ],
)
def test_term_ends_after_minutes_hours_days_or_months(
    start: str, unit: str, count: int, end: str
) -> None:
    assert end_of_term(moment(start), Term(unit, count), no_days) == moment(end)


def test_term_over_a_change_to_summer_time_runs_on_in_hours_and_keeps_its_hour_in_days() -> None:
    start = datetime(2026, 3, 28, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
    in_hours = end_of_term(start, Term("hours", 72), no_days)
    in_days = end_of_term(start, Term("days", 3), no_days)
    assert in_hours == moment("2026-03-31T11:00")
    assert in_days == moment("2026-03-31T10:00")


def test_term_in_working_days_is_counted_by_the_calendar() -> None:
    asked: list[tuple[datetime, int]] = []

    def calendar(start: datetime, count: int) -> datetime:
        asked.append((start, count))
        return start + timedelta(days=7)

    assert end_of_term(AT, Term("working_days", 3), calendar) == AT + timedelta(days=7)
    assert asked == [(AT, 3)]


@pytest.mark.parametrize(
    ("after", "late"),
    [
        (timedelta(), False),
        (timedelta(hours=1), False),
        (timedelta(hours=1, seconds=1), True),
        (timedelta(days=2), True),
    ],
)
def test_fact_is_late_when_it_was_known_more_than_an_hour_after_the_occurrence(
    after: timedelta, late: bool
) -> None:
    assert is_late_fact(known_at=AT + after, first_known_at=AT) is late


@pytest.mark.parametrize(
    ("due", "urgency"),
    [
        (None, ""),
        (timedelta(minutes=-1), "overdue"),
        (timedelta(), "overdue"),
        (timedelta(minutes=1), "soon"),
        (timedelta(hours=24), "soon"),
        (timedelta(hours=24, minutes=1), "later"),
    ],
)
def test_urgency_is_by_what_is_due(due: timedelta | None, urgency: str) -> None:
    assert urgency_of(None if due is None else AT + due, AT) == urgency


HURT = (("employee", "lost_time", False, False),)
WORSE = (("employee", "permanent", True, False),)


def watching(**values: Any) -> Watched:
    usual: dict[str, Any] = {"harm": HURT, "category": 3, "flags": frozenset(), "answers": {}}
    return Watched(**(usual | values))


@pytest.mark.parametrize(
    ("after", "kinds"),
    [
        (watching(), set()),
        (watching(harm=WORSE), {"outcome_changed"}),
        (watching(category=4), {"category_changed"}),
        (watching(flags=frozenset({"work"})), {"facts_changed"}),
        (watching(answers={"breach.risk": True}), {"facts_changed"}),
        (watching(harm=(), category=None), {"outcome_changed", "category_changed"}),
    ],
)
def test_change_is_named_by_what_it_is_about(after: Watched, kinds: set[str]) -> None:
    assert changed(watching(), after) == kinds


EARLIER, LATER = AT - timedelta(days=2), AT - timedelta(hours=3)


@pytest.mark.parametrize(
    ("told", "standing", "known"),
    [
        ([("a", EARLIER)], [("a", EARLIER)], [EARLIER]),
        ([("a", None)], [("a", EARLIER)], [EARLIER]),
        ([("a", EARLIER.replace(second=0))], [("a", EARLIER.replace(second=9))], None),
        ([("b", EARLIER)], [("a", EARLIER)], [AT]),
        ([("b", None)], [("a", EARLIER)], [AT]),
        ([("b", LATER)], [("a", EARLIER)], [LATER]),
        ([("a", LATER)], [], [LATER]),
        ([("a", None)], [], [AT]),
        ([("a", None), ("a", None)], [("a", EARLIER)], [EARLIER, AT]),
        ([("a", EARLIER), ("b", EARLIER)], [("a", EARLIER), ("c", EARLIER)], [EARLIER, AT]),
    ],
)
def test_harm_is_known_since_now_when_something_else_is_told(
    told: list[tuple[Any, datetime | None]],
    standing: list[tuple[Any, datetime]],
    known: list[datetime] | None,
) -> None:
    expected = [EARLIER.replace(second=9)] if known is None else known
    assert moments_known(told, standing, AT) == expected


@pytest.mark.parametrize(
    ("called", "happened", "problem"),
    [
        (AT, AT, ""),
        (AT, None, ""),
        (AT + timedelta(minutes=5), AT, ""),
        (AT + timedelta(minutes=6), AT, "in_future"),
        (AT - timedelta(days=1), AT, ""),
        (AT - timedelta(days=1, seconds=1), AT, "before_it"),
        (datetime(1899, 12, 31, tzinfo=UTC), None, "long_ago"),
    ],
)
def test_call_lies_neither_in_the_future_nor_before_it_happened(
    called: datetime, happened: datetime | None, problem: str
) -> None:
    assert call_problem(called, happened_at=happened, now=AT) == problem


@pytest.mark.parametrize(
    ("guard", "facts", "code"),
    [
        ("not_first_reader", NotificationFacts(), ""),
        ("not_first_reader", NotificationFacts(is_first_reader=True), "first_reader"),
        ("owner_or_handler", NotificationFacts(is_owner_or_handler=True), ""),
        ("owner_or_handler", NotificationFacts(), "not_owner"),
    ],
)
def test_guard_refuses_with_its_code(guard: str, facts: NotificationFacts, code: str) -> None:
    rule: Callable[[Any], Any] = GUARDS[guard]
    no = rule(facts)
    assert (no.code if no else "") == code
