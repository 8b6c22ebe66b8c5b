"""The news of consultations."""

from baken.core.events.outbox import declare_event

CONSULTATION_STEPPED = declare_event(
    "consultation.consultation.stepped",
    "A consultation was drafted or took a step; the payload names it.",
)
