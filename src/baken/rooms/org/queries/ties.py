"""Who has a record as a case, who is kept away from it, and which roles are given cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from baken.core import clock
from baken.core.access import Actor, may
from baken.core.access.roles import load_roles
from baken.rooms.org.models import Involvement, Person
from baken.rooms.org.permits import GIVE_CASE
from baken.rooms.org.queries.appointments import ties_on
from baken.rooms.org.queries.holders import persons_named
from baken.rooms.org.queries.who_could import about_record


@dataclass(frozen=True)
class Tied:
    """Somebody who has a case or is kept away, since when, by whom and why.

    ``here`` is false when it was noted on the record that this one belongs to: who noted it and why
    are told there, and there it is ended.
    """

    number: int
    person: Person
    role: str
    from_on: date
    until: date | None
    ground: str
    by: str
    here: bool
    by_reader: bool


@dataclass(frozen=True)
class Given:
    """A record that somebody has as a case: which, in which role, until when and why."""

    table: str
    number: int
    role: str
    until: date | None
    ground: str


@dataclass(frozen=True)
class Ties:
    """The cases and conflicts of a record that hold now."""

    cases: list[Tied]
    kept_away: list[Tied]


def ties_of(*, actor: Actor, record: Any, at: datetime) -> Ties | None:
    """Who has a record as a case and who is kept away from it; None unless one gives out cases there.

    Source: domain reference, organisation, section 6 (rules 1 and 2).
    """
    if not may(actor, GIVE_CASE, record):
        return None
    rows = ties_on(clock.local_date(at)).filter(about_record(record)).select_related("record")
    found = list(rows.order_by("from_on", "id"))
    return Ties(
        cases=_tied((row for row in found if row.kind == "case"), actor, record),
        kept_away=_tied((row for row in found if row.kind == "conflict"), actor, record),
    )


def roles_with_cases(record: Any) -> list[str]:
    """The roles that read something of a record, held as closely as it is, when given it."""
    shows, held = set(type(record).visible_with()), record.confidentiality
    return [
        code
        for code, role in load_roles(settings.ROLES_FILE).items()
        if shows & role.permits_by_case(held)
    ]


def cases_of(actor: Actor, at: datetime) -> list[Given]:
    """The records the actor has as cases now, the first given first; asked only of who has some."""
    if not any(grant.reach.cases for grant in actor.grants):
        return []
    rows = ties_on(clock.local_date(at)).filter(record__id=actor.person, kind="case")
    names = ("table", "number", "role", "until", "ground")
    return [Given(*row) for row in rows.order_by("from_on", "id").values_list(*names)]


def _tied(rows: Iterable[Involvement], actor: Actor, record: Any) -> list[Tied]:
    kept = [(row, row.table == record._meta.label_lower) for row in rows]
    names = persons_named(row.given_by for row, _ in kept)
    return [
        Tied(
            number=row.pk,
            person=row.record,
            role=row.role,
            from_on=row.from_on,
            until=row.until,
            ground=row.ground if here else "",
            by=names.get(row.given_by, "") if here and row.given_by else "",
            here=here,
            by_reader=row.given_by is not None and row.given_by == actor.person,
        )
        for row, here in kept
    ]
