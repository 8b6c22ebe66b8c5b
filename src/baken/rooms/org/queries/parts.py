"""What belongs to equipment in other tables, as plain values that the trail vouches for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from baken.core.workflow.parts import Part, files_of_records, plain_row
from baken.rooms.org.models import Equipment, Inspection

_INSPECTION = ("due_on", "result", "inspector", "remarks", "document_id", "noted_by")


def inspection_parts(inspections: Iterable[Inspection]) -> dict[str, Any]:
    """Inspections, each by its kind and day: of one kind there is one a day."""
    return {
        f"inspection.{one.kind}.{one.done_on.isoformat()}": plain_row(one, _INSPECTION)
        for one in inspections
    }


def parts_of_equipment(numbers: Sequence[int]) -> Iterator[Part]:
    """Every inspection of this equipment, and its files."""
    for row in Inspection.objects.for_system(reason="trail").filter(record__in=numbers):
        yield from ((row.record_id, key, value) for key, value in inspection_parts([row]).items())
    yield from files_of_records(Equipment, numbers)
