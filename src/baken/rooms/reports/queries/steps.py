"""The history of a record, as far as a page shows it."""

from __future__ import annotations

from typing import Any

from baken.core.access.once import once_a_page
from baken.core.trail.registry import chain_of

MOST_STEPS = 60


@once_a_page
def newest_steps(record: Any) -> list[Any]:
    """The newest steps of a record that was read, the newest first."""
    return list(chain_of(type(record)).objects.of(record).order_by("-serial")[:MOST_STEPS])
