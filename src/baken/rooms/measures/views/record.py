"""What the pages of a measure share: its thread and its step buttons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from baken.core.access import Actor
from baken.core.questions import thread_nodes
from baken.core.workflow.available import available_steps
from baken.core.workflow.buttons import step_buttons
from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.posts import acting_unit
from baken.rooms.measures.workflow import MEASURE
from baken.rooms.org.queries import posts_by_permit

# The steps that are likely next, the likeliest in front.
FIRST = (
    *("accept", "decide", "start", "implement", "verify_effective", "verify_ineffective"),
    *("plan_anew", "note_progress"),
)


def record_page_parts(actor: Actor, record: Measure, at: datetime) -> dict[str, Any]:
    """State, thread, and every step with its reasons; the one that is likely next stands first."""
    unit, language = acting_unit(record), get_language() or "nl"
    steps = step_buttons(
        choices=available_steps(record=record, actor=actor, at=at),
        url_of=lambda name: reverse("measures:step", args=[record.ref, name]),
        who_may=lambda permits: posts_by_permit(permits, unit, language),
        first=FIRST,
    )
    return {
        "state": MEASURE.states[record.state],
        "thread": thread_nodes.ask(actor, record),
        "steps": [step for step in steps if step["allowed"]],
        "closed_steps": [step for step in steps if not step["allowed"]],
    }
