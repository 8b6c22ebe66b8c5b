"""Where a unit that is new somewhere comes to stand."""

from __future__ import annotations

from baken.core.access.reach import SEGMENT
from baken.rooms.org.models import Unit
from baken.rooms.org.rules import child_path

LONGEST_PATH = 60


def free_path(parent: Unit) -> str:
    """The path of a new last child."""
    return child_path(parent.path, last_place(parent) + 1)


def last_place(parent: Unit) -> int:
    """The place of the last child, or 0."""
    mine = Unit.objects.filter(parent=parent).order_by("-path").values_list("path", flat=True)
    last = mine.first()
    return int(last[-SEGMENT:]) if last else 0
