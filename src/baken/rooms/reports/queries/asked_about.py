"""What a request for an accident record is about: one's own report, or an occurrence one reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import RESPOND


@dataclass(frozen=True)
class About:
    """When and where it was, as far as it is known, and to which occurrence it will belong.

    Who reported in confidence is known to the safety adviser alone: their request is not tied to the
    occurrence of the report, since the commander would see from it who reported.
    """

    occurrence: Occurrence | None = None
    happened_at: datetime | None = None
    place: str = ""
    untied: bool = False


def asked_about(actor: Actor, report: str, occurrence: str) -> About:
    """What the references in an address mean to this actor; what they do not read means nothing."""
    if report and actor.holds(RESPOND):
        rows = Report.objects.visible_to(actor, RESPOND).filter(Report.ref_condition(report))
        found = rows.select_related("occurrence").first()
        if found is not None:
            named = found.identity == "named"
            tied = found.occurrence if named else None
            return About(tied, found.happened_at, found.place, untied=not named)
    one = _readable(actor, occurrence) if occurrence else None
    return About(one) if one is not None else About()


def _readable(actor: Actor, ref: str) -> Any:
    """The occurrence when the actor reads anything of it; its moment is not told to all who do."""
    for permit in filter(actor.holds, Occurrence.visible_with()):
        rows = Occurrence.objects.visible_to(actor, permit)
        found = rows.filter(Occurrence.ref_condition(ref)).exclude(state="merged").first()
        if found is not None:
            return found
    return None
