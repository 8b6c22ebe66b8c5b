"""What the register answers to the common questions."""

from baken.rooms.register.answers.bow_ties import bow_tie_nodes

__all__ = ["bow_tie_nodes"]
