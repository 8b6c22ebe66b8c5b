"""By which days and in which time zone the terms of a record are counted."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from baken.core import clock
from baken.core.clock.terms import Timetable
from baken.core.clock.working_days import WorkingDays
from baken.rooms.library.queries import holidays, terms
from baken.rooms.org.queries import tree

ON_MISSION = ("detachment", "task_force")


def timetable_of(*, unit: int, site: int | None, context: str = "") -> Timetable:
    """The terms of what happened in a unit, at a site or none of ours, in a context.

    On a mission every day counts: in a deployment, or of a detachment or task force. The zone is that
    of the site, else the organisation's own.
    """
    here = tree()
    zone = ZoneInfo(here.sites[site].time_zone) if site else clock.local_zone()
    away = context == "deployment" or here.by_id[unit].kind in ON_MISSION
    return Timetable(terms(), WorkingDays(holidays(), every_day=away), zone)


def timetable_for(record: Any) -> Timetable:
    """The terms of a report or an occurrence."""
    context = getattr(record, "context", "")
    return timetable_of(unit=record.unit_id, site=record.site_id, context=context)
