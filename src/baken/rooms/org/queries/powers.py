"""What an actor's own posts may give to others, and what they may decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.conf import settings

from baken.core import clock
from baken.core.access import Actor, may
from baken.core.access.roles import load_roles
from baken.rooms.org.models import Appointment, Person, Unit
from baken.rooms.org.permits import APPOINT
from baken.rooms.org.queries.appointments import Held, last_day_of, own_appointments
from baken.rooms.org.queries.tree import tree
from baken.rooms.org.questions import decisions_of_post, decisions_to_pass_on
from baken.rooms.org.rules.appointing import (
    Power,
    Wanted,
    overlap,
    power_of,
    problem_of_appointment,
    reach_beyond,
)
from baken.rooms.org.rules.delegating import Decision

NO_PERMIT = "no_permit"


def powers_of(actor: Actor, at: datetime) -> list[Power]:
    """What the actor's posts may give; a delegated post gives nothing."""
    return [power for held in own_appointments(actor, at) for power in _powers(held)]


def roles_to_give(actor: Actor, at: datetime) -> list[str]:
    """The codes of the roles that the actor may give somewhere, in the order of the role file."""
    given = {role for power in powers_of(actor, at) for role in power.roles}
    return [code for code in load_roles(settings.ROLES_FILE) if code in given]


def decisions_of(role: str, unit: int) -> frozenset[str]:
    """What a role on a unit may decide, as the rooms above tell; nothing while none does."""
    return frozenset(decisions_of_post.ask(role, unit))


def own_decisions(actor: Actor, at: datetime) -> frozenset[str]:
    """What the actor's own posts may decide together."""
    held = own_appointments(actor, at)
    return frozenset().union(*(decisions_of(one.role, one.unit.id) for one in held))


def passed_on_by(post: Appointment) -> frozenset[Decision]:
    """What the holder of a post may decide on risks and pass on; nothing for most roles."""
    here = tree()
    named = here.named_posts.get(post.unit_id, "")
    return frozenset(decisions_to_pass_on.ask(post.role, here.by_id[post.unit_id].level, named))


def post_wanted(
    *, role: str, unit: int, below: bool, from_on: date, until: date | None = None
) -> Wanted:
    """A post as the rules look at it: with all that its role would reach from the unit."""
    here, known = tree().by_id[unit], load_roles(settings.ROLES_FILE).get(role)
    part = tree().part_of(here).path
    reaches = reach_beyond(known.widest, part) if known else None
    return Wanted(role, here.path, below, from_on, until, reaches)


def lines_beside(post: Appointment, person: Person) -> set[str]:
    """The lines of defence of a person's other posts that overlap in time with a post."""
    roles = load_roles(settings.ROLES_FILE)
    others = Appointment.objects.of(person).filter(withdrawn_at=None)
    return {
        roles[other.role].line
        for other in others.select_related("taken_from")
        if other.role in roles
        and overlap((post.from_on, last_day_of(post)), (other.from_on, last_day_of(other)))
    }


def is_at_hand(actor: Actor, role: str) -> bool:
    """Whether the actor can use a post of this role now: to administer within a session only, and
    any other post only outside one.
    """
    known = load_roles(settings.ROLES_FILE).get(role)
    return (known is not None and known.administers) == (actor.administers is not None)


def problem_of_ending(
    actor: Actor, post: Appointment, at: datetime, powers: Sequence[Power]
) -> str:
    """Why the actor may not let this post end, as a code.

    Nothing for who could give it, who delegated it, and whom it was delegated to.
    """
    if post.taken_from is not None and actor.person in (post.taken_from.record.id, post.record.id):
        return "" if is_at_hand(actor, post.role) else "session"
    here, today = tree().by_id[post.unit_id], clock.local_date(at)
    if not may(actor, APPOINT, Unit(pk=here.id, path=here.path)):
        return NO_PERMIT
    wanted = post_wanted(role=post.role, unit=here.id, below=post.below, from_on=today)
    return problem_of_appointment(wanted=wanted, powers=powers, to_oneself=False, today=today)


def _powers(held: Held) -> Iterable[Power]:
    role = load_roles(settings.ROLES_FILE).get(held.role)
    if role is None or held.kind == "delegate":
        return
    for gift in role.gives:
        if held.unit.level >= gift.from_level:
            yield power_of(
                path=held.unit.path, with_below=held.below, roles=gift.roles, reach=gift.reach
            )
