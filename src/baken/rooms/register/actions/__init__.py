"""What changes the register: one verb per file."""

from baken.rooms.register.actions.draw_bow_tie import draw_bow_tie
from baken.rooms.register.actions.end_slices import end_slices
from baken.rooms.register.actions.identify_risk import identify_risk
from baken.rooms.register.actions.make_slice import make_slice
from baken.rooms.register.actions.take_bow_tie_step import take_bow_tie_step
from baken.rooms.register.actions.take_slice_step import take_slice_step
from baken.rooms.register.actions.take_step import take_step

__all__ = [
    "draw_bow_tie",
    "end_slices",
    "identify_risk",
    "make_slice",
    "take_bow_tie_step",
    "take_slice_step",
    "take_step",
]
