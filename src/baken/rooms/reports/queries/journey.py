"""What a reporter is shown of the way their report goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from baken.rooms.org.queries import nearest_holders, tree
from baken.rooms.reports.models import Report
from baken.rooms.reports.queries.lists import days_since
from baken.rooms.reports.rules import phase_of
from baken.rooms.reports.workflow import REPORT


@dataclass(frozen=True)
class Journey:
    """State and phase in words, days since last touched, who has it, and what happens next."""

    state: str
    phase: str
    days: int
    who: str
    next: str


def journey_of(report: Report, at: datetime) -> Journey:
    """Where a report stands, in words for its reporter; names a post, never a person."""
    occurrence = report.occurrence
    phase = phase_of(
        report_state=report.state, occurrence_state=occurrence.state if occurrence else None
    )
    return Journey(
        state=str(REPORT.states[report.state]),
        phase=phase,
        days=days_since(report.touched_at, at),
        who=_who_has(report, at),
        next=_next(report.state),
    )


def _who_has(report: Report, at: datetime) -> str:
    unit = tree().by_id[report.owner_unit_id or report.unit_id]
    holders = nearest_holders(roles=("safety_adviser",), unit=unit, at=at)
    if not holders:
        return unit.name
    return _("the safety adviser of %(unit)s") % {"unit": holders[0].unit.name}


def _next(state: str) -> str:
    looking = _("A safety adviser looks at it, at the latest on the next working day.")
    return {
        "received": looking,
        "acknowledged": looking,
        "in_handling": _("It is being handled. You get an answer here."),
        "answered": _("Read the answer and tell whether it is solved."),
        "closed": _("Thank you for reporting. Not solved after all? Tell us within 30 days."),
    }.get(state, "")
