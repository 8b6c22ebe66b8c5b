"""What the register does when a handover of command lapses; safe to repeat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from baken.core.access import system_actor
from baken.rooms.org.queries.changes import change_of
from baken.rooms.org.queries.handovers import handover_numbered, lapsed_items
from baken.rooms.register.actions.lapse_decisions import lapse_decisions
from baken.rooms.register.rules.handovers import ACCEPTED

LAPSE = "lapse"


def end_what_lapsed(event: Any, at: datetime) -> None:
    """Decisions that were not taken over in time hold no more: their risks wait for new ones."""
    record = handover_numbered(event.record) if event.payload.get("step") == LAPSE else None
    if record is not None:
        lapse_decisions(
            actor=system_actor("register"),
            change=change_of(record),
            refs=lapsed_items(record.pk, ACCEPTED),
            at=at,
        )
