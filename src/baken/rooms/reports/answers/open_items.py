"""What of a unit is open in this room: it must have another owner before the unit can end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.rooms.org.questions import OpenItems
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.rules import OCCURRENCE_OVER, REPORT_OVER


def open_items(unit: int) -> Iterable[OpenItems]:
    """Reports and occurrences on which this unit itself has to act."""
    url = reverse("reports:hand-over-all")
    counts = (
        (_("Open reports"), Report, REPORT_OVER),
        (_("Open occurrences"), Occurrence, OCCURRENCE_OVER),
    )
    for label, root, over in counts:
        yield OpenItems(label, _count(root, unit, over), url)


def _count(root: Any, unit: int, over: Iterable[str]) -> int:
    acting = Q(owner_unit=unit) | Q(unit=unit, owner_unit__isnull=True)
    rows = root.objects.for_system(reason="open items").filter(acting)
    return int(rows.exclude(state__in=over).count())
