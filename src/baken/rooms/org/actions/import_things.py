"""Brings sites, workplaces, equipment, qualifications and councils in line with a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from baken.core import clock
from baken.core.access import Actor
from baken.core.access.errors import AccessDenied
from baken.rooms.org.actions.check_things import things_problems
from baken.rooms.org.actions.import_equipment import bring_equipment
from baken.rooms.org.actions.import_outcome import ImportOutcome, update_row
from baken.rooms.org.actions.import_sites import bring_sites
from baken.rooms.org.actions.qualify import note_qualification
from baken.rooms.org.models import Council, Person, Qualification, Site, Unit, Workplace
from baken.rooms.org.rules.things import (
    CouncilRow,
    QualificationRow,
    ThingsFile,
    WorkplaceRow,
)


def import_things(*, actor: Actor, at: datetime, content: ThingsFile) -> ImportOutcome:
    """Make sites, workplaces, equipment, qualifications and councils as the file says.

    What the file does not name is left as it is, and running it again changes nothing. All or
    nothing: with any problem nothing is written, and the outcome lists every problem with its row
    and field. Runs for the system only.
    """
    if not actor.is_system:
        raise AccessDenied("org.import")
    outcome = ImportOutcome(problems=things_problems(content, clock.local_date(at)))
    if outcome.problems:
        return outcome
    with transaction.atomic():
        units = dict(Unit.objects.values_list("code", "pk"))
        bring_sites(content.sites, units, actor, at, outcome)
        sites = dict(Site.objects.values_list("code", "pk"))
        _workplaces(content.workplaces, units, sites, outcome)
        bring_equipment(content.equipment, units, sites, actor, at, outcome)
        _qualifications(content.qualifications, actor, at, outcome)
        _councils(content.councils, units, outcome)
    return outcome


def _workplaces(
    rows: Sequence[WorkplaceRow],
    units: dict[str, int],
    sites: dict[str, int],
    outcome: ImportOutcome,
) -> None:
    known = {(w.site_id, w.unit_id, w.type): w for w in Workplace.objects.select_for_update()}
    for row in rows:
        key = (sites[row.site], units[row.unit], row.type)
        named = dict(zip(("site_id", "unit_id", "type"), key, strict=True))
        values = {"headcount": row.headcount, "function_groups": list(row.function_groups)}
        what = f"workplace {row.type} of {row.unit} at {row.site}"
        _bring(what, Workplace, known.get(key), named, values, outcome)


def _councils(rows: Sequence[CouncilRow], units: dict[str, int], outcome: ImportOutcome) -> None:
    known = {council.code: council for council in Council.objects.select_for_update()}
    for row in rows:
        values = {
            "name_nl": row.name_nl,
            "name_en": row.name_en,
            "unit_id": units[row.unit],
            "kind": row.kind,
        }
        what = f"council {row.code}"
        _bring(what, Council, known.get(row.code), {"code": row.code}, values, outcome)


def _qualifications(
    rows: Sequence[QualificationRow], actor: Actor, at: datetime, outcome: ImportOutcome
) -> None:
    if not rows:
        return
    people = Person.objects.for_system(reason="import").select_for_update()
    persons = {person.ref: person for person in people}
    held = Qualification.objects.for_system(reason="import")
    known = {(one.record_id, one.code, one.obtained_on): one for one in held}
    for row in rows:
        person = persons[row.person]
        named = {"record_id": person.pk, "code": row.code, "obtained_on": row.obtained_on}
        values = {
            "valid_until": row.valid_until,
            "certificate": row.certificate,
            "issuer": row.issuer,
        }
        what = f"qualification {row.code} of {row.person}"
        there = known.get((person.pk, row.code, row.obtained_on))
        if _bring(what, Qualification, there, named, values, outcome) != "unchanged":
            note_qualification(record=person, held=row, actor=actor, at=at)


def _bring(
    what: str,
    table: type[Any],
    known: Any,
    named: dict[str, Any],
    values: dict[str, Any],
    outcome: ImportOutcome,
) -> str:
    """Make the row, change it or leave it alone; returns which of these."""
    if known is None:
        table.objects.create(**named, **values)
        verdict = "created"
    else:
        verdict = update_row(known, values)
    outcome.note(what, verdict)
    return verdict
