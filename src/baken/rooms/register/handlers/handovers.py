"""What the register does when a handover of command lapses; safe to repeat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from baken.core.access import system_actor
from baken.rooms.org.actions.keep_handovers import follow_record
from baken.rooms.org.queries.changes import change_of
from baken.rooms.org.queries.handovers import handover_numbered, lapsed_items
from baken.rooms.register.actions.lapse_decisions import lapse_decisions
from baken.rooms.register.models import Risk
from baken.rooms.register.rules.handovers import ACCEPTED, PENDING, TREATING

LAPSE = "lapse"
OF_RISKS = (ACCEPTED, TREATING, PENDING)


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


def follow_in_handovers(event: Any, at: datetime) -> None:
    """Something was done about a risk: the handovers of which it is an item say so at once."""
    rows: Any = Risk.objects.for_system(reason="deliver").filter(pk=event.record)
    ref = rows.values_list("ref", flat=True).first()
    if ref:
        follow_record(actor=system_actor("register"), kinds=OF_RISKS, ref=ref, at=at)
