"""What can happen to a risk and to a slice of exposure: a table each."""

from baken.rooms.register.workflow.risk import DESCRIPTION, IDENTIFYING, RISK, SCORE
from baken.rooms.register.workflow.slice import MAKING_SLICE, SLICE

__all__ = ["DESCRIPTION", "IDENTIFYING", "MAKING_SLICE", "RISK", "SCORE", "SLICE"]
