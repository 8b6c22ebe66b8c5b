"""Since when units exist and until when, as the database has it; and which of them are due to end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Max, Min

from baken.rooms.org.models import Unit
from baken.rooms.org.rules.lives import SINCE_ALWAYS, Life


def lives_kept() -> dict[str, Life]:
    """The lives of the units that exist, and of those that ended on a known day, by code."""
    rows = Unit.objects.annotate(begin=Min("versions__from_on"))
    names = ("code", "parent__code", "begin", "ends_on", "state")
    return {
        code: Life(
            parent or "", None if begin == SINCE_ALWAYS else begin, end, is_over=state != "existing"
        )
        for code, parent, begin, end, state in rows.values_list(*names)
        if end is not None or state == "existing"
    }


def changes_kept() -> dict[str, tuple[date | None, date]]:
    """Of each unit the last day of its first version, and the first day of its last one."""
    rows = Unit.objects.filter(versions__isnull=False)
    rows = rows.annotate(first=Min("versions__until"), last=Max("versions__from_on"))
    return {code: (first, last) for code, first, last in rows.values_list("code", "first", "last")}


def due_to_end(today: date) -> Any:
    """The existing units whose last day is over, those furthest below first."""
    rows = Unit.objects.filter(state="existing", ends_on__lt=today)
    return rows.order_by("-path")


def is_due(unit: Unit, today: date) -> bool:
    """Whether a unit, as it was just read, exists and its last day is over."""
    return unit.state == "existing" and unit.ends_on is not None and unit.ends_on < today
