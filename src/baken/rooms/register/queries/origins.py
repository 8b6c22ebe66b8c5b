"""Risks by their row numbers, for rooms above that keep which risks came of their records."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from baken.core.access import Actor
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import READ

RISK_TABLE = Risk._meta.label_lower


def risks_seen(actor: Actor, numbers: Collection[int]) -> dict[int, Any]:
    """Those among some risks that an actor reads, by row number; one query."""
    if not numbers:
        return {}
    rows: Any = Risk.objects.visible_to(actor, READ).filter(pk__in=numbers)
    return {one.pk: one for one in rows}


def hazards_of_risks(numbers: Collection[int]) -> set[str]:
    """The hazards of some risks, by their row numbers; nothing of which risk has which, so for nobody."""
    if not numbers:
        return set()
    rows: Any = Risk.objects.for_system(reason="finding").filter(pk__in=numbers)
    return set(rows.exclude(hazard="").values_list("hazard", flat=True))
