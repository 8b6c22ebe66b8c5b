"""What can happen to a measure and to a recommendation: their tables."""

from baken.rooms.measures.workflow.fields import DESCRIPTION
from baken.rooms.measures.workflow.measure import MEASURE, PROPOSING
from baken.rooms.measures.workflow.recommendation import RECEIVING, RECOMMENDATIONS
from baken.rooms.measures.workflow.recommendation_fields import SEALED_RECOMMENDATION

__all__ = [
    "DESCRIPTION",
    "MEASURE",
    "PROPOSING",
    "RECEIVING",
    "RECOMMENDATIONS",
    "SEALED_RECOMMENDATION",
]
