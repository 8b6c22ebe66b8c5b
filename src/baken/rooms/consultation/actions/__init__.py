"""What changes consultations: one verb per file."""

from baken.rooms.consultation.actions.draft_consultation import draft_consultation
from baken.rooms.consultation.actions.pass_terms import pass_terms
from baken.rooms.consultation.actions.take_step import take_consultation_step

__all__ = ["draft_consultation", "pass_terms", "take_consultation_step"]
