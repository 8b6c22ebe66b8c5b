"""Who is told next of a danger about which nobody who was told has read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from baken.core.access import may
from baken.rooms.notices.queries import keys_told
from baken.rooms.org.queries import (
    Holder,
    UnitView,
    actor_of_person,
    nearest_holders,
    own_key_of,
    person_numbered,
    tree,
)
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import READ
from baken.rooms.reports.queries.alarm import ALARMS

CLIMBING = ("commander", "safety_adviser")


def next_told(*, report: Report, to: str, at: datetime) -> list[Holder]:
    """The holders that an unread danger goes to: who was not told yet, and may read the report.

    ``next_up``: the nearest commander and safety adviser above those who were told, acting and
    delegated ones included. ``duty_officer``: that of the whole part, and when there is none, or he
    was told already, the commander of the part.
    """
    unit = tree().by_id[report.owner_unit_id or report.unit_id]
    told = keys_told(table=report._meta.label_lower, record=report.pk, codes=ALARMS)
    line = tree().line_up(unit)
    if to == "duty_officer":
        top = line[line.index(tree().part_of(unit)) :]
        return _first(report, ("duty_officer",), top, told, at) or _first(
            report, ("commander",), top, told, at
        )
    return [one for role in CLIMBING for one in _first(report, (role,), line, told, at)]


def _first(
    report: Report,
    roles: Iterable[str],
    line: Iterable[UnitView],
    told: frozenset[str],
    at: datetime,
) -> list[Holder]:
    """The nearest holders along a line who were not told yet and may read the report."""
    for unit in line:
        holders = nearest_holders(roles=tuple(roles), unit=unit, at=at)
        fresh = [one for one in holders if own_key_of(one.person) not in told]
        able = [one for one in fresh if _may_read(one, report, at)]
        if able:
            return able
    return []


def _may_read(holder: Holder, report: Report, at: datetime) -> bool:
    person = person_numbered(holder.number)
    return person is not None and may(actor_of_person(person, at), READ, report)
