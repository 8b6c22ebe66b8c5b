"""What the register answers to the common questions."""

from baken.rooms.register.answers.threads import thread_kinds

__all__ = ["thread_kinds"]
