"""Forms of measures and recommendations."""

from baken.rooms.measures.forms.filters import MeasureFilter
from baken.rooms.measures.forms.propose import ProposeForm
from baken.rooms.measures.forms.recommendations import ReceiveForm, RecommendationFilter
from baken.rooms.measures.forms.steps import StepForm

__all__ = ["MeasureFilter", "ProposeForm", "ReceiveForm", "RecommendationFilter", "StepForm"]
