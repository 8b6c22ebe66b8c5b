"""The thread of a slice of exposure: its steps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from baken.core.access import Actor
from baken.core.questions import ThreadNode
from baken.rooms.register.models import Slice
from baken.rooms.register.queries.slice_thread import nodes_of


def slice_nodes(actor: Actor, record: Any) -> Iterable[ThreadNode]:
    """The thread of a slice; nothing of what is none."""
    return nodes_of(actor, record) if isinstance(record, Slice) else ()
