"""Moves the amphibious exercise in time: whenever one looks, it has been going on for ten days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from baken.rooms.org.rules.rows import OrganisationFile

TASK_GROUP = "ATF-26"
TENTH_DAY = date(2026, 10, 10)  # of the exercise as it is written


def exercise_on(content: OrganisationFile, today: date) -> OrganisationFile:
    """The organisation with the task group, its lines and its posts in the days around ``today``.

    The group itself is there from its written day on, or earlier when one looks earlier: a unit comes
    in on its first day or later, whatever day the demonstration is loaded for.
    """
    shift = today - TENTH_DAY
    return replace(
        content,
        units=[_standing(one, shift) if one.code == TASK_GROUP else one for one in content.units],
        lines=[
            _moved(one, shift) if TASK_GROUP in (one.unit, one.superior) else one
            for one in content.lines
        ],
        appointments=[
            _moved(one, shift) if one.unit == TASK_GROUP else one for one in content.appointments
        ],
    )


def _standing(row: Any, shift: timedelta) -> Any:
    moved = _moved(row, shift)
    return replace(moved, from_on=min(row.from_on, moved.from_on))


def _moved(row: Any, shift: timedelta) -> Any:
    return replace(row, from_on=row.from_on + shift, until=row.until + shift)
