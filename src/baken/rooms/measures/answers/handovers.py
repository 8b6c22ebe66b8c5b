"""What of this room is to be known when command changes hands: what is overdue or still open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from baken.core import clock
from baken.core.access import Actor
from baken.core.page.addresses import record_address
from baken.rooms.measures.permits import READ, READ_PURCHASE, READ_RECOMMENDATION
from baken.rooms.measures.queries.taken_over import (
    KIND,
    OPEN,
    PURCHASES,
    RECOMMENDATIONS,
    ROOTS,
    taken_over_with,
)
from baken.rooms.measures.workflow import MEASURE, PURCHASE
from baken.rooms.measures.workflow import RECOMMENDATIONS as FOLLOWING
from baken.rooms.org.queries import tree
from baken.rooms.org.questions import CommandChange, HandoverMatter, MatterShown, Refs
from baken.rooms.org.rules.handovers import KNOW

# Behind what is decided one by one, before what is low.
RANK = 9
GONE = "gone"
PERMITS = {KIND: READ, RECOMMENDATIONS: READ_RECOMMENDATION, PURCHASES: READ_PURCHASE}
WORKFLOWS = {KIND: MEASURE, RECOMMENDATIONS: FOLLOWING, PURCHASES: PURCHASE}


def handover_matters(change: CommandChange) -> Iterable[HandoverMatter]:
    """What a unit and those it leads still have to do when command changes hands; four queries."""
    for kind, rows in taken_over_with(tree().by_id[change.unit], change.starts_at).items():
        for one in rows:
            risk_class = getattr(one, "risk_class", "")
            yield HandoverMatter(kind, one.ref, risk_class, KNOW, False, RANK, _day(one.due_at))


def matters_shown(actor: Actor, change: CommandChange, refs: Refs) -> Iterable[MatterShown]:
    """Those that the actor reads; one query for each kind there is."""
    for kind, root in ROOTS.items():
        wanted = [ref for other, ref in refs if other == kind]
        rows = root.objects.visible_to(actor, PERMITS[kind]).filter(ref__in=wanted)
        for one in rows if wanted else ():
            yield MatterShown(
                kind=kind,
                ref=one.ref,
                title=one.title,
                url=record_address(one),
                state=str(WORKFLOWS[kind].states[one.state]),
                risk_class=getattr(one, "risk_class", ""),
                outcome="" if _waits(kind, one, change.starts_at) else GONE,
                until=_day(one.due_at),
            )


def _waits(kind: str, one: Any, starts_at: datetime) -> bool:
    """Whether somebody has still to do something: a measure is told of when that was owed before."""
    if one.state not in OPEN[kind]:
        return False
    return kind != KIND or (one.due_at is not None and one.due_at < starts_at)


def _day(due_at: datetime | None) -> date | None:
    return clock.local_date(due_at) if due_at else None
