"""What measures ask about occurrences that they serve."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from baken.core.access import Actor, may
from baken.rooms.measures.questions import Key, Served
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import HANDLE, READ_OCCURRENCE
from baken.rooms.reports.queries.to_risk import hazards_of, is_open_to_measures

_TABLE = Occurrence._meta.label_lower


def served_meant(actor: Actor, ref: str) -> Iterable[Served]:
    """The occurrence that somebody means by a reference, when they read it in full."""
    if not ref.startswith(f"{Occurrence.prefix}-"):
        return
    rows: Any = Occurrence.objects.visible_to(actor, READ_OCCURRENCE).filter(ref=ref)
    record = rows.select_related("unit", "owner_unit").first()
    if record is not None:
        yield _served(record, manages=may(actor, HANDLE, record))


def served_of(keys: Collection[Key]) -> Iterator[Served]:
    """The occurrences among these keys, whoever may read them; one query."""
    numbers = [number for table, number in keys if table == _TABLE]
    if not numbers:
        return
    rows: Any = Occurrence.objects.for_system(reason="served").filter(pk__in=numbers)
    for record in rows.order_by("number"):
        yield _served(record, manages=False)


def _served(record: Occurrence, *, manages: bool) -> Served:
    hazards = hazards_of(record) if manages else []
    return Served(
        key=(_TABLE, record.pk),
        ref=record.ref,
        title=record.title,
        unit=record.unit_id,
        owner_unit=record.owner_unit_id,
        confidentiality=record.confidentiality,
        risk_class="",
        severity=record.potential_severity,
        hazard=hazards[0] if len(hazards) == 1 else "",
        manages=manages,
        is_open=is_open_to_measures(record),
        record=record,
    )
