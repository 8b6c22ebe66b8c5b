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
NOT_TAKEN_OVER = declare_event(
    "register.risk.not_taken_over",
    "Whoever took command did not take over the decision on a risk in time; the payload names the"
    " handover.",
)
SLICE_STEPPED = declare_event(
    "register.slice.stepped", "A slice of exposure was made or took a step; the payload names it."
)
BOW_TIE_STEPPED = declare_event(
    "register.bow_tie.stepped", "A bow-tie was drawn or took a step; the payload names it."
)
BARRIER_SIGNALLED = declare_event(
    "register.barrier.signalled",
    "Something is wrong with a critical barrier of an accepted high or extreme risk; the payload"
    " names barrier, kind and risks.",
)
BARRIER_RED = declare_event(
    "register.barrier.red",
    "A barrier of accepted high or extreme risks fails; the payload names barrier and risks.",
)
