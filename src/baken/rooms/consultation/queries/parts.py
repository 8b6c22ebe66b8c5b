"""What belongs to consultations in other tables, as plain values the trail vouches for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from baken.core.workflow.parts import Part, files_of_records, plain_row
from baken.rooms.consultation.models import Consultation, ConsultationCondition

_CONDITION = ("nth", "text", "standing", "how", "noted_at", "noted_by", "post")


def condition_part(row: ConsultationCondition) -> dict[str, Any]:
    """One condition and how it stands."""
    return {f"condition.{row.nth}": plain_row(row, _CONDITION)}


def parts_of_consultations(numbers: Sequence[int]) -> Iterator[Part]:
    """Everything that belongs to these consultations, their documents with it."""
    for row in ConsultationCondition.objects.for_system(reason="trail").filter(record__in=numbers):
        yield from ((row.record_id, key, value) for key, value in condition_part(row).items())
    yield from files_of_records(Consultation, numbers)
