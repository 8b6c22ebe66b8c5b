"""Many rows at once: the same as one by one."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from baken.core.events.models import OutboxEvent
from baken.core.records import bulk
from baken.core.records.bulk import fresh, insert_many, insert_meanwhile
from baken.core.records.models import ReferenceCounter, ReferencePool

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 9, 0, 0, 123_456, tzinfo=UTC)


def event(number: int) -> OutboxEvent:
    """A row with a text, a JSON value, a moment, a day that is empty and a yes or no."""
    payload = {"a": [1, None, "é"], "b": {}}
    return OutboxEvent(number=number, name="x", table="y", record=3, payload=payload, at=AT)


def test_insert_many_stores_what_saving_one_by_one_stores() -> None:
    event(1).save(force_insert=True)
    assert insert_many([event(2), event(3)]) == 2
    names = [field.attname for field in OutboxEvent._meta.fields if field.attname != "number"]
    rows = list(OutboxEvent.objects.order_by("number").values_list(*names))
    assert len(rows) == 3
    assert rows[0] == rows[1] == rows[2]


def test_insert_many_keeps_identifiers_and_leaves_counted_keys_to_the_database() -> None:
    pool = [ReferencePool(id=uuid.uuid4(), prefix="M", year=2026, serial=n) for n in range(3)]
    assert insert_many(iter(pool)) == 3
    assert set(ReferencePool.objects.values_list("id", flat=True)) == {one.id for one in pool}
    assert insert_many(ReferenceCounter(prefix="M", year=year) for year in (2025, 2026)) == 2
    assert ReferenceCounter.objects.values("id").distinct().count() == 2


def test_insert_many_of_nothing_stores_nothing() -> None:
    assert insert_many([]) == 0


def test_insert_many_refused_by_the_database_stores_nothing() -> None:
    twice = [ReferenceCounter(prefix="M", year=2026) for _ in range(2)]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many(twice)
    assert ReferenceCounter.objects.count() == 0


def test_a_fresh_record_is_what_the_constructor_makes() -> None:
    made, built = fresh(OutboxEvent, number=1, name="x", table="y", record=3, at=AT), event(1)
    names = [field.attname for field in OutboxEvent._meta.concrete_fields]
    told = {name: getattr(made, name) for name in names if name not in ("id", "payload")}
    assert told == {name: getattr(built, name) for name in told}
    assert (made.payload, made._state.adding, made._state.db) == ({}, True, None)
    assert fresh(OutboxEvent).payload is not made.payload


def test_a_fresh_record_takes_columns_and_nothing_else() -> None:
    with pytest.raises(TypeError, match="OutboxEvent has no column colour, size"):
        fresh(OutboxEvent, number=1, size=3, colour="red")


def test_rows_go_in_by_the_order_of_their_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []

    @contextmanager
    def sending(db: Any, into: str, values: Any) -> Iterator[None]:
        sent.extend(value[0] for value in values)
        yield

    for door in ("_inserting", "_copying"):
        monkeypatch.setattr(bulk, door, sending)
    rows = [event(number) for number in (5, 3, 4)]
    assert insert_many(rows) == 3
    assert (sent, [row.number for row in rows]) == ([3, 4, 5], [5, 3, 4])


def test_two_moments_of_one_hour_on_the_clock_stay_two() -> None:
    amsterdam = ZoneInfo("Europe/Amsterdam")
    first = datetime(2025, 10, 26, 2, 30, tzinfo=amsterdam)
    rows = [event(1), event(2)]
    rows[0].at, rows[1].at = first, first.replace(fold=1)
    insert_many(rows)
    kept = [row.at for row in OutboxEvent.objects.order_by("number")]
    assert kept == [
        datetime(2025, 10, 26, 0, 30, tzinfo=UTC),
        datetime(2025, 10, 26, 1, 30, tzinfo=UTC),
    ]


def test_a_moment_inside_json_is_refused() -> None:
    row = event(1)
    row.payload = {"at": AT}
    with pytest.raises(TypeError):
        insert_many([row])


def test_work_is_done_while_rows_are_stored() -> None:
    rows = [event(5), event(6)]
    assert insert_meanwhile(rows, lambda: "done") == "done"
    assert OutboxEvent.objects.count() == 2
    assert insert_meanwhile([], lambda: "done") == "done"


def test_work_that_fails_undoes_the_storing() -> None:
    def fail() -> None:
        raise LookupError("not there")

    with pytest.raises(LookupError, match="not there"), transaction.atomic():
        insert_meanwhile([event(7)], fail)
    assert OutboxEvent.objects.count() == 0
