"""Which duties to notify wait for an actor: as their owner, one level up, or as second reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from baken.core import clock
from baken.core.access import Actor
from baken.core.lists.pressing import SOONEST, Heading, Values, first_of
from baken.rooms.org.queries import Holder, holders_above, roles_held, tree
from baken.rooms.reports.models import ExternalNotification
from baken.rooms.reports.permits import (
    NOTIFY,
    READ_NOTIFICATION,
    READ_NOTIFICATION_SUMMARY,
    SECOND_READ,
)
from baken.rooms.reports.rules.duties import DUTY_PROPOSED

# Who is one level up where the role itself has nobody higher.
ABOVE = "commander"
CARD = (
    "ref",
    "duty",
    "owner",
    "state",
    "unit",
    "owner_unit",
    "due_at",
    "known_at",
    "is_late",
    "proposed_by",
    "occurrence__ref",
    "occurrence__potential_severity",
)


@dataclass(frozen=True)
class Waiting:
    """A duty that waits for an actor, and as what: owner, above or second_reader."""

    one: ExternalNotification
    role: str


def _of_own_role(rows: Any, given: Values) -> Any:
    roles = roles_held(given["person"], given["day"])
    return rows.filter(~Q(state=DUTY_PROPOSED), owner__in=roles)


def _overdue(rows: Any, given: Values) -> Any:
    return rows.filter(~Q(state=DUTY_PROPOSED), due_at__lte=given["at"])


def _to_read_second(rows: Any, given: Values) -> Any:
    return rows.filter(~Q(proposed_by=given["person"]), state=DUTY_PROPOSED)


PRESSING = (
    Heading(NOTIFY, _of_own_role),
    Heading(READ_NOTIFICATION, _overdue),
    Heading(READ_NOTIFICATION_SUMMARY, _overdue),
    Heading(SECOND_READ, _to_read_second),
)


def duties_waiting(actor: Actor, at: datetime, most: int) -> list[Waiting]:
    """What the actor owes, what is overdue one level down, and what a second reader decides.

    One question for the duties, and one for who stands where when there are any.
    """
    if actor.person is None:
        return []
    each = _pressing(actor, at, most)
    proposed = [one for one in each if one.state == DUTY_PROPOSED]
    found = [Waiting(one, "second_reader") for one in proposed]
    owed = [one for one in each if one.state != DUTY_PROPOSED]
    above = _above(owed, at) if owed else {}
    for one in owed:
        near, up = owners_and_above(one, above[_acting(one).id])
        if actor.person in {holder.person for holder in near}:
            found.append(Waiting(one, "owner"))
        elif one.due_at <= at and actor.person in {holder.person for holder in up}:
            found.append(Waiting(one, "above"))
    return found


def _proposed_by(rows: Any, given: Values) -> Any:
    return rows.filter(state=DUTY_PROPOSED, proposed_by=given["person"])


PROPOSED = Heading(READ_NOTIFICATION, _proposed_by, is_rare=False)


def proposals_of(actor: Actor, most: int) -> list[ExternalNotification]:
    """What the actor proposed as not needed and a second reader has still to decide on."""
    if actor.person is None or not actor.holds(READ_NOTIFICATION):
        return []
    return first_of(
        (PROPOSED,),
        by=SOONEST,
        root=ExternalNotification,
        actor=actor,
        given={"person": actor.person},
        most=most,
        related=("occurrence",),
        fields=CARD,
    )


def owners_of(one: ExternalNotification, at: datetime) -> list[Holder]:
    """The nearest holders of the role that owes a duty."""
    return owners_and_above(one, _above([one], at)[_acting(one).id])[0]


def owners_and_above(
    one: ExternalNotification, holders: Sequence[Holder]
) -> tuple[list[Holder], list[Holder]]:
    """The nearest who owe a duty, and who stand one level up: the role higher, or a commander."""
    mine = [holder for holder in holders if holder.role == one.owner]
    near = _nearest(mine)
    there = len(near[0].unit.path) if near else len(_acting(one).path) + 1
    higher = _nearest([holder for holder in mine if len(holder.unit.path) < there])
    commanders = [h for h in holders if h.role == ABOVE and len(h.unit.path) <= there]
    known = {holder.person for holder in near}
    return near, higher or _nearest([h for h in commanders if h.person not in known])


def _nearest(holders: Sequence[Holder]) -> list[Holder]:
    """Of holders the nearest first, those on the nearest unit."""
    return [one for one in holders if one.unit.id == holders[0].unit.id]


def _above(found: Iterable[ExternalNotification], at: datetime) -> dict[int, list[Holder]]:
    each = list(found)
    roles = {ABOVE, *(one.owner for one in each)}
    return holders_above(roles=sorted(roles), units=[_acting(one) for one in each], at=at)


def _acting(one: ExternalNotification) -> Any:
    return tree().by_id[one.owner_unit_id or one.unit_id]


def _pressing(actor: Actor, at: datetime, most: int) -> list[ExternalNotification]:
    """What the actor may owe, what is overdue in sight, and what others propose; soonest first.

    So many of each, so that what is overdue elsewhere never pushes out what is one's own.
    """
    return first_of(
        PRESSING,
        by=SOONEST,
        root=ExternalNotification,
        actor=actor,
        given={"person": actor.person, "day": clock.local_date(at), "at": at},
        most=most,
        related=("occurrence",),
        fields=CARD,
    )
