"""Whether a new version of an assessment is being made."""

from __future__ import annotations

from typing import Any

from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.rules import MAKING


def is_being_replaced(record: Assessment) -> bool:
    """Whether a new version of an assessment that was read through the guard is being made; nothing of it."""
    return made_after().filter(earlier=record).exists()


def made_after() -> Any:
    """Every new version that is being made, to ask of which ones there is one."""
    rows: Any = Assessment.objects.for_system(reason="filter")
    return rows.filter(state__in=MAKING, earlier__isnull=False)
