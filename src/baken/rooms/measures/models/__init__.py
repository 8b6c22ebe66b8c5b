"""Tables of measures, recommendations and small purchases."""

from baken.rooms.measures.models.measure import Measure, MeasureStep
from baken.rooms.measures.models.purchase import (
    Purchase,
    PurchaseBudget,
    PurchaseQuote,
    PurchaseStep,
)
from baken.rooms.measures.models.recommendation import Recommendation, RecommendationStep

__all__ = [
    "Measure",
    "MeasureStep",
    "Purchase",
    "PurchaseBudget",
    "PurchaseQuote",
    "PurchaseStep",
    "Recommendation",
    "RecommendationStep",
]
