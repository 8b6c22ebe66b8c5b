"""Which level something is brought to when it stalls or is lowered: whose post, and on what unit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from baken.rooms.org.queries import Holder, UnitView, nearest_holders, tree

HANDLERS = ("safety_adviser",)


def level_above(record: Any, at: datetime) -> UnitView | None:
    """The nearest unit above with a safety adviser; None above the highest of them.

    Whoever reads only summaries cannot act on it, so nothing is brought to them. Above where it lies
    now: the level it was brought to, else where the nearest adviser sits.
    """
    here = tree()
    if record.raised_to_id:
        lies = here.by_id[record.raised_to_id]
    else:
        acting = here.by_id[record.owner_unit_id or record.unit_id]
        near = nearest_holders(roles=HANDLERS, unit=acting, at=at)
        lies = near[0].unit if near else acting
    if lies.parent_id is None:
        return None
    above = nearest_holders(roles=HANDLERS, unit=here.by_id[lies.parent_id], at=at)
    return max((one.unit for one in above), key=lambda unit: len(unit.path), default=None)


def lookers_at(unit: int, at: datetime) -> list[Holder]:
    """Who looks at what was brought to a unit."""
    here = tree()
    return [
        one
        for one in nearest_holders(roles=HANDLERS, unit=here.by_id[unit], at=at)
        if one.unit.id == unit
    ]


def second_readers_of(record: Any, at: datetime) -> list[Holder]:
    """The safety advisers who may read as the second: of the nearest post, and of the one above."""
    here = tree()
    acting = here.by_id[record.owner_unit_id or record.unit_id]
    near = nearest_holders(roles=HANDLERS, unit=acting, at=at)
    parent = near[0].unit.parent_id if near else acting.parent_id
    above = nearest_holders(roles=HANDLERS, unit=here.by_id[parent], at=at) if parent else []
    return [*near, *above]
