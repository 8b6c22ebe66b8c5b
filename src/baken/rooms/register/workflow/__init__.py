"""What can happen to a risk and to a decision: a table each."""

from baken.rooms.register.workflow.decision import DECISION
from baken.rooms.register.workflow.risk import DESCRIPTION, IDENTIFYING, RISK, SCORE

__all__ = ["DECISION", "DESCRIPTION", "IDENTIFYING", "RISK", "SCORE"]
