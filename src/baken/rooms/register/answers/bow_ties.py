"""The thread of a bow-tie: the records whose signals came to it, and every step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from baken.core.access import Actor
from baken.core.questions import ThreadNode
from baken.rooms.register.models import BowTie
from baken.rooms.register.queries.bow_tie_thread import nodes_of


def bow_tie_nodes(actor: Actor, record: Any) -> Iterable[ThreadNode]:
    """The points on the thread of a bow-tie that was read through the guard; of others nothing."""
    return nodes_of(actor, record) if isinstance(record, BowTie) else ()
