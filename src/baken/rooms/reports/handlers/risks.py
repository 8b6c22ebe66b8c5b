"""What was classified anew may weigh more than the risks knew that it belongs to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from baken.rooms.register.actions.attach import weigh_again
from baken.rooms.reports.models import Occurrence, Report


def tell_risks(event: Any, at: datetime) -> None:
    """Let the risks that an occurrence or its reports became or belong to know how severe it could have been.

    Safe to repeat.
    """
    rows: Any = Occurrence.objects.for_system(reason="deliver").filter(pk=event.record)
    occurrence = rows.first()
    if occurrence is not None:
        reports: Any = Report.objects.for_system(reason="deliver").filter(occurrence=occurrence)
        severity = occurrence.potential_severity
        weigh_again(record=occurrence, severity=severity, at=at, made_of=reports)
