"""What belongs to persons, sites and equipment in other tables, as plain values the trail vouches for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from baken.core.workflow.parts import Part, files_of_records, plain_row
from baken.rooms.org.models import Appointment, Equipment, Inspection, SiteHolder

_POST = ("role", "unit_id", "below", "kind", "from_on", "until", "withdrawn_at", "taken_from_id")
_INSPECTION = ("due_on", "result", "inspector", "remarks", "document_id", "noted_by")


def post_parts(posts: Iterable[Appointment]) -> dict[str, Any]:
    """Posts of a person: everything about them that gives rights."""
    return {f"post.{one.pk}": plain_row(one, _POST) for one in posts}


def parts_of_persons(numbers: Sequence[int]) -> Iterator[Part]:
    """Every post of these persons, past ones too."""
    for row in Appointment.objects.for_system(reason="trail").filter(record__in=numbers):
        yield from ((row.record_id, key, value) for key, value in post_parts([row]).items())


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


def holder_parts(holders: Iterable[SiteHolder]) -> dict[str, Any]:
    """Who held a site, each by the first day."""
    return {
        f"holder.{one.from_on.isoformat()}": plain_row(one, ("unit_id", "until")) for one in holders
    }


def parts_of_sites(numbers: Sequence[int]) -> Iterator[Part]:
    """Every holder of these sites, past ones too."""
    for row in SiteHolder.objects.filter(site__in=numbers):
        yield from ((row.site_id, key, value) for key, value in holder_parts([row]).items())
