"""Persons of a unit with their posts and qualifications, as far as an actor reaches."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from baken.core import clock
from baken.core.access import Actor
from baken.core.lists import Page, page_of
from baken.rooms.org.models import Appointment, Person, Qualification
from baken.rooms.org.permits import READ_PERSON
from baken.rooms.org.queries.appointments import is_over, last_day_of
from baken.rooms.org.queries.tree import UnitView, tree
from baken.rooms.org.rules.things import standing_of

MOST_NEAR = 3_000


@dataclass(frozen=True)
class Qualified:
    """A qualification and how it stands on a day."""

    code: str
    obtained_on: date
    valid_until: date | None
    certificate: str
    issuer: str
    standing: str


@dataclass(frozen=True)
class HeldPost:
    """An appointment, and whether it holds on a day."""

    role: str
    unit: UnitView
    kind: str
    from_on: date
    until: date | None
    below: bool
    live: bool


def persons_page(actor: Actor, unit: UnitView, *, cursor: str = "") -> Page:
    """The persons of a unit and all below it that the actor may see, the newest entries first."""
    here = tree()
    inside = here.among("unit_id", here.ids_in((unit.range,)))
    return page_of(
        root=Person,
        actor=actor,
        permit=READ_PERSON,
        narrow=lambda rows: rows.filter(inside),
        cursor=cursor,
    )


def qualifications_by_person(persons: Iterable[Person], at: datetime) -> dict[int, list[Qualified]]:
    """What persons read through the guard are qualified for today, one per code; one query."""
    found: dict[int, dict[str, Qualified]] = {person.pk: {} for person in persons}
    rows = Qualification.objects.for_system(reason="filter").filter(record__in=list(found))
    day = clock.local_date(at)
    for row in rows.order_by("obtained_on", "id"):
        found[row.record_id][row.code] = _qualified(row, day)
    return {number: list(held.values()) for number, held in found.items()}


def qualifications_of(person: Person, at: datetime) -> list[Qualified]:
    """All that a person read through the guard was ever qualified for, the newest first."""
    day = clock.local_date(at)
    rows = Qualification.objects.of(person).order_by("-obtained_on", "code")
    return [_qualified(row, day) for row in rows]


def posts_of(person: Person, at: datetime) -> list[HeldPost]:
    """The appointments of a person read through the guard: those that hold first, then the past."""
    day = clock.local_date(at)
    units = tree().by_id
    rows = Appointment.objects.of(person).select_related("taken_from").order_by("-from_on", "id")
    posts = [
        HeldPost(
            role=row.role,
            unit=units[row.unit_id],
            kind=row.kind,
            from_on=row.from_on,
            until=last_day_of(row),
            below=row.below,
            live=row.from_on <= day and not is_over(row, day),
        )
        for row in rows
    ]
    return sorted(posts, key=lambda post: not post.live)


def _qualified(row: Qualification, day: date) -> Qualified:
    return Qualified(
        code=row.code,
        obtained_on=row.obtained_on,
        valid_until=row.valid_until,
        certificate=row.certificate,
        issuer=row.issuer,
        standing=standing_of(row.valid_until, day),
    )


def names_near(unit: int) -> list[tuple[str, str]]:
    """Name and personnel number of who belongs to a unit, or to the one right above it.

    Read by the product itself, for somebody of that unit, to see whether a text names a colleague;
    nothing of it is shown or kept.
    """
    here = tree()
    home = here.by_id.get(unit)
    line = sorted(here.line_up(home), key=lambda one: -len(one.path)) if home else []
    rows = Person.objects.for_system(reason="filter").filter(unit__in=[one.id for one in line[:2]])
    return list(rows.order_by("number").values_list("name", "ref")[:MOST_NEAR])


def valid_qualifications(person: uuid.UUID, at: datetime) -> frozenset[str]:
    """The codes of what somebody is qualified for on a day; read by the product to weigh their word."""
    rows = Qualification.objects.for_system(reason="filter").filter(record__id=person)
    day = clock.local_date(at)
    lasting = rows.filter(obtained_on__lte=day).exclude(valid_until__lt=day)
    return frozenset(lasting.values_list("code", flat=True))
