"""What can happen to a risk, to a decision and to a slice of exposure: a table each."""

from baken.rooms.register.workflow.decision import DECISION
from baken.rooms.register.workflow.risk import (
    DESCRIPTION,
    IDENTIFYING,
    OPEN_STATES,
    RISK,
    SCORE,
)
from baken.rooms.register.workflow.slice import MAKING_SLICE, SLICE

__all__ = [
    "DECISION",
    "DESCRIPTION",
    "IDENTIFYING",
    "MAKING_SLICE",
    "OPEN_STATES",
    "RISK",
    "SCORE",
    "SLICE",
]
