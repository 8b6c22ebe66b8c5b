"""Forms of the reports room: plain input in, values for one action out."""

from baken.rooms.reports.forms.filters import OccurrenceFilter, ReportFilter
from baken.rooms.reports.forms.hand_over import HandOverForm
from baken.rooms.reports.forms.intake import CodeForm, ReportForm
from baken.rooms.reports.forms.steps import StepForm
from baken.rooms.reports.forms.triage import TriageForm

__all__ = [
    "CodeForm",
    "HandOverForm",
    "OccurrenceFilter",
    "ReportFilter",
    "ReportForm",
    "StepForm",
    "TriageForm",
]
