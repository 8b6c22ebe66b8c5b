"""What changes the register: one verb per file."""

from baken.rooms.register.actions.end_slices import end_slices
from baken.rooms.register.actions.identify_risk import identify_risk
from baken.rooms.register.actions.make_slice import make_slice
from baken.rooms.register.actions.take_slice_step import take_slice_step
from baken.rooms.register.actions.take_step import take_step

__all__ = ["end_slices", "identify_risk", "make_slice", "take_slice_step", "take_step"]
