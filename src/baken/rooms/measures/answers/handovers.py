"""What of measures is taken over when command changes hands: to be known, what is overdue."""

from __future__ import annotations

from collections.abc import Iterable

from baken.core import clock
from baken.core.access import Actor
from baken.core.page.addresses import record_address
from baken.rooms.measures.models import Measure
from baken.rooms.measures.permits import READ
from baken.rooms.measures.queries.taken_over import KIND, overdue_with
from baken.rooms.measures.rules.states import OPEN_STATES
from baken.rooms.measures.workflow import MEASURE
from baken.rooms.org.queries import tree
from baken.rooms.org.questions import CommandChange, HandoverMatter, MatterShown, Refs
from baken.rooms.org.rules.handovers import KNOW

# Behind what is decided one by one, before what is low.
RANK = 9
GONE = "gone"


def handover_matters(change: CommandChange) -> Iterable[HandoverMatter]:
    """Measures that are overdue when command changes hands, of the unit and those it leads; two queries."""
    rows = overdue_with(tree().by_id[change.unit], change.starts_at)
    for ref, risk_class, due_at in rows.values_list("ref", "risk_class", "due_at"):
        due_on = clock.local_date(due_at)
        yield HandoverMatter(KIND, ref, risk_class, KNOW, False, RANK, due_on)


def matters_shown(actor: Actor, change: CommandChange, refs: Refs) -> Iterable[MatterShown]:
    """Those that the actor reads; one query."""
    wanted = [ref for kind, ref in refs if kind == KIND]
    rows = Measure.objects.visible_to(actor, READ).filter(ref__in=wanted) if wanted else ()
    for one in rows:
        waits = one.state in OPEN_STATES and one.due_at and one.due_at < change.starts_at
        yield MatterShown(
            kind=KIND,
            ref=one.ref,
            title=one.title,
            url=record_address(one),
            state=str(MEASURE.states[one.state]),
            risk_class=one.risk_class,
            outcome="" if waits else GONE,
            until=clock.local_date(one.due_at) if one.due_at else None,
        )
