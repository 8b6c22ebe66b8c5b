"""By which days and in which time zone the terms of a record are counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from baken.core import clock
from baken.core.clock.terms import Timetable
from baken.core.clock.working_days import WorkingDays
from baken.rooms.library.queries import holidays, terms
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import AccidentRecord, Occurrence, OccurrenceStep, Report

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


def timetable_for(record: Any, values: Mapping[str, Any] | None = None) -> Timetable:
    """The terms of a record, with the site and context that a step gives it.

    The context of a report is that of the occurrence that it belongs to by then; of an accident
    record both are.
    """
    given = values or {}
    is_fact = isinstance(record, Occurrence)
    fact = record if is_fact else given.get("occurrence", record.occurrence)
    place = fact if isinstance(record, AccidentRecord) else record
    return timetable_of(
        unit=record.unit_id,
        site=given.get("site_id", place.site_id if place else None),
        context=given.get("context", fact.context) if fact else "",
    )


def reaction_ends(report: Report) -> datetime | None:
    """Until when the reporter may say that it is not solved; None without an answer."""
    answered = report.answered_at
    return timetable_for(report).end("reaction", answered) if answered else None


def term_of_level(occurrence: Occurrence, values: Mapping[str, Any]) -> datetime | None:
    """By when an occurrence is handled, counted by the site and context that a step gives it.

    What followed from its level is counted again, from when that was set; a day that a person chose
    stays. None when nothing is due.
    """
    stands, level = occurrence.due_at, occurrence.investigation_level
    before, after = timetable_for(occurrence), timetable_for(occurrence, values)
    if stands is None or level is None or before == after:
        return stands
    code = f"investigation_{level}"
    began = (at for at in _weighed_at(occurrence) if before.end(code, at) == stands)
    return next((after.end(code, at) for at in began), stands)


def _weighed_at(occurrence: Occurrence) -> Iterable[datetime]:
    """When somebody set a term, the last time first."""
    steps = OccurrenceStep.objects.of(occurrence).filter(facts__has_key="due_at")
    return steps.order_by("-serial").values_list("at", flat=True)
