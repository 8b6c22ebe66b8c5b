"""What waits for one unit itself: records that are not over and on which no other unit acts."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.rules import OCCURRENCE_OVER, REPORT_OVER

OVER: dict[type[Any], tuple[str, ...]] = {Report: REPORT_OVER, Occurrence: OCCURRENCE_OVER}


def waiting_for(rows: Any, unit: int) -> Any:
    """Of these reports or occurrences, those that wait for the unit with this id."""
    acting = Q(owner_unit=unit) | Q(unit=unit, owner_unit__isnull=True)
    return rows.filter(acting).exclude(state__in=OVER[rows.model])
