"""What can happen to a measure, a recommendation and a small purchase: their tables."""

from baken.rooms.measures.workflow.fields import DESCRIPTION, SEALED
from baken.rooms.measures.workflow.measure import MEASURE, PROPOSING
from baken.rooms.measures.workflow.purchase import ASKING, PURCHASE
from baken.rooms.measures.workflow.purchase_fields import WANTED
from baken.rooms.measures.workflow.recommendation import RECEIVING, RECOMMENDATIONS
from baken.rooms.measures.workflow.recommendation_fields import SEALED_RECOMMENDATION

__all__ = [
    "ASKING",
    "DESCRIPTION",
    "MEASURE",
    "PROPOSING",
    "PURCHASE",
    "RECEIVING",
    "RECOMMENDATIONS",
    "SEALED",
    "SEALED_RECOMMENDATION",
    "WANTED",
]
