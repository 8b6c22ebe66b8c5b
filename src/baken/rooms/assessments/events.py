"""The news of assessments."""

from baken.core.events.outbox import declare_event

ASSESSMENT_STEPPED = declare_event(
    "assessments.assessment.stepped",
    "An assessment was begun or took a step; the payload names it.",
)
