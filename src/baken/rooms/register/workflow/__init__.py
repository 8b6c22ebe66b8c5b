"""The tables of what can happen in the register."""

from baken.rooms.register.workflow.bow_tie import BOW_TIE, DRAWING
from baken.rooms.register.workflow.risk import DESCRIPTION, IDENTIFYING, RISK, SCORE

__all__ = ["BOW_TIE", "DESCRIPTION", "DRAWING", "IDENTIFYING", "RISK", "SCORE"]
