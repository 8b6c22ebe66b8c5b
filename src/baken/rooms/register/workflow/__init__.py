"""What can happen to a risk, a decision, a slice of exposure and a bow-tie: a table each."""

from baken.rooms.register.rules.states import OPEN_STATES
from baken.rooms.register.workflow.bow_tie import BOW_TIE, DRAWING
from baken.rooms.register.workflow.decision import DECISION
from baken.rooms.register.workflow.risk import (
    DESCRIPTION,
    FINDING,
    IDENTIFYING,
    OWNED,
    RISK,
    SCORE,
)
from baken.rooms.register.workflow.slice import MAKING_SLICE, SLICE

__all__ = [
    "BOW_TIE",
    "DECISION",
    "DESCRIPTION",
    "DRAWING",
    "FINDING",
    "IDENTIFYING",
    "MAKING_SLICE",
    "OPEN_STATES",
    "OWNED",
    "RISK",
    "SCORE",
    "SLICE",
]
