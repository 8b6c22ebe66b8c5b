"""Tables of the register."""

from baken.rooms.register.models.risk import Risk, RiskCategory, RiskStep
from baken.rooms.register.models.score import RiskScore

__all__ = ["Risk", "RiskCategory", "RiskScore", "RiskStep"]
