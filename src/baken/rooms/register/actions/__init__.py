"""What changes the register: one verb per file."""

from baken.rooms.register.actions.identify_risk import identify_risk
from baken.rooms.register.actions.take_step import take_step

__all__ = ["identify_risk", "take_step"]
