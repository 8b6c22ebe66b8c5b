"""What changes in a unit, its sites or its equipment calls for a review of the RI&E that holds there.

Source: domain reference, instruments, section 2 (re-assessment triggers).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from baken.rooms.assessments.handlers.calling import call
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.rules import is_large_change
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.novelty import unit_of_new_kind, units_of_site

# After these something is done elsewhere or by others than before.
MOVED = ("move", "merge")
BROUGHT = ("hand_over", "put_back")


def call_after_unit(event: Any, at: datetime) -> None:
    """A unit that was moved, merged or much changed calls for what holds in it and where it went."""
    step, units = event.payload["step"], {event.record}
    if step in MOVED:
        here = tree().by_id.get(event.record)
        above = [one.id for one in tree().line_up(here)[1:2]] if here else []
        units |= {*above, event.payload.get("into")} - {None}
        _call_in(units, "organisation", at)
    if step == "change":
        before, after = (event.payload.get(name, {}) for name in ("before", "after"))
        if is_large_change(before.get("strength"), after.get("strength")):
            _call_in(units, "organisation", at)
        if before.get("site") != after.get("site"):
            _call_in(units, "building", at)


def call_after_site(event: Any, at: datetime) -> None:
    """A site that went to another unit calls for what holds in the unit that holds it now."""
    _call_in(units_of_site(event.record), "building", at)


def call_after_equipment(event: Any, at: datetime) -> None:
    """Equipment of a kind that a unit did not have calls for what holds in it and above it."""
    if event.payload["step"] not in BROUGHT:
        return
    unit = unit_of_new_kind(event.record)
    if unit is not None:
        line = [one.id for one in tree().line_up(tree().by_id[unit])]
        _call_in(line, "equipment", at)


def _call_in(units: Collection[int], reason: str, at: datetime) -> None:
    """Call for what is in force in some units themselves."""
    rows: Any = Assessment.objects.for_system(reason="deliver")
    for record in rows.filter(state="in_force", unit__in=units).order_by("pk"):
        call(record, reason, at)
