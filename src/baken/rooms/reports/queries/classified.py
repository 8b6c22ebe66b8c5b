"""What stands decided about an occurrence, as the triage screen shows it again."""

from __future__ import annotations

from typing import Any

from baken.core import clock
from baken.rooms.reports.models import Damage, Injury, Occurrence, OccurrenceCode


def present_classification(occurrence: Occurrence) -> dict[str, Any]:
    """The present values of every field of the triage screen."""
    names = ("title", "summary", "kind", "context", "category", "actual_severity")
    values: dict[str, Any] = {name: getattr(occurrence, name) for name in names}
    values["potential_severity"] = occurrence.potential_severity
    values["investigation_level"] = occurrence.investigation_level
    values["lead"] = str(occurrence.lead) if occurrence.lead else ""
    values["due_on"] = clock.local_date(occurrence.due_at) if occurrence.due_at else None
    for row in OccurrenceCode.objects.of(occurrence).order_by("id"):
        values.setdefault(f"{row.scheme}s", []).append(row.code)
    injury = Injury.objects.of(occurrence).first()
    if injury is not None:
        values |= {
            "injury_outcome": injury.outcome,
            "injury_person_kind": injury.person_kind,
            "absence_days": injury.absence_days,
            "hospital_admission": injury.hospital_admission,
            "permanent": injury.permanent,
        }
    damage = Damage.objects.of(occurrence).first()
    if damage is not None:
        values |= {"damage_what": damage.what, "damage_eur": damage.amount_eur}
    return values
