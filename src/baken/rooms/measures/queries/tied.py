"""The recommendations that a record of another kind is tied to."""

from __future__ import annotations

from typing import Any

from baken.core.access import Actor
from baken.core.access.once import once_a_page
from baken.core.links.registry import linked_records
from baken.rooms.measures.models import Measure, Recommendation


@once_a_page
def recommendations_tied_to(actor: Actor, record: Any) -> list[tuple[str, Recommendation]]:
    """Pairs of relation and recommendation, as far as the actor reads them; a measure tells its own."""
    if isinstance(record, Measure):
        return []
    return [
        (relation, other)
        for relation, other in linked_records(record, actor)
        if isinstance(other, Recommendation)
    ]
