"""The news of the register."""

from baken.core.events.outbox import declare_event

RISK_STEPPED = declare_event(
    "register.risk.stepped", "A risk was stated or took a step; the payload names it."
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
