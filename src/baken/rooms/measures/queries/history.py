"""What the history of a measure tells that the measure itself does not."""

from __future__ import annotations

from datetime import date

from baken.rooms.measures.models import Measure, MeasureStep

AGREES_ON = (
    "measures.measure.decided",
    "measures.measure.postponed",
    "measures.measure.postponed_again",
    "measures.measure.planned_anew",
)


def agreed_day(measure: Measure) -> date | None:
    """The day that was agreed last, whatever the description says since; None before any decision."""
    rows = MeasureStep.objects.of(measure).filter(code__in=AGREES_ON).order_by("-serial")
    facts = rows.values_list("facts", flat=True).first()
    return date.fromisoformat(facts["due_on"]) if facts else None
