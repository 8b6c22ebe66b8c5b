"""The first things of the org room that tests make: units, people, accounts and posts."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from baken.core.access import system_actor
from baken.core.accounts.models import Account
from baken.core.records.numbers import row_number
from baken.core.trail.append import Entry, append
from baken.rooms.org.actions.versions import founding_parts, turn_page, version_of
from baken.rooms.org.models import Appointment, Person, Unit
from baken.rooms.org.queries.parts import entry_parts, post_parts
from baken.rooms.org.rules import child_path
from baken.rooms.org.rules.lives import SINCE_ALWAYS

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)

# Makes what an action needs, and gives the action ready to run.
Prepare = Callable[[Any, datetime], Callable[[], Any]]


serials = itertools.count(1)


@dataclass(frozen=True)
class Planted:
    """A record with words hidden in it: each word with the permits of which one lets a reader meet it.

    ``samples`` gives values for further parts of addresses, such as the id of a file.
    """

    record: Any
    hidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    samples: Mapping[str, str] = field(default_factory=dict)


def make_unit(code: str, *, parent: Unit | None = None, level: int = 3, **fields: Any) -> Unit:
    """A unit below ``parent``, or the top of a tree; the version of the tree moves along."""
    place = Unit.objects.filter(parent=parent).count() + 1
    path = child_path(parent.path if parent else "", place)
    names = {"name_nl": fields.pop("name_nl", f"Eenheid {code}")}
    from_on = fields.pop("from_on", SINCE_ALWAYS)
    unit = Unit.objects.create(code=code, path=path, parent=parent, level=level, **names, **fields)
    version = version_of(unit, from_on)
    version.save(force_insert=True)
    entry = Entry(code="org.unit.founded", to_state=unit.state, parts=founding_parts([version]))
    append(record=unit, actor=system_actor("factory"), at=NOW, entry=entry)
    turn_page()
    return unit


def make_account(username: str, **fields: Any) -> Account:
    """An account with the password ``demo``."""
    return Account.objects.create_account(username, "demo", **fields)


def make_person(
    name: str = "",
    *,
    unit: Unit,
    account: Account | None = None,
    at: datetime = NOW,
    posts: Iterable[tuple[str, Unit, date | None]] = (),
    **fields: Any,
) -> Person:
    """A person of a unit with posts (role, unit, last day), and the first row of their history."""
    serial = next(serials)
    person = Person(
        number=row_number(at),
        ref=fields.pop("ref", f"P{serial:06}"),
        name=name or f"Persoon {serial}",
        unit=unit,
        account=account,
        status=fields.pop("status", "military"),
        state="active",
        **fields,
    )
    person.save(force_insert=True)
    held = [
        Appointment.objects.create(
            record=person, role=role, unit=where, below=True, from_on=LONG_AGO, until=until
        )
        for role, where, until in posts
    ]
    parts = entry_parts(person) | post_parts(held)
    entry = Entry(code="org.person.imported", to_state="active", parts=parts)
    append(record=person, actor=system_actor("factory"), at=at, entry=entry)
    return person


def appoint(
    person: Person,
    role: str,
    unit: Unit,
    *,
    below: bool = True,
    from_on: date = LONG_AGO,
    until: date | None = None,
    **more: Any,
) -> Appointment:
    """Let a person hold a role on a unit, by default with all below it and without an end."""
    given = {"from_on": from_on, "until": until, **more}
    post = Appointment.objects.create(record=person, role=role, unit=unit, below=below, **given)
    vouch_for(post)
    return post


def vouch_for(post: Appointment) -> None:
    """Say in a person's history what a post is now, as whoever changes one does."""
    person = post.record
    entry = Entry(
        code="org.person.posts_imported",
        from_state=person.state,
        to_state=person.state,
        parts=post_parts([post]),
    )
    append(record=person, actor=system_actor("factory"), at=NOW, entry=entry)
