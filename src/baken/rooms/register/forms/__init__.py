"""Forms of the register: plain input in, values for one action out."""

from baken.rooms.register.forms.filters import RiskFilter
from baken.rooms.register.forms.score import ScoreForm
from baken.rooms.register.forms.state import StateForm
from baken.rooms.register.forms.steps import StepForm

__all__ = ["RiskFilter", "ScoreForm", "StateForm", "StepForm"]
