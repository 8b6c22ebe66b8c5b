"""Brings units, persons and appointments in line with a file, and says what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from baken.core import clock
from baken.core.access import Actor
from baken.core.access.errors import AccessDenied
from baken.core.records.numbers import row_numbers
from baken.core.trail.append import Entry, append, append_first_many
from baken.rooms.org.actions.check_delegations import delegation_problems, values_passed_on
from baken.rooms.org.actions.check_lives import lives_problems
from baken.rooms.org.actions.check_posts import post_problems
from baken.rooms.org.actions.import_checks import (
    address_problems,
    dissolved_problems,
    line_problems,
)
from baken.rooms.org.actions.import_named_posts import import_named_posts, named_post_problems
from baken.rooms.org.actions.import_outcome import ImportOutcome, update_row
from baken.rooms.org.actions.import_units import end_imported, import_lines, import_units
from baken.rooms.org.actions.versions import hold_tree
from baken.rooms.org.models import Appointment, Person, Unit
from baken.rooms.org.queries.lengths import length_problems
from baken.rooms.org.queries.parts import entry_parts, post_parts
from baken.rooms.org.queries.periods import standing_last
from baken.rooms.org.rules import (
    AppointmentRow,
    OrganisationFile,
    PersonRow,
    UnitRow,
    tree_problems,
    twice,
)

AccountOf = Callable[[str], Any]


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
    with transaction.atomic():
        hold_tree()
        outcome = ImportOutcome(problems=_problems(content, roles, at))
        if outcome.problems:
            return outcome
        import_units(content.units, actor=actor, at=at, outcome=outcome)
        import_lines(content.lines, actor=actor, at=at, outcome=outcome)
        import_named_posts(content.named_posts, actor=actor, at=at, outcome=outcome)
        come = _persons(content.persons, account_of, actor, at, outcome)
        held = _appointments(content.appointments, outcome)
        _vouch(come, held, actor, at)
        end_imported(content.units, actor=actor, at=at, outcome=outcome)
    return outcome


def _problems(content: OrganisationFile, roles: Sequence[str], at: datetime) -> list[str]:
    torn = [str(problem) for problem in tree_problems(content.units)] if content.units else []
    problems = torn + _moves(content.units) + _second_tops(content.units) + _doubles(content)
    units = {row.code for row in content.units} | set(Unit.objects.values_list("code", flat=True))
    known = set(Person.objects.for_system(reason="import").values_list("ref", flat=True))
    persons = known | {row.number for row in content.persons}
    problems += line_problems(content, clock.local_date(at))
    problems += dissolved_problems(content, clock.local_date(at))
    problems += address_problems(content.persons) + length_problems(content)
    problems += [] if torn else lives_problems(content, clock.local_date(at))
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
    problems += [] if torn else delegation_problems(content) + named_post_problems(content)
    return problems + post_problems(content.appointments)


def _moves(rows: Sequence[UnitRow]) -> list[str]:
    parents = dict(Unit.objects.values_list("code", "parent__code"))
    return [
        f"unit {row.code} stays where it is: moving is a reorganisation"
        for row in rows
        if row.code in parents and (parents[row.code] or "") != row.parent
    ]


def _second_tops(rows: Sequence[UnitRow]) -> list[str]:
    """Units that would stand beside the top: the first file founds it, and there is one.

    Source: domain reference, organisation, section 12.10.
    """
    known = set(Unit.objects.values_list("code", flat=True))
    there = Unit.objects.filter(parent=None).order_by("path").values_list("code", flat=True).first()
    return [
        f"unit {row.code}, field parent: there is none above it, and an organisation has one top,"
        f" which is {there}: put it below a unit that is there (in YAML under children, in CSV by parent)"
        for row in rows
        if there is not None and not row.parent and row.code not in known
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


def _persons(
    rows: Sequence[PersonRow],
    account_of: AccountOf,
    actor: Actor,
    at: datetime,
    outcome: ImportOutcome,
) -> list[Person]:
    """Make and change persons; gives the new ones, whose first step waits for their posts."""
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
        outcome.note(f"person {row.number}", _change(person, values, actor, at))
    for person, number in zip(fresh, row_numbers([at] * len(fresh)), strict=True):
        person.number = number
    return Person.objects.bulk_create(fresh)


def _change(person: Person, values: dict[str, Any], actor: Actor, at: datetime) -> str:
    """Bring a person in line with their row; the step vouches only for what it changed itself."""
    before = entry_parts(person)
    verdict = update_row(person, values)
    if verdict == "changed":
        entry = Entry(
            code="org.person.changed",
            from_state=person.state,
            to_state=person.state,
            parts={key: now for key, now in entry_parts(person).items() if now != before[key]},
        )
        append(record=person, actor=actor, at=at, entry=entry)
    return verdict


def _vouch(come: Sequence[Person], held: Sequence[Appointment], actor: Actor, at: datetime) -> None:
    """The first step of everybody who is new, and one for the others whose posts came or changed."""
    posts: dict[int, list[Appointment]] = {}
    for post in held:
        posts.setdefault(post.record_id, []).append(post)
    entries = [
        Entry(
            code="org.person.imported",
            to_state=person.state,
            parts=entry_parts(person) | post_parts(posts.pop(person.pk, ())),
        )
        for person in come
    ]
    append_first_many(records=come, actor=actor, at=at, entries=entries)
    for person in Person.objects.for_system(reason="import").filter(pk__in=list(posts)):
        entry = Entry(
            code="org.person.posts_imported",
            from_state=person.state,
            to_state=person.state,
            parts=post_parts(posts[person.pk]),
        )
        append(record=person, actor=actor, at=at, entry=entry)


def _appointments(rows: Sequence[AppointmentRow], outcome: ImportOutcome) -> list[Appointment]:
    """Make and change posts, what is delegated from them last; gives the new and the changed ones."""
    own = {row: {"reason": row.reason} if row.reason else {} for row in rows if not row.of}
    held = _posts(own, outcome)
    passed = [row for row in rows if row.of]
    return held + (_posts(values_passed_on(passed), outcome) if passed else [])


def _posts(
    rows: Mapping[AppointmentRow, Mapping[str, Any]], outcome: ImportOutcome
) -> list[Appointment]:
    """Make and change the posts of these rows, each with what is said of it beside."""
    units = {unit.code: unit.pk for unit in Unit.objects.all()}
    persons = dict(Person.objects.for_system(reason="import").values_list("ref", "pk"))
    held = Appointment.objects.for_system(reason="import").select_for_update()
    known = {(a.record_id, a.role, a.unit_id, a.from_on): a for a in standing_last(held)}
    fresh, other = [], []
    for row, more in rows.items():
        key = (persons[row.person], row.role, units[row.unit], row.from_on)
        values = {"until": row.until, "kind": row.kind, "below": row.below, **more}
        what = f"appointment {row.role} of {row.person} on {row.unit}"
        if key in known:
            verdict = update_row(known[key], values)
            outcome.note(what, verdict)
            other += [known[key]] if verdict == "changed" else []
            continue
        person, role, unit, from_on = key
        fresh.append(
            Appointment(record_id=person, role=role, unit_id=unit, from_on=from_on, **values)
        )
        outcome.note(what, "created")
    return [*Appointment.objects.bulk_create(fresh), *other]
