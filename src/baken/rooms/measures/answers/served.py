"""What measures ask about recommendations that they serve: this room's own answer beside the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from baken.core.access import Actor, may
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.permits import FOLLOW_UP, READ_RECOMMENDATION
from baken.rooms.measures.questions import Key, Served
from baken.rooms.measures.rules.recommending import REJECTED, SERVED_IN

_TABLE = Recommendation._meta.label_lower


def served_meant(actor: Actor, ref: str) -> Iterable[Served]:
    """The recommendation that somebody means by a reference, when they read it."""
    if not ref.startswith(f"{Recommendation.prefix}-"):
        return
    rows: Any = Recommendation.objects.visible_to(actor, READ_RECOMMENDATION).filter(ref=ref)
    record = rows.select_related("unit", "owner_unit").first()
    if record is not None:
        yield _served(record, manages=may(actor, FOLLOW_UP, record))


def served_of(keys: Collection[Key]) -> Iterator[Served]:
    """The recommendations among these keys, whoever may read them; one query."""
    numbers = [number for table, number in keys if table == _TABLE]
    if not numbers:
        return
    rows: Any = Recommendation.objects.for_system(reason="served").filter(pk__in=numbers)
    for record in rows.order_by("number"):
        yield _served(record, manages=False)


def _served(record: Recommendation, *, manages: bool) -> Served:
    return Served(
        key=(_TABLE, record.pk),
        ref=record.ref,
        title=record.title,
        unit=record.unit_id,
        owner_unit=record.owner_unit_id,
        confidentiality=record.confidentiality,
        risk_class="",
        severity=None,
        manages=manages,
        is_open=record.state in SERVED_IN and record.appreciation != REJECTED,
        record=record,
    )
