"""What the register answers to the common questions; ``site.wiring`` lists them."""

from baken.rooms.register.answers.slices import slice_nodes

__all__ = ["slice_nodes"]
