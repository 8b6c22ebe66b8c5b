"""The days of an assessment, where its unit lives."""

from __future__ import annotations

from datetime import date, datetime

from baken.rooms.assessments.models import Assessment
from baken.rooms.org.queries import tree, zone_of_unit

FOLLOW_UP_DAYS = 90  # within which a further inventory is done. Assumption of the product


def day_of(record: Assessment, at: datetime) -> date:
    """The calendar day of a moment where the unit of an assessment lives."""
    return at.astimezone(zone_of_unit(tree().by_id[record.unit_id])).date()
