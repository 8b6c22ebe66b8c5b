"""What can happen to a measure and to a small purchase: their tables."""

from baken.rooms.measures.workflow.fields import DESCRIPTION
from baken.rooms.measures.workflow.measure import MEASURE, PROPOSING
from baken.rooms.measures.workflow.purchase import ASKING, PURCHASE
from baken.rooms.measures.workflow.purchase_fields import WANTED

__all__ = ["ASKING", "DESCRIPTION", "MEASURE", "PROPOSING", "PURCHASE", "WANTED"]
