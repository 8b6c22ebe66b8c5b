"""Since when units exist and until when, as the database has it; and which of them are due to end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, Max, Min, Q

from baken.rooms.org.models import Appointment, CommandLine, Unit
from baken.rooms.org.rules import AppointmentRow, LineRow
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


def unchanged_on(
    units: Collection[str], lines: Iterable[LineRow], posts: Iterable[AppointmentRow]
) -> frozenset[LineRow | AppointmentRow]:
    """The rows on some units that are there already until the same day; a withdrawn line stays so."""
    lines = [row for row in lines if row.unit in units or row.superior in units]
    posts = [row for row in posts if row.unit in units]
    if not lines and not posts:
        return frozenset()
    ties = CommandLine.objects.filter(Q(unit__code__in=units) | Q(superior__code__in=units))
    ties = ties.order_by(F("withdrawn_at").desc(nulls_last=True))
    names = ("unit__code", "superior__code", "kind", "from_on", "until", "withdrawn_at")
    known = {row[:4]: row[4:] for row in ties.values_list(*names)}
    held = Appointment.objects.for_system(reason="import").filter(unit__code__in=units)
    keys = ("record__ref", "role", "unit__code", "from_on", "until")
    there = set(held.values_list(*keys))
    return frozenset(
        (
            *(row for row in lines if _stays(row, known)),
            *(p for p in posts if (p.person, p.role, p.unit, p.from_on, p.until) in there),
        )
    )


def _stays(row: LineRow, known: Mapping[tuple[Any, ...], Sequence[Any]]) -> bool:
    ends = known.get((row.unit, row.superior, row.kind, row.from_on))
    return ends is not None and (ends[1] is not None or ends[0] == row.until)


def due_to_end(today: date) -> Any:
    """The existing units whose last day is over, those furthest below first."""
    rows = Unit.objects.filter(state="existing", ends_on__lt=today)
    return rows.order_by("-path")


def is_due(unit: Unit, today: date) -> bool:
    """Whether a unit, as it was just read, exists and its last day is over."""
    return unit.state == "existing" and unit.ends_on is not None and unit.ends_on < today
