"""What hangs on one occurrence."""

from __future__ import annotations

from baken.core.access import Actor
from baken.core.access.once import once_a_page
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import READ

MOST_REPORTS = 200


@once_a_page
def reports_of(actor: Actor, occurrence: Occurrence) -> list[Report]:
    """The newest reports of an occurrence that the actor may read."""
    rows = Report.objects.visible_to(actor, READ).filter(occurrence=occurrence)
    return list(rows.select_related("unit", "owner_unit").order_by("-number")[:MOST_REPORTS])
