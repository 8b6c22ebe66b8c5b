"""Who hears of a decision by the mandate table, as keys that notices go by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from baken.core import clock
from baken.rooms.library.rules.mandate import TOLD_LEVELS
from baken.rooms.org.queries import nearest_holders, own_key_of, tree
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.decisive_lines import line_of

COMMANDER = "commander"
# Who hears for a body that the table names. The minister is told by the top of the ministry, outside.
COMMITTEE = "safety_committee"
BODIES = {COMMITTEE: "vms_office"}


def keys_told(tell: Iterable[str], risk: Risk, at: datetime) -> list[str]:
    """The keys of those whom the table lets know of a decision on a risk, each once.

    ``tell`` are levels and names of the mandate table: of a level, the commander in the line that
    decides at that level or the first above it. Source: domain reference, irm, section 5.
    """
    found: set[str] = set()
    for name in tell:
        found |= _of_level(name, risk, at) if name in TOLD_LEVELS else _of_body(name, risk, at)
    return sorted(found)


def _of_level(name: str, risk: Risk, at: datetime) -> set[str]:
    here, least = tree(), TOLD_LEVELS.index(name) + 1
    _line, codes = line_of(risk, here, clock.local_date(at))
    for unit in (here.by_code[code] for code in codes):
        if unit.level >= least:
            holders = nearest_holders(roles=(COMMANDER,), unit=unit, at=at)
            return {own_key_of(one.person) for one in holders}
    return set()


def _of_body(name: str, risk: Risk, at: datetime) -> set[str]:
    if name not in BODIES:
        return set()
    unit = tree().by_id[risk.owner_unit_id or risk.unit_id]
    holders = nearest_holders(roles=(BODIES[name],), unit=unit, at=at)
    return {own_key_of(one.person) for one in holders}
