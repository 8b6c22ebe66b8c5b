"""What of a unit is open in this room: it must have another owner before the unit can end."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from baken.rooms.org.questions import OpenItems
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.queries.waiting import waiting_for


def open_items(unit: int) -> Iterable[OpenItems]:
    """Reports and occurrences on which this unit itself has to act."""
    url = reverse("reports:hand-over-all")
    for label, root in ((_("Open reports"), Report), (_("Open occurrences"), Occurrence)):
        rows = root.objects.for_system(reason="open items")
        yield OpenItems(label, waiting_for(rows, unit).count(), url)
