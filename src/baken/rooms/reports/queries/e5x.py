"""What of an occurrence can stand in the aviation authority's form, as a first proposal."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from baken.core.access import Actor, may
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import Injury, Occurrence
from baken.rooms.reports.permits import READ_INJURIES
from baken.rooms.reports.rules.e5x import LONGEST_HEADLINE, worst_injury

NETHERLANDS = "166"


def proposed(actor: Actor, occurrence: Occurrence) -> dict[str, Any]:
    """The values to start from: of the texts the summary without persons, never title or story.

    The level of injury only for whoever may read injuries.
    """
    summary = " ".join(occurrence.summary.split())
    values: dict[str, Any] = {
        "headline": summary[:LONGEST_HEADLINE],
        "narrative": occurrence.summary,
        "language": "16" if (get_language() or "nl").startswith("en") else "15",
        "state_area": NETHERLANDS,
        "location": tree().sites[occurrence.site_id].label if occurrence.site_id else "",
    }
    if may(actor, READ_INJURIES, occurrence):
        rows = Injury.objects.of(occurrence).values("outcome", "permanent", "hospital_admission")
        values["injury_level"] = worst_injury(rows)
    return values
