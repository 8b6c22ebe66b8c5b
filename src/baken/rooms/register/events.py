"""The news of the register."""

from baken.core.events.outbox import declare_event

RISK_STEPPED = declare_event(
    "register.risk.stepped", "A risk was stated or took a step; the payload names it."
)
SLICE_STEPPED = declare_event(
    "register.slice.stepped", "A slice of exposure was made or took a step; the payload names it."
)
