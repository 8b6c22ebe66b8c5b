"""How people want to be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from baken.core import clock
from baken.core.access import Actor
from baken.rooms.notices.models import NoticePreference
from baken.rooms.notices.queries.policy import policy
from baken.rooms.notices.rules import Wishes
from baken.rooms.org.queries import own_appointments, person_of_actor


def usual_wishes() -> Wishes:
    """How somebody is told who chose nothing."""
    return replace(policy().defaults, zone=clock.local_zone())


def wishes_by_account(accounts: Iterable[int]) -> dict[int, tuple[Wishes, str]]:
    """Of accounts with wishes of their own: those, and the address of their own; one query."""
    rows = NoticePreference.objects.filter(account__in=list(accounts))
    return {row.account_id: (wishes_in(row), row.address) for row in rows}


def wishes_of(actor: Actor) -> tuple[Wishes, str]:
    """The actor's wishes, and the address they gave themselves or nothing."""
    found = wishes_by_account([actor.account] if actor.account else [])
    return found.get(actor.account or 0, (usual_wishes(), ""))


def wishes_in(row: NoticePreference) -> Wishes:
    """A row as wishes; a group it does not name goes as the data file says."""
    usual = usual_wishes()
    return Wishes(
        ways={**usual.ways, **row.ways},
        rhythm=row.rhythm,
        digest_at=row.digest_at,
        weekday=row.weekday,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
        zone=type(usual.zone)(row.zone) if row.zone else usual.zone,
    )


def must_hear(actor: Actor, at: datetime) -> bool:
    """Whether the actor holds a post that cannot switch urgent mail off."""
    return any(held.role in policy().must_hear for held in own_appointments(actor, at))


def address_in_file(actor: Actor) -> str:
    """The actor's address in the organisation file, or nothing."""
    person = person_of_actor(actor)
    return str(person.email) if person is not None else ""
