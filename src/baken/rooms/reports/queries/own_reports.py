"""Which of our own reports the keys of another system's rows may mean: an export that has come back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from baken.core import clock
from baken.core.records.references import reference_in
from baken.rooms.reports.models import Report


@dataclass(frozen=True)
class OwnReport:
    """What a report made here tells, and of which day."""

    story: str
    day: date | None


def own_reports(keys: Iterable[str]) -> Mapping[str, OwnReport]:
    """The reports made here that have these references; at most one query.

    Another system may number as we do: that a key is a reference of ours does not say yet that the
    row is, see ``rules.legacy.is_ours``.
    """
    own = [key for key in keys if key.startswith(f"{Report.prefix}-") and key == reference_in(key)]
    if not own:
        return {}
    reports = Report.objects.for_system(reason="import").filter(source__isnull=True, ref__in=own)
    found = reports.values_list("ref", "story", "happened_at")
    return {ref: OwnReport(story, clock.local_date(at) if at else None) for ref, story, at in found}
