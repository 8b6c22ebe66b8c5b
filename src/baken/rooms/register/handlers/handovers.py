"""What the register does when a handover of command lapses; safe to repeat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from baken.core.access import system_actor
from baken.core.events.outbox import emit
from baken.rooms.org.actions.keep_handovers import follow_record
from baken.rooms.org.queries.changes import change_of
from baken.rooms.org.queries.handovers import handover_numbered, lapsed_items
from baken.rooms.register.actions.lapse_decisions import lapse_decisions
from baken.rooms.register.events import NOT_TAKEN_OVER
from baken.rooms.register.models import Risk
from baken.rooms.register.rules.handovers import ACCEPTED, PENDING, TREATING

LAPSE = "lapse"
OF_RISKS = (ACCEPTED, TREATING, PENDING)


def end_what_lapsed(event: Any, at: datetime) -> None:
    """Decisions that were not taken over in time hold no more, each by news of its own.

    So one that cannot be ended keeps no other waiting, and is tried again by itself.
    """
    record = handover_numbered(event.record) if event.payload.get("step") == LAPSE else None
    if record is None:
        return
    refs = lapsed_items(record.pk, ACCEPTED)
    rows: Any = Risk.objects.for_system(reason="deliver").filter(ref__in=refs)
    for risk in rows.only("pk").order_by("number"):
        emit(name=NOT_TAKEN_OVER, record=risk, at=event.at, payload={"handover": record.pk})


def end_one_that_lapsed(event: Any, at: datetime) -> None:
    """A decision that was not taken over in time holds no more: its risk waits for a new one."""
    record = handover_numbered(event.payload["handover"])
    ref = _ref_of(event)
    if record is not None and ref:
        change = change_of(record)
        lapse_decisions(actor=system_actor("register"), change=change, refs=[ref], at=at)


def follow_in_handovers(event: Any, at: datetime) -> None:
    """Something was done about a risk: the handovers of which it is an item say so at once."""
    ref = _ref_of(event)
    if ref:
        follow_record(actor=system_actor("register"), kinds=OF_RISKS, ref=ref, at=at)


def _ref_of(event: Any) -> str:
    rows: Any = Risk.objects.for_system(reason="deliver").filter(pk=event.record)
    return rows.values_list("ref", flat=True).first() or ""
