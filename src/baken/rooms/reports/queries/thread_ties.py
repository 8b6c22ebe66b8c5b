"""What the records of this room are tied to beside the links, whoever may see it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from baken.core.questions.threads import ThreadTie
from baken.rooms.reports.models import AccidentRecord, ExternalNotification, Occurrence, Report

BECAME, MERGED_INTO, RECORDED_IN, NOTIFIED_BY = (
    "became",
    "merged_into",
    "recorded_in",
    "notified_by",
)
OCCURRENCE = Occurrence._meta.label_lower
# Of a crowd around one record the newest; a walk tells a reader of 200 at most.
MOST_TIES = 5000


def ties_of_reports(numbers: Collection[int]) -> Iterator[ThreadTie]:
    """What reports became."""
    table = Report._meta.label_lower
    for number, occurrence in _pairs(Report, "occurrence", pk__in=numbers):
        yield ThreadTie((table, number), BECAME, (OCCURRENCE, occurrence))


def ties_of_occurrences(numbers: Collection[int]) -> Iterator[ThreadTie]:
    """What occurrences were told by, merged with, recorded in and notified by: four questions."""
    for number, occurrence in _pairs(Report, "occurrence", occurrence__in=numbers):
        yield ThreadTie((Report._meta.label_lower, number), BECAME, (OCCURRENCE, occurrence))
    for root, relation in ((AccidentRecord, RECORDED_IN), (ExternalNotification, NOTIFIED_BY)):
        for number, occurrence in _pairs(root, "occurrence", occurrence__in=numbers):
            yield ThreadTie((OCCURRENCE, occurrence), relation, (root._meta.label_lower, number))
    rows = Occurrence.objects.for_system(reason="thread").filter(merged_into__isnull=False)
    # Two small questions united: either of them in one condition makes SQLite read the whole table.
    ends = (rows.filter(pk__in=numbers), rows.filter(merged_into__in=numbers))
    merges = rows.filter(pk__in=ends[0].values("pk").union(ends[1].values("pk"), all=True))
    for number, target in merges.order_by("-pk").values_list("pk", "merged_into")[:MOST_TIES]:
        yield ThreadTie((OCCURRENCE, number), MERGED_INTO, (OCCURRENCE, target))


def ties_of_accident_records(numbers: Collection[int]) -> Iterator[ThreadTie]:
    """The occurrences that accident records are about."""
    table = AccidentRecord._meta.label_lower
    for number, occurrence in _pairs(AccidentRecord, "occurrence", pk__in=numbers):
        yield ThreadTie((OCCURRENCE, occurrence), RECORDED_IN, (table, number))


def ties_of_notifications(numbers: Collection[int]) -> Iterator[ThreadTie]:
    """The occurrences that duties to notify are about."""
    table = ExternalNotification._meta.label_lower
    for number, occurrence in _pairs(ExternalNotification, "occurrence", pk__in=numbers):
        yield ThreadTie((OCCURRENCE, occurrence), NOTIFIED_BY, (table, number))


def _pairs(root: Any, field: str, **narrow: Any) -> Any:
    rows = root.objects.for_system(reason="thread").filter(**narrow, **{f"{field}__isnull": False})
    return rows.order_by("-pk").values_list("pk", f"{field}_id")[:MOST_TIES]
