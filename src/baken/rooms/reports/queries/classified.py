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
    values |= {"subjects": [], "domains": []}
    for row in OccurrenceCode.objects.of(occurrence).order_by("id"):
        values[f"{row.scheme}s"].append(row.code)
    return values | _injuries(occurrence) | _damages(occurrence)


def _injuries(occurrence: Occurrence) -> dict[str, Any]:
    """The first injury as the screen's fields, the others as rows it hands on unchanged."""
    found = list(Injury.objects.of(occurrence).order_by("pk"))
    names = ("outcome", "person_kind", "absence_days", "hospital_admission", "permanent")
    rows = [{name: getattr(one, name) for name in names} for one in found]
    for row, one in zip(rows, found, strict=True):
        row["known_at"] = one.known_at.isoformat() if one.known_at else None
    if not rows:
        return {}
    first = rows[0]
    return {
        "injury_outcome": first["outcome"],
        "injury_person_kind": first["person_kind"],
        "absence_days": first["absence_days"],
        "hospital_admission": first["hospital_admission"],
        "permanent": first["permanent"],
        "injury_known_at": first["known_at"],
        "further_injuries": rows[1:],
    }


def _damages(occurrence: Occurrence) -> dict[str, Any]:
    """The first damage as the screen's fields, the others as rows it hands on unchanged."""
    rows = list(Damage.objects.of(occurrence).order_by("pk").values("what", "amount_eur"))
    if not rows:
        return {}
    first = rows[0]
    return {
        "damage_what": first["what"],
        "damage_eur": first["amount_eur"],
        "further_damages": rows[1:],
    }
