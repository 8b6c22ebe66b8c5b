"""What an actor's own posts may give to others, and what they may decide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from baken.core.access import Actor
from baken.core.access.roles import load_roles
from baken.rooms.org.queries.appointments import Held, own_appointments
from baken.rooms.org.questions import decisions_of_post
from baken.rooms.org.rules.appointing import Power, power_of


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


def _powers(held: Held) -> Iterable[Power]:
    role = load_roles(settings.ROLES_FILE).get(held.role)
    if role is None or held.kind == "delegate":
        return
    for gift in role.gives:
        if held.unit.level >= gift.from_level:
            yield power_of(
                path=held.unit.path, with_below=held.below, roles=gift.roles, reach=gift.reach
            )
