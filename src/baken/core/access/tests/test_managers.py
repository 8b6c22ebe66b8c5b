"""A root answers nobody who does not say for whom they read, however the question is put."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db.models import Count, Exists, OuterRef, Subquery

from baken.core.access import NOBODY, UnguardedRead
from baken.core.access.managers import SYSTEM_REASONS
from baken.rooms.org.models import Unit
from baken.rooms.reports.models import Message, Report
from baken.rooms.reports.permits import READ
from baken.rooms.reports.tests.factories import make_report

pytestmark = pytest.mark.django_db


async def _walked(rows: Any) -> list[Any]:
    return [row async for row in rows.aiterator()]


def _in_a_loop(work: Coroutine[Any, Any, Any]) -> Any:
    """The work done in a thread of its own: the browser of the journeys has a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


UNGUARDED: dict[str, Callable[[], Any]] = {
    "list": lambda: list(Report.objects.all()),
    "iteration": lambda: next(iter(Report.objects.filter(state="received"))),
    "length": lambda: len(Report.objects.all()),
    "truth": lambda: bool(Report.objects.all()),
    "slice": lambda: list(Report.objects.all()[:1]),
    "index": lambda: Report.objects.order_by("pk")[0],
    "repr": lambda: repr(Report.objects.all()),
    "nothing": lambda: list(Report.objects.none()),
    "iterator": lambda: list(Report.objects.all().iterator()),
    "async iterator": lambda: _in_a_loop(_walked(Report.objects.all())),
    "first": lambda: Report.objects.first(),
    "get": lambda: Report.objects.get(ref="M-2026-000001"),
    "get or create": lambda: Report.objects.get_or_create(ref="M-2026-000001"),
    "update or create": lambda: Report.objects.update_or_create(ref="M-2026-000001"),
    "in bulk": lambda: Report.objects.in_bulk([1]),
    "values": lambda: list(Report.objects.values("story")),
    "values list": lambda: list(Report.objects.values_list("pk", flat=True)),
    "dates": lambda: list(Report.objects.dates("received_at", "month")),
    "count": lambda: Report.objects.count(),
    "exists": lambda: Report.objects.filter(state="received").exists(),
    "contains": lambda: Report.objects.contains(Report(number=1)),
    "aggregate": lambda: Report.objects.aggregate(Count("pk")),
    "explain": lambda: Report.objects.all().explain(),
    "update": lambda: Report.objects.update(place=""),
    "delete": lambda: Report.objects.all().delete(),
    "bulk update": lambda: Report.objects.bulk_update([Report(number=1)], ["place"]),
    "raw": lambda: Report.objects.raw("SELECT 1"),
    "raw of opened": lambda: Report.objects.visible_to(NOBODY, READ).raw("SELECT 1"),
    "in": lambda: list(Unit.objects.filter(pk__in=Report.objects.values("unit"))),
    "subquery": lambda: list(
        Unit.objects.annotate(
            r=Subquery(Report.objects.filter(unit=OuterRef("pk")).values("ref")[:1])
        )
    ),
    "exists in a query": lambda: list(Unit.objects.filter(Exists(Report.objects.all()))),
    "union": lambda: list(_opened().union(Report.objects.all())),
    "or": lambda: list(_opened() | Report.objects.all()),
    "and": lambda: list(_opened() & Report.objects.all()),
    "xor": lambda: list(_opened() ^ Report.objects.all()),
    "or the other way": lambda: list(Report.objects.all() | _opened()),
    "child": lambda: list(Message.objects.all()),
}


def _opened() -> Any:
    return Report.objects.for_system(reason="trail")


@pytest.fixture
def report(cast: Any) -> Report:
    """One report, so that every reading has something to find."""
    return make_report(unit=cast.company)


@pytest.mark.parametrize("way", UNGUARDED)
def test_read_without_a_scope_raises(way: str, report: Report) -> None:
    with pytest.raises(UnguardedRead):
        UNGUARDED[way]()


@pytest.mark.parametrize("children", ["messages", "steps"])
def test_children_through_the_record_itself_raise(children: str, report: Report) -> None:
    with pytest.raises(UnguardedRead):
        list(getattr(report, children).all())


def test_children_fetched_along_raise(report: Report) -> None:
    with pytest.raises(UnguardedRead):
        list(_opened().prefetch_related("messages"))


def test_check_for_uniqueness_by_the_model_raises(report: Report) -> None:
    with pytest.raises(UnguardedRead):
        report.validate_unique()


def test_update_without_a_scope_changes_nothing(report: Report) -> None:
    with pytest.raises(UnguardedRead):
        Report.objects.update(place="Elsewhere")
    assert _opened().get().place == report.place


def test_create_without_a_scope_is_free(report: Report) -> None:
    message = Message.objects.create(
        number=1, record=report, side="handler", text="Waar?", at=report.received_at
    )
    assert Message.objects.of(report).get() == message


def test_for_system_with_a_reviewed_reason_reads_everything(report: Report) -> None:
    assert list(_opened()) == [report]


@pytest.mark.parametrize("reason", ["", "because", "TRAIL", "trail "])
def test_for_system_with_another_reason_raises(reason: str, report: Report) -> None:
    with pytest.raises(UnguardedRead, match="no reviewed reason"):
        Report.objects.for_system(reason=reason)


def test_system_reasons_each_say_what_for() -> None:
    assert [reason for reason, meaning in SYSTEM_REASONS.items() if len(meaning) < 20] == []


def test_opened_rows_stay_open_when_narrowed(report: Report) -> None:
    rows = _opened().filter(state="received").exclude(place="Nowhere").order_by("-pk")
    assert (rows.count(), rows.exists(), list(rows[:5])) == (1, True, [report])


def test_opened_rows_inside_another_query_are_read(report: Report, cast: Any) -> None:
    inside = Unit.objects.filter(pk__in=_opened().values("unit"))
    assert list(inside) == [cast.company]


def test_opening_leaves_the_rows_it_came_from_closed(report: Report) -> None:
    rows = Report.objects.filter(state="received")
    rows.for_system(reason="trail")
    with pytest.raises(UnguardedRead):
        rows.count()


def test_opened_rows_are_updated_and_deleted(report: Report) -> None:
    message = Message.objects.create(
        number=1, record=report, side="handler", text="Waar?", at=report.received_at
    )
    changed = Message.objects.of(report).update(side="reporter")
    gone, _kinds = Message.objects.of(report).filter(pk=message.pk).delete()
    assert (changed, gone, Message.objects.of(report).count()) == (1, 1, 0)


def test_with_visible_keys_gives_the_rows_newest_first(cast: Any) -> None:
    reports = [make_report(unit=cast.company) for _ in range(3)]
    found = Report.objects.with_visible_keys([one.pk for one in reports[:2]])
    assert list(found) == sorted(reports[:2], key=lambda one: -one.pk)


def test_of_gives_the_children_of_one_record_only(cast: Any) -> None:
    mine, other = make_report(unit=cast.company), make_report(unit=cast.company)
    made = [
        Message.objects.create(number=n, record=r, side="handler", text="?", at=cast.at)
        for n, r in enumerate((mine, other))
    ]
    assert list(Message.objects.of(mine)) == made[:1]


def test_visible_to_nobody_finds_nothing(report: Report) -> None:
    assert list(Report.objects.visible_to(NOBODY, READ)) == []
    assert Report.objects.visible_branches(NOBODY, READ) == []
