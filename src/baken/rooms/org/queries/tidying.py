"""Who hands over command so soon that they close nothing of their unit any more by themselves.

Source: domain reference, organisation, section 8.2.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from baken.core import clock
from baken.core.access import Actor
from baken.rooms.org.models import Handover
from baken.rooms.org.permits import WRITE_HANDOVER
from baken.rooms.org.queries.changes import terms
from baken.rooms.org.queries.tree import tree


def hands_over_soon(actor: Actor, unit: int, at: datetime) -> bool:
    """Whether an actor hands over the command of a unit, or of one above it, within the days in which
    the safety adviser looks first at what is closed; at most one query.
    """
    if actor.person is None or not actor.holds(WRITE_HANDOVER):
        return False
    soon = clock.local_date(at) + timedelta(days=terms().tidying_days)
    rows = Handover.objects.for_system(reason="terms").filter(
        outgoing=actor.person, state="prepared", starts_on__lte=soon
    )
    here = tree()
    path = here.by_id[unit].path
    return any(
        here.by_id[one].range.covers(path) for one in rows.values_list("from_unit", flat=True)
    )
