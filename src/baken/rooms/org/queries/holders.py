"""Who holds which role where."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Concat, Trim

from baken.core import clock
from baken.core.access import Actor, refuse_unless
from baken.core.access.roles import load_roles
from baken.rooms.org.models import Appointment, Person
from baken.rooms.org.permits import READ_UNIT
from baken.rooms.org.queries.appointments import (
    appointments_on,
    last_day_of,
    live_appointments,
)
from baken.rooms.org.queries.tree import UnitView, tree


@dataclass(frozen=True)
class Holder:
    """A person in a role on a unit."""

    person: uuid.UUID
    number: int
    name: str
    role: str
    unit: UnitView
    kind: str
    until: date | None
    account: int | None
    below: bool


def holders_by_unit(*, actor: Actor, units: Iterable[UnitView], at: datetime) -> list[Holder]:
    """Who holds which role on these units today; ordinary employees are not listed."""
    refuse_unless(actor, READ_UNIT)
    rows = _live_at(at).filter(unit__in=[unit.id for unit in units]).exclude(role="employee")
    return _holders(rows.order_by("unit__path", "role", "record__name"))


def holders_on(*, roles: Iterable[str], unit: UnitView, day: date) -> list[Holder]:
    """Who held these roles on the unit itself on a day, acting and delegated ones included."""
    rows = appointments_on(day).select_related("record", "taken_from")
    return _holders(rows.filter(role__in=list(roles), unit=unit.id).order_by("from_on", "id"))


def nearest_holders(*, roles: Iterable[str], unit: UnitView, at: datetime) -> list[Holder]:
    """For each role, its holders on the unit or the nearest one above it that has any.

    Read by the product itself to know whom to tell or whom to name; shows posts, not rights.
    """
    line = tree().line_up(unit)
    rows = _live_at(at).filter(role__in=list(roles), unit__in=[one.id for one in line])
    reaching = [h for h in _holders(rows) if h.below or h.unit.id == unit.id]
    found: list[Holder] = []
    for role in roles:
        mine = [holder for holder in reaching if holder.role == role]
        deepest = max((len(holder.unit.path) for holder in mine), default=0)
        found.extend(holder for holder in mine if len(holder.unit.path) == deepest)
    return found


def holders_above(
    *, roles: Iterable[str], units: Iterable[UnitView], at: datetime
) -> dict[int, list[Holder]]:
    """Who holds these roles on each of some units or above it, the nearest first; one query.

    Read by the product itself to know whom something waits for; shows posts, not rights.
    """
    lines = {unit.id: {one.id for one in tree().line_up(unit)} for unit in units}
    above = set().union(*lines.values())
    rows = _holders(_live_at(at).filter(role__in=list(roles), unit__in=above)) if above else []
    deepest = sorted(rows, key=lambda one: -len(one.unit.path))
    return {
        unit: [one for one in deepest if one.unit.id in line and (one.below or one.unit.id == unit)]
        for unit, line in lines.items()
    }


def nearest_anywhere(*, role: str, unit: UnitView, at: datetime) -> list[Holder]:
    """The holders of a role in the order in which they are nearest to a unit, wherever they stand.

    First those on the unit or above it, the nearest first; then those who share most of the line, as
    an expertise centre that serves everybody. Read by the product itself to know whom to ask.
    """
    holders = _holders(_live_at(at).filter(role=role))

    def distance(holder: Holder) -> tuple[int, int, str]:
        line = tree().line_up(holder.unit)
        shared = sum(1 for one in line if unit.path.startswith(one.path))
        return -shared, len(line), holder.name

    return sorted(holders, key=distance)


def units_without(permit: str, day: date) -> list[UnitView]:
    """The existing units on which nobody's post of a day gives a permit, in order of the tree."""
    here = tree()
    able = [
        code
        for code, role in load_roles(settings.ROLES_FILE).items()
        if any(permit in line.permits and line.reach == "unit" for line in role.grants)
    ]
    covered: set[int] = set()
    posts = live_appointments(day).filter(role__in=able).values_list("unit_id", "below").distinct()
    for unit, with_below in posts:
        whole = here.ids_in((here.by_id[unit].range,)) if with_below else {unit}
        covered |= whole
    return [unit for unit in here.units if unit.id not in covered and not unit.is_dissolved]


def posts_that_may(permit: str, unit: UnitView, language: str, level: int = 0) -> list[str]:
    """The roles on a unit or above it that carry a permit, as titles: who can when you cannot.

    Of what is held more closely, those alone that carry it up to that confidentiality.
    """
    return posts_by_permit([permit], unit, language, level)[permit]


def posts_by_permit(
    permits: Iterable[str], unit: UnitView, language: str, level: int = 0
) -> dict[str, list[str]]:
    """As ``posts_that_may`` for several permits, in one question."""
    able = {permit: _roles_with(permit, level) for permit in permits}
    every = {code for codes in able.values() for code in codes}
    holders = nearest_holders(roles=every, unit=unit, at=clock.now()) if every else []
    labels = {code: load_roles(settings.ROLES_FILE)[code].label(language) for code in every}
    return {
        permit: sorted({f"{labels[h.role]} {h.unit.code}" for h in holders if h.role in codes})
        for permit, codes in able.items()
    }


def _roles_with(permit: str, level: int) -> set[str]:
    return {
        code
        for code, role in load_roles(settings.ROLES_FILE).items()
        if any(
            permit in line.permits
            and line.reach in ("unit", "part", "all")
            and line.confidentiality >= level
            for line in role.grants
        )
    }


def person_of_account(account: Any) -> Person | None:
    """The person behind an account, or None."""
    return Person.objects.for_system(reason="access").filter(account=account).first()


def person_of_actor(actor: Actor) -> Person | None:
    """The person an actor is, or None."""
    return Person.objects.for_system(reason="access").filter(id=actor.person).first()


def person_numbered(number: int) -> Person | None:
    """The person of a row number, as news names them, or None."""
    return Person.objects.for_system(reason="access").filter(pk=number).first()


def person_with_id(person: uuid.UUID) -> Person | None:
    """The person of an id, or None."""
    return Person.objects.for_system(reason="access").filter(id=person).first()


def persons_named(ids: Iterable[uuid.UUID | None]) -> Mapping[uuid.UUID, str]:
    """Display names by person id, for records the reader may already see."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    rows = Person.objects.for_system(reason="access").filter(id__in=wanted)
    return {person.id: str(person) for person in rows}


def display_name(column: str) -> Subquery:
    """The display name of the person whose id stands in a column, for records the reader may see."""
    rows: Any = Person.objects.for_system(reason="access").filter(id=OuterRef(column))
    return Subquery(rows.values(shown=Trim(Concat("rank", Value(" "), "name")))[:1])


def _live_at(at: datetime) -> Any:
    return live_appointments(clock.local_date(at)).select_related("record", "taken_from")


def _holders(rows: Iterable[Appointment]) -> list[Holder]:
    here = tree()
    return [
        Holder(
            person=row.record.id,
            number=row.record.number,
            name=str(row.record),
            role=row.role,
            unit=here.by_id[row.unit_id],
            kind=row.kind,
            until=last_day_of(row),
            account=row.record.account_id,
            below=row.below,
        )
        for row in rows
    ]
