"""Locks several occurrences in one order, so that two people at once wait and never block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.queries.merges import way_of
from baken.rooms.reports.queries.parents import above

NAMING = ("merge", "set_parent", "triage", "move")
OF_REPORT = ("not_solved", "move")


def lock_along(record: Any, step: str, fields: Mapping[str, Any]) -> None:
    """Lock the occurrences that a step touches beside its record, before the record itself.

    Occurrences come before reports, and among themselves by number: whoever takes a step about the
    same ones at the same moment waits for this one, and then sees what it did.
    """
    numbers = set(_touched(record, step, fields))
    if numbers:
        lock_occurrences(numbers)


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
        if step in OF_REPORT and record.occurrence_id:
            yield record.occurrence_id
    elif found is not None or step == "unmerge":
        yield record.pk
        yield from (one.pk for one in way_of(record))


def _named(ref: str) -> Occurrence | None:
    rows = Occurrence.objects.for_system(reason="advance")
    return rows.filter(Occurrence.ref_condition(ref)).first()
