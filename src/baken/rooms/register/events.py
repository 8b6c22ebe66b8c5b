"""The news of the register."""

from baken.core.events.outbox import declare_event

RISK_STEPPED = declare_event(
    "register.risk.stepped", "A risk was stated or took a step; the payload names it."
)
DECISION_STEPPED = declare_event(
    "register.decision.stepped",
    "A decision on a risk was signed, suspended or ended, or its end comes near; the payload names"
    " it, and says why and who must be told.",
)
SLICE_STEPPED = declare_event(
    "register.slice.stepped", "A slice of exposure was made or took a step; the payload names it."
)
