"""Brings units, persons and appointments in line with a file, and says what changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from baken.core.access import Actor
from baken.core.access.errors import AccessDenied
from baken.core.records.numbers import row_numbers
from baken.core.trail.append import Entry, append, append_first_many
from baken.rooms.org.models import Appointment, Person, TreeVersion, Unit
from baken.rooms.org.rules import (
    AppointmentRow,
    OrganisationFile,
    PersonRow,
    UnitRow,
    child_path,
    parents_first,
    tree_problems,
    twice,
)

AccountOf = Callable[[str], Any]


@dataclass
class ImportOutcome:
    """How many units, persons and appointments were made, changed and left alone, and problems."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    changes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def note(self, what: str, verdict: str) -> None:
        """Count one row; made and changed ones are named."""
        setattr(self, verdict, getattr(self, verdict) + 1)
        if verdict != "unchanged":
            self.changes.append(f"{what} {verdict}")


def import_organisation(
    *,
    actor: Actor,
    at: datetime,
    content: OrganisationFile,
    account_of: AccountOf,
    roles: Sequence[str],
) -> ImportOutcome:
    """Make the organisation as the file says; what the file does not name is left as it is.

    ``account_of`` gives the account of a log-in name. All or nothing: with any problem in the file
    nothing is written, and the outcome lists every problem. Runs for the system only.
    """
    if not actor.is_system:
        raise AccessDenied("org.import")
    outcome = ImportOutcome(problems=_problems(content, roles))
    if outcome.problems:
        return outcome
    with transaction.atomic():
        _units(content.units, outcome)
        _persons(content.persons, account_of, actor, at, outcome)
        _appointments(content.appointments, outcome)
    return outcome


def _problems(content: OrganisationFile, roles: Sequence[str]) -> list[str]:
    problems = [str(problem) for problem in tree_problems(content.units)] if content.units else []
    problems += _moves(content.units) + _doubles(content)
    units = {row.code for row in content.units} | set(Unit.objects.values_list("code", flat=True))
    known = set(Person.objects.for_system(reason="import").values_list("ref", flat=True))
    persons = known | {row.number for row in content.persons}
    for person in content.persons:
        if person.unit not in units:
            problems.append(f"person {person.number}: there is no unit {person.unit}")
    for post in content.appointments:
        if post.unit not in units:
            problems.append(f"appointment of {post.person}: there is no unit {post.unit}")
        if post.person not in persons:
            problems.append(f"appointment: there is no person {post.person}")
        if post.role not in roles:
            problems.append(f"appointment of {post.person}: there is no role {post.role}")
        if post.until and post.until < post.from_on:
            problems.append(f"appointment of {post.person}: it ends before it starts")
    return problems


def _moves(rows: Sequence[UnitRow]) -> list[str]:
    parents = dict(Unit.objects.values_list("code", "parent__code"))
    return [
        f"unit {row.code} stays where it is: moving is a reorganisation"
        for row in rows
        if row.code in parents and (parents[row.code] or "") != row.parent
    ]


def _doubles(content: OrganisationFile) -> list[str]:
    """What stands in the file twice, and log-ins that already belong to somebody else."""
    persons, posts = content.persons, content.appointments
    keys = [f"{row.role} of {row.person} on {row.unit} from {row.from_on}" for row in posts]
    found = [f"person {one}: stands in the file twice" for one in twice(p.number for p in persons)]
    found += [
        f"account {one}: is given to two persons" for one in twice(p.account for p in persons)
    ]
    found += [f"appointment {one}: stands in the file twice" for one in twice(keys)]
    linked = Person.objects.for_system(reason="import").filter(account__isnull=False)
    owners = dict(linked.values_list("account__username", "ref"))
    return found + [
        f"account {row.account}: belongs to person {owners[row.account]}"
        for row in persons
        if row.account and owners.get(row.account, row.number) != row.number
    ]


