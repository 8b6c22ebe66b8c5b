"""Brings a report or an occurrence to the level above: because it stalls, was lowered, or is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor, system_actor
from baken.core.workflow.advance import Change, advance
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import UnitView
from baken.rooms.reports.models import AccidentRecord, Occurrence, Report
from baken.rooms.reports.queries.calendars import timetable_for
from baken.rooms.reports.queries.levels import level_above
from baken.rooms.reports.rules import (
    occurrence_stalls_at,
    phase_of,
    record_stalls_at,
    report_stalls_at,
    stalls_again_at,
)

_STALLS = {
    Report: report_stalls_at,
    Occurrence: occurrence_stalls_at,
    AccidentRecord: record_stalls_at,
}
STALLED, LOWERED, ASKED = "stalled", "lowered", "asked"


def bring_up(*, record: Report | Occurrence, at: datetime, why: str) -> bool:
    """Bring a record that the caller has locked to the level above; False when there is none."""
    level = level_above(record, at)
    if level is None:
        return False
    change = _brought(record, level, at, why)
    values = {**change.values, "touched_at": record.touched_at}
    moved = Change(values=values, facts=change.facts)
    advance(record=record, step="raise", actor=system_actor("clock"), at=at, change=moved)
    return True


def brought_by_hand(
    record: Report | Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    """What the step sets when a person takes it, with a reason. Raises FieldsRefused."""
    if not fields.get("reason"):
        raise FieldsRefused({"reason": _("Say why it has to be looked at on a higher level.")})
    level = level_above(record, at)
    if level is None:
        raise FieldsRefused({"reason": _("There is no level above with a safety adviser.")})
    change = _brought(record, level, at, ASKED)
    words = {"reason": fields["reason"]}
    return Change(values=change.values, facts=change.facts, words=words)


def can_stall(record: Any) -> bool:
    """Whether the clock acts on such records; a duty to notify has a clock of its own."""
    return type(record) in _STALLS


def stalls_at_of(record: Any, *, state: str, values: Mapping[str, Any], at: datetime) -> Any:
    """When the clock acts on a record that takes this state now, and these values."""
    rule = _STALLS[type(record)]
    due_at, table = values.get("due_at", record.due_at), timetable_for(record, values)
    return rule(state=state, due_at=due_at, touched_at=at, timetable=table)


def _brought(record: Any, level: UnitView, at: datetime, why: str) -> Change:
    phase = phase_of(**_states(record))
    again = stalls_again_at(phase=phase, at=at, timetable=timetable_for(record))
    values = {"raised_to_id": level.id, "raised_at": at, "stalls_at": again}
    values["level_steps"] = record.level_steps + 1
    if isinstance(record, Occurrence):
        values["asks_since"] = at
    return Change(values=values, facts={"to": level.code, "why": why, "phase": phase})


def _states(record: Any) -> dict[str, str | None]:
    """A report past its own term stalls in its own phase, whatever its occurrence does."""
    is_report = isinstance(record, Report)
    return {
        "report_state": record.state if is_report else None,
        "occurrence_state": None if is_report else record.state,
    }
