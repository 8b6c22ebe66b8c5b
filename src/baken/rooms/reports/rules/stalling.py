"""When something stalls, as pure decisions: what waits in a phase, and for how long.

Source: domain reference, reporting, section 1; report of the inspectorate (36 124 no. 11) on signals
that lose strength on their way up.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from baken.core.clock.terms import Timetable
from baken.rooms.reports.rules.handling import UNTRIAGED, No, OccurrenceFacts

LOWER, CATEGORY = "lower", "category"
LOWERABLE = ("potential_severity", "investigation_level")
_TACKLING = ("handling", "under_investigation", "measures_running")


def report_stalls_at(
    *, state: str, due_at: datetime | None, touched_at: datetime, timetable: Timetable
) -> datetime | None:
    """When the clock acts on a report: when its term is over, of an answered one the reaction's.

    After a step past the term there is some grace.
    """
    waits = state in (*UNTRIAGED, "in_handling", "answered")
    return _after(due_at, touched_at, timetable) if waits else None


def occurrence_stalls_at(
    *, state: str, due_at: datetime | None, touched_at: datetime, timetable: Timetable
) -> datetime | None:
    """When the clock acts on an occurrence: a term of its phase, or by when it is to be done."""
    if state in ("triaged", "reopened"):
        return timetable.end("weigh", touched_at)
    if state == "ready_to_close":
        return timetable.end("analyse", touched_at)
    return _after(due_at, touched_at, timetable) if state in _TACKLING else None


def stalls_again_at(*, phase: str, at: datetime, timetable: Timetable) -> datetime:
    """How long the level that something was brought to has, before it goes on to the next one."""
    return timetable.end(f"{phase}_again", at)


def lowered(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What is lower after than before, as from and to by name; what was not known is not lowered."""
    return {
        name: [before[name], value]
        for name, value in after.items()
        if value is not None and before.get(name) is not None and value < before[name]
    }


def no_reading_waits(facts: OccurrenceFacts) -> No | None:
    """One second reading at a time."""
    return No("reading_waits") if facts.reading else None


def lowering_waits(facts: OccurrenceFacts) -> No | None:
    """Only a lowering that was proposed can be agreed to."""
    return None if facts.reading == LOWER else No("nothing_proposed")


def category_disputed(facts: OccurrenceFacts) -> No | None:
    """Only a category that is disputed is decided on."""
    return None if facts.reading == CATEGORY else No("nothing_disputed")


def not_first_reader(facts: OccurrenceFacts) -> No | None:
    """The second reader is somebody else than the first: who proposed, disputed or classified it."""
    return No("first_reader") if facts.is_first_reader else None


def _after(due_at: datetime | None, touched_at: datetime, timetable: Timetable) -> datetime | None:
    if due_at is None or due_at > touched_at:
        return due_at
    return timetable.end("after_due", touched_at)
