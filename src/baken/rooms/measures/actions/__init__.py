"""What changes measures: one verb per file."""

from baken.rooms.measures.actions.act_on_measures import act_on_measures
from baken.rooms.measures.actions.propose_measure import propose_measure
from baken.rooms.measures.actions.take_step import take_step

__all__ = ["act_on_measures", "propose_measure", "take_step"]
