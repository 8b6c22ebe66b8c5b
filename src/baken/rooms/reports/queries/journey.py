"""What a reporter is shown of the way their report goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from baken.core import clock
from baken.rooms.org.queries import nearest_holders, tree
from baken.rooms.register.queries.told import told_of_risks
from baken.rooms.reports.models import Report
from baken.rooms.reports.queries.alarm import alarmed_posts
from baken.rooms.reports.queries.calendars import reaction_ends
from baken.rooms.reports.queries.lists import days_since
from baken.rooms.reports.queries.told_of_level import told_to_reporter
from baken.rooms.reports.rules import OCCURRENCE_OVER, UNTRIAGED, is_danger_now, phase_of
from baken.rooms.reports.workflow import OCCURRENCE, REPORT


@dataclass(frozen=True)
class Journey:
    """State and phase in words, days since last touched, who has it, and what happens next.

    ``levels`` tell that it was brought to a higher level or lowered, and why; ``risks`` that it
    became a risk, and what was decided on that.
    While it is dangerous ``alarmed`` holds the posts that were told at once. ``beyond`` says how
    the occurrence stands when that goes on after the report was closed.
    """

    state: str
    phase: str
    days: int
    who: str
    next: str
    alarmed: tuple[str, ...] = ()
    beyond: str = ""
    levels: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()


def journey_of(report: Report, at: datetime) -> Journey:
    """Where a report stands, in words for its reporter; names a post, never a person."""
    standing = report.occurrence.standing if report.occurrence else None
    dangerous = is_danger_now(still_dangerous=report.still_dangerous, state=report.state)
    return Journey(
        state=str(REPORT.states[report.state]),
        phase=phase_of(
            report_state=report.state, occurrence_state=standing.state if standing else None
        ),
        days=days_since(report.touched_at, at),
        who=_who_has(report, at),
        next=_alarmed(report, at) if dangerous else _next(report, at),
        alarmed=tuple(alarmed_posts(report, at)) if dangerous else (),
        beyond=_beyond(report.state, standing.state if standing else None),
        levels=tuple(told_to_reporter(report)),
        risks=tuple(_risks(report)),
    )


def _is_late(report: Report, at: datetime) -> bool:
    """Whether nobody weighed it in time: then a promise of when somebody looks is not repeated."""
    return report.state in UNTRIAGED and report.due_at is not None and report.due_at < at


def _alarmed(report: Report, at: datetime) -> str:
    if _is_late(report, at):
        return _("The people who can act were alarmed, but nobody took it up in time.")
    if report.state in UNTRIAGED:
        return _(
            "The people who can act have been alarmed. One of them looks at it within the hour."
        )
    return _("The people who can act know of the danger and are handling it.")


def _beyond(state: str, occurrence_state: str | None) -> str:
    """A closed report may belong to something that is still being worked on: the phase is of that."""
    if state != "closed" or occurrence_state is None or occurrence_state in OCCURRENCE_OVER:
        return ""
    words = {"state": OCCURRENCE.states[occurrence_state]}
    return _("Your report is closed. What it belongs to goes on, and is: %(state)s.") % words


def _risks(report: Report) -> list[str]:
    """What came of it in the register of risks, without anything of the risk that one may not read."""
    return told_of_risks([report, *([report.occurrence.standing] if report.occurrence else [])])


def _who_has(report: Report, at: datetime) -> str:
    unit = tree().by_id[report.owner_unit_id or report.unit_id]
    holders = nearest_holders(roles=("safety_adviser",), unit=unit, at=at)
    if not holders:
        return unit.name
    return _("the safety adviser of %(unit)s") % {"unit": holders[0].unit.name}


def _next(report: Report, at: datetime) -> str:
    if _is_late(report, at):
        return _("It should have been looked at by now. You can ask about it with a message.")
    looking = _("A safety adviser looks at it, at the latest on the next working day.")
    return {
        "received": looking,
        "acknowledged": looking,
        "in_handling": _("It is being handled. You get an answer here."),
        "answered": _("Read the answer and tell whether it is solved."),
        "closed": _closed(report, at),
    }.get(report.state, "")


def _closed(report: Report, at: datetime) -> str:
    """Thanks, and until when the reporter may still say that it is not solved."""
    ends = reaction_ends(report)
    if ends is None or ends < at:
        return _("Thank you for reporting.")
    day = date_format(clock.local_date(ends), "j F Y")
    told = _("Thank you for reporting. Not solved after all? Tell us until %(day)s.")
    return told % {"day": day}
