"""What describes a measure now, as somebody would send it."""

from __future__ import annotations

from typing import Any

from baken.rooms.measures.models import Measure
from baken.rooms.measures.rules.money import euros_of
from baken.rooms.measures.workflow import DESCRIPTION


def description_of(measure: Measure) -> dict[str, Any]:
    """The fields of its description with their values; a priority that nobody chose is empty."""
    plain = {one.name: getattr(measure, one.name) for one in DESCRIPTION if one.name != "budget"}
    plain["priority"] = measure.priority if is_priority_chosen(measure) else ""
    cents = measure.budget_cents
    return {**plain, "budget": "" if cents is None else euros_of(cents)}


def is_priority_chosen(measure: Measure) -> bool:
    """Whether somebody chose its priority, or said why it is what it is; else it follows the class."""
    return measure.priority_chosen or bool(measure.priority_reason.strip())
