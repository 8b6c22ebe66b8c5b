"""What can happen to a measure: its table."""

from baken.rooms.measures.workflow.fields import DESCRIPTION, SEALED
from baken.rooms.measures.workflow.measure import MEASURE, PROPOSING

__all__ = ["DESCRIPTION", "MEASURE", "PROPOSING", "SEALED"]
