"""Writes of the notices room."""

from baken.rooms.notices.actions.reading import mark_all_read, mark_one_read, mark_seen
from baken.rooms.notices.actions.tell import calm, notify

__all__ = ["calm", "mark_all_read", "mark_one_read", "mark_seen", "notify"]
