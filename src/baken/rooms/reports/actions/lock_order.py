"""Locks several occurrences in one order, so that two people at once wait and never block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction

from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.queries.merges import way_of
from baken.rooms.reports.queries.parents import above

NAMING = ("merge", "same_event", "keep_apart", "set_parent", "triage", "move")
MERGING = ("merge", "same_event", "unmerge")
OF_REPORT = ("not_solved", "move")


class _More(Exception):
    """While this waited for the locks, somebody made the step touch more than was locked."""


def lock_along(record: Any, step: str, fields: Mapping[str, Any]) -> None:
    """Lock the occurrences that a step touches beside its record, before the record itself.

    Occurrences come before reports, and among themselves by number: whoever takes a step about the
    same ones at the same moment waits for this one, and then sees what it did. Once they are locked
    it looks again: when there are more by then, it lets go and takes them all in order.
    """
    numbers = set(_touched(record, step, fields))
    while numbers:
        try:
            with transaction.atomic():
                lock_occurrences(numbers)
                now = set(_touched(record, step, fields))
                if not now <= numbers:
                    raise _More
        except _More:
            numbers |= now
        else:
            return


def lock_occurrences(numbers: Iterable[int]) -> list[Occurrence]:
    """These occurrences as they stand now, locked until the transaction ends, by number."""
    rows = Occurrence.objects.for_system(reason="advance").filter(pk__in=set(numbers))
    return list(rows.order_by("pk").select_for_update(of=("self",)))


def _touched(record: Any, step: str, fields: Mapping[str, Any]) -> Iterator[int]:
    named = str(fields.get("occurrence") or "") if step in NAMING else ""
    found = _named(named) if named else None
    if found is not None:
        yield found.pk
        yield from above(found) if step == "set_parent" else ()
    if isinstance(record, Report):
        yield from _of_report(record, step)
    elif found is not None or step == "unmerge":
        fresh = Occurrence.objects.for_system(reason="advance").get(pk=record.pk)
        way = way_of(fresh)
        yield record.pk
        yield from (one.pk for one in way)
        if step in MERGING:
            yield from _inside([fresh, *way, *([found] if found else [])])


def _of_report(report: Report, step: str) -> Iterator[int]:
    rows = Report.objects.for_system(reason="advance").filter(pk=report.pk)
    if step in OF_REPORT:
        yield from rows.exclude(occurrence=None).values_list("occurrence_id", flat=True)


def _inside(holders: Iterable[Occurrence]) -> Iterator[int]:
    """What was merged into these: it follows where they go."""
    rows = Occurrence.objects.for_system(reason="advance").filter(merged_into__in=list(holders))
    yield from rows.values_list("pk", flat=True)


def _named(ref: str) -> Occurrence | None:
    rows = Occurrence.objects.for_system(reason="advance")
    return rows.filter(Occurrence.ref_condition(ref)).first()
