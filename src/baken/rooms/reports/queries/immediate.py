"""What was done at once about a report or an occurrence, as it was noted in its history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import formats, timezone

from baken.core.trail.registry import chain_of
from baken.rooms.reports.queries.steps import MOST_STEPS, newest_steps

MOST_NOTED = 60


def immediate_actions_of(record: Any) -> list[str]:
    """The newest entries about immediate action on a record read in full, oldest first."""
    code = f"reports.{record._meta.model_name}.immediate_noted"
    steps = newest_steps(record)
    if len(steps) < MOST_STEPS:
        return [done_at_once(step) for step in steps if step.code == code][::-1]
    rows = chain_of(type(record)).objects.of(record).filter(code=code)
    return [done_at_once(step) for step in rows.order_by("-serial")[:MOST_NOTED]][::-1]


def done_at_once(step: Any) -> str:
    """One entry in a line: what was done, when, by whom and where; nothing of another step."""
    if "done_at" not in step.facts:
        return ""
    moment = timezone.localtime(datetime.fromisoformat(step.facts["done_at"]))
    when = formats.date_format(moment, "j F Y H:i")
    told = (when, step.words.get("by_whom"), step.words.get("place"))
    beside = ", ".join(part for part in told if part)
    return f"{step.words.get('action', '')} ({beside})".strip()
