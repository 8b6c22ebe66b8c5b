"""Looks through the posts of an organisation file: what may not go together in one person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.conf import settings

from baken.core.access.roles import Role, load_roles
from baken.rooms.org.models import Appointment, Person
from baken.rooms.org.queries.appointments import last_day_of
from baken.rooms.org.rules import AppointmentRow
from baken.rooms.org.rules.appointing import FOURTH, overlap

# A post by its person, role, unit and first day, with its last one.
Posts = dict[tuple[str, str, str, date], date | None]


def post_problems(rows: Sequence[AppointmentRow]) -> list[str]:
    """Posts of the file that their persons cannot have: as appointing by hand refuses them."""
    if not rows:
        return []
    roles = load_roles(settings.ROLES_FILE)
    return [*_of_services(rows, roles), *_of_inspectors(rows, roles)]


def _of_services(rows: Iterable[AppointmentRow], roles: Mapping[str, Role]) -> list[str]:
    people = Person.objects.for_system(reason="import").filter(account__is_service=True)
    services = set(people.values_list("ref", flat=True))
    return [
        f"appointment of {row.person}: a service account is not given the role {row.role}"
        for row in rows
        if row.person in services and row.role in roles and not roles[row.role].for_services
    ]


def _of_inspectors(rows: Sequence[AppointmentRow], roles: Mapping[str, Role]) -> list[str]:
    """Inspectors who would act in another line of defence too, by the file and by what is there."""
    lines = {code: role.line for code, role in roles.items() if role.line}
    fourth = [code for code, line in lines.items() if line == FOURTH]
    held = Appointment.objects.for_system(reason="import").filter(withdrawn_at=None, role__in=lines)
    known = set(held.filter(role__in=fourth).values_list("record__ref", flat=True))
    inspectors = {row.person for row in rows if row.person in known or row.role in fourth}
    theirs = held.filter(record__ref__in=inspectors)
    posts: Posts = {
        (one.record.ref, one.role, one.unit.code, one.from_on): last_day_of(one)
        for one in theirs.select_related("record", "unit", "taken_from")
    }
    for row in rows:
        if row.person in inspectors and row.role in lines:
            posts[row.person, row.role, row.unit, row.from_on] = row.until
    return [
        f"appointment of {person}: an inspector ({inspects}) is no {acts} at the same time"
        for person in sorted(inspectors)
        for inspects, acts in _together(person, posts, fourth)
    ]


def _together(person: str, posts: Posts, fourth: Sequence[str]) -> Iterable[tuple[str, str]]:
    mine = [(role, start, end) for (who, role, _, start), end in posts.items() if who == person]
    inspecting = [post for post in mine if post[0] in fourth]
    acting = [post for post in mine if post[0] not in fourth]
    return sorted(
        {
            (one[0], other[0])
            for one in inspecting
            for other in acting
            if overlap(one[1:], other[1:])
        }
    )
