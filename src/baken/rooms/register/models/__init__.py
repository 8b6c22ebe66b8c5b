"""Tables of the register."""

from baken.rooms.register.models.risk import Risk, RiskCategory, RiskStep
from baken.rooms.register.models.score import RiskScore
from baken.rooms.register.models.slice import Slice, SliceMember, SliceStep

__all__ = [
    "Risk",
    "RiskCategory",
    "RiskScore",
    "RiskStep",
    "Slice",
    "SliceMember",
    "SliceStep",
]
