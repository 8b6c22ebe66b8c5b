"""What changes the register: one verb per file."""

from baken.rooms.register.actions.draw_bow_tie import draw_bow_tie
from baken.rooms.register.actions.identify_risk import identify_risk
from baken.rooms.register.actions.take_bow_tie_step import take_bow_tie_step
from baken.rooms.register.actions.take_step import take_step

__all__ = ["draw_bow_tie", "identify_risk", "take_bow_tie_step", "take_step"]
