"""The money, mandate, terms and lists of small purchases."""

from __future__ import annotations

from functools import lru_cache

from baken.rooms.library.queries.files import published
from baken.rooms.library.rules.purchasing import Purchasing, read_purchasing


@lru_cache(maxsize=1)
def purchasing() -> Purchasing:
    """The rules in force. Raises DataProblem, naming file, entry and field."""
    return read_purchasing(*published("measures/purchasing"))
