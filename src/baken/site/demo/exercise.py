"""Moves the amphibious exercise in time: whenever one looks, it has been going on for ten days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from baken.rooms.org.rules.rows import OrganisationFile

TASK_GROUP = "ATF-26"
TENTH_DAY = date(2026, 10, 10)  # of the exercise as it is written


def exercise_on(content: OrganisationFile, today: date) -> OrganisationFile:
    """The organisation with the task group, its lines and its posts in the days around ``today``."""
    shift = today - TENTH_DAY
    return replace(
        content,
        units=[_moved(one, one.code, shift) for one in content.units],
        lines=[_moved(one, one.unit, shift, one.superior) for one in content.lines],
        appointments=[_moved(one, one.unit, shift) for one in content.appointments],
    )


def _moved(row: Any, unit: str, shift: timedelta, superior: str = "") -> Any:
    if TASK_GROUP not in (unit, superior):
        return row
    return replace(row, from_on=row.from_on + shift, until=row.until + shift)
