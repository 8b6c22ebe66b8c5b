"""Forms of consultations: plain input in, values for one action out."""

from baken.rooms.consultation.forms.filters import ConsultationFilter
from baken.rooms.consultation.forms.steps import DraftForm, StepForm

__all__ = ["ConsultationFilter", "DraftForm", "StepForm"]
