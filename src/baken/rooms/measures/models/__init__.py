"""Tables of measures and of small purchases."""

from baken.rooms.measures.models.measure import Measure, MeasureStep
from baken.rooms.measures.models.purchase import (
    Purchase,
    PurchaseBudget,
    PurchaseQuote,
    PurchaseStep,
)

__all__ = [
    "Measure",
    "MeasureStep",
    "Purchase",
    "PurchaseBudget",
    "PurchaseQuote",
    "PurchaseStep",
]