def _units(rows: Sequence[UnitRow], outcome: ImportOutcome) -> None:
    before = outcome.created + outcome.changed
    known = {unit.code: unit for unit in Unit.objects.select_for_update()}
    places: dict[str, int] = {}
    for unit in known.values():
        parent_path = unit.path[:-4]
        places[parent_path] = max(places.get(parent_path, 0), int(unit.path[-4:]))
    for row in parents_first(rows):
        known[row.code] = _unit(row, known, places, outcome)
    if outcome.created + outcome.changed > before:
        TreeVersion.objects.get_or_create(id=1)
        TreeVersion.objects.filter(id=1).update(version=F("version") + 1)


def _unit(
    row: UnitRow, known: dict[str, Unit], places: dict[str, int], outcome: ImportOutcome
) -> Unit:
    parent = known[row.parent] if row.parent else None
    values = {
        name: getattr(row, name)
        for name in ("level", "name_nl", "name_en", "kind", "site", "strength")
    }
    values |= {"restricted": row.restricted, "independent": row.independent, "parent": parent}
    unit = known.get(row.code)
    if unit is None:
        parent_path = parent.path if parent else ""
        places[parent_path] = places.get(parent_path, 0) + 1
        path = child_path(parent_path, places[parent_path])
        unit = Unit.objects.create(code=row.code, path=path, **values)
        outcome.note(f"unit {row.code}", "created")
        return unit
    outcome.note(f"unit {row.code}", _update(unit, values))
    return unit


def _update(record: Any, values: dict[str, Any]) -> str:
    different = {name: v for name, v in values.items() if getattr(record, name) != v}
    if not different:
        return "unchanged"
    for name, value in different.items():
        setattr(record, name, value)
    record.save(update_fields=list(different))
    return "changed"


def _persons(
    rows: Sequence[PersonRow],
    account_of: AccountOf,
    actor: Actor,
    at: datetime,
    outcome: ImportOutcome,
) -> None:
    units = {unit.code: unit for unit in Unit.objects.all()}
    known = {p.ref: p for p in Person.objects.for_system(reason="import").select_for_update()}
    fresh: list[Person] = []
    for row in rows:
        values = {name: getattr(row, name) for name in ("name", "rank", "status", "email")}
        values["unit_id"] = units[row.unit].pk
        if row.account:
            values["account_id"] = account_of(row.account).pk
        person = known.get(row.number)
        if person is None:
            fresh.append(Person(ref=row.number, state="active", **values))
            outcome.note(f"person {row.number}", "created")
            continue
        verdict = _update(person, values)
        outcome.note(f"person {row.number}", verdict)
        if verdict == "changed":
            entry = Entry(code="org.person.changed", from_state="active", to_state="active")
            append(record=person, actor=actor, at=at, entry=entry)
    for person, number in zip(fresh, row_numbers([at] * len(fresh)), strict=True):
        person.number = number
    Person.objects.bulk_create(fresh)
    entries = [Entry(code="org.person.imported", to_state="active") for _ in fresh]
    append_first_many(records=fresh, actor=actor, at=at, entries=entries)


def _appointments(rows: Sequence[AppointmentRow], outcome: ImportOutcome) -> None:
    units = {unit.code: unit.pk for unit in Unit.objects.all()}
    persons = dict(Person.objects.for_system(reason="import").values_list("ref", "pk"))
    held = Appointment.objects.for_system(reason="import").select_for_update()
    known = {(a.record_id, a.role, a.unit_id, a.from_on): a for a in held}
    fresh = []
    for row in rows:
        key = (persons[row.person], row.role, units[row.unit], row.from_on)
        values = {"until": row.until, "kind": row.kind, "below": row.below}
        what = f"appointment {row.role} of {row.person} on {row.unit}"
        if key in known:
            outcome.note(what, _update(known[key], values))
            continue
        person, role, unit, from_on = key
        fresh.append(
            Appointment(record_id=person, role=role, unit_id=unit, from_on=from_on, **values)
        )
        outcome.note(what, "created")
    Appointment.objects.bulk_create(fresh)
