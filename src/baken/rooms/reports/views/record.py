"""What the pages of reports and occurrences share: phase, thread and step buttons."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from baken.core import clock
from baken.core.access import Actor
from baken.core.questions import ThreadNode, thread_nodes
from baken.core.workflow.available import available_steps
from baken.core.workflow.buttons import step_buttons
from baken.rooms.org.queries import posts_by_permit, tree
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.queries.embargo import embargo_on
from baken.rooms.reports.queries.lists import days_since
from baken.rooms.reports.rules import phase_of
from baken.rooms.reports.texts import POINTLESS
from baken.rooms.reports.workflow import OCCURRENCE, REPORT

EMBARGO_STEPS = ("set_embargo", "note_kin", "lift_embargo", "withdraw_embargo")
REPORTERS_STEPS = ("say_about", "confirm_solved", "not_solved")
FIRST = (
    "triage",
    "danger_over",
    "answer",
    "start_handling",
    "make_ready",
    "close",
    "confirm_solved",
)


def record_page_parts(
    actor: Actor, record: Report | Occurrence, at: datetime, step_page: str
) -> dict[str, Any]:
    """State, phase, days since last touched, thread, and every step with its reasons."""
    is_report = isinstance(record, Report)
    steps = step_choices(actor, record, at, step_page)
    occurrence = record.occurrence if isinstance(record, Report) else record
    return {
        "state": (REPORT if is_report else OCCURRENCE).states[record.state],
        "phase": phase_of(
            report_state=record.state if is_report else None,
            occurrence_state=occurrence.standing.state if occurrence else None,
        ),
        "days": days_since(record.touched_at, at),
        "embargo": embargo_on(record),
        "thread": thread_shown(actor, record),
        "steps": [step for step in steps if step["allowed"]],
        "closed_steps": [step for step in steps if not step["allowed"]],
    }


def thread_shown(actor: Actor, record: Any) -> list[ThreadNode]:
    """The thread of a record as its page shows it."""
    return [_day_only(node) for node in thread_nodes.ask(actor, record)]


def step_choices(actor: Actor, record: Any, at: datetime, step_page: str) -> list[dict[str, Any]]:
    """The steps from here: the most likely one first, the greyed ones with why and who can."""
    unit = tree().by_id[record.owner_unit_id or record.unit_id]
    language = get_language() or "nl"
    return step_buttons(
        choices=[
            choice
            for choice in available_steps(record=record, actor=actor, at=at)
            if not POINTLESS & {no.code for no in choice.refusals} and _fits(choice.name, record)
        ],
        url_of=lambda name: reverse(step_page, args=[record.ref, name]),
        who_may=lambda permits: posts_by_permit(permits, unit, language),
        first=FIRST,
    )


def _fits(step: str, record: Any) -> bool:
    """Whether a step about an embargo means something now: to lift one it must be on."""
    if step not in EMBARGO_STEPS:
        return True
    return (record.embargo_at is None) == (step == "set_embargo")


def _day_only(node: ThreadNode) -> ThreadNode:
    """A node of somebody anonymous shows the day and no made-up time."""
    if node.whole_day and isinstance(node.at, datetime):
        return replace(node, at=clock.local_date(node.at))
    return node
