"""Forms of assessments: plain input in, values for one action out."""

from baken.rooms.assessments.forms.filters import AssessmentFilter
from baken.rooms.assessments.forms.steps import BeginForm, StepForm

__all__ = ["AssessmentFilter", "BeginForm", "StepForm"]
