"""Tables of measures and recommendations."""

from baken.rooms.measures.models.measure import Measure, MeasureStep
from baken.rooms.measures.models.recommendation import Recommendation, RecommendationStep

__all__ = ["Measure", "MeasureStep", "Recommendation", "RecommendationStep"]
