"""Forms of measures."""

from baken.rooms.measures.forms.filters import MeasureFilter
from baken.rooms.measures.forms.propose import ProposeForm
from baken.rooms.measures.forms.steps import StepForm

__all__ = ["MeasureFilter", "ProposeForm", "StepForm"]
