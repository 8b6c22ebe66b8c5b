"""Where a unit lives: whose midnight is the end of its day."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from baken.core import clock
from baken.rooms.org.queries.tree import UnitView, tree
from baken.rooms.org.rules import PART_LEVEL


def zone_of_unit(unit: UnitView) -> ZoneInfo:
    """The time zone of the sites that a unit holds, else of those of the nearest unit above that does.

    Whose sites lie in more than one zone lives in none of them: that of the organisation counts, and
    so it does for the parts of the organisation and what is above them.
    """
    here = tree()
    for one in here.line_up(unit):
        if one.level >= PART_LEVEL:
            break
        zones = {site.time_zone for site in here.sites.values() if site.holder_id == one.id}
        if zones:
            return ZoneInfo(zones.pop()) if len(zones) == 1 else clock.local_zone()
    return clock.local_zone()
