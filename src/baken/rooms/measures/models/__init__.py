"""Tables of measures."""

from baken.rooms.measures.models.measure import Measure, MeasureStep

__all__ = ["Measure", "MeasureStep"]
