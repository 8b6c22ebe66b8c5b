"""What the counts of occurrences are by: the category, and the older systems that told of them."""

from __future__ import annotations

from typing import NamedTuple

from baken.rooms.reports.models import Occurrence


class CountedBy(NamedTuple):
    """A category, None when nobody knew it, and the names of systems, empty when it was told here."""

    category: int | None
    systems: str


def counted_by(code: str) -> CountedBy:
    """What a code of a kept count says."""
    category, systems = Occurrence.rolled.values_in(code)
    return CountedBy(int(category) if category else None, systems)
