"""How grave an occurrence could have been and where, for rooms above that act on it without showing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from baken.rooms.reports.models import Occurrence


@dataclass(frozen=True)
class Weight:
    """The unit of an occurrence and the worst that could have happened, 0 to 5; None when nobody said."""

    unit: int
    potential_severity: int | None


def weight_of_occurrence(number: int) -> Weight | None:
    """The weight of an occurrence by its row number; nothing else of it, and nothing of a merged one."""
    rows: Any = Occurrence.objects.for_system(reason="deliver").filter(pk=number)
    found = rows.exclude(state="merged").values_list("unit", "potential_severity").first()
    return Weight(*found) if found else None
